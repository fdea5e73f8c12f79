// The caller's account stands in the caller's ARN: tests on the one are tests on the other, so that no request has two accounts.
import { ACCOUNTS, PRINCIPAL, type Scene } from '../callers/scene.ts';
import type { Sender } from '../callers/sender.ts';
import { fromTokens, type Pattern, shape, type Token, tokensOf } from '../language/pattern.ts';
import type { Test } from './cell.ts';
import type { Clause } from './literals.ts';

/** Do the policies ask for the account and for the ARN of a caller who may be of any account? */
export function isEntangled({ entangled }: Scene, { kind, account }: Sender): boolean {
  return entangled && (kind === 'signed' || kind === 'service') && account === 'stranger';
}

/** A test on the caller's account as the same test on the caller's ARN; every other test as it is. */
export function onArn(clause: Clause, scene: Scene): Clause {
  if (!ACCOUNTS.some((key) => scene.places.get(key) === clause.place)) return clause;
  return { place: PRINCIPAL, sure: within(clause.sure), perhaps: within(clause.perhaps) };
}

function within(test: Test): Test {
  const { present } = test;
  if (typeof present === 'boolean' || present.kind !== 'text') return test;
  return { ...test, present: { ...present, patterns: present.patterns.map(arnsOf) } };
}

const BEFORE = tokensOf(shape('arn:<no-colon+>:<no-colon+>::'));
const AFTER = tokensOf(shape(':<any+>'));
const known = new WeakMap<Pattern, Pattern>();

/** The ARNs of callers whose account a pattern matches. Account ids are digits, so that is all its wildcards can take. */
export function arnsOf(account: Pattern): Pattern {
  const before = known.get(account);
  if (before !== undefined) return before;
  const digits = tokensOf(account).map(
    ({ takes, many }): Token => ({ takes: takes === 'any' || takes === 'no-colon' ? 'digit' : takes, many }),
  );
  const made = fromTokens([...BEFORE, ...digits, ...AFTER]);
  known.set(account, made);
  return made;
}
