// The composition of a bucket -> exposures with their evidence.
import type { Evidence, Exposure, Ours } from '../../../exposure.ts';
import { setting, type Text, type Unknown } from '../../../snapshot/resource.ts';
import { controlEvidence, controlGuards, type Denial } from '../account/control.ts';
import { untoldIn } from '../policy/unread.ts';
import { doubtWords } from '../words/policy-doubts.ts';
import type { Case } from './bucket-facts.ts';
import { compared, effective } from './effect.ts';
import { guardEvidence, guardText, missingGuards, missingPart } from './guard-words.ts';
import { keysOf } from './keys.ts';
import { byWidth, groupsOf, inOrder, type Step, stepsOf, withoutImplied } from './roads.ts';
import { sensitiveMark } from './sensitive.ts';
import { type Composition, listOf, type Way } from './ways.ts';
import { witnessOf } from './witness.ts';
import { wayEvidence } from './words.ts';

/** An exposure, and the ways in that it is made of. */
export interface Found {
  exposure: Exposure;
  ways: Way[];
}

/** Who can reach the bucket: one exposure for each outsider, road and state, widest first. */
export function exposuresOf(about: Case, ours: Ours, status: Composition): Found[] {
  const steps = splitByDoor(stepsFor(about, ours, status));
  if (steps.length === 0) return [];
  const marked = markOf(about);
  return groupsOf(steps.sort(byWidth)).map((group) => {
    const exposure = exposureOf(about, group, ours);
    const ways = [...new Set(group.map(({ way }) => way))];
    return { exposure: marked === undefined ? exposure : { ...exposure, sensitive: marked }, ways };
  });
}

/** What every outsider can do, by which way; nothing twice. */
export function stepsFor({ facts }: Case, ours: Ours, { ways, policyStatusIsPublic }: Composition): Step[] {
  if (ways.length === 0 && facts.said !== true) return [];
  const everyone = {
    ...ours,
    accounts: facts.ours?.accounts ?? ours.accounts,
    organizations: facts.ours?.organizations ?? ours.organizations,
  };
  const effects = compared(
    ways.flatMap((way) => effective(way, facts)),
    policyStatusIsPublic,
    facts,
  );
  return withoutImplied(effects.flatMap((way) => stepsOf(way, everyone)));
}

/** Open by one door and open-unless by another is one door of the report, unless they are told apart by the door. */
function splitByDoor(steps: Step[]): Step[] {
  const half = (step: Step) =>
    step.via === undefined && (step.state === 'open' || step.state === 'open-unless');
  const mixed = new Set(steps.filter(half).map(({ state }) => state)).size > 1;
  if (!mixed) return steps;
  const byAcl = ({ way }: Step) => way.via === 'acl' || way.missing.includes('ownership');
  return steps.map((step) => (half(step) && byAcl(step) ? { ...step, via: 'acl' } : step));
}

function exposureOf(about: Case, group: Step[], ours: Ours): Exposure {
  const [first] = group;
  if (first === undefined) throw new Error('a group of steps is never empty');
  const { audience, via, subject, subjectName, who, state } = first;
  const ways = [...new Set(group.map((step) => step.way))];
  const { bucket } = about;
  const [, partition = 'aws'] = bucket.id.split(':');
  const target = { bucket: bucket.name, partition, region: bucket.region ?? bucket.settings.location };
  const witness = state === 'unknown' ? undefined : witnessOf(ways, about.facts, target);
  const missing = missingOf(about, ways, state);
  const guard = guardOf(about, ways, state);
  const perhapsOurs =
    audience === 'named-outsider' &&
    (first.way.caller.class === 'named-account' || first.way.caller.class === 'organization') &&
    !ours.declared &&
    subjectName === undefined;
  const vpcOnly = audience === 'anyone' && ways.every((way) => way.witness?.transport === 'vpc-endpoint');
  const keys = keysOf(ways, about.facts);
  const road = via ?? (vpcOnly ? 'vpc-endpoint' : undefined);
  return {
    audience,
    access: inOrder(group.flatMap((step) => step.access)),
    ...(road !== undefined && { via: road }),
    ...(subject !== undefined && { subject }),
    ...(subjectName !== undefined && { subjectName }),
    state,
    basis: 'configuration',
    ...(missing.length > 0 && { missing }),
    ...(guard !== undefined && { guard }),
    evidence: evidenceOf(about, ways),
    ...(witness !== undefined && { witness }),
    ...(who !== undefined && { who }),
    ...(perhapsOurs && { perhapsOurs }),
    ...(keys !== undefined && { keys }),
  };
}

