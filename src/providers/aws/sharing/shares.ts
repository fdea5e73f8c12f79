// Lists of whom something was shared with (launch permissions, restore attributes) -> exposures. Pure.
import type { Access, Context, Cure, Evidence, Exposure, Ours } from '../../../exposure.ts';
import type { Known, Resource, Text, Unknown } from '../../../snapshot/resource.ts';
import { oursIn } from '../account/service.ts';
import { type Outsider, outsidersOf } from '../policy/outsiders.ts';
import { shareText, unshareText } from './words.ts';

/** Whom something was shared with, as the service answers. */
export interface Shares {
  /** With every AWS account. */
  everyone: boolean;
  /** Twelve digits each. */
  accounts: string[];
  /** ARNs of organizations and organizational units. */
  organizations?: string[];
}

/** One share. */
export type Share =
  | { with: 'everyone' }
  | { with: 'account'; account: string }
  | { with: 'organization'; arn: string };

/** What stands between a share and its use. */
export interface ShareGuard {
  /** `on`: nobody gets through. `unread`: it could not be told. */
  state: 'on' | 'unread';
  /** What it is called. */
  text: Text;
  evidence?: Evidence;
  /** `unread`: what was missing. */
  missing?: Unknown[];
}

/** A list of shares, and how it is used and taken back. */
export interface ShareDoor {
  setting: string;
  shares: Known<Shares>;
  access: Access[];
  /** What whom it is shared with would ask: `ec2:CreateVolume`. */
  action: string;
  /** The line that shows that it is shared. */
  look: string;
  /** The line that takes a share back. */
  unshare(share: Share): string | undefined;
  /** What stops this share, or may; undefined when nothing does. */
  guard?(share: Share): ShareGuard | undefined;
}

/** Twelve digits of an account that is nobody's here. */
const A_STRANGER = '999999999999';

/**
 * Exposures through a list of shares: every AWS account, accounts that are not ours, organizations that are not ours. What a share with
 * everyone gives anyway is not said again of those that are named beside it, unless a guard stops everyone.
 */
export function shareExposures(door: ShareDoor, resource: Resource, context: Context): Exposure[] {
  const { shares } = door;
  if (shares.state === 'absent') return [];
  if (shares.state === 'unknown') return [unreadShares(door, shares.why)];
  const own = oursIn(context, resource.scope);
  const ours: Ours = { ...context.ours, accounts: own.accounts, organizations: own.organizations };
  const found: Exposure[] = [];
  for (const [share, pointer] of listed(shares.value)) {
    if (found[0]?.audience === 'anyone-registered' && found[0].state === 'open') break;
    for (const outsider of whoGets(share, ours))
      found.push(exposureOf(door, shares.value, { share, pointer, outsider }, resource, ours));
  }
  return distinct(found);
}

/** A list that could not be read may hold anybody; where everyone is stopped anyway, only those who are named. */
function unreadShares({ access, guard }: ShareDoor, why: Unknown): Exposure {
  const stopped = guard?.({ with: 'everyone' })?.state === 'on';
  return {
    ...(stopped
      ? { audience: 'named-outsider', via: 'aws-account' }
      : { audience: 'anyone-registered', via: 'aws-account' }),
    access,
    state: 'unknown',
    basis: 'configuration',
    evidence: [],
    missing: [why],
  };
}

function* listed({ everyone, accounts, organizations = [] }: Shares): Iterable<[Share, string]> {
  if (everyone) yield [{ with: 'everyone' }, '/everyone'];
  for (const [index, account] of accounts.entries())
    yield [{ with: 'account', account }, `/accounts/${index}`];
  for (const [index, arn] of organizations.entries())
    yield [{ with: 'organization', arn }, `/organizations/${index}`];
}

