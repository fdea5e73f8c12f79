// One request against one policy, by the letter of the evaluation logic. The referee of the solver: shares no code with it.
// Source: IAM user guide, "Policy evaluation logic" and the reference of the policy elements.
import { conditionHolds } from './evaluate-condition.ts';
import { like, substitute, type Truth } from './evaluate-text.ts';
import type { Question, Request } from './question.ts';

export type Outcome = 'allowed' | 'denied' | 'undecided';

type Json = Record<string, unknown>;

/** Kinds whose statements may have no Resource element: they mean what the policy is attached to. */
const MAY_LACK_RESOURCE = new Set(['generic', 'ecr', 'efs']);

/** Decides one request. `undecided`: a statement that would matter cannot be read. */
export function evaluate(question: Question, request: Request): Outcome {
  const own = statementsOf(question.policy);
  const extra = (question.alsoDeny ?? []).map(statementsOf);
  if (own === undefined || extra.includes(undefined)) return 'undecided';
  let allowed: Truth = false;
  let denied: Truth = false;
  for (const list of [own, ...extra]) {
    for (const { statement, variables } of list ?? []) {
      const effect = isJson(statement) ? statement['Effect'] : undefined;
      if (effect === 'Allow' && list !== own) continue;
      const answer = isJson(statement) ? applies(statement, variables, question, request) : 'undecided';
      if (effect !== 'Deny') allowed = or(allowed, effect === 'Allow' ? answer : 'undecided');
      if (effect !== 'Allow') denied = or(denied, effect === 'Deny' ? answer : 'undecided');
    }
  }
  if (denied === true) return 'denied';
  if (allowed === false) return 'denied';
  return allowed === true && denied === false ? 'allowed' : 'undecided';
}

function statementsOf(policy: unknown): { statement: unknown; variables: boolean }[] | undefined {
  if (!isJson(policy)) return undefined;
  const listed = policy['Statement'];
  const variables = policy['Version'] === '2012-10-17';
  if (Array.isArray(listed)) return listed.map((statement: unknown) => ({ statement, variables }));
  return isJson(listed) ? [{ statement: listed, variables }] : undefined;
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

function applies(statement: Json, variables: boolean, question: Question, request: Request): Truth {
  let answer: Truth = true;
  if ('Principal' in statement) answer = and(answer, isPrincipal(statement['Principal'], request));
  else if ('NotPrincipal' in statement) {
    const allow = statement['Effect'] === 'Allow';
    answer = and(answer, allow ? 'undecided' : not(isPrincipal(statement['NotPrincipal'], request)));
  } else return 'undecided';
  if (answer === false) return false;
  const action = request.action.toLowerCase();
  answer = and(
    answer,
    element(statement, 'Action', (pattern) => like(pattern.toLowerCase(), action)),
  );
  if (answer === false) return false;
  const named = 'Resource' in statement || 'NotResource' in statement;
  if (question.kind !== 'role-trust' && (named || !MAY_LACK_RESOURCE.has(question.kind)))
    answer = and(
      answer,
      element(statement, 'Resource', (pattern) => {
        const text = substitute(pattern, variables, request.context);
        return text !== undefined && like(text, request.resource);
      }),
    );
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
      answer = and(answer, conditionHolds(operator, key, values, variables, request));
    }
  }
  return answer;
}

function element(statement: Json, name: string, takes: (pattern: string) => boolean): Truth {
  const negated = !(name in statement);
  const values = list(statement[negated ? `Not${name}` : name]);
  if (values === undefined) return 'undecided';
  return values.some(takes) !== negated;
}

/** Scalars or a list of them, as strings. */
function list(value: unknown): string[] | undefined {
  const all: unknown[] = Array.isArray(value) ? value : [value];
  if (all.every((one) => typeof one === 'string')) return all;
  return all.every((one) => ['string', 'number', 'boolean'].includes(typeof one))
    ? all.map(String)
    : undefined;
}

function isPrincipal(element: unknown, request: Request): Truth {
  if (element === '*') return true;
  if (!isJson(element)) return 'undecided';
  const [, partition, , , account] = request.principal.split(':');
  const mine = new Set(
    request.principal.startsWith('arn:')
      ? [
          account,
          `arn:${partition}:iam::${account}:root`,
          request.principal,
          String(request.context['aws:principalarn']),
        ]
      : [],
  );
  let answer: Truth = false;
  for (const type of Object.keys(element)) {
    const names = list(element[type]);
    if (names === undefined) return 'undecided';
    if (type === 'AWS' && names.some((name) => mine.has(name))) return true;
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
