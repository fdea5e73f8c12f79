// Classes of characters: which of them take which character, and which class is within which.

// Characters in the order in which witnesses prefer them; the last stands for everything beyond ASCII.
export const CHARACTERS = [
  ...'x9abcdefghijklmnopqrstuvwyz012345678ABCDEFGHIJKLMNOPQRSTUVWXYZ-_/.:@ !"#$%&\'()*+,;<=>?[\\]^`{|}~é',
];

const NAMED: Record<string, RegExp> = {
  any: /./s,
  'no-colon': /[^:]/,
  digit: /[0-9]/,
  lower: /[a-z0-9]/,
  upper: /[A-Z0-9]/,
  slug: /[a-z0-9-]/,
  login: /[A-Za-z0-9-]/,
  host: /[a-z0-9.-]/,
  name: /[A-Za-z0-9_+=,.@-]/,
  word: /[A-Za-z0-9_.-]/,
  visible: /[!-~]/,
};

/** Which ASCII characters a named class takes, and whether it takes all others. */
export interface Table {
  ascii: boolean[];
  beyond: boolean;
}

const TABLES = new Map<string, Table>(
  Object.entries(NAMED).map(([name, expression]) => {
    const ascii = Array.from({ length: 128 }, (_, code) => expression.test(String.fromCharCode(code)));
    return [name, { ascii, beyond: expression.test('é') }];
  }),
);

/** Does a class take a character? Classes: `=c` that character, `~c` ignoring case, and named sets. */
export function accepts(takes: string, character: string): boolean {
  const table = TABLES.get(takes);
  if (table !== undefined) return table.ascii[character.charCodeAt(0)] ?? table.beyond;
  if (takes.startsWith('=')) return takes.length === character.length + 1 && takes.endsWith(character);
  return takes.startsWith('~') && takes.slice(1).toLowerCase() === character.toLowerCase();
}

/** The table of a named class. */
export function tableOf(takes: string): Table | undefined {
  return TABLES.get(takes);
}

const preferred = new Map<string, string>();

/** The character of a class that witnesses prefer. */
export function favourite(takes: string): string {
  const known = preferred.get(takes);
  if (known !== undefined) return known;
  const found = CHARACTERS.find((letter) => accepts(takes, letter)) ?? takes.slice(1);
  if (preferred.size > 1000) preferred.clear();
  preferred.set(takes, found);
  return found;
}

/** Is every character of one class surely in the other? */
export function within(takes: string, other: string): boolean {
  if (takes === other || other === 'any') return true;
  if (takes.startsWith('=')) return accepts(other, takes.slice(1));
  return other === 'no-colon' && takes !== 'any' && !accepts(takes, ':');
}
