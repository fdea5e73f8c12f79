// The changes worth trying on a document to close one door. Nothing here says that they close it.

import { issuerName } from '../callers/issuers.ts';
import type { Caller, Question } from '../question.ts';
import { readDocument } from '../read/document.ts';
import { accountOf } from '../solve/principal.ts';
import { conditionsFor } from './conditions.ts';
import {
  type Edit,
  edited,
  pointerTo,
  removed,
  statementsIn,
  withFurther,
  withoutKey,
  withoutPrincipals,
} from './edit.ts';
import type { Door } from './effect.ts';
import { type Mend, mendsFor } from './mend.ts';
import { ownerOf } from './named.ts';

/** A condition as it stands in the changed document. */
export interface Asked {
  operator: string;
  key: string;
  values: string[];
}

/** A changed document, not judged yet. */
export interface Draft {
  change:
    | 'mend-condition'
    | 'drop-value'
    | 'drop-principal'
    | 'ask-external-id'
    | 'pin-value'
    | 'add-condition'
    | 'name-principals'
    | 'remove-statement';
  pointers: string[];
  asked?: Asked;
  instead?: string;
  placeholders: string[];
  policy: object | undefined;
  /** Old indexes of the statements that are left. */
  kept: number[];
}

/** Statements that keep the door open after a change, by their indexes in the document as it was. */
export type StillOpen = (draft: Draft) => number[];

/** Doors that hang on this many statements one after the other are not followed further. */
const MOST_ROUNDS = 6;

/** What kind of change it is, before it is made. */
export type Intended = Pick<Draft, 'change' | 'asked' | 'placeholders'>;

/**
 * Every change worth trying that is `wanted`, made to as many statements as it takes. `few`: only those that take people or statements out.
 */
export function changesFor(
  question: Question,
  door: Door,
  { few, wanted, stillOpen }: { few: boolean; wanted(intended: Intended): boolean; stillOpen: StillOpen },
): Draft[] {
  const { policy } = question;
  if (typeof policy !== 'object' || policy === null) return [];
  const found: Draft[] = [];
  for (const mend of few ? [] : mendsFor(policy, door)) found.push(...mended(policy, mend, stillOpen));
  const everywhere = (edit: Edit, about: Intended) => {
    if (!wanted(about)) return;
    let indexes = door.statements;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const made = edited(policy, indexes, edit);
      if (made === undefined) return;
      const draft: Draft = { ...about, ...made };
      const open = stillOpen(draft).filter((index) => !indexes.includes(index));
      if (open.length === 0 || round === MOST_ROUNDS - 1) {
        found.push(draft);
        return;
      }
      indexes = [...indexes, ...open].sort((a, b) => a - b);
    }
  };
  const some = whole(policy, door.statements, theirs(door.caller));
  if (some !== undefined) everywhere(some, { change: 'drop-principal', placeholders: [] });
  for (const { change, asked, placeholders } of few ? [] : conditionsFor(question, door.caller))
    everywhere(change === 'pin-value' ? pinned(asked) : further(asked), { change, asked, placeholders });
  const owner = ownerOf(question);
  if (!few && owner !== undefined && isForEverybody(door.caller)) {
    const [, partition = 'aws'] = question.resource.split(':');
    const root = `arn:${partition === '' ? 'aws' : partition}:iam::${owner}:root`;
    everywhere(named(root), { change: 'name-principals', placeholders: [] });
  }
  everywhere(removed, { change: 'remove-statement', placeholders: [] });
  return found;
}

/** One mend alone, and the same kind of mend wherever the door hangs on one. */
function mended(
  policy: object,
  { index, edit, asked, instead, change }: Mend,
  stillOpen: StillOpen,
): Draft[] {
  const made = edited(policy, [index], edit);
  if (made === undefined) return [];
  const draft: Draft = {
    change,
    ...made,
    asked,
    ...(instead !== undefined && { instead }),
    placeholders: [],
  };
  const open = stillOpen(draft).filter((one) => one !== index);
  const more = open.length === 0 ? undefined : edited(policy, [index, ...open], edit);
  return more === undefined ? [draft] : [draft, { ...draft, ...more }];
}

function isForEverybody({ class: kind }: Caller): boolean {
  return kind === 'anonymous' || kind === 'any-account' || kind === 'any-account-via-service';
}

/** Which members of a Principal mean the caller. */
function theirs(caller: Caller): (kind: string, name: string) => boolean {
  switch (caller.class) {
    case 'anonymous':
    case 'any-account':
    case 'any-account-via-service':
      return (kind, name) => kind === 'AWS' && /[*?]/.test(name);
    case 'named-account':
      return (kind, name) =>
        (kind === 'AWS' && caller.accounts.includes(accountOf(name) ?? '')) ||
        (kind === 'CanonicalUser' && caller.accounts.includes(name));
    case 'service':
      return (kind, name) => kind === 'Service' && name === caller.service;
    case 'web-identity':
    case 'named-identity':
      return (kind, name) => kind === 'Federated' && issuerName(name) === caller.issuer;
    case 'organization':
      return () => false;
  }
}

/** An edit that takes members out of lists; undefined where nobody would be left anywhere: then the statements go. */
function whole(
  policy: object,
  indexes: number[],
  fits: (kind: string, name: string) => boolean,
): Edit | undefined {
  const edit = withoutPrincipals(fits);
  const made = edited(policy, indexes, edit);
  const { statements } = readDocument(policy);
  // Beside a wildcard it changes nothing that one name is gone.
  if (!fits('AWS', '*') && indexes.some((index) => statements[index]?.principals.everyone)) return undefined;
  return made === undefined || made.kept.length === statementsIn(policy).length - indexes.length
    ? undefined
    : edit;
}

function further({ operator, key, values }: Asked): Edit {
  return (statement) => {
    const made = withFurther(statement, operator, key, values);
    return made && { statement: made, below: [''] };
  };
}

/** The condition in the place of all that stood there for its key, or as a further one. */
function pinned({ operator, key, values }: Asked): Edit {
  return (statement) => {
    const { statement: bare, below } = withoutKey(statement, key);
    const made = withFurther(bare, operator, key, values);
    return made && { statement: made, below: below.length > 0 ? below : [''] };
  };
}

function named(root: string): Edit {
  return (statement) => {
    const { Principal, NotPrincipal, ...rest } = statement;
    const element = NotPrincipal === undefined ? '/Principal' : '/NotPrincipal';
    if (Principal === undefined && NotPrincipal === undefined) return undefined;
    return { statement: { ...rest, Principal: { AWS: root } }, below: [element] };
  };
}

/** The elements of the opening statements that let the caller in, where they can be told; else the statements. */
export function principalPointers(policy: object, door: Door): string[] {
  const { statements } = readDocument(policy);
  return door.statements.map((index) => {
    const pointer = pointerTo(policy, index);
    const read = statements[index];
    if (read === undefined || !isForEverybody(door.caller)) return pointer;
    if (read.notPrincipal) return `${pointer}/NotPrincipal`;
    const raw = statementsIn(policy)[index];
    const dropped = withoutPrincipals(theirs(door.caller))(
      typeof raw === 'object' && raw !== null ? { ...raw } : {},
    );
    const [below] = dropped?.below ?? [];
    return `${pointer}${below === undefined || below === '' ? '/Principal' : below}`;
  });
}
