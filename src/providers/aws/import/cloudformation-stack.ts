// The resources of a template by logical id: their names, what Ref and GetAtt of them come to, and their properties.
import { BOUNDS } from '../../../snapshot/bounds.ts';
import type { Known, Origin } from '../../../snapshot/resource.ts';
import { type Raw, raw, word } from '../answers/shape.ts';
import { pseudoOf, type Resolved, resolve, type Stack } from './cloudformation-intrinsics.ts';
import type { Template } from './cloudformation-parse.ts';
import { statementPlaces } from './cloudformation-places.ts';
import { RETURNS, type Returns } from './cloudformation-returns.ts';
import { type Part, placeholderId, unknown } from './declared.ts';
import { arnOf, type Home } from './declared-names.ts';

/** One resource of a template. */
export interface Entry {
  logicalId: string;
  type: string;
  /** Physical name, or what stands for it until the stack is made. */
  name: string;
  /** The name stands in the template itself. */
  exact: boolean;
  id: string;
  /** What Ref comes to. */
  ref: string;
  origin: Origin;
  /** A property, resolved. Undefined: not declared. */
  property(name: string): Property | undefined;
  /** The entries of a list, each resolved by itself; the property as a whole when it is no list. */
  items(name: string): Property[] | undefined;
}

export interface Property {
  known: Known<unknown>;
  origin: Origin;
  /** In YAML, places of the statements of a policy, by JSON pointer. */
  places?: Record<string, Origin>;
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
const ARNS = new Map<string, (name: string, pseudo: (name: string) => string) => string>([
  ['AWS::S3::Bucket', (name) => `arn:aws:s3:::${name}`],
  [
    'AWS::S3::AccessPoint',
    (name, pseudo) => `arn:aws:s3:${pseudo('Region')}:${pseudo('AccountId')}:accesspoint/${name}`,
  ],
  ['AWS::IAM::Role', (name, pseudo) => `arn:aws:iam::${pseudo('AccountId')}:role/${name}`],
  ['AWS::IAM::User', (name, pseudo) => `arn:aws:iam::${pseudo('AccountId')}:user/${name}`],
  ['AWS::IAM::Group', (name, pseudo) => `arn:aws:iam::${pseudo('AccountId')}:group/${name}`],
  [
    'AWS::IAM::OIDCProvider',
    (name, pseudo) => `arn:aws:iam::${pseudo('AccountId')}:oidc-provider/${name.replace(/^https:\/\//, '')}`,
  ],
  ['AWS::IAM::SAMLProvider', (name, pseudo) => `arn:aws:iam::${pseudo('AccountId')}:saml-provider/${name}`],
]);
/** Types whose Ref is the ARN (CloudFormation template reference, "Return values" of each). */
const REF_IS_ARN = new Set(['AWS::IAM::OIDCProvider', 'AWS::IAM::SAMLProvider']);
/** Types that stand for a function by another name, with the property that names them. */
const QUALIFIED = new Map<string, { arn: string; name?: string }>([
  ['AWS::Lambda::Alias', { arn: 'AliasArn', name: 'Name' }],
  ['AWS::Lambda::Version', { arn: 'FunctionArn' }],
]);

/** Opens a template's resources; `defaults` fills up with the parameters that were taken at their default. */
export function openStack(
  template: Template,
  home: Home,
  stackName?: string,
): { entries: Entry[]; defaults: Set<string> } {
  const { file } = home;
  const pseudo = pseudoOf(home, stackName);
  const said = (name: string) => pseudo.get(`AWS::${name}`) ?? '';
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
    const type = typeOf(logicalId) ?? '';
    const property = NAMES.get(type) ?? RETURNS.get(type)?.name;
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
    const returns = RETURNS.get(type);
    if (returns !== undefined) return returned(returns, logicalId, name, attribute);
    const qualified = QUALIFIED.get(type);
    if (qualified !== undefined && (attribute === undefined || attribute === qualified.arn))
      return qualifiedArn(logicalId, qualified.name);
    const isPolicy = type === 'AWS::IAM::ManagedPolicy';
    if (isPolicy && (attribute === undefined || attribute === 'PolicyArn'))
      return placeholderId(file, logicalId);
    const arn = attribute === 'Arn' || (attribute === undefined && REF_IS_ARN.has(type));
    if (arn) return ARNS.get(type)?.(name, said) ?? `${logicalId}.Arn`;
    return attribute === undefined ? name : `${logicalId}.${attribute}`;
  };
  const arnIn = ({ arn }: Returns, name: string) =>
    arnOf(arn, name, { ...home, region: said('Region'), account: said('AccountId') });
  const returned = (returns: Returns, logicalId: string, name: string, attribute: string | undefined) => {
    const { ref, arns = [], names: plain = [] } = returns;
    if (attribute === undefined && ref === 'url')
      return `https://sqs.${said('Region')}.amazonaws.com/${said('AccountId')}/${name}`;
    if (attribute === 'QueueUrl') return returned(returns, logicalId, name, undefined);
    if (attribute === undefined ? ref === 'arn' : attribute === 'Arn' || arns.includes(attribute))
      return arnIn(returns, name);
    return attribute === undefined || plain.includes(attribute) ? name : `${logicalId}.${attribute}`;
  };
  const opened = new Set<string>();
  /** The ARN of an alias or a version: that of its function, and its own name. */
  const qualifiedArn = (logicalId: string, key: string | undefined): string => {
    const properties = raw(raw(resources[logicalId])?.['Properties']);
    if (opened.has(logicalId)) return logicalId;
    opened.add(logicalId);
    const [about, own] = [properties?.['FunctionName'], key === undefined ? '1' : properties?.[key]].map(
      (value) => {
        const found = resolve(value, stack);
        return found.ok ? word(found.value) : undefined;
      },
    );
    opened.delete(logicalId);
    if (about === undefined) return logicalId;
    const lambda = RETURNS.get('AWS::Lambda::Function');
    const arn = about.startsWith('arn:') || lambda === undefined ? about : arnIn(lambda, about);
    return `${arn}:${own ?? logicalId}`;
  };
  const stack: Stack = {
    pseudo,
    certain: new Set([
      'AWS::Partition',
      ...(home.account === undefined ? [] : ['AWS::AccountId']),
      ...(home.region === undefined ? [] : ['AWS::Region']),
      ...(stackName === undefined ? [] : ['AWS::StackName']),
    ]),
    parameters: raw(root['Parameters']) ?? {},
    mappings: raw(root['Mappings']) ?? {},
    resource,
    defaults: new Set(),
    budget: { left: BOUNDS.values },
  };

