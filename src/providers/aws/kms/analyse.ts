// KMS: settings -> exposures. Pure.
import type { Assessment, Context, Exposure } from '../../../exposure.ts';
import { type Known, type Resource, setting, type Text, typed } from '../../../snapshot/resource.ts';
import { commandsOf, ownerOf } from '../policy/alone.ts';
import { policyExposures, unread } from '../policy/doors.ts';
import { openUnless, shutBy } from '../policy/guarded.ts';
import { shellWord } from '../words/shell.ts';
import { grantExposures } from './grants.ts';
import { keySchema } from './key.generated.ts';

/** States in which a key does nothing for anybody (KMS developer guide, "Key states of AWS KMS keys"). */
const AT_REST = ['Disabled', 'PendingDeletion', 'PendingReplicaDeletion', 'PendingImport', 'Unavailable'];

/**
 * A key is reached through its policy and through its grants. That the policy admits the account itself ("kms:*" for its root, the default)
 * leaves it to the account's own IAM policies (KMS developer guide, "Default key policy").
 */
export function analyseKms(resource: Resource, context: Context): Assessment {
  const key = typed(resource, keySchema);
  const policy = setting(key, 'policy');
  const byPolicy = policyExposures(
    {
      setting: 'policy',
      policy,
      about: { kind: 'kms', resource: key.id, ...ownerOf(key.id) },
      ...commandsOf(resource, {
        apply: putPolicy,
        remove: (one) => putPolicy(one, shellWord(JSON.stringify(defaultPolicy(one.id)))),
      }),
    },
    key.scope,
    context,
  );
  const grants = setting(key, 'grants');
  const byGrant =
    grants.state === 'present' ? whatDenies(policy, grantExposures(key, policy, grants.value, context)) : [];
  const unseen = grants.state === 'unknown' ? [unread(grants.why)] : [];
  const doors = bothUnread([...byPolicy, ...withoutSame(byGrant, byPolicy), ...unseen]);
  return { exposures: inState(doors, setting(key, 'state')), facts: {} };
}

/** Neither the policy nor the grants: what is not known is said once, with both reasons. */
function bothUnread(doors: Exposure[]): Exposure[] {
  const isUnread = ({ audience, via, state }: Exposure) =>
    audience === 'anyone' && via === undefined && state === 'unknown';
  const [first, ...others] = doors.filter(isUnread);
  if (first === undefined || others.length === 0) return doors;
  const missing = [first, ...others].flatMap((one) => one.missing ?? []);
  return [{ ...first, missing }, ...doors.filter((one) => !isUnread(one))];
}

function putPolicy({ id }: Resource, document: string): string {
  return `aws kms put-key-policy --key-id ${shellWord(id)} --policy-name default --policy ${document}`;
}

/** A key without a policy cannot be managed by anybody: where nothing of one is left, it gets the one that keys have from the start. */
function defaultPolicy(arn: string): object {
  const [, partition, , , account] = arn.split(':');
  const Principal = { AWS: `arn:${partition}:iam::${account}:root` };
  const statement = { Sid: 'Enable IAM User Permissions', Effect: 'Allow', Principal };
  return { Version: '2012-10-17', Statement: [{ ...statement, Action: 'kms:*', Resource: '*' }] };
}

/** Through a grant is open what the key policy may deny, where that could not be read. */
function whatDenies(policy: Known<unknown>, exposures: Exposure[]): Exposure[] {
  if (policy.state !== 'unknown') return exposures;
  const guard = { en: 'the key policy denies it', ja: 'キーポリシーでの拒否' };
  return openUnless(exposures, guard, policy.why);
}

/** Who may do by grant what the policy gives them anyway is one door, with the evidence of both. */
function withoutSame(byGrant: Exposure[], byPolicy: Exposure[]): Exposure[] {
  return byGrant.flatMap((exposure) => {
    const given = byPolicy.filter(
      ({ audience, via, subject, state }) =>
        audience === exposure.audience &&
        via === exposure.via &&
        subject === exposure.subject &&
        state === 'open',
    );
    const access = exposure.access.filter((one) => !given.some((other) => other.access.includes(one)));
    return access.length === 0 ? [] : [{ ...exposure, access }];
  });
}

function inState(doors: Exposure[], state: Known<string>): Exposure[] {
  const guard: Text = { en: 'the state of the key', ja: 'キーの状態' };
  if (state.state === 'unknown') return openUnless(doors, guard, state.why);
  if (state.state !== 'present' || !AT_REST.includes(state.value)) return doors;
  const evidence = {
    setting: 'state',
    text: { en: `the key is ${state.value}`, ja: `キーの状態は ${state.value} です` },
    value: state.value,
  };
  return shutBy(doors, { en: `${guard.en} (${state.value})`, ja: `${guard.ja} (${state.value})` }, [
    evidence,
  ]);
}