function whoGets(share: Share, ours: Ours): Outsider[] {
  if (share.with === 'everyone') return outsidersOf({ class: 'any-account' }, ours);
  if (share.with === 'account')
    return outsidersOf({ class: 'named-account', accounts: [share.account], externalId: false }, ours);
  // An ARN that names no organization is kept whole: nobody is ours by it.
  const organization = organizationOf(share.arn) ?? share.arn;
  return outsidersOf({ class: 'organization', organizations: [organization] }, ours);
}

/** `o-example` of `arn:aws:organizations::111122223333:ou/o-example/ou-abcd-11112222`. */
export function organizationOf(arn: string): string | undefined {
  return /:(?:organization|ou)\/(o-[a-z0-9]+)/.exec(arn)?.[1];
}

function exposureOf(
  door: ShareDoor,
  shares: Shares,
  { share, pointer, outsider }: { share: Share; pointer: string; outsider: Outsider },
  resource: Resource,
  ours: Ours,
): Exposure {
  const guard = door.guard?.(share);
  const state = guard === undefined ? 'open' : guard.state === 'on' ? 'shut-by' : 'open-unless';
  const mayBeOurs =
    outsider.audience === 'named-outsider' && !ours.declared && outsider.subjectName === undefined;
  const evidence: Evidence = { setting: door.setting, pointer, text: shareText(share) };
  const principal =
    share.with === 'organization'
      ? `an account of ${outsider.subject ?? share.arn}`
      : `arn:aws:iam::${share.with === 'account' ? share.account : A_STRANGER}:root`;
  return {
    ...outsider,
    access: door.access,
    state,
    basis: 'configuration',
    ...(guard !== undefined && { guard: guard.text }),
    ...(state === 'open-unless' && { missing: guard?.missing ?? [] }),
    evidence: guard?.evidence === undefined ? [evidence] : [evidence, guard.evidence],
    witness: {
      request: { principal, action: door.action, resource: resource.id, context: {} },
      command: `${door.look} --profile ANOTHER_ACCOUNT`,
      checked: admits(shares, share, principal),
    },
    cures: [cureOf(door, shares, share, ours)],
    ...(mayBeOurs && { perhapsOurs: true }),
  };
}

/** Read anew, and only by who asks: does the list let this principal in? Members of an organization are not told from the outside. */
function admits(
  { everyone, accounts, organizations = [] }: Shares,
  share: Share,
  principal: string,
): boolean {
  if (share.with === 'organization') return organizations.some((arn) => arn === share.arn);
  return everyone || accounts.some((account) => principal.startsWith(`arn:aws:iam::${account}:`));
}

function cureOf(door: ShareDoor, shares: Shares, share: Share, ours: Ours): Cure {
  const left = without(shares, share);
  const [who] = whoGets(share, ours);
  const same = (one: Outsider) => one.audience === who?.audience && one.subject === who.subject;
  const rest = [...listed(left)].flatMap(([other]) => whoGets(other, ours));
  const command = door.unshare(share);
  return {
    text: unshareText(share),
    ...(command !== undefined && { command }),
    rejudged: !left.everyone && !rest.some(same),
  };
}

function without({ everyone, accounts, organizations = [] }: Shares, share: Share): Shares {
  return {
    everyone: everyone && share.with !== 'everyone',
    accounts: accounts.filter((account) => share.with !== 'account' || account !== share.account),
    organizations: organizations.filter((arn) => share.with !== 'organization' || arn !== share.arn),
  };
}

/** Two units of one organization are one outsider. */
function distinct(exposures: Exposure[]): Exposure[] {
  const found = new Map<string, Exposure>();
  for (const exposure of exposures) {
    const key = JSON.stringify([exposure.audience, exposure.via, exposure.subject, exposure.state]);
    const other = found.get(key);
    if (other === undefined) found.set(key, exposure);
    else
      found.set(key, {
        ...other,
        evidence: [...other.evidence, ...exposure.evidence],
        cures: [...(other.cures ?? []), ...(exposure.cures ?? [])],
      });
  }
  return [...found.values()];
}
