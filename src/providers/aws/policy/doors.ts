// The policy of a resource -> who outside could do what with it, each with its proof, its blame and its cures. Pure.
import { ACCESSES, AUDIENCES, type Context, type Cure, type Exposure, type Ours } from '../../../exposure.ts';
import { blamed, doorOf, type PolicyCure, policyCures } from '../../../policy/cure/cure.ts';
import { judge } from '../../../policy/judge.ts';
import type { Grant, Judgement, Question } from '../../../policy/question.ts';
import type { Known, Unknown } from '../../../snapshot/resource.ts';
import { type Control, controlOf, documentsOf } from '../account/control.ts';
import { oursIn } from '../account/service.ts';
import { notAlready, shutRoad } from '../iam/shut.ts';
import { wordedCure } from '../words/policy-cure.ts';
import { doubtWords, faultPart } from '../words/policy-doubts.ts';
import { shellWord } from '../words/shell.ts';
import { type Outsider, outsidersOf } from './outsiders.ts';
import { untoldIn } from './unread.ts';
import { witnessOf } from './witness.ts';
import { deciding } from './words.ts';

/** Cures beyond the first few help nobody. */
const MOST_CURES = 5;
/** Documents longer than this are not pasted into a command line. */
const LONGEST_DOCUMENT = 1500;

/** A policy and what it is attached to. */
export interface PolicyDoor {
  /** The setting that holds it. */
  setting: string;
  policy: Known<unknown>;
  /** The resource, and what else the engine has to know for its kind. */
  about: Omit<Question, 'policy' | 'ours' | 'now' | 'alsoDeny'>;
  /** What the service refuses to outsiders whatever the policy allows, as documents that deny. */
  refuses?: object[];
  /** The line that puts a changed document in place; the document is quoted for the shell. */
  apply?(document: string): string;
  /** The line that takes the policy away, for where nothing of it is left. */
  remove?: string;
}

/**
 * Exposures through the policy of a resource in a scope: `open` with a checked request, `unknown` where the policy could not be read or
 * decided, `shut-by` where a resource control policy of the organization alone stops it. Widest audience first; what somebody wider has
 * anyway is not said twice.
 */
export function policyExposures(door: PolicyDoor, scope: string, context: Context): Exposure[] {
  const { policy, refuses = [] } = door;
  if (policy.state === 'absent') return [];
  if (policy.state === 'unknown') return [unread(policy.why)];
  const own = oursIn(context, scope);
  const free: Question = {
    ...door.about,
    policy: policy.value,
    ours: own,
    now: context.now,
    ...(refuses.length > 0 && { alsoDeny: refuses }),
  };
  const ours: Ours = { ...context.ours, accounts: own.accounts, organizations: own.organizations };
  const control = boundBy(controlOf(context, scope), free.resource);
  if (control === undefined) return exposuresOf(door, free, ours);
  const bound = { ...free, alsoDeny: [...refuses, ...documentsOf(control)] };
  const doors = exposuresOf(door, bound, ours);
  const certain = roadsOf(judge(free).grants, ours).filter((road) => road.certain);
  const shut = withoutImplied(certain).flatMap((road) => {
    const [grant] = road.grants;
    if (grant === undefined) return [];
    const evidence = deciding(policy.value, doorOf(grant.caller, road.grants), [], door.setting);
    return [shutRoad(control, free, grant, { road: road.outsider, evidence }, road.access)];
  });
  return [...doors, ...notAlready(shut, doors)];
}

/**
 * Services whose resources resource control policies bind (AWS Organizations user guide, "Resource control policies", list of services
 * that support RCPs; the last two since June 2025). One that is missing here stays open, which errs on the safe side.
 */
const CONTROLLED =
  /^arn:[^:]*:(s3|sts|iam|kms|sqs|secretsmanager|ecr|aoss|logs|dynamodb|cognito-idp|cognito-identity):/;

function boundBy(control: Control | undefined, resource: string): Control | undefined {
  return CONTROLLED.test(resource) ? control : undefined;
}

/** Exposures by one question; `setting` and commands are the door's. */
export function exposuresOf(
  door: Omit<PolicyDoor, 'about' | 'policy'>,
  question: Question,
  ours: Ours,
): Exposure[] {
  const judgement = judge(question);
  const roads = withoutImplied(roadsOf(judgement.grants, ours));
  return roads.map((road) => exposureOf(road, door, { question, judgement, ours }));
}

/** What one outsider was granted, with one certainty. */
interface Road {
  outsider: Outsider;
  certain: boolean;
  grants: Grant[];
  access: Exposure['access'];
}

