// Permissions that Terraform declares one by one, of Lambda functions, layers and event buses; and URLs of functions.
import { word } from '../answers/shape.ts';
import { type Part, present, unknown } from './declared.ts';
import { after } from './declared-names.ts';
import { type Permission, policyPartOf } from './declared-statements.ts';
import { attribute, type Block, nested, textOf } from './terraform.ts';
import { joinedText, type Row } from './terraform-rows.ts';

/** Functions and layers. */
export const LAMBDA_ROWS: Row[] = [
  {
    type: 'aws.lambda.function',
    from: ['aws_lambda_function'],
    name: ['function_name'],
    arn: after('lambda', 'function'),
    companions: [
      {
        from: ['aws_lambda_permission'],
        of: 'function_name',
        setting: 'policy',
        join: lambdaPolicy,
        when: (block) => textOf(block, 'qualifier') === undefined,
      },
      {
        from: ['aws_lambda_function_url'],
        of: 'function_name',
        setting: 'url',
        read: urlPart,
        when: (block) => textOf(block, 'qualifier') === undefined,
      },
    ],
  },
  {
    type: 'aws.lambda.layer',
    from: ['aws_lambda_layer_version'],
    name: [],
    named: (block) => joinedText(block, 'layer_name', 'version'),
    arn: after('lambda', 'layer'),
    companions: [
      {
        from: ['aws_lambda_layer_version_permission'],
        of: 'layer_name',
        about: (block) => joinedText(block, 'layer_name', 'version_number'),
        setting: 'policy',
        join: layerPolicy,
      },
    ],
  },
];

/** aws_lambda_permission, as many as there are. */
export function lambdaPolicy(blocks: Block[], id: string): Part | undefined {
  return joined(blocks, id, permissionOf);
}

/** aws_lambda_layer_version_permission; whom a layer is shared with may be an organization. */
export function layerPolicy(blocks: Block[], id: string): Part | undefined {
  return joined(blocks, id, (block) => {
    const action = textOf(block, 'action');
    const principal = textOf(block, 'principal');
    if (action === undefined || principal === undefined) return undefined;
    const { later, values } = optional(block, { organization: 'organization_id' });
    return { action, principal, sid: textOf(block, 'statement_id'), ...values, later, origin: block.origin };
  });
}

/** aws_cloudwatch_event_permission: an account, or everybody of an organization (EventBridge API reference, "PutPermission"). */
export function busPolicy(blocks: Block[], id: string): Part | undefined {
  return joined(blocks, id, (block) => {
    const principal = textOf(block, 'principal');
    const condition = attribute(block, 'condition');
    if (principal === undefined) return undefined;
    const [only] = condition?.state === 'present' ? nested(condition.value) : [];
    const organization = only?.['key'] === 'aws:PrincipalOrgID' ? word(only['value']) : undefined;
    const unread = condition?.state === 'unknown' || (only !== undefined && organization === undefined);
    return {
      action: textOf(block, 'action') ?? 'events:PutEvents',
      principal,
      sid: textOf(block, 'statement_id'),
      ...(organization !== undefined && { organization }),
      later: unread ? ['organization'] : [],
      origin: block.origin,
    };
  });
}

/** Without a name it is about the default bus. */
export function busOf(block: Block): string | undefined {
  const name = attribute(block, 'event_bus_name');
  return name === undefined ? 'default' : textOf(block, 'event_bus_name');
}

function joined(
  blocks: Block[],
  id: string,
  read: (block: Block) => Permission | undefined,
): Part | undefined {
  const permissions: Permission[] = [];
  for (const block of blocks) {
    const permission = read(block);
    if (permission === undefined)
      return { known: unknown('missing', `whom ${block.address} lets in is known after apply`) };
    permissions.push(permission);
  }
  return policyPartOf(permissions, id);
}

function permissionOf(block: Block): Permission | undefined {
  const action = textOf(block, 'action');
  const principal = textOf(block, 'principal');
  if (action === undefined || principal === undefined) return undefined;
  const { later, values } = optional(block, {
    sourceArn: 'source_arn',
    sourceAccount: 'source_account',
    organization: 'principal_org_id',
    urlAuthType: 'function_url_auth_type',
    eventSourceToken: 'event_source_token',
  });
  const viaUrl = attribute(block, 'invoked_via_function_url');
  return {
    action,
    principal,
    sid: textOf(block, 'statement_id'),
    ...values,
    ...(viaUrl?.state === 'present' && { viaUrl: viaUrl.value === true }),
    later,
    origin: block.origin,
  };
}

/**
 * What narrows a permission. A source that is made by the same plan is a resource of the same account, whatever its ARN will be; for that a
 * stand-in is as good.
 */
function optional<K extends keyof Permission>(
  block: Block,
  names: Record<K, string>,
): { values: Partial<Record<K, string>>; later: string[] } {
  const values: Partial<Record<K, string>> = {};
  const later: string[] = [];
  for (const key in names) {
    const name = names[key];
    const known = attribute(block, name);
    if (known?.state === 'present') values[key] = word(known.value) ?? '';
    else if (known?.state === 'unknown') {
      const [made] = key === 'sourceArn' ? block.targets(name) : [];
      if (made === undefined) later.push(key);
      else values[key] = `arn:aws:${made.replace(/^.*?aws_([a-z0-9]+)_.*$/, '$1')}:::${made}`;
    }
  }
  return { values, later };
}

/** aws_lambda_function_url */
export function urlPart(block: Block): Part | undefined {
  const auth = attribute(block, 'authorization_type');
  if (auth?.state === 'unknown') return { known: auth };
  const authType = auth?.state === 'present' ? word(auth.value) : undefined;
  if (authType === undefined) return { known: unknown('malformed', 'the URL names no authorization_type') };
  const address = textOf(block, 'function_url');
  return {
    known: present({ authType, ...(address !== undefined && { address }) }),
    origin: block.origin,
  };
}
