// What stands open but for resource control policies of the organization.

import { accessOf } from '../../../policy/kinds/index.ts';
import type { Question, Request } from '../../../policy/question.ts';
import { allDenials, type Control, denialsOf, documentsOf } from '../account/control.ts';
import { bucketArn } from './door-policy.ts';
import type { BucketFacts, Way } from './ways.ts';

/** The documents of the policies, as facts about a bucket of their account. */
export function controlFacts(control: Control | undefined): Pick<BucketFacts, 'control' | 'rcps'> {
  return control === undefined ? {} : { control, rcps: documentsOf(control) };
}

/**
 * Ways that are there without the policies and not with them: shut by them. The same outsider may keep some of the actions.
 * A way that another guard shuts already names them as well.
 */
export function shutByControl(facts: BucketFacts, left: Way[], without: Way[]): Way[] {
  const { control } = facts;
  if (control === undefined) return [];
  const kept = new Map<string, Set<string>>();
  for (const way of left) {
    const key = keyOf(way);
    kept.set(key, new Set([...(kept.get(key) ?? []), ...way.actions]));
  }
  return without.flatMap((way) => {
    if (way.state === 'unknown') return [];
    const actions = way.actions.filter((action) => kept.get(keyOf(way))?.has(action) !== true);
    if (actions.length === 0) return [];
    const kind = way.via === 'access-point' ? 's3-access-point' : 's3-bucket';
    const { witness, ...rest } = way;
    const denied = deniedRequest(facts, control, way, actions);
    const own = witness !== undefined && actions.includes(witness.action) ? { witness } : {};
    return [
      {
        ...rest,
        ...own,
        actions,
        access: actions.length === way.actions.length ? way.access : accessOf(kind, actions),
        state: 'shut-by' as const,
        missing: [],
        denials: denied ?? allDenials(control),
      },
    ];
  });
}

function deniedRequest(facts: BucketFacts, control: Control, way: Way, actions: string[]): Way['denials'] {
  const { witness } = way;
  if (witness === undefined) return undefined;
  for (const action of new Set([witness.action, ...actions])) {
    if (!actions.includes(action)) continue;
    const request: Request = { ...witness, action };
    const denials = denialsOf(control, questionOf(facts, way), request);
    if (denials.length > 0) return denials;
  }
  return undefined;
}

function questionOf(facts: BucketFacts, way: Way): Question {
  const kind = way.accessPoint === undefined ? 's3-bucket' : 's3-access-point';
  return { kind, policy: {}, resource: way.accessPoint ?? bucketArn(facts) };
}

function keyOf({ caller, via, accessPoint, object }: Way): string {
  return JSON.stringify([caller, via, accessPoint, object]);
}
