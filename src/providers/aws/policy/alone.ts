// Resources that are reached through their policy alone: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import type { PolicyKind } from '../../../policy/question.ts';
import type { Schema } from '../../../schema.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { shellWord } from '../words/shell.ts';
import { type PolicyDoor, policyExposures } from './doors.ts';

/** What differs between such kinds of resource. */
export interface PolicyAlone {
  schema: Schema<{ policy?: object | null }>;
  kind: PolicyKind;
  /** The line that puts a changed document in place, without the region. */
  apply?(resource: Resource, document: string): string;
  /** The line that takes the policy away, without the region. */
  remove?(resource: Resource): string | undefined;
}

/** The exposures of a resource through `policy`, which is all that lets anybody in. */
export function analysePolicyAlone(
  resource: Resource,
  context: Context,
  { schema, kind, apply, remove }: PolicyAlone,
): Assessment {
  const policy = setting(typed(resource, schema), 'policy');
  const lines = commandsOf(resource, { ...(apply && { apply }), ...(remove && { remove }) });
  const about = { kind, resource: resource.id, ...ownerOf(resource.id) };
  return {
    exposures: policyExposures({ setting: 'policy', policy, about, ...lines }, resource.scope, context),
    facts: {},
  };
}

/** The lines of a policy door, each with the region of the resource. */
export function commandsOf(
  resource: Resource,
  { apply, remove }: Pick<PolicyAlone, 'apply' | 'remove'>,
): Pick<PolicyDoor, 'apply' | 'remove'> {
  const where = resource.region === undefined ? '' : ` --region ${shellWord(resource.region)}`;
  const gone = remove?.(resource);
  return {
    ...(apply && { apply: (document: string) => `${apply(resource, document)}${where}` }),
    ...(gone !== undefined && { remove: `${gone}${where}` }),
  };
}

/** The account in an ARN, as a question of the policy engine wants it. */
export function ownerOf(arn: string): { account?: string } {
  const account = arn.split(':')[4];
  return account === undefined || account === '' ? {} : { account };
}