/** A policy that nobody could read may let in anyone to do anything. */
export function unread(why: Unknown): Exposure {
  const base = { audience: 'anyone', state: 'unknown', basis: 'configuration' } as const;
  return { ...base, evidence: [], access: [...ACCESSES], missing: [why] };
}

function roadsOf(grants: Grant[], ours: Ours): Road[] {
  const found = new Map<string, Road>();
  for (const grant of grants) {
    for (const outsider of outsidersOf(grant.caller, ours)) {
      const certain = grant.certainty === 'exact';
      const key = JSON.stringify([outsider.audience, outsider.via, outsider.subject, certain]);
      const road = found.get(key) ?? { outsider, certain, grants: [], access: [] };
      road.grants.push(grant);
      road.access = ACCESSES.filter((one) => road.access.includes(one) || grant.access.includes(one));
      found.set(key, road);
    }
  }
  const width = ({ outsider }: Road) => AUDIENCES.indexOf(outsider.audience);
  return [...found.values()].sort((a, b) => width(a) - width(b) || Number(b.certain) - Number(a.certain));
}

/** The roads without what somebody wider has for certain, and what is certain for the same outsider. */
function withoutImplied(roads: Road[]): Road[] {
  const kept: Road[] = [];
  for (const [index, road] of roads.entries()) {
    const wider = roads.slice(0, index).filter(({ certain, outsider }) => {
      if (!certain) return false;
      const alike = outsider.via === road.outsider.via && outsider.subject === road.outsider.subject;
      return outsider.audience !== road.outsider.audience || (alike && !road.certain);
    });
    const access = road.access.filter((one) => !wider.some((other) => other.access.includes(one)));
    // An unreadable policy may let them in to do anything, or nothing that has a name.
    if (access.length > 0 || road.access.length === 0) kept.push({ ...road, access });
  }
  return kept;
}

/** What was asked, and what came of it. */
interface Judged {
  question: Question;
  judgement: Judgement;
  ours: Ours;
}

function exposureOf(
  road: Road,
  at: Omit<PolicyDoor, 'about' | 'policy'>,
  { question, judgement, ours }: Judged,
): Exposure {
  const { outsider, certain, grants, access } = road;
  const { policy } = question;
  const [first] = grants;
  const door = doorOf(first?.caller ?? { class: 'anonymous' }, grants);
  const cures = policyCures(question, door);
  const blame = blamed(question, door, cures);
  const evidence = deciding(policy, door, blame, at.setting);
  const base = {
    ...outsider,
    access: access.length > 0 ? access : [...ACCESSES],
    basis: 'configuration',
    evidence,
    ...(cures.length > 0 && { cures: cures.slice(0, MOST_CURES).map((cure) => cureOf(cure, at, policy)) }),
  } as const;
  if (!certain)
    return {
      ...base,
      state: 'unknown',
      missing: [untoldIn(at.setting, policy) ?? whyUndecided(at.setting, grants, judgement, blame)],
    };
  const witness = witnessOf(grants, question);
  const mayBeOurs =
    outsider.audience === 'named-outsider' &&
    (first?.caller.class === 'named-account' || first?.caller.class === 'organization') &&
    !ours.declared &&
    outsider.subjectName === undefined;
  return {
    ...base,
    state: 'open',
    ...(witness !== undefined && { witness }),
    ...(mayBeOurs && { perhapsOurs: true }),
  };
}

function cureOf(cure: PolicyCure, at: Omit<PolicyDoor, 'about' | 'policy'>, policy: unknown): Cure {
  const json = cure.policy === undefined ? undefined : JSON.stringify(cure.policy);
  const command =
    json === undefined
      ? at.remove
      : json.length > LONGEST_DOCUMENT || untoldIn(at.setting, policy) !== undefined
        ? undefined
        : at.apply?.(shellWord(json));
  return { ...wordedCure(cure, policy), ...(command !== undefined && { command }) };
}

function whyUndecided(setting: string, grants: Grant[], { faults }: Judgement, blame: string[]): Unknown {
  const [fault] = faults;
  const reason = grants.map((grant) => grant.reason).find((one) => one !== undefined);
  const where = fault === undefined ? blame.slice(0, 2).join(', ') : faultPart(fault);
  // That nothing can be read is said by the fault itself.
  const parts = reason?.startsWith('the policy cannot be read') ? [where] : [where, reason];
  return { setting, reason: fault === undefined ? 'failed' : 'malformed', ...doubtWords(parts) };
}
