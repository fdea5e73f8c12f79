// Actions by enumeration: which statements name which actions, and which actions behave alike.
import type { Statement } from './document.ts';
import type { ActionFact } from './kinds/kind.ts';

/** Does a pattern with `*` and `?` match a text? Linear in practice, quadratic at worst. */
export function globMatch(glob: string, value: string): boolean {
  let at = 0;
  let from = 0;
  let star = -1;
  let resume = 0;
  while (at < value.length) {
    const token = glob.charAt(from);
    if (token === '*') {
      star = from++;
      resume = at;
    } else if (from < glob.length && (token === '?' || token === value.charAt(at))) {
      from++;
      at++;
    } else if (star >= 0) {
      from = star + 1;
      at = ++resume;
    } else return false;
  }
  while (glob.charAt(from) === '*') from++;
  return from === glob.length;
}

const known = new WeakMap<Statement, Map<string, boolean>>();

/** Does the Action or NotAction element of a statement take an action in? Action names ignore case. */
export function names(statement: Statement, action: string): boolean {
  let answers = known.get(statement);
  if (answers === undefined) known.set(statement, (answers = new Map()));
  const before = answers.get(action);
  if (before !== undefined) return before;
  const lower = action.toLowerCase();
  const answer = statement.actions.some((glob) => globMatch(glob, lower)) !== statement.notAction;
  answers.set(action, answer);
  return answer;
}

export interface Group<S extends Statement> {
  facts: ActionFact[];
  allows: S[];
  denies: S[];
}

/** Groups actions that the same statements name and that `alike` cannot tell apart; groups that nobody allows are left out. */
export function groupActions<S extends Statement>(
  facts: ActionFact[],
  allows: S[],
  denies: S[],
  alike: (fact: ActionFact) => string,
): Group<S>[] {
  const groups = new Map<string, Group<S>>();
  for (const fact of facts) {
    const allowing = allows.filter((statement) => names(statement, fact.name));
    if (allowing.length === 0) continue;
    const denying = denies.filter((statement) => names(statement, fact.name));
    const key = `${allowing.map((one) => one.index).join()}|${denying.map((one) => denies.indexOf(one)).join()}|${alike(fact)}`;
    const group = groups.get(key);
    if (group) group.facts.push(fact);
    else groups.set(key, { facts: [fact], allows: allowing, denies: denying });
  }
  return [...groups.values()];
}
