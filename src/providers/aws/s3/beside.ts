// Whom a policy lets in beside the public: the engine says who can do what, this adds where the narrower go and the wider do not.
import { judge } from '../../../policy/judge.ts';
import type { Caller, Grant, Judgement, Question } from '../../../policy/question.ts';
import { raw } from '../answers/shape.ts';
import { many, statementsOf } from '../answers/statements.ts';

/** A grant; `beside`: of requests that nobody wider may make, although they may make others of the same action. */
export interface Road extends Grant {
  beside?: boolean;
}

export interface Roads extends Judgement {
  grants: Road[];
}

/** Denies that spare somebody, looked into one by one; a policy with more is rare, and each costs a judgement. */
const MOST_SLICES = 4;

/**
 * Judges a policy, and beside a public grant also what the policy gives to others elsewhere: a partner with `private/*` beside
 * everyone with `public/*`. The engine takes one road for an action that the public has; so it is asked again with what the
 * public statements cover denied, and for the part of the bucket that a Deny closes to all but some.
 */
export function judgeRoads(question: Question, memo?: Memo): Roads {
  const ask = (asked: Question) => remembered(asked, memo);
  const judged = ask(question);
  const found: Road[] = judged.grants.map((grant) =>
    tier(grant.caller) < 2 ? grant : { beside: true, ...grant },
  );
  const document = raw(question.policy);
  if (document === undefined) return { ...judged, grants: found };
  let before = '';
  for (const width of [0, 1]) {
    const open = publicStatements(judged.grants, width);
    // As wide as before, or nobody else is spoken of.
    if (open.join() === before || !othersIn(document, open)) continue;
    before = open.join();
    const elsewhere = deny(open.flatMap((index) => footprint(document, index)));
    const rest = ask(denying(question, elsewhere));
    add(found, narrower(rest.grants, width));
  }
  if (publicStatements(judged.grants, 1).length > 0)
    for (const part of sparedParts(document))
      add(found, narrower(ask(denying(question, deny([part]))).grants, 1));
  return { ...judged, grants: found };
}

/** What the engine was asked about one resource, and what it said. Most are asked about once: only then are questions compared. */
export interface Memo {
  first?: { question: Question; answer: Judgement };
  byKey: Map<string, Judgement>;
}

/** The engine's answer, asked for once. All questions of one memo have the same `ours`. */
export function remembered(question: Question, memo: Memo | undefined): Judgement {
  if (memo === undefined) return judge(question);
  const { first, byKey } = memo;
  if (first === undefined) {
    const answer = judge(question);
    memo.first = { question, answer };
    return answer;
  }
  if (byKey.size === 0) byKey.set(keyOf(first.question), first.answer);
  const key = keyOf(question);
  const answer = byKey.get(key) ?? judge(question);
  byKey.set(key, answer);
  return answer;
}

function keyOf({ ours: _ours, ...asked }: Question): string {
  return JSON.stringify(asked);
}

/** 0: unsigned; 1: anybody who signs; 2: somebody in particular. */
export function tier({ class: name }: Caller): 0 | 1 | 2 {
  if (name === 'anonymous') return 0;
  return name === 'any-account' || name === 'any-account-via-service' || name === 'web-identity' ? 1 : 2;
}

/** Indexes of the Allow statements that open to a tier or a wider one, surely. */
function publicStatements(grants: Grant[], width: number): number[] {
  const open = new Set<number>();
  for (const { caller, certainty, statements } of grants)
    if (certainty === 'exact' && tier(caller) <= width) for (const index of statements) open.add(index);
  return [...open].sort((one, other) => one - other);
}

function othersIn(document: object, open: number[]): boolean {
  if (open.length === 0) return false;
  return statementsOf(document).some(
    ({ statement }, index) => statement?.['Effect'] === 'Allow' && !open.includes(index),
  );
}

/** Grants to those who are narrower than `width`, without what somebody wider has of them. */
function narrower(grants: Grant[], width: number): Road[] {
  const wide = grants.filter(({ caller }) => tier(caller) <= width);
  const shared = (grant: Grant, action: string) =>
    wide.some(
      (one) => one.actions.includes(action) && (one.certainty === 'exact' || grant.certainty === 'maybe'),
    );
  return grants
    .filter((grant) => tier(grant.caller) > width)
    .filter((grant) => !grant.actions.every((action) => shared(grant, action)))
    .map((grant) => ({ beside: true, ...grant }));
}

/** Adds what was not found before. */
function add(found: Road[], roads: Road[]): void {
  for (const road of roads) {
    const { actions, statements } = road;
    const known = found.some(
      (one) =>
        one.beside === true &&
        one.certainty === road.certainty &&
        JSON.stringify(one.caller) === JSON.stringify(road.caller) &&
        actions.every((action) => one.actions.includes(action)) &&
        statements.every((index) => one.statements.includes(index)),
    );
    if (!known) found.push(road);
  }
}

/** What a statement covers, whoever asks: conditions on the caller and the road are left out, those on what is asked for stay. */
function footprint(document: object, index: number): object[] {
  const statement = statementsOf(document)[index]?.statement;
  if (statement === undefined) return [];
  const { Action, NotAction, Resource, NotResource } = statement;
  const conditions: Record<string, Record<string, unknown>> = {};
  for (const [operator, keys] of Object.entries(raw(statement['Condition']) ?? {}))
    for (const [key, value] of Object.entries(raw(keys) ?? {}))
      if (!/^aws:(?!ResourceTag)/i.test(key))
        conditions[operator] = { ...conditions[operator], [key]: value };
  const whatever = { Action, NotAction, Resource, NotResource };
  const kept = Object.entries(whatever).filter(([, value]) => value !== undefined);
  const asked = Object.keys(conditions).length === 0 ? {} : { Condition: conditions };
  return [{ ...Object.fromEntries(kept), ...asked }];
}

/** For each Deny that spares somebody in a part of the bucket: everything else. */
function sparedParts(document: object): object[] {
  const parts: object[] = [];
  for (const { statement } of statementsOf(document)) {
    if (statement?.['Effect'] !== 'Deny' || parts.length === MOST_SLICES) continue;
    const spares = statement['NotPrincipal'] !== undefined || statement['Condition'] !== undefined;
    const { Resource, NotResource } = statement;
    if (!spares || many(Resource).some((one) => one === '*' || /^[^/*]*\/?\*$/.test(String(one)))) continue;
    if (Resource !== undefined) parts.push({ Action: '*', NotResource: Resource });
    else if (NotResource !== undefined) parts.push({ Action: '*', Resource: NotResource });
  }
  return parts;
}

function deny(parts: object[]): object {
  const everybody = { Effect: 'Deny', Principal: '*' };
  return { Version: '2012-10-17', Statement: parts.map((part) => ({ ...everybody, ...part })) };
}

function denying(question: Question, more: object): Question {
  return { ...question, alsoDeny: [...(question.alsoDeny ?? []), more] };
}
