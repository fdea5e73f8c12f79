// Allow statements that a class of caller can never meet, told by a glance at their conditions: most statements of most policies.
import { traitsOf } from '../keys/traits.ts';
import type { Condition, Statement } from '../read/document.ts';
import type { Scene } from './scene.ts';
import type { Sender } from './sender.ts';

const POSITIVE = new Set(['StringEquals', 'StringEqualsIgnoreCase', 'StringLike', 'ArnEquals', 'ArnLike']);
/** Keys of which a stranger has no value that somebody spelled out, see `spelledOut` and `Scene.accounts`. */
const OF_CALLERS = new Set(['aws:principalorgid', 'aws:principalaccount', 'aws:principalarn']);
const OF_SOURCES = new Set(['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceowner', 'aws:sourceorgid']);

/** True when the statement surely lets this caller do nothing; false says nothing. */
export function isShutOut(statement: Statement, sender: Sender, scene: Scene): boolean {
  if (statement.opaque !== undefined || statement.notPrincipal) return false;
  for (const condition of statement.conditions) if (fails(condition, sender, scene)) return true;
  return false;
}

/** A test for a value that the caller cannot have. A missing key fails it too: it is neither negated nor IfExists nor for all. */
function fails(condition: Condition, sender: Sender, { fixed }: Scene): boolean {
  const { key, operator, quantifier, ifExists, values, opaque } = condition;
  if (opaque !== undefined || ifExists || quantifier !== undefined || !POSITIVE.has(operator)) return false;
  if (fixed !== undefined && Object.hasOwn(fixed, key)) return false;
  // Only a service's call has a source.
  if (traitsOf(key).origin && sender.kind !== 'service') return true;
  const strange =
    sender.kind === 'service'
      ? sender.source === 'stranger' && OF_SOURCES.has(key)
      : sender.kind === 'signed' &&
        sender.account === 'stranger' &&
        (sender.organization === 'none' || sender.organization === 'stranger') &&
        OF_CALLERS.has(key);
  if (!strange) return false;
  for (const value of values) if (/[*?]|\$\{/.test(value)) return false;
  return true;
}
