// Brute force: every request of the universe that can matter to a policy, through the single-request evaluator.
import { evaluate } from '../../../src/policy/evaluate/evaluate.ts';
import type { Question, Request } from '../../../src/policy/question.ts';
import { admitted, type Dimension, dimensionsOf, mark, type Region } from './dimensions.ts';
import { REGIONS } from './keys.ts';
import { prepare } from './prepare.ts';
import { type Option, principalOf, toRequest } from './request.ts';
import { join } from './spoken.ts';
import type { Ask, Universe } from './universe.ts';

/** What the referee says at most: some request is allowed, or undecided, or none. */
export type Found =
  | { answer: 'allowed' | 'undecided'; request: Request }
  | { answer: 'denied' }
  | { answer: 'not-asked' };

/** Asks the evaluator about every request that this question can mean. */
export function search(universe: Universe, question: Question, ask: Ask): Found {
  let best: Found = { answer: 'denied' };
  for (const sender of ask.senders) {
    const { allows, denies, guards } = prepare(question, ask, sender);
    const narrow: Narrow = { v4: new Set(), v6: new Set() };
    for (const { policy, sure, spoken } of allows) {
      const dimensions = dimensionsOf(
        universe,
        ask,
        sender,
        join([spoken, ...denies.map((one) => one.spoken)]),
      );
      if (dimensions === undefined) {
        best = { answer: 'not-asked' };
        continue;
      }
      const complete = mark(
        dimensions,
        denies.filter((one) => one.sure).map((one) => one.spoken),
      );
      const found = each({
        question: { ...question, policy, alsoDeny: guards },
        action: ask.action,
        principal: principalOf(ask, sender),
        dimensions: dimensions.map((one) => admitted(one, spoken)),
        complete,
        narrow,
        sure,
      });
      if (found.answer === 'allowed') return found;
      if (best.answer === 'denied') best = found;
    }
  }
  return best;
}

/** Addresses of narrow networks from which requests are allowed. */
interface Narrow {
  v4: Set<string>;
  v6: Set<string>;
}

interface Space {
  question: Question;
  action: string;
  principal: string;
  dimensions: Dimension[];
  /** For each dimension, the Denies that nothing after it can escape. */
  complete: number[];
  narrow: Narrow;
  /** The Allow surely names the sender; otherwise nothing is ever allowed for certain. */
  sure: boolean;
}

/** All combinations, until one is allowed. */
function each({ question, action, principal, dimensions, complete, narrow, sure }: Space): Found {
  let best: Found = { answer: 'denied' };
  const walk = (at: number, set: Option, denied: number, region: Region | undefined): boolean => {
    const dimension = dimensions[at];
    if (dimension) {
      for (const choice of dimension.options) {
        const still = denied & choice.denied;
        if ((still & (complete[at] ?? 0)) !== 0) continue;
        if (walk(at + 1, { ...set, ...choice.set }, still, choice.region ?? region)) return true;
      }
      return false;
    }
    const arn = set['aws:principalarn'];
    const request = toRequest(typeof arn === 'string' ? arn : principal, action, set);
    const outcome = evaluate(question, request);
    if (outcome === 'denied') return false;
    if (region && region.part <= 1 && !(outcome === 'allowed' && spread(region, narrow))) return false;
    if (outcome === 'allowed') best = { answer: 'allowed', request };
    else if (best.answer === 'denied') best = { answer: 'undecided', request };
    return outcome === 'allowed' || !sure;
  };
  walk(0, {}, ~0, undefined);
  return best;
}

/** Are the narrow networks found so far, taken together, wider than /8, or /32 of IPv6? */
function spread({ address }: Region, narrow: Narrow): boolean {
  const family = address.includes(':') ? narrow.v6 : narrow.v4;
  family.add(address);
  let parts = 0;
  for (const region of REGIONS) if (family.has(region.address)) parts += region.part;
  return parts > 1;
}
