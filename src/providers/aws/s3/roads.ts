// From ways in to roads: which outsiders, by which door; every outsider once.
import { ACCESSES, type Access, AUDIENCES, type Ours } from '../../../exposure.ts';
import { type Outsider, outsidersOf } from '../policy/outsiders.ts';
import { deliversLogs, logDeliverer } from './log-delivery.ts';
import type { Way } from './ways.ts';

/** One way in for one outsider. */
export interface Step extends Outsider {
  state: Way['state'];
  access: Access[];
  way: Way;
}

/** Everything that an outsider could want of a bucket; what an unreadable door may grant. */
export const ALL_ACCESS: Access[] = ['list', 'read', 'write', 'delete', 'admin', 'meta'];

/** The steps that one way in stands for: one for each named outsider. */
export function stepsOf(way: Way, ours: Ours): Step[] {
  const base = {
    state: way.state,
    access: way.access.length === 0 ? ALL_ACCESS : inOrder(way.access),
    way,
  };
  return outsiders(way, ours).map((outsider) => ({
    ...outsider,
    ...base,
    ...(way.via === 'access-point' && { via: 'access-point' }),
    ...(way.accessPoint !== undefined && {
      subject: [pointName(way.accessPoint), outsider.subject].filter(Boolean).join(' '),
    }),
  }));
}

/** Those of every policy, and what is special to buckets: services that only deliver logs, doors that could not be read. */
function outsiders(way: Way, ours: Ours): Outsider[] {
  const { caller, actions } = way;
  // A policy or an ACL that could not be read, behind a guard that stops the public but not those it names.
  if (caller.class === 'named-account' && caller.accounts.length === 0)
    return [{ audience: 'named-outsider', via: 'aws-account' }];
  if (caller.class === 'named-identity')
    return [
      { audience: 'named-outsider', via: 'web-identity', subject: caller.issuer, who: caller.subjects },
    ];
  return outsidersOf(caller, ours).map((outsider) => {
    const { subject = '' } = outsider;
    if (caller.class === 'service' && deliversLogs(subject, actions))
      return { ...outsider, via: 'log-delivery' };
    const deliverer = caller.class === 'named-account' ? logDeliverer(subject, actions) : undefined;
    return deliverer === undefined ? outsider : { ...outsider, via: 'log-delivery', subjectName: deliverer };
  });
}

/** The steps without what a wider audience has anyway by the same kind of road, in a state that is at least as certain. */
export function withoutImplied(steps: Step[]): Step[] {
  const kept: Step[] = [];
  for (const step of steps) {
    const access = step.access.filter((one) => !steps.some((other) => implies(other, step, one)));
    if (access.length > 0) kept.push({ ...step, access });
  }
  return kept;
}

const SUREST: Way['state'][] = ['open', 'open-unless', 'unknown', 'shut-by'];

/** Widest audience first, then the surest state. */
export function byWidth(one: Step, other: Step): number {
  return (
    AUDIENCES.indexOf(one.audience) - AUDIENCES.indexOf(other.audience) ||
    SUREST.indexOf(one.state) - SUREST.indexOf(other.state)
  );
}

function implies(other: Step, step: Step, access: Access): boolean {
  if (!other.access.includes(access) || leadsElsewhere(step.way, other.way)) return false;
  const wider = AUDIENCES.indexOf(step.audience) - AUDIENCES.indexOf(other.audience);
  const surer = SUREST.indexOf(step.state) - SUREST.indexOf(other.state);
  // Shut-by says nothing about what is unknown, and unknown nothing about what is known to be shut.
  const comparable = surer === 0 || other.state === 'open' || other.state === 'open-unless';
  if (wider > 0) return surer >= 0 && comparable;
  return wider === 0 && surer > 0 && comparable && sameOutsider(other, step);
}

/** Does a way lead to requests that the other, of a wider audience, does not? An ACL of the bucket concerns all of it. */
function leadsElsewhere(way: Way, wider: Way): boolean {
  if (wider.via === 'acl') return false;
  if (way.via === wider.via && way.accessPoint === wider.accessPoint) return way.beside === true;
  return way.via === 'access-point'
    ? way.apart === true
    : wider.via === 'access-point' && way.via === 'policy';
}

function sameOutsider(one: Step, other: Step): boolean {
  return one.subject === other.subject && (one.via ?? '') === (other.via ?? '');
}

/** Steps that make one exposure: same outsider, same road, same state. The order of the first of each is kept. */
export function groupsOf(steps: Step[]): Step[][] {
  const groups = new Map<string, Step[]>();
  for (const step of steps) {
    const key = JSON.stringify([step.audience, step.via, step.subject, step.state]);
    groups.set(key, [...(groups.get(key) ?? []), step]);
  }
  return [...groups.values()];
}

/** Accesses in the order of the vocabulary, each once. */
export function inOrder(access: readonly Access[]): Access[] {
  return ACCESSES.filter((one) => access.includes(one));
}

function pointName(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}
