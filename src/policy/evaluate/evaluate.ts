// One request against one policy, by the letter of the evaluation logic. The referee of the solver: shares no code with it.
// Source: IAM user guide, "Policy evaluation logic" and the reference of the policy elements.

import type { Question, Request } from '../question.ts';
import { conditionHolds } from './condition.ts';
import { type Effort, ENOUGH, likely, substitute, type Truth } from './text.ts';

export type Outcome = 'allowed' | 'denied' | 'undecided';

type Json = Record<string, unknown>;

/** Kinds whose statements may have no Resource element: they mean what the policy is attached to. */
const MAY_LACK_RESOURCE = new Set(['generic', 'ecr', 'efs']);

/** A request as it is compared: with what every statement asks of it. */
interface Asked {
  request: Request;
  /** Lower case. */
  action: string;
  /** What an AWS member of a Principal element may say of the caller, once one was met. */
  names: string[] | undefined;
  effort: Effort;
}

/**
 * Decides one request. `undecided`: a statement that would matter cannot be read, or the comparisons took more than the
 * effort that is left.
 */
export function evaluate(question: Question, request: Request, effort: Effort = { left: ENOUGH }): Outcome {
  const own = statementsOf(question.policy);
  if (own === undefined) return 'undecided';
  const asked: Asked = { request, action: request.action.toLowerCase(), names: undefined, effort };
  const ownVariables = hasVariables(question.policy);
  let allowed: Truth = false;
  let denied: Truth = false;
  for (const statement of own) {
    const effect = isJson(statement) ? statement['Effect'] : undefined;
    // One Allow is enough.
    if (effect === 'Allow' && allowed === true) continue;
    const answer = isJson(statement) ? applies(statement, ownVariables, question, asked) : 'undecided';
    if (effect !== 'Deny') allowed = or(allowed, effect === 'Allow' ? answer : 'undecided');
    if (effect !== 'Allow') denied = or(denied, effect === 'Deny' ? answer : 'undecided');
  }
  for (const policy of question.alsoDeny ?? []) {
    const more = statementsOf(policy);
    if (more === undefined) return 'undecided';
    const variables = hasVariables(policy);
    for (const statement of more) {
      const effect = isJson(statement) ? statement['Effect'] : undefined;
      if (effect === 'Allow') continue;
      const answer = isJson(statement) ? applies(statement, variables, question, asked) : 'undecided';
      if (effect !== 'Deny') allowed = or(allowed, 'undecided');
      denied = or(denied, effect === 'Deny' ? answer : 'undecided');
    }
  }
  if (effort.left < 0) return 'undecided';
  if (denied === true) return 'denied';
  if (allowed === false) return 'denied';
  return allowed === true && denied === false ? 'allowed' : 'undecided';
}

function statementsOf(policy: unknown): unknown[] | undefined {
  if (!isJson(policy)) return undefined;
  const listed = policy['Statement'];
  if (Array.isArray(listed)) return listed;
  return isJson(listed) ? [listed] : undefined;
}

function hasVariables(policy: unknown): boolean {
  return isJson(policy) && policy['Version'] === '2012-10-17';
}

/** Kleene's or / and. */
function or(a: Truth, b: Truth): Truth {
  if (a === true || b === true) return true;
  return a === false && b === false ? false : 'undecided';
}

function and(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  return a === true && b === true ? true : 'undecided';
}

function not(a: Truth): Truth {
  return a === 'undecided' ? a : !a;
}

