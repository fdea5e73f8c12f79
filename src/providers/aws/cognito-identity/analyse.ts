// Cognito identity pools: settings -> exposures. Pure.
import { ACCESSES, type Access, type Assessment, type Evidence, type Exposure } from '../../../exposure.ts';
import { type Resource, setting, type Text, typed, type Unknown } from '../../../snapshot/resource.ts';
import { type Given, givenToGuests } from './guest-actions.ts';
import { poolSchema } from './pool.generated.ts';

type Pool = ReturnType<typeof typed<NonNullable<(typeof poolSchema)['type']>>>;

/** Actions and resources that are named; the others are counted. */
const MOST_NAMED = 3;

/**
 * A pool that admits guests gives anyone credentials of its guest role (Cognito developer guide, "Identity pools authentication flow"). What
 * they are good for is what that role may do, narrowed by Cognito itself unless the classic flow is allowed.
 */
export function analyseCognitoIdentity(resource: Resource): Assessment {
  const pool = typed(resource, poolSchema);
  return { exposures: exposuresOf(pool), facts: {} };
}

function exposuresOf(pool: Pool): Exposure[] {
  const guests = setting(pool, 'guests');
  const role = setting(pool, 'guestRole');
  if (guests.state === 'unknown') return [unread([guests.why], [...ACCESSES])];
  if (guests.state === 'absent' || !guests.value || role.state === 'absent') return [];
  if (role.state === 'unknown') return [unread([role.why], [...ACCESSES])];
  const policies = setting(pool, 'guestPolicies');
  const admitted: Evidence[] = [
    { setting: 'guests', text: { en: 'guests are admitted', ja: 'ゲストを受け入れています' } },
    {
      setting: 'guestRole',
      text: { en: `guests get ${role.value}`, ja: `ゲストには ${role.value} が渡されます` },
    },
  ];
  if (pool.settings.classicFlow === true)
    admitted.push({
      setting: 'classicFlow',
      text: {
        en: 'the classic flow is allowed: Cognito does not narrow the role',
        ja: 'クラシックフローが許可され、Cognito によるロールの制限がありません',
      },
    });
  if (policies.state === 'unknown')
    return [opened(pool, ['assume'], admitted), unread([policies.why], without(['assume']))];
  const boundary = setting(pool, 'guestBoundary');
  const listed = policies.state === 'present' ? policies.value : [];
  const given = givenToGuests(
    listed.map(({ document }) => document),
    {
      classicFlow: pool.settings.classicFlow === true,
      ...(boundary.state === 'present' && { boundary: boundary.value }),
    },
  );
  const sure = given.filter(({ conditional }) => !conditional);
  const access = accessOf(sure);
  const evidence = [...admitted, ...sure.map((one) => evidenceOf(one, listed[one.policy]?.name ?? ''))];
  const open = opened(pool, access, evidence);
  const limited: Exposure =
    boundary.state === 'unknown' && access.length > 1
      ? { ...open, state: 'open-unless', guard: BOUNDARY, missing: [boundary.why] }
      : open;
  const perhaps = accessOf(given).filter((one) => !access.includes(one));
  if (perhaps.length === 0) return [limited];
  const detail = 'statements of the guest role have conditions, which are not weighed';
  return [limited, unread([{ setting: 'guestPolicies', reason: 'failed', detail }], perhaps)];
}

const BOUNDARY: Text = {
  en: 'the permissions boundary of the guest role',
  ja: 'ゲストロールのアクセス許可の境界',
};

function opened(pool: Pool, access: Access[], evidence: Evidence[]): Exposure {
  return {
    audience: 'anyone',
    via: 'cognito-guest',
    access,
    state: 'open',
    basis: 'configuration',
    evidence,
    witness: {
      request: {
        principal: 'anonymous',
        action: 'cognito-identity:GetCredentialsForIdentity',
        resource: pool.id,
        context: {},
      },
      checked: pool.settings.guests === true && typeof pool.settings.guestRole === 'string',
    },
  };
}

function unread(missing: Unknown[], access: Access[]): Exposure {
  const base = { audience: 'anyone', via: 'cognito-guest', basis: 'configuration' } as const;
  return { ...base, access, state: 'unknown', evidence: [], missing };
}

/** Whoever gets credentials has assumed the role, whatever it is good for. */
function accessOf(given: Given[]): Access[] {
  return ACCESSES.filter((one) => one === 'assume' || given.some(({ access }) => access.includes(one)));
}

function without(access: Access[]): Access[] {
  return ACCESSES.filter((one) => !access.includes(one));
}

function evidenceOf({ policy, pointer, actions, resources }: Given, name: string): Evidence {
  const what = several(actions);
  const where = several(resources);
  return {
    setting: 'guestPolicies',
    pointer: `/${policy}/document${pointer}`,
    text: {
      en: `policy ${name} allows ${what.en} on ${where.en}`,
      ja: `ポリシー ${name} が ${where.ja} への ${what.ja} を許可しています`,
    },
  };
}

function several(names: string[]): Text {
  const named = names.slice(0, MOST_NAMED).join(', ');
  const more = names.length - MOST_NAMED;
  if (more <= 0) return { en: named, ja: named };
  return { en: `${named} and ${more} more`, ja: `${named} ほか ${more} 件` };
}
