// The `exposed` leaf: which exposures fit what a rule asks for, and which might.
import { AUDIENCES, type Audience, type Exposure, type State } from '../exposure.ts';
import type { Unknown } from '../snapshot/resource.ts';
import type { Node } from './compile.ts';
import type { Exposed } from './rule.ts';
import type { Truth } from './truth.ts';

/** Compiles an `exposed` leaf. */
export function exposedNode(asked: Exposed): Node {
  const fits = matcher(asked);
  return {
    test(subject) {
      let result: Truth = false;
      for (const exposure of subject.exposures) {
        subject.budget.left--;
        const one = fits(exposure);
        if (one === true) return true;
        if (one === 'unknown') result = one;
      }
      return subject.budget.left < 0 ? 'unknown' : result;
    },
    explain(subject, trace) {
      const truths = subject.exposures.map(fits);
      const result = truths.includes(true) || (truths.includes('unknown') && 'unknown');
      if (result === false) return;
      for (const [index, exposure] of subject.exposures.entries()) {
        if (truths[index] !== result) continue;
        trace.exposures.add(exposure);
        if (result === 'unknown') trace.unknowns.push(...missingOf(exposure));
      }
    },
  };
}

/** What is missing for an undecided exposure: never nothing, or nobody would hear of it. */
function missingOf({ missing = [], evidence }: Exposure): Unknown[] {
  if (missing.length > 0) return missing;
  const [first] = evidence;
  const detail = first?.text.en ?? 'could not be decided';
  return [{ setting: first?.setting ?? 'facts', reason: 'failed', detail }];
}

const DEFAULT_STATES: State[] = ['open', 'open-unless'];

/** How far from the widest audience. */
function rank(audience: Audience): number {
  return AUDIENCES.indexOf(audience);
}

function matcher(asked: Exposed): (exposure: Exposure) => Truth {
  const states = new Set<State>(asked.states ?? DEFAULT_STATES);
  const accesses = asked.for === undefined ? [] : [asked.for].flat();
  const roads = asked.via === undefined ? undefined : new Set([asked.via].flat());
  const narrowest = rank(asked.to ?? asked.to_at_least ?? 'internal');
  return (exposure) => {
    const { audience, access, via, state } = exposure;
    const grants = accesses.every((one) => access.includes(one));
    const byRoad = roads === undefined || (via !== undefined && roads.has(via));
    if (states.has(state)) {
      const wide = asked.to === undefined ? rank(audience) <= narrowest : audience === asked.to;
      if (wide && grants && byRoad) return true;
    }
    if (state !== 'unknown') return false;
    const mightGrant = grants || access.length === 0;
    const mightByRoad = byRoad || via === undefined;
    return rank(audience) <= narrowest && mightGrant && mightByRoad ? 'unknown' : false;
  };
}
