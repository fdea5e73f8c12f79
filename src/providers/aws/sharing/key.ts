// Encrypted copies: whoever they are shared with needs the key as well. Pure.
import type { Context } from '../../../exposure.ts';
import { type Known, type Resource, setting, type Text, type Unknown } from '../../../snapshot/resource.ts';
import { raw } from '../answers/shape.ts';
import { many } from '../answers/statements.ts';
import { grantStatements } from '../kms/grants.ts';
import { ownerOf } from '../policy/alone.ts';
import { policyExposures } from '../policy/doors.ts';
import { organizationOf, type Share, type ShareGuard } from './shares.ts';

const KEY: Text = {
  en: 'the policy and the grants of the KMS key, which they need as well,',
  ja: '(利用に必要な) KMS キーのポリシーとグラント',
};

/** What an encrypted thing says of its key. */
export interface Encrypted {
  key?: string | null;
  keyPolicy?: object | null;
  keyGrants?: Parameters<typeof grantStatements>[0];
}

/**
 * What the key leaves of a share: nothing stops who may decrypt with it, by its policy or a grant; who may not cannot use the copy (EBS user
 * guide, "Share the KMS key used to encrypt a shared Amazon EBS snapshot"; RDS user guide, "Sharing encrypted snapshots"). Only copies that
 * are not encrypted can be shared with everyone.
 */
export function keyGuard(
  resource: Resource<Encrypted>,
  share: Share,
  context: Context,
): ShareGuard | undefined {
  const { key } = resource.settings;
  if (typeof key !== 'string' || share.with === 'everyone') return undefined;
  const policy = withGrants(resource);
  if (policy.state === 'unknown') return { state: 'unread', text: KEY, missing: [policy.why] };
  const about = { kind: 'kms', resource: key, ...ownerOf(key) } as const;
  const exposures = policyExposures({ setting: 'keyPolicy', policy, about }, resource.scope, context);
  const whom = exposures.filter(
    ({ audience, via, subject, access }) =>
      // Whoever may make grants may let themselves decrypt.
      (access.includes('read') || access.includes('admin')) &&
      (audience !== 'named-outsider' ||
        (share.with === 'account'
          ? via === 'aws-account' && subject === share.account
          : via === 'aws-organization' && subject === organizationOf(share.arn))),
  );
  if (whom.some(({ state }) => state === 'open')) return undefined;
  const missing = whom.flatMap((exposure) => (exposure.state === 'unknown' ? (exposure.missing ?? []) : []));
  const perhaps = exposures.find(
    ({ via, state, access }) =>
      share.with === 'account' &&
      via === 'aws-organization' &&
      (state === 'open' || state === 'unknown') &&
      (access.includes('read') || access.includes('admin')),
  );
  if (perhaps !== undefined) missing.push(notTold(share, perhaps.subject ?? ''));
  if (missing.length > 0) return { state: 'unread', text: KEY, missing };
  const who = share.with === 'account' ? share.account : share.arn;
  return {
    state: 'on',
    text: KEY,
    evidence: {
      setting: 'keyPolicy',
      text: {
        en: `neither the policy nor a grant of ${key} lets ${who} decrypt`,
        ja: `${key} のポリシーもグラントも ${who} の復号を許可していません`,
      },
    },
  };
}

/** The key lets in an organization, and nobody outside can see which accounts are in it. */
function notTold(share: Share, organization: string): Unknown {
  const account = share.with === 'account' ? share.account : '';
  const detail = `the key lets in ${organization}, and whether account ${account} is in it cannot be read`;
  const detailJa = `キーは ${organization} に許可していますが、アカウント ${account} がそこに属するかは読み取れません`;
  return { setting: 'keyPolicy', reason: 'not-held', detail, detailJa };
}

/** The guard of something encrypted with more keys than one. */
export function keyNeeded(named: string): ShareGuard {
  const detail = 'its snapshots are encrypted with several keys, which are not weighed together';
  const detailJa = 'スナップショットが複数のキーで暗号化されており、まとめて判定できません';
  return { state: 'unread', text: KEY, missing: [{ setting: named, reason: 'not-held', detail, detailJa }] };
}

/** The policy with what the grants allow as further statements: the engine asks one document. */
function withGrants(resource: Resource<Encrypted>): Known<object> {
  const policy = setting(resource, 'keyPolicy');
  const grants = setting(resource, 'keyGrants');
  if (policy.state === 'unknown') return policy;
  if (grants.state === 'unknown') return grants;
  const document = policy.state === 'present' ? (raw(policy.value) ?? {}) : {};
  const granted = grants.state === 'present' ? grantStatements(grants.value) : [];
  return {
    state: 'present',
    value: { ...document, Statement: [...many(document['Statement']), ...granted] },
  };
}