function guardOf({ facts }: Case, ways: Way[], state: Way['state']): Text | undefined {
  if (state === 'open-unless')
    return guardText(
      ways.flatMap((way) => way.missing),
      state,
    );
  if (state === 'shut-by')
    return guardText(
      ways.flatMap((way) => way.guards),
      state,
      facts.control === undefined ? [] : controlGuards(facts.control, denialsOf(ways)),
    );
  return undefined;
}

function missingOf(about: Case, ways: Way[], state: Way['state']): Unknown[] {
  if (state === 'open-unless')
    return ways.flatMap((way) => missingGuards(about, way.missing, way.accessPoint));
  if (state !== 'unknown') return [];
  const found = new Map<string, Unknown>();
  for (const way of ways) {
    for (const door of way.missingDoors) found.set(door, missingDoor(about, door, way.accessPoint));
    if (way.missingDoors.length > 0) continue;
    const setting = way.accessPoint === undefined ? way.via : listOf(way.accessPoint);
    const { policy } = about.facts;
    const untold =
      setting === 'policy' && policy.state === 'present' ? untoldIn(setting, policy.value) : undefined;
    if (untold !== undefined) {
      found.set(setting, untold);
      continue;
    }
    const detail = way.reason ?? 'it could not be decided';
    found.set(`${setting} ${detail}`, { setting, reason: 'failed', ...doubtWords([detail]) });
  }
  return [...found.values()];
}

function missingDoor({ bucket }: Case, door: Way['missingDoors'][number], point?: string): Unknown {
  if (door !== 'accessPoint.policy') {
    const known = setting(bucket, door);
    return known.state === 'unknown' ? known.why : { setting: door, reason: 'missing' };
  }
  return missingPart(bucket, 'policy', point ?? '');
}

function evidenceOf(about: Case, ways: Way[]): Evidence[] {
  const found = new Map<string, Evidence>();
  const add = (pieces: Evidence[]) => {
    for (const piece of pieces) found.set(`${piece.setting}${piece.pointer ?? ''}${piece.text.en}`, piece);
  };
  for (const way of ways) add(wayEvidence(about, way));
  if (found.size === 0) return [];
  if (ways.some((way) => way.via !== 'acl' && isPublicCaller(way)))
    add(guardEvidence(about, 'restrictPublicBuckets'));
  if (ways.some((way) => way.via === 'acl' && isPublicCaller(way)))
    add(guardEvidence(about, 'ignorePublicAcls'));
  const { control } = about.facts;
  if (control !== undefined) add(controlEvidence(control, denialsOf(ways)));
  const { website } = about.bucket.settings;
  if (website?.indexDocument !== undefined && ways.some((way) => way.caller.class === 'anonymous'))
    add(websiteEvidence(website.indexDocument));
  return [...found.values()];
}

/** What makes a bucket look like a site. */
export function websiteEvidence(index: string): Evidence[] {
  return [
    {
      setting: 'website',
      text: {
        en: `it looks like a website (hosting is on, index ${index})`,
        ja: `ウェブサイトと思われます (静的ウェブサイトホスティングが有効、インデックス ${index})`,
      },
    },
  ];
}

/** The statements of resource control policies that shut the ways, each once. */
function denialsOf(ways: Way[]): Denial[] {
  const found = new Map<string, Denial>();
  for (const denial of ways.flatMap((way) => way.denials ?? [])) found.set(JSON.stringify(denial), denial);
  return [...found.values()];
}

/** Block Public Access stops the public, and those whom a public policy lets in beside it. */
function isPublicCaller(way: Way): boolean {
  return way.caller.class === 'anonymous' || way.caller.class === 'any-account' || way.guards.length > 0;
}

function markOf({ bucket, sensitive }: Case): Text | undefined {
  const tags = setting(bucket, 'tags');
  return tags.state === 'present' ? sensitiveMark(tags.value, sensitive) : undefined;
}
