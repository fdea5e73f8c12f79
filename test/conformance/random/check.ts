// The solver against brute force on one case, and the smallest case on which they still differ.
import { evaluate } from '../../../src/policy/evaluate/evaluate.ts';
import { judge } from '../../../src/policy/judge.ts';
import type { Caller } from '../../../src/policy/question.ts';
import { isRecord } from '../case.ts';
import type { Drawn } from './policy.ts';
import { search } from './search.ts';
import { statements } from './spoken.ts';
import { type Ask, question } from './universe.ts';

export interface Disagreement {
  kind: string;
  seed: number;
  caller: string;
  action: string;
  said: string;
  found: string;
  policy: unknown;
  alsoDeny: unknown[];
}

export interface Checked {
  /** Questions asked and answered by brute force. */
  asked: number;
  /** Brute force found a request. */
  exposed: number;
  /** The solver could not tell, and brute force could. */
  undecided: number;
  /** Neither could: the documentation leaves it open. */
  open: number;
  disagreements: Disagreement[];
}

/** Asks everything about one case. */
export function check(drawn: Drawn): Checked {
  const { universe, policy, alsoDeny, seed } = drawn;
  const about = question(universe, policy, alsoDeny);
  const { grants } = judge(about);
  const checked: Checked = { asked: 0, exposed: 0, undecided: 0, open: 0, disagreements: [] };
  for (const ask of universe.questions) {
    const { caller, action } = ask;
    const grantsOf = (name: string) =>
      grants.filter((grant) => grant.actions.includes(action) && isOf(grant.caller, name));
    const mine = grantsOf(caller);
    if (!documented(ask, drawn)) continue;
    // What any account can do, or may, the services that act for it can or may.
    if (caller === 'any-account-via-service') {
      const plain = grantsOf('any-account');
      if (plain.some((grant) => grant.certainty === 'exact')) continue;
      mine.push(...plain);
    }
    const found = search(universe, caller === 'service' ? { ...about, policy: naming(policy) } : about, ask);
    if (found.answer === 'not-asked') continue;
    checked.asked++;
    if (found.answer === 'allowed') checked.exposed++;
    const proved = mine.find((grant) => grant.certainty === 'exact');
    const said = proved ? 'open' : mine.length > 0 ? 'unknown' : 'closed';
    if (said === 'unknown' && found.answer === 'undecided') checked.open++;
    else if (said === 'unknown') checked.undecided++;
    const witness = proved?.witness;
    const wrong =
      (said === 'closed' && found.answer !== 'denied') ||
      (said === 'open' && found.answer !== 'allowed') ||
      (witness !== undefined && evaluate(about, witness) !== 'allowed');
    if (!wrong) continue;
    const shown = 'request' in found ? `${found.answer}: ${JSON.stringify(found.request)}` : found.answer;
    const differs = {
      found: `${shown}${witness ? `, and not ${JSON.stringify(witness)}` : ''}`,
      ...{ kind: universe.kind, seed, caller: ask.caller, action: ask.action, said, policy, alsoDeny },
    };
    checked.disagreements.push(differs);
  }
  return checked;
}

function isOf(caller: Caller, name: string): boolean {
  return caller.class === name && (caller.class !== 'service' || caller.confused);
}

/** The policy without the Allow statements that name no service: a service that they let in comes as anybody's. */
function naming(policy: Record<string, unknown>): Record<string, unknown> {
  const kept = statements(policy).filter((one) => one['Effect'] === 'Deny' || namesService(one));
  return { ...policy, Statement: kept };
}

function namesService(statement: Record<string, unknown>): boolean {
  return JSON.stringify(statement['Principal'])?.includes('"Service"') ?? false;
}

/** Does the documentation answer this question about such a policy? */
function documented({ caller }: Ask, { universe, policy, alsoDeny }: Drawn): boolean {
  const all = [policy, ...alsoDeny].flatMap(statements);
  // Which services make a call for a stranger at all, where a policy merely spares services, is not said.
  if (caller === 'any-account-via-service')
    return !all.some((one) => /principalisawsservice|"Service"/i.test(JSON.stringify(one)));
  // Nor is whether "*" in a trust policy takes tokens in, or what NotPrincipal there means.
  if (universe.kind === 'role-trust' && caller === 'web-identity')
    return !all.some((one) => {
      const names = JSON.stringify(one['Principal']);
      return one['Effect'] === 'Allow' && (names === undefined || names.includes('"*"'));
    });
  return true;
}

/** Drops statements, conditions, keys and list members as long as the same question is still answered differently. */
export function shrink(drawn: Drawn): Drawn {
  const still = (candidate: Drawn) => check(candidate).disagreements.length > 0;
  let best = drawn;
  for (let again = true; again; ) {
    again = false;
    for (const candidate of smaller(best)) {
      if (!still(candidate)) continue;
      best = candidate;
      again = true;
      break;
    }
  }
  return best;
}

function* smaller(drawn: Drawn): Generator<Drawn> {
  const { policy, alsoDeny } = drawn;
  for (let index = 0; index < alsoDeny.length; index++)
    yield { ...drawn, alsoDeny: alsoDeny.filter((_, at) => at !== index) };
  for (const less of without(policy['Statement'], 0))
    yield { ...drawn, policy: { ...policy, Statement: less } };
  for (const [index, document] of alsoDeny.entries()) {
    if (!isRecord(document)) continue;
    for (const less of without(document['Statement'], 0))
      yield {
        ...drawn,
        alsoDeny: alsoDeny.map((one, at) => (at === index ? { ...document, Statement: less } : one)),
      };
  }
}

/** The value with one part less; a list keeps at least one member, a statement its elements but Condition. */
function* without(value: unknown, depth: number): Generator<unknown> {
  if (Array.isArray(value)) {
    if (value.length > 1)
      for (let index = 0; index < value.length; index++) yield value.filter((_, at) => at !== index);
    for (const [index, member] of value.entries())
      for (const less of without(member, depth + 1))
        yield value.map((one: unknown, at) => (at === index ? less : one));
  } else if (isRecord(value)) {
    for (const [name, member] of Object.entries(value)) {
      const { [name]: _dropped, ...rest } = value;
      const needed = /^(Effect|(Not)?(Principal|Action|Resource)|Statement)$/.test(name);
      if (!needed && (name === 'Condition' || Object.keys(rest).length > 0)) yield rest;
      for (const less of without(member, depth + 1)) yield { ...value, [name]: less };
    }
  }
}
