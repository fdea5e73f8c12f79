// One question about one policy, made short: what cannot matter to the sender and the action is left out.
import { evaluate } from '../../../src/policy/evaluate/evaluate.ts';
import type { Question } from '../../../src/policy/question.ts';
import { isRecord } from '../case.ts';
import { principalOf, toRequest } from './request.ts';
import { statements, tests } from './spoken.ts';
import type { Ask } from './universe.ts';
import type { Sender } from './words.ts';

type Json = Record<string, unknown>;

/**
 * Leaves out what cannot apply to this sender and action whatever else a request holds, as the evaluator itself says, and
 * writes what surely names them as "*". One policy for each Allow statement, with all Denies: a request is allowed when
 * one of them allows it.
 */
export function prepare(question: Question, ask: Ask, sender: Sender) {
  const request = toRequest(principalOf(ask, sender), ask.action, { '': 'x' });
  const outcomeOf = (document: Json, statements: Json[]) =>
    evaluate({ ...question, alsoDeny: [], policy: { ...document, Statement: statements } }, request);
  const kept = (document: Json, effect: string) =>
    statements(document).flatMap((one) => {
      if (one['Effect'] !== effect) return [];
      const { Resource, NotResource, Condition, ...who } = one;
      const bare = { ...who, Resource: '*' };
      const outcome = outcomeOf(document, effect === 'Deny' ? [OPEN, bare] : [bare]);
      if (outcome === (effect === 'Deny' ? 'allowed' : 'denied')) return [];
      const sure = outcome !== 'undecided';
      const { Principal, NotPrincipal, Action, NotAction, ...rest } = one;
      const statement = sure ? { ...rest, Principal: '*', Action: '*' } : one;
      return [{ statement, sure, spoken: tests([{ ...document, Statement: statement }]) }];
    });
  const document: Json = isRecord(question.policy) ? question.policy : {};
  const own = kept(document, 'Deny');
  const others = (question.alsoDeny ?? []).filter(isRecord).map((one) => ({ one, kept: kept(one, 'Deny') }));
  const allows = kept(document, 'Allow').map((allow) => ({
    ...allow,
    policy: { ...document, Statement: [allow.statement, ...own.map((one) => one.statement)] },
  }));
  return {
    allows,
    denies: [...own, ...others.flatMap((one) => one.kept)],
    guards: others.map((one) => ({ ...one.one, Statement: one.kept.map((deny) => deny.statement) })),
  };
}

const OPEN = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
