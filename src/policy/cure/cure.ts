// Changes to a policy document that close one door, each tried by judging the changed document, the least intrusive first.
import { TOO_COMPLEX } from '../budget.ts';
import { judge } from '../judge.ts';
import type { Grant, Judgement, Question } from '../question.ts';
import { type Asked, changesFor, type Draft, type Intended, principalPointers } from './changes.ts';
import { type Door, type Losses, newLosses, stillOpen } from './effect.ts';

/** What is done to the document, the gentlest first: the order in which equal cures are offered. */
export const CHANGES = [
  /** A condition that holds less than it seems to (`…IfExists`, `ForAllValues:`, a Bool in a Deny, `repo:acme*`) is made strict. */
  'mend-condition',
  /** Members that let the caller in are taken out of the values of a condition. */
  'drop-value',
  /** The wildcard, or the account, is taken out of a list of principals; the others stay. */
  'drop-principal',
  /** Role trust: the caller has to send the external id that was agreed on. */
  'ask-external-id',
  /** A token has to be for one subject. */
  'pin-value',
  /** A further condition, on the caller or on the resource that a service acts for. */
  'add-condition',
  /** The principals of the statements become the owner's account. */
  'name-principals',
  'remove-statement',
] as const;
export type Change = (typeof CHANGES)[number];
export type { Asked, Door };

/** One way to close a door by editing the policy. */
export interface PolicyCure extends Losses {
  change: Change;
  /** What is changed, as JSON pointers into the document as it is: `/Statement/1/Principal/AWS/0`, in document order. */
  pointers: string[];
  /** The condition that stands there after it; for everything but principals and whole statements. */
  asked?: Asked;
  /** mend-condition: the operator that stood there, where it is another one now. */
  instead?: string;
  /**
   * Words in `policy` that the owner has to fill in first (`o-yourorgid`, `000000000000`): then this is a suggestion,
   * judged with that word in its place.
   */
  placeholders: string[];
  /** The changed document, ready to be put; undefined when no statement is left. */
  policy: object | undefined;
  /** Judged again: neither the caller nor anybody wider who had no such grant before can do any of the grant's actions. */
  closes: boolean;
}

/** Documents larger than this, in characters of JSON, are not edited: judging every try could take seconds. */
const LARGEST = 40_000;

/** Grants of one caller as one door: everything that the caller can do, and every statement that opens it. */
export function doorOf(caller: Door['caller'], grants: Grant[]): Door {
  const statements = [...new Set(grants.flatMap((grant) => grant.statements))].sort((a, b) => a - b);
  return {
    caller,
    actions: [...new Set(grants.flatMap(({ actions }) => actions))].sort(),
    statements,
    pointers: statements.flatMap((index) => pointerOf(index, grants)),
  };
}

function pointerOf(index: number, grants: Grant[]): string[] {
  const grant = grants.find(({ statements }) => statements.includes(index));
  const pointer = grant?.pointers[grant.statements.indexOf(index)];
  return pointer === undefined ? [] : [pointer];
}

/**
 * The changes that close one door of `judge(question)` (a grant is one), those that cost the fewest first; where none closes it,
 * those that were tried. `loses` and `ownLoses` name who else can do less by it. Pure, and bounded: a few judgements a change.
 * `ask`: `judge`, or what remembers its answers. `wanted`: the changes besides mends that are worth trying.
 */
export function policyCures(
  question: Question,
  door: Door,
  { ask = judge, wanted = () => true }: { ask?: typeof judge; wanted?: (intended: Intended) => boolean } = {},
): PolicyCure[] {
  if (!isEditable(question, door)) return [];
  const before = ask(question);
  // Of a policy that takes all the budget, only the plainest changes are tried.
  const laborious = before.grants.some(({ reason }) => reason === TOO_COMPLEX);
  const judged = new Map<string, Judgement>();
  const after = (policy: object): Judgement => {
    const text = JSON.stringify(policy);
    const judgement = judged.get(text) ?? ask({ ...question, policy });
    judged.set(text, judgement);
    return judgement;
  };
  const open = ({ policy, change, kept }: Draft) =>
    policy === undefined
      ? []
      : stillOpen(before, after(policy), door, { kept, byExternalId: change === 'ask-external-id' });
  const drafts = changesFor(question, door, {
    few: laborious,
    wanted,
    stillOpen: (draft) => open(draft).flatMap(({ statements }) => statements),
  });
  const losses = newLosses(question, door, !laborious);
  const tried = new Map<string, PolicyCure>();
  for (const draft of drafts) {
    const text = JSON.stringify(draft.policy) ?? '';
    if (tried.has(text)) continue;
    const closes = open(draft).length === 0;
    const { kept: _left, ...cure } = draft;
    tried.set(text, { closes, ...cure, ...(closes ? losses(draft) : { loses: [], ownLoses: false }) });
  }
  const found = [...tried.values()];
  const closing = found.filter((cure) => cure.closes);
  return (closing.length > 0 ? closing : found).sort(byCost);
}

/**
 * The elements that are to blame for a door, as JSON pointers: a condition that closes the door when it is made strict
 * (`/Statement/1/Condition/StringEqualsIfExists/aws:PrincipalOrgID`), else the principal that lets the caller in, else the
 * opening statements as they stand.
 */
export function blamed({ policy }: Question, door: Door, cures: PolicyCure[]): string[] {
  const weak = cures.find(
    ({ change, closes }) => closes && (change === 'mend-condition' || change === 'drop-value'),
  );
  if (weak !== undefined) return weak.pointers;
  return typeof policy === 'object' && policy !== null && isEditable({ policy }, door)
    ? principalPointers(policy, door)
    : door.pointers;
}

function isEditable({ policy }: Pick<Question, 'policy'>, door: Door): boolean {
  if (typeof policy !== 'object' || policy === null || door.statements.length === 0) return false;
  return JSON.stringify(policy).length <= LARGEST;
}

/** Who loses least, then the gentler change; a condition with a word to fill in comes after what is ready to be put. */
function byCost(one: PolicyCure, other: PolicyCure): number {
  return (
    cost(one) - cost(other) ||
    Number(isSuggestion(one)) - Number(isSuggestion(other)) ||
    CHANGES.indexOf(one.change) - CHANGES.indexOf(other.change) ||
    one.pointers.length - other.pointers.length
  );
}

function isSuggestion({ change, placeholders }: PolicyCure): boolean {
  return change === 'add-condition' && placeholders.length > 0;
}

function cost({ loses, ownLoses }: PolicyCure): number {
  return loses.length + (ownLoses ? 1 : 0);
}
