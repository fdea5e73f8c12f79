// Which scopes of several exports are one and the same account or org.
import { accountOf } from './export.ts';
import type { Sight } from './sight.ts';

/** A scope that several exports speak of, or one alone. */
export interface Group {
  /** Numbers of its scopes; the first gives it id and label. */
  scopes: number[];
  /** Scopes that do not say whose they are -> a thing that says it, because another export holds it too. */
  told: Map<number, string>;
}

/**
 * Groups of scopes. Two belong together when they name the same account and one of them is all of it, or when they share a thing with a name
 * that is the world's. One that names no account belongs to none when what it shares points to several.
 */
export function groupsOf({ scopes, edges, apart }: Sight): Group[] {
  const parent = scopes.map((_, index) => index);
  const rootOf = (of: number): number => {
    let at = of;
    while (parent[at] !== undefined && parent[at] !== at) at = parent[at] ?? at;
    return at;
  };
  const unite = (one: number, other: number) => {
    const [low, high] = [rootOf(one), rootOf(other)].sort((a, b) => a - b);
    if (low !== undefined && high !== undefined) parent[high] = low;
  };
  const account = scopes.map(({ scope }) => accountOf(scope.id));
  const open = (at: number) => !apart.has(scopes[at]?.export ?? -1);

  const whole = new Map<string, number>();
  for (const [at, { scope }] of scopes.entries())
    if (open(at) && account[at] === scope.id && !whole.has(scope.id)) whole.set(scope.id, at);
  for (const [at, name] of account.entries()) {
    const same = name === undefined ? undefined : whole.get(name);
    if (same !== undefined && open(at)) unite(same, at);
  }
  const pairs = [...edges].map(([edge, id]) => {
    const [a = 0, b = 0] = edge.split(' ').map(Number);
    return { a, b, id };
  });
  for (const { a, b } of pairs) if (open(a) && open(b) && account[a] === account[b]) unite(a, b);

  const told = new Map<number, string>();
  const reached = new Map<number, Set<number>>();
  for (const { a, b, id } of pairs) {
    if (!open(a) || !open(b) || (account[a] === undefined) === (account[b] === undefined)) continue;
    const unnamed = account[a] === undefined ? a : b;
    const named = unnamed === a ? b : a;
    const known = told.get(unnamed);
    if (known === undefined || id < known) told.set(unnamed, id);
    const root = rootOf(unnamed);
    const owners = reached.get(root) ?? new Set<number>();
    reached.set(root, owners.add(rootOf(named)));
  }
  const owners = new Map<number, number>();
  for (const [unnamed, named] of reached) {
    const [owner, another] = named;
    if (owner !== undefined && another === undefined) owners.set(unnamed, owner);
  }
  const groups = new Map<number, Group>();
  for (const at of scopes.keys()) {
    const root = rootOf(at);
    const to = owners.get(root) ?? root;
    const group: Group = groups.get(to) ?? { scopes: [], told: new Map() };
    groups.set(to, group);
    group.scopes.push(at);
    const id = told.get(at);
    if (id !== undefined && owners.has(root)) group.told.set(at, id);
  }
  // The one that is all of an account gives the name, then one that names an account.
  const rank = (at: number) => (account[at] === undefined ? 2 : account[at] === scopes[at]?.scope.id ? 0 : 1);
  // By their own names, so that it is the same in whatever order they come.
  const wordsOf = (at: number) => {
    const { id = '', label = '', format = '', paths = [] } = scopes[at]?.scope ?? {};
    return [id, label, format, ...paths].join('\0');
  };
  const inOrder = (a: number, b: number) =>
    wordsOf(a) === wordsOf(b) ? a - b : wordsOf(a) < wordsOf(b) ? -1 : 1;
  for (const group of groups.values()) group.scopes.sort((a, b) => rank(a) - rank(b) || inOrder(a, b));
  return [...groups.values()];
}
