// Permissions and URLs of Lambda functions, and permissions of layers, as Terraform declares them.
import { word } from '../iam/shape.ts';
import { type Part, present, unknown } from './declared.ts';
import { type Permission, policyPartOf } from './declared-statements.ts';
import { attribute, type Block, textOf } from './terraform.ts';

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
