// A policy document -> who outside could do what with its resource.
import {
  ACCESSES,
  type Assessment,
  AUDIENCES,
  type Context,
  type Exposure,
  type Ours,
} from '../../../exposure.ts';
import { blamed, doorOf, policyCures } from '../../../policy/cure/cure.ts';
import { judge } from '../../../policy/judge.ts';
import type { Grant, Judgement, Question } from '../../../policy/question.ts';
import { type Resource, setting, typed, type Unknown } from '../../../snapshot/resource.ts';
import { type Outsider, outsidersOf } from '../outsiders.ts';
import { wordedCure } from '../policy-cure-words.ts';
import { type Document, documentSchema } from './document.generated.ts';
import { questionOf } from './question.ts';
import { witnessOf } from './witness.ts';
import { deciding } from './words.ts';

/** Cures beyond the first few help nobody. */
const MOST_CURES = 5;

/** Exposures of a policy that is judged on its own: what else guards the resource is not looked at. Pure. */
export function analysePolicy(resource: Resource, { ours, now }: Context): Assessment {
  const given = typed<Document>(resource, documentSchema);
  const policy = setting(given, 'policy');
  if (policy.state === 'absent') return { exposures: [], facts: {} };
  if (policy.state === 'unknown') return { exposures: [unread(policy.why)], facts: {} };
  const question = questionOf(given.settings, policy.value, ours, now);
  const judgement = judge(question);
  const everyone: Ours =
    question.account === undefined ? ours : { ...ours, accounts: [...ours.accounts, question.account] };
  const roads = withoutImplied(roadsOf(judgement.grants, everyone));
  return { exposures: roads.map((road) => exposureOf(road, question, judgement, everyone)), facts: {} };
}

/** What one outsider was granted, with one certainty. */
interface Road {
  outsider: Outsider;
  certain: boolean;
  grants: Grant[];
  access: Exposure['access'];
}

function unread(why: Unknown): Exposure {
  const base = { audience: 'anyone', state: 'unknown', basis: 'configuration', evidence: [] } as const;
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

function exposureOf(road: Road, question: Question, judgement: Judgement, ours: Ours): Exposure {
  const { outsider, certain, grants, access } = road;
  const { policy } = question;
  const [first] = grants;
  const door = doorOf(first?.caller ?? { class: 'anonymous' }, grants);
  const cures = policyCures(question, door);
  const blame = blamed(question, door, cures);
  const evidence = deciding(policy, door, blame);
  const base = {
    ...outsider,
    access: access.length > 0 ? access : [...ACCESSES],
    basis: 'configuration',
    evidence,
    ...(cures.length > 0 && { cures: cures.slice(0, MOST_CURES).map((cure) => wordedCure(cure, policy)) }),
  } as const;
  if (!certain) return { ...base, state: 'unknown', missing: [whyUndecided(grants, judgement, blame)] };
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

function whyUndecided(grants: Grant[], { faults }: Judgement, blame: string[]): Unknown {
  const [fault] = faults;
  const reason = grants.map((grant) => grant.reason).find((one) => one !== undefined);
  const where = fault === undefined ? blame.slice(0, 2).join(', ') : `${fault.pointer} ${fault.message}`;
  // That nothing can be read is said by the fault itself.
  const parts = reason?.startsWith('the policy cannot be read') ? [where] : [where, reason];
  return {
    setting: 'policy',
    reason: fault === undefined ? 'failed' : 'malformed',
    detail: parts.filter((part) => part !== undefined && part !== '').join(': '),
  };
}