function applies(statement: Json, variables: boolean, question: Question, asked: Asked): Truth {
  const { request, action, effort } = asked;
  let answer: Truth = true;
  if ('Principal' in statement) answer = isPrincipal(statement['Principal'], asked);
  else if ('NotPrincipal' in statement)
    answer =
      statement['Effect'] === 'Allow' ? 'undecided' : not(isPrincipal(statement['NotPrincipal'], asked));
  else return 'undecided';
  if (answer === false) return false;
  answer = and(answer, namesAction(statement, action, effort));
  if (answer === false) return false;
  const named = 'Resource' in statement || 'NotResource' in statement;
  if (question.kind !== 'role-trust' && (named || !MAY_LACK_RESOURCE.has(question.kind)))
    answer = and(answer, namesResource(statement, variables, request, effort));
  if (answer === false) return false;
  const conditions = statement['Condition'];
  if (conditions === undefined) return answer;
  if (!isJson(conditions)) return 'undecided';
  for (const operator of Object.keys(conditions)) {
    const block = conditions[operator];
    if (!isJson(block)) return 'undecided';
    for (const key of Object.keys(block)) {
      const values = list(block[key]);
      if (values === undefined) return 'undecided';
      answer = and(answer, conditionHolds(operator, key, values, variables, request, effort));
    }
  }
  return answer;
}

/** Is the action one of Action, or none of NotAction? */
function namesAction(statement: Json, action: string, effort: Effort): Truth {
  const negated = !('Action' in statement);
  const values = list(statement[negated ? 'NotAction' : 'Action']);
  if (values === undefined) return 'undecided';
  for (const pattern of values) if (likely(pattern.toLowerCase(), action, effort)) return !negated;
  return negated;
}

/** Is the resource one of Resource, or none of NotResource? */
function namesResource(statement: Json, variables: boolean, request: Request, effort: Effort): Truth {
  const negated = !('Resource' in statement);
  const values = list(statement[negated ? 'NotResource' : 'Resource']);
  if (values === undefined) return 'undecided';
  for (const pattern of values) {
    const text = substitute(pattern, variables, request.context);
    if (text !== undefined && likely(text, request.resource, effort)) return !negated;
  }
  return negated;
}

/** Scalars or a list of them, as strings. */
function list(value: unknown): string[] | undefined {
  if (typeof value === 'string') return [value];
  const all: unknown[] = Array.isArray(value) ? value : [value];
  if (all.every((one) => typeof one === 'string')) return all;
  return all.every((one) => ['string', 'number', 'boolean'].includes(typeof one))
    ? all.map(String)
    : undefined;
}

function namesOf({ principal, context }: Request): string[] {
  if (!principal.startsWith('arn:')) return [];
  const [, partition, , , account] = principal.split(':', 5);
  if (account === undefined) return [principal];
  return [account, `arn:${partition}:iam::${account}:root`, principal, String(context['aws:principalarn'])];
}

function isPrincipal(element: unknown, asked: Asked): Truth {
  const { request, effort } = asked;
  if (element === '*') return true;
  if (!isJson(element)) return 'undecided';
  let answer: Truth = false;
  for (const type of Object.keys(element)) {
    const names = list(element[type]);
    if (names === undefined) return 'undecided';
    effort.left -= 1 + (names.length >> 4);
    if (type === 'AWS') {
      const mine = asked.names ?? namesOf(request);
      asked.names = mine;
      for (const name of names) if (mine.includes(name)) return true;
    }
    for (const name of names) answer = or(answer, isOne(type, name, request));
  }
  return answer;
}

function isOne(type: string, name: string, { principal }: Request): Truth {
  if (type === 'AWS' && name === '*') return !principal.startsWith('token of ') || 'undecided';
  if (name.includes('*') || name.includes('?')) return 'undecided';
  if (type === 'Service') return name === principal;
  if (type === 'Federated')
    return principal.startsWith(
      `token of ${name.replace(/^arn:.*:oidc-provider\//, '').toLowerCase()} with `,
    );
  if (type === 'CanonicalUser') return principal.includes(`:${name}:`);
  if (type !== 'AWS') return 'undecided';
  if (!name.includes(':assumed-role/')) return false;
  // Any session of a role is that role; a role that stands for one of its sessions is taken to be in it.
  const session = /^arn:([^:]*):sts::(\d+):assumed-role\/([^/]+)\//.exec(name);
  return session !== null && principal === `arn:${session[1]}:iam::${session[2]}:role/${session[3]}`;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
