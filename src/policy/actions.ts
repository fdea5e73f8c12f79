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

export interface Group<S extends Statement> {
  facts: ActionFact[];
  allows: S[];
  denies: S[];
}

// The same patterns stand in most policies: for each list of actions, which of them a pattern names.
const matched = new WeakMap<ActionFact[], Map<string, boolean[]>>();

function matching(facts: ActionFact[], pattern: string): boolean[] {
  let patterns = matched.get(facts);
  if (patterns === undefined || patterns.size > 5000) {
    patterns = new Map();
    matched.set(facts, patterns);
  }
  const before = patterns.get(pattern);
  if (before !== undefined) return before;
  const answer = facts.map((fact) => globMatch(pattern, fact.name.toLowerCase()));
  patterns.set(pattern, answer);
  return answer;
}

/** Groups actions that the same statements name and that `alike` cannot tell apart; groups that nobody allows are left out. */
export function groupActions<S extends Statement>(
  facts: ActionFact[],
  allows: S[],
  denies: S[],
  alike: (fact: ActionFact) => string,
): Group<S>[] {
  const keys = facts.map(() => '');
  const allowed = facts.map(() => false);
  for (const statement of [...allows, ...denies]) {
    const lists = statement.actions.map((pattern) => matching(facts, pattern));
    for (let index = 0; index < facts.length; index++) {
      const named = lists.some((list) => list[index]) !== statement.notAction;
      keys[index] += named ? '1' : '0';
      if (named && statement.allow) allowed[index] = true;
    }
  }
  const groups = new Map<string, Group<S>>();
  for (const [index, fact] of facts.entries()) {
    if (allowed[index] !== true) continue;
    const bits = keys[index] ?? '';
    const key = `${bits}|${alike(fact)}`;
    const group = groups.get(key);
    if (group) group.facts.push(fact);
    else {
      const named = (at: number) => bits.charAt(at) === '1';
      groups.set(key, {
        facts: [fact],
        allows: allows.filter((_, at) => named(at)),
        denies: denies.filter((_, at) => named(allows.length + at)),
      });
    }
  }
  return [...groups.values()];
}

/** Splits a group by a trait of its actions. */
export function split<S extends Statement>(group: Group<S>, trait: (fact: ActionFact) => string): Group<S>[] {
  const parts = new Map<string, Group<S>>();
  for (const fact of group.facts) {
    const key = trait(fact);
    const part = parts.get(key);
    if (part) part.facts.push(fact);
    else parts.set(key, { ...group, facts: [fact] });
  }
  return [...parts.values()];
}
