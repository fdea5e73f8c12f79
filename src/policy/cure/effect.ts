// What a change of a policy does: is the door shut, and who else stands outside now.

import { judge } from '../judge.ts';
import type { Caller, Grant, Judgement, Question } from '../question.ts';
import { readDocument, type Statement } from '../read/document.ts';
import { type Edited, isJson, type Json, pointerTo } from './edit.ts';
import { type Named, namedIn, ownerOf, ownPrincipals } from './named.ts';

/** What one caller can do, and the Allow statements that let them. A grant is one. */
export type Door = Pick<Grant, 'caller' | 'actions' | 'statements' | 'pointers'>;

export interface Losses {
  loses: { caller: Caller; actions: string[] }[];
  ownLoses: boolean;
}

/** What is done to a document, before it is known what comes of it. */
export interface Tried extends Pick<Edited, 'policy' | 'pointers'> {
  asked?: { operator: string; key: string; values: string[] };
}

const ORGANIZATION = /^aws:principalorg(id|paths)$/;

/**
 * The grants of the changed document that keep a door open, with their statements by the indexes of the old one (`kept`):
 * those of its caller; of callers that take its caller in, by the door's own statements; and of wide callers who had no such
 * grant before. For a door that was open to unsigned requests, those of any account as well.
 */
export function stillOpen(
  before: Judgement,
  after: Judgement,
  door: Door,
  { kept, byExternalId }: { kept: number[]; byExternalId: boolean },
): Pick<Grant, 'caller' | 'statements'>[] {
  const found: Pick<Grant, 'caller' | 'statements'>[] = [];
  for (const { caller, actions, statements: indexes } of after.grants) {
    const statements = indexes.flatMap((index) => kept[index] ?? []);
    const shared = actions.filter((action) => door.actions.includes(action));
    const had = before.grants.some(
      (other) => sameCaller(other.caller, caller) && shared.every((action) => other.actions.includes(action)),
    );
    const own = statements.some((index) => door.statements.includes(index));
    if (shared.length === 0) continue;
    const opens = sameCaller(caller, door.caller)
      ? !(byExternalId && caller.class === 'named-account' && caller.externalId)
      : door.caller.class === 'anonymous'
        ? isWide(caller) && caller.class !== 'service'
        : isWide(caller) && (!had || (own && takesIn(caller, door.caller)));
    if (opens) found.push({ caller, statements });
  }
  return found;
}

/** Is everybody of the second class let in by a grant to the first? */
function takesIn(wide: Caller, caller: Caller): boolean {
  if (wide.class === 'anonymous') return true;
  if (wide.class === 'any-account') return /^(named-account|organization|any-account-via)/.test(caller.class);
  return wide.class === 'any-account-via-service' && caller.class === 'service';
}

function isWide(caller: Caller): boolean {
  return (
    ['anonymous', 'any-account', 'any-account-via-service', 'web-identity'].includes(caller.class) ||
    (caller.class === 'service' && caller.confused)
  );
}

function sameCaller(one: Caller, other: Caller): boolean {
  if (one.class === 'service' && other.class === 'service')
    return one.service === other.service && one.confused === other.confused;
  if (one.class === 'web-identity' && other.class === 'web-identity') return one.issuer === other.issuer;
  if (one.class === 'named-identity' && other.class === 'named-identity') return one.issuer === other.issuer;
  if (one.class === 'named-account' && other.class === 'named-account')
    return one.accounts.some((account) => other.accounts.includes(account));
  if (one.class === 'organization' && other.class === 'organization')
    return one.organizations.some((id) => other.organizations.includes(id));
  return one.class === other.class;
}

/**
 * Answers, for one door, who besides its caller can do less after a change. What people could do before is asked once.
 * `asking` false: the policy is too much to be judged again and again; whoever a removed statement names counts as losing.
 */
export function newLosses(question: Question, door: Door, asking: boolean): (tried: Tried) => Losses {
  const { policy } = question;
  if (!isJson(policy)) return () => ({ loses: [], ownLoses: false });
  const owner = ownerOf(question);
  const known = new Map<string, string[]>();
  const had = (named: Named): string[] => {
    const key = JSON.stringify(named.caller);
    const actions = known.get(key) ?? reach(named, question, policy);
    known.set(key, actions);
    return actions;
  };
  const lost = (named: Named, tried: Tried): string[] => {
    if (!asking) return removesStatements(tried) ? door.actions : [];
    const before = had(named);
    if (before.length === 0) return [];
    const { asked } = tried;
    const elsewhere = named.stranger && asked !== undefined && ORGANIZATION.test(asked.key.toLowerCase());
    const fixed = { ...question.fixed, 'aws:PrincipalOrgID': 'o-elsewhere0' };
    const has = new Set(reach(named, elsewhere ? { ...question, fixed } : question, tried.policy));
    return before.filter((action) => !has.has(action));
  };
  return (tried) => {
    const loses: Losses['loses'] = [];
    for (const named of namedIn(question, touched(policy, tried))) {
      if (isMeant(named.caller, door.caller, tried)) continue;
      const actions = lost(named, tried);
      if (actions.length > 0) loses.push({ caller: named.caller, actions });
    }
    return { loses, ownLoses: owner !== undefined && lost(ownPrincipals(owner, policy), tried).length > 0 };
  };
}

/** The caller of the door is meant to lose. A service is meant to lose only what it does for strangers. */
function isMeant(caller: Caller, closed: Caller, { asked }: Tried): boolean {
  if (caller.class === 'service') return closed.class === 'service' && !closed.confused;
  // A token that is pinned to a word to fill in says nothing about those that will be.
  if (caller.class === 'named-identity' && asked?.key.startsWith(`${caller.issuer}:`)) return true;
  return sameCaller(caller, closed);
}

function removesStatements({ pointers }: Tried): boolean {
  return pointers.some((pointer) => /^\/Statement(\/\d+)?$/.test(pointer));
}

function reach(named: Named, question: Question, policy: object | undefined): string[] {
  const alone = policy === undefined ? undefined : named.alone(question, policy);
  if (alone === undefined) return [];
  const theirs = judge(alone).grants.filter(({ caller }) => named.isTheirs(caller));
  return [...new Set(theirs.flatMap(({ actions }) => actions))].sort();
}

/** The Allow statements that a change concerns: a Deny concerns them all. */
function touched(policy: Json, { pointers }: Tried): Statement[] {
  const { statements } = readDocument(policy);
  const changed = statements.filter(({ index }) => {
    const pointer = pointerTo(policy, index);
    return pointers.some((one) => one === pointer || one.startsWith(`${pointer}/`));
  });
  const all = changed.some(({ allow }) => !allow);
  return (all ? statements : changed).filter(({ allow }) => allow);
}
