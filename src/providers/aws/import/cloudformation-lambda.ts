// Permissions and URLs of Lambda functions, and permissions of layers, as templates declare them.
import { raw, word } from '../answers/shape.ts';
import { type Entry, partOf } from './cloudformation-stack.ts';
import { type Part, present, type Thing, unknown } from './declared.ts';
import { type Permission, policyPartOf } from './declared-statements.ts';

/** AWS::Lambda::Permission, and what AWS::Serverless::Function makes of its URL; as many as there are. */
export function lambdaPolicy(entries: Entry[], id: string): Part | undefined {
  return joined(entries, id, {
    sourceArn: 'SourceArn',
    sourceAccount: 'SourceAccount',
    organization: 'PrincipalOrgID',
    urlAuthType: 'FunctionUrlAuthType',
    eventSourceToken: 'EventSourceToken',
  });
}

/** AWS::Lambda::LayerVersionPermission */
export function layerPolicy(entries: Entry[], id: string): Part | undefined {
  return joined(entries, id, { organization: 'OrganizationId' });
}

type Names = Partial<Record<keyof Permission, string>>;

function joined(entries: Entry[], id: string, names: Names): Part | undefined {
  const permissions: Permission[] = [];
  for (const entry of entries) {
    const permission = permissionOf(entry, names);
    if (permission === undefined)
      return {
        known: unknown('missing', `whom ${entry.logicalId} lets in is known only when the stack is made`),
      };
    permissions.push(permission);
  }
  return policyPartOf(permissions, id);
}

function permissionOf(entry: Entry, names: Names): Permission | undefined {
  const action = textOf(entry, 'Action');
  const principal = textOf(entry, 'Principal');
  if (action === undefined || principal === undefined) return undefined;
  const later: string[] = [];
  const values: Record<string, string> = {};
  for (const [key, name] of Object.entries(names)) {
    const known = entry.property(name)?.known;
    if (known?.state === 'unknown') later.push(key);
    else if (known?.state === 'present') values[key] = String(known.value);
  }
  const viaUrl = entry.property('InvokedViaFunctionUrl')?.known;
  return {
    action,
    principal,
    sid: entry.logicalId,
    ...values,
    ...(viaUrl?.state === 'present' && { viaUrl: viaUrl.value === true || viaUrl.value === 'true' }),
    later,
    origin: entry.origin,
  };
}

function textOf(entry: Entry, name: string): string | undefined {
  const known = entry.property(name)?.known;
  if (known?.state !== 'present') return undefined;
  return typeof known.value === 'number' ? String(known.value) : word(known.value);
}

/** The alias or version that a permission or a URL is about; undefined: the function itself. */
export function qualifierOf(entry: Entry): string | undefined {
  const about = textOf(entry, 'TargetFunctionArn') ?? textOf(entry, 'FunctionName') ?? '';
  const steps = about.split(':');
  return textOf(entry, 'Qualifier') ?? (about.startsWith('arn:') ? steps[7] : steps[1]);
}

/** Aliases that have a URL of their own: their permissions are others than those of the function. */
export function aliasesOf(entries: Entry[], functions: Map<string, Thing>): Thing[] {
  return entries.flatMap((url) => {
    const qualifier = url.type === 'AWS::Lambda::Url' ? qualifierOf(url) : undefined;
    const about = qualifier === undefined ? undefined : functionOf(url, functions);
    if (about === undefined) return [];
    const id = `${about.id}:${qualifier}`;
    const parts = new Map<string, Part>([['url', urlPart(url)]]);
    const permissions = entries.filter(
      (entry) =>
        entry.type === 'AWS::Lambda::Permission' &&
        qualifierOf(entry) === qualifier &&
        functionOf(entry, functions) === about,
    );
    const policy = lambdaPolicy(permissions, id);
    if (policy !== undefined) parts.set('policy', policy);
    const { region } = about;
    return {
      type: 'aws.lambda.alias',
      id,
      name: `${about.name}:${qualifier}`,
      fresh: true,
      ...(region !== undefined && { region }),
      parts,
      origin: url.origin,
    };
  });
}

function functionOf(entry: Entry, functions: Map<string, Thing>): Thing | undefined {
  const about = textOf(entry, 'TargetFunctionArn') ?? textOf(entry, 'FunctionName') ?? '';
  const steps = about.split(':');
  return functions.get(about.startsWith('arn:') ? steps.slice(0, 7).join(':') : (steps[0] ?? ''));
}

/** AWS::Lambda::Url */
export function urlPart(entry: Entry): Part {
  const part = partOf(entry, 'AuthType', authType);
  return part ?? { known: unknown('malformed', 'the URL names no AuthType') };
}

/** `FunctionUrlConfig` of AWS::Serverless::Function (AWS SAM developer guide). */
export function serverlessUrl(entry: Entry): Part | undefined {
  return partOf(entry, 'FunctionUrlConfig', (value) => authType(raw(value)?.['AuthType']));
}

function authType(value: unknown): Part['known'] {
  const auth = word(value);
  return auth === undefined ? unknown('malformed', 'the URL names no AuthType') : present({ authType: auth });
}

/** SAM lets everybody call a URL that asks for no signature. */
export function serverlessPolicy(entry: Entry): Part | undefined {
  const url = serverlessUrl(entry);
  if (url === undefined || url.known.state !== 'present') return undefined;
  if (raw(url.known.value)?.['authType'] !== 'NONE') return undefined;
  const { origin = entry.origin } = url;
  return policyPartOf(
    [
      { action: 'lambda:InvokeFunctionUrl', principal: '*', urlAuthType: 'NONE', origin },
      { action: 'lambda:InvokeFunction', principal: '*', viaUrl: true, origin },
    ],
    entry.id,
  );
}
