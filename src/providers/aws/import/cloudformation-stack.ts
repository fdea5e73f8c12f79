// The resources of a template by logical id: their names, what Ref and GetAtt of them come to, and their properties.
import type { Known, Origin } from '../../../snapshot/resource.ts';
import { type Raw, raw, word } from '../iam/shape.ts';
import { type Resolved, resolve, type Stack, THIS_ACCOUNT } from './cloudformation-intrinsics.ts';
import type { Template } from './cloudformation-parse.ts';
import { type Part, placeholderId, unknown } from './declared.ts';

/** One resource of a template. */
export interface Entry {
  logicalId: string;
  type: string;
  /** Physical name, or what stands for it until the stack is made. */
  name: string;
  /** The name stands in the template itself. */
  exact: boolean;
  id: string;
  origin: Origin;
  /** A property, resolved. Undefined: not declared. */
  property(name: string): Property | undefined;
  /** The entries of a list, each resolved by itself; the property as a whole when it is no list. */
  items(name: string): Property[] | undefined;
}

export interface Property {
  known: Known<unknown>;
  origin: Origin;
}

/** Type -> the property that names the thing. */
const NAMES = new Map([
  ['AWS::S3::Bucket', 'BucketName'],
  ['AWS::S3::AccessPoint', 'Name'],
  ['AWS::IAM::Role', 'RoleName'],
  ['AWS::IAM::User', 'UserName'],
  ['AWS::IAM::Group', 'GroupName'],
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
  ['AWS::IAM::OIDCProvider', 'Url'],
  ['AWS::IAM::SAMLProvider', 'Name'],
]);
/** Type -> the resource part of its ARN. */
const ARNS = new Map<string, (name: string) => string>([
  ['AWS::S3::Bucket', (name) => `arn:aws:s3:::${name}`],
  ['AWS::S3::AccessPoint', (name) => `arn:aws:s3:aws-region:${THIS_ACCOUNT}:accesspoint/${name}`],
  ['AWS::IAM::Role', (name) => `arn:aws:iam::${THIS_ACCOUNT}:role/${name}`],
  ['AWS::IAM::User', (name) => `arn:aws:iam::${THIS_ACCOUNT}:user/${name}`],
  ['AWS::IAM::Group', (name) => `arn:aws:iam::${THIS_ACCOUNT}:group/${name}`],
  [
    'AWS::IAM::OIDCProvider',
    (name) => `arn:aws:iam::${THIS_ACCOUNT}:oidc-provider/${name.replace(/^https:\/\//, '')}`,
  ],
  ['AWS::IAM::SAMLProvider', (name) => `arn:aws:iam::${THIS_ACCOUNT}:saml-provider/${name}`],
]);
/** Types whose Ref is the ARN (CloudFormation template reference, "Return values" of each). */
const REF_IS_ARN = new Set(['AWS::IAM::OIDCProvider', 'AWS::IAM::SAMLProvider']);
const MOST_VALUES = 200_000;

/** Opens a template's resources; `defaults` fills up with the parameters that were taken at their default. */
export function openStack(template: Template, file: string): { entries: Entry[]; defaults: Set<string> } {
  const root = raw(template.value) ?? {};
  const resources = raw(root['Resources']) ?? {};
  const names = new Map<string, { name: string; exact: boolean }>();
  const typeOf = (logicalId: string) =>
    Object.hasOwn(resources, logicalId) ? word(raw(resources[logicalId])?.['Type']) : undefined;

  const nameOf = (logicalId: string): { name: string; exact: boolean } => {
    const known = names.get(logicalId);
    if (known !== undefined) return known;
    const fallback = { name: logicalId, exact: false };
    // Also what a name that refers to itself comes to.
    names.set(logicalId, fallback);
    const property = NAMES.get(typeOf(logicalId) ?? '');
    const value = property && raw(raw(resources[logicalId])?.['Properties'])?.[property];
    const found: Resolved = value === undefined ? { ok: false, why: '' } : resolve(value, stack);
    const name = found.ok ? word(found.value) : undefined;
    if (!found.ok || name === undefined) return fallback;
    const own = { name, exact: found.exact };
    names.set(logicalId, own);
    return own;
  };
  const resource = (logicalId: string, attribute: string | undefined): string | undefined => {
    const type = typeOf(logicalId);
    if (type === undefined) return undefined;
    const { name } = nameOf(logicalId);
    const isPolicy = type === 'AWS::IAM::ManagedPolicy';
    if (isPolicy && (attribute === undefined || attribute === 'PolicyArn'))
      return placeholderId(file, logicalId);
    const arn = attribute === 'Arn' || (attribute === undefined && REF_IS_ARN.has(type));
    if (arn) return ARNS.get(type)?.(name) ?? `${logicalId}.Arn`;
    return attribute === undefined ? name : `${logicalId}.${attribute}`;
  };
  const stack: Stack = {
    parameters: raw(root['Parameters']) ?? {},
    mappings: raw(root['Mappings']) ?? {},
    resource,
    defaults: new Set(),
    budget: { left: MOST_VALUES },
  };

  const entries: Entry[] = [];
  for (const logicalId of Object.keys(resources)) {
    const type = typeOf(logicalId);
    if (type === undefined) continue;
    const { name, exact } = nameOf(logicalId);
    const pointer = `/Resources/${logicalId.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const properties = raw(resources[logicalId])?.['Properties'] ?? {};
    entries.push({
      logicalId,
      type,
      name,
      exact,
      id: type === 'AWS::S3::Bucket' && exact ? `arn:aws:s3:::${name}` : placeholderId(file, logicalId),
      origin: template.place(pointer),
      property: (key) => property(properties, key, stack, template, `${pointer}/Properties`),
      items(key) {
        const list = raw(properties)?.[key];
        const place = `${pointer}/Properties/${key}`;
        if (Array.isArray(list))
          return list.flatMap((_, at) => property(list, String(at), stack, template, place) ?? []);
        const whole = property(properties, key, stack, template, `${pointer}/Properties`);
        return whole && [whole];
      },
    });
  }
  return { entries, defaults: stack.defaults };
}

function property(
  properties: unknown,
  key: string,
  stack: Stack,
  template: Template,
  pointer: string,
): Property | undefined {
  const from: Raw | undefined = Array.isArray(properties) ? { ...properties } : raw(properties);
  const whole = Object.keys(from ?? {}).find((name) => name.startsWith('Fn::'));
  if (from === undefined || whole !== undefined) {
    const detail = whole === undefined ? 'the properties are no map' : `the properties use ${whole}`;
    return { known: unknown('missing', detail), origin: template.place(pointer) };
  }
  if (!Object.hasOwn(from, key)) return undefined;
  const origin = template.place(`${pointer}/${key}`);
  const found = resolve(from[key], stack);
  if (!found.ok) return { known: unknown('missing', `${key} ${found.why}`), origin };
  return found.value === undefined || found.value === null
    ? undefined
    : { known: { state: 'present', value: found.value }, origin };
}

/** A property made into a part; undefined when it is not declared. */
export function partOf(
  entry: Entry,
  key: string,
  project: (value: unknown) => Known<unknown>,
): Part | undefined {
  const found = entry.property(key);
  if (found === undefined || found.known.state !== 'present') return found;
  return { known: project(found.known.value), origin: found.origin };
}
