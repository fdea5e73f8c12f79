// Where Apex reads and writes records, which checks it makes, and which other classes it uses.
import { isLanguage } from './standard.ts';
import type { Tokens } from './tokens.ts';

/** One kind of use of records: the first place of it. */
export interface DataUse {
  does: 'read' | 'write';
  verb: string;
  object?: string;
  mode: 'user' | 'system' | 'default';
  /** Position of the class, among those of the source, whose code it is. */
  owner: number;
  /** Position among the tokens. */
  position: number;
}

const MAX_USES = 200;
const MAX_CALLS = 20;
const CHANGES = new Set(['insert', 'update', 'upsert', 'delete', 'undelete', 'merge']);
const READS =
  /^(query|querywithbinds|countquery|countquerywithbinds|getquerylocator|getquerylocatorwithbinds|getcursor|getcursorwithbinds)$/;
const WRITES = /^(insert|update|upsert|delete|undelete|merge|convertlead)(immediate|async)?$/;
const CHECKS = /^is(accessible|createable|updateable|deletable|queryable)$/;

/** Adds what is found to `uses`, and checks and calls to `seen`. `classes`: names of the classes of this source. */
export function findUses(
  tokens: Tokens,
  owners: number[],
  classes: string[],
  original: (index: number) => string,
  uses: DataUse[],
  seen: { guards: string[]; calls: string[] },
): void {
  const { words, closes } = tokens;
  const own = new Set(classes.map((name) => name.toLowerCase()));
  const known = new Set<string>();
  const guards = new Set<string>();
  const calls = new Set<string>();
  const userModes = positionsOf(words, (index) => words[index] === 'user_mode' && words[index - 1] === '.');
  /** Queries in the arguments of a call that runs in user mode run in it too. */
  let userUntil = -1;

  const add = (use: Omit<DataUse, 'owner'>): void => {
    const owner = owners[use.position] ?? -1;
    // Past the limit only what matters for the verdict is told apart.
    const object = uses.length < MAX_USES ? (use.object ?? '') : '';
    const key = `${owner} ${use.does} ${use.mode} ${uses.length < MAX_USES ? use.verb : ''} ${object}`;
    if (owner === -1 || known.has(key)) return;
    known.add(key);
    uses.push({ ...use, owner });
  };

  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const before = words[index - 1] ?? ';';
    const after = words[index + 1] ?? '';
    if (word === '[' && (after === 'select' || after === 'find')) {
      const end = closes[index] === -1 ? words.length : (closes[index] ?? words.length);
      const query = queryIn(words, index + 1, end);
      if (query.enforced) guards.add('WITH SECURITY_ENFORCED');
      add({
        does: 'read',
        verb: after === 'select' ? 'SOQL' : 'SOSL',
        ...(query.object === -1 ? {} : { object: original(query.object) }),
        mode: index < userUntil ? 'user' : query.mode,
        position: index,
      });
      index = end;
    } else if (CHANGES.has(word) && /^[;{})]$|^(else|do)$/.test(before) && /^[\w[]/.test(after)) {
      const said = after === 'as' ? words[index + 2] : undefined;
      const mode = said === 'user' || said === 'system' ? said : 'default';
      add({ does: 'write', verb: word, mode, position: index });
    } else if (
      word === '(' &&
      (words[index - 3] === 'database' || words[index - 3] === 'search') &&
      words[index - 2] === '.'
    ) {
      const end = closes[index] ?? -1;
      const isUser = userModes(index, end);
      if (isUser) userUntil = Math.max(userUntil, end);
      const mode = isUser ? 'user' : 'default';
      // A query in square brackets speaks for itself.
      if (after !== '[' && (READS.test(before) || words[index - 3] === 'search'))
        add({
          does: 'read',
          verb: `dynamic ${words[index - 3] === 'search' ? 'SOSL' : 'SOQL'}`,
          mode,
          position: index - 3,
        });
      if (WRITES.test(before)) add({ does: 'write', verb: before, mode, position: index - 3 });
    } else if (word === '(' && before === 'stripinaccessible') guards.add('stripInaccessible');
    else if (word === '(' && CHECKS.test(before)) guards.add('describe checks');
    else if (calls.size < MAX_CALLS && before !== '.' && isCall(tokens, index)) {
      const name = original(word === 'new' ? index + 1 : index);
      if (/^[A-Z]/.test(name) && !own.has(name.toLowerCase()) && !isLanguage(name)) calls.add(name);
    }
  }
  seen.guards.push(...[...guards].sort());
  seen.calls.push(...[...calls].sort());
}

/** `Orders.load(`, or `new Orders(…).load`. */
function isCall({ words, closes }: Tokens, index: number): boolean {
  if (words[index] === 'new') {
    const close = words[index + 2] === '(' ? (closes[index + 2] ?? -1) : -1;
    return close !== -1 && words[close + 1] === '.';
  }
  return words[index + 1] === '.' && words[index + 3] === '(' && /^[a-z]/.test(words[index] ?? '');
}

/** What the words between two brackets say: the object, and in whose name. */
function queryIn(
  words: string[],
  start: number,
  end: number,
): { object: number; mode: DataUse['mode']; enforced: boolean } {
  let depth = 0;
  let object = -1;
  let mode: DataUse['mode'] = 'default';
  let enforced = false;
  const marks = words[start] === 'find' ? 'returning' : 'from';
  for (let index = start; index < end; index += 1) {
    const word = words[index];
    if (word === '(') depth += 1;
    else if (word === ')') depth -= 1;
    else if (depth === 0 && word === marks && object === -1) object = index + 1;
    else if (words[index - 1] === 'with') {
      if (word === 'user_mode') mode = 'user';
      else if (word === 'system_mode') mode = 'system';
      else if (word === 'security_enforced') enforced = true;
    }
  }
  return { object: object < end ? object : -1, mode, enforced };
}

/** Tells whether one of these positions lies between two others; one look at the words for all questions. */
function positionsOf(
  words: string[],
  fits: (index: number) => boolean,
): (after: number, before: number) => boolean {
  const found: number[] = [];
  for (let index = 0; index < words.length; index += 1) if (fits(index)) found.push(index);
  return (after, before) => {
    let low = 0;
    let high = found.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((found[middle] ?? 0) > after) high = middle;
      else low = middle + 1;
    }
    return (found[low] ?? Number.POSITIVE_INFINITY) < before;
  };
}