  const entries: Entry[] = [];
  for (const logicalId of Object.keys(resources)) {
    const type = typeOf(logicalId);
    if (type === undefined) continue;
    const { name, exact } = nameOf(logicalId);
    const pointer = `/Resources/${logicalId.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const properties = raw(resources[logicalId])?.['Properties'] ?? {};
    const returns = RETURNS.get(type);
    const exactBucket = type === 'AWS::S3::Bucket' && exact ? `arn:aws:s3:::${name}` : undefined;
    const arn = returns === undefined ? exactBucket : arnIn(returns, name);
    entries.push({
      logicalId,
      type,
      name,
      exact,
      id: arn ?? placeholderId(file, logicalId),
      ref: resource(logicalId, undefined) ?? logicalId,
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
  if (found.value === undefined || found.value === null) return undefined;
  const places =
    origin.line === undefined ? undefined : statementPlaces(from[key], found.value, origin, template);
  return { known: { state: 'present', value: found.value }, origin, ...(places && { places }) };
}

/** A property made into a part; undefined when it is not declared. */
export function partOf(
  entry: Entry,
  key: string,
  project: (value: unknown) => Known<unknown>,
): Part | undefined {
  const found = entry.property(key);
  if (found === undefined || found.known.state !== 'present') return found;
  const { origin, places } = found;
  return { known: project(found.known.value), origin, ...(places && { places }) };
}
