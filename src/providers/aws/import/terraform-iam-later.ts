// Policies of identities that are known after apply: told where what they leave open decides nothing that is asked of them.
import type { Origin } from '../../../snapshot/resource.ts';
import type { Told } from '../../../snapshot/told.ts';
import type { Block } from './terraform.ts';
import { memberOf } from './told-documents.ts';
import { settledPolicy } from './told-policies.ts';

/**
 * The document, where it can be told whether it allows or denies every action on every resource, which is all that is asked of the
 * policies of identities; else undefined. Never one that is marked as sensitive.
 */
export function identityPolicy(block: Block, name: string): { document: object; origin: Origin } | undefined {
  const found = block.hidden?.has(name) === true ? undefined : block.policy?.(name);
  const listed = found && memberOf(found.told, 'Statement');
  if (found === undefined || listed === undefined) return undefined;
  const statements = listed.is === 'list' ? listed.items : [listed];
  if (!statements.every(isPlain)) return undefined;
  return { document: settledPolicy(found.told, undefined).document, origin: found.origin };
}

/** Decided by what is known of it: it has a condition, names its actions, or names its resources. */
function isPlain(statement: Told): boolean {
  if (statement.is !== 'map' || memberOf(statement, 'Effect')?.is !== 'value') return false;
  const [actions, resources] = ['Action', 'Resource'].map((name) => stars(memberOf(statement, name)));
  if (actions === false || resources === false) return true;
  return actions === true && resources === true && memberOf(statement, 'Condition')?.is !== 'later';
}

/** Whether a list has a star of its own; undefined where it may. */
function stars(told: Told | undefined): boolean | undefined {
  if (told === undefined) return false;
  const items = told.is === 'list' ? told.items : [told];
  if (items.some((item) => item.is === 'value' && /^(\*+|\*:\*)$/.test(String(item.value)))) return true;
  return items.every((item) => item.is === 'value' || isLonger(item)) ? false : undefined;
}

/** A text with a gap that is more than stars, whatever fills the gap. */
function isLonger(told: Told): boolean {
  return told.is === 'text' && told.parts.some((part) => part !== null && /[^*:]/.test(part));
}
