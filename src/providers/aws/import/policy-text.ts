// The text of a policy as a value; what AWS would refuse or read differently is told with its place.

import { createScanner } from 'jsonc-parser';
import { type Fault, InputError, type Place } from '../../../errors.ts';
import { BOUNDS } from '../../../snapshot/bounds.ts';
import { parseJson } from './json.ts';

/** No service takes policies of a tenth of this. */
const LARGEST = 1024 * 1024;
const MOST_FAULTS = 20;

/**
 * The value of a JSON text. Throws InputError with line and column: for what is no JSON, too large or too deep, and for a key
 * that stands twice in one object (services refuse it, or let the last one count without a word). `within`: the place of a
 * text that is itself a string in a file.
 */
export function parsePolicyText(text: string, file: string, within?: Place): unknown {
  const hint = 'tojimari judges policies in JSON.';
  const place = within ?? { file, line: 1, column: 1 };
  if (text.length > LARGEST)
    throw new InputError([{ message: 'is larger than any policy that AWS takes', place }], hint);
  const faults = structure(text, file);
  if (within !== undefined) for (const fault of faults) fault.place = within;
  const [deep] = faults.filter(({ message }) => message.includes('nested'));
  if (deep !== undefined) throw new InputError([deep], hint);
  const value = parseJson(text, file);
  if (faults.length > 0)
    throw new InputError(faults, 'Keep one of them: which one would count is not certain.');
  return value;
}

/** Keys that stand twice, and nesting without end; token by token, so that depth costs nothing. */
export function structure(text: string, file: string): Fault[] {
  const faults: Fault[] = [];
  const scanner = createScanner(text, true);
  const open: (Set<string> | undefined)[] = [];
  let last: { name: string; place: Place } | undefined;
  for (;;) {
    scanner.scan();
    // A token is told by its first character.
    const first = text[scanner.getTokenOffset()];
    if (first === undefined) break;
    const here = (): Place => ({
      file,
      line: scanner.getTokenStartLine() + 1,
      column: scanner.getTokenStartCharacter() + 1,
    });
    if (first === '{') open.push(new Set());
    else if (first === '[') open.push(undefined);
    else if (first === '}' || first === ']') open.pop();
    else if (first === ':' && last !== undefined) {
      const names = open.at(-1);
      if (names?.has(last.name) === true && faults.length < MOST_FAULTS)
        faults.push({
          message: `has the key ${JSON.stringify(last.name.slice(0, 80))} twice`,
          place: last.place,
        });
      names?.add(last.name);
    }
    last = first === '"' ? { name: scanner.getTokenValue(), place: here() } : undefined;
    if (open.length > BOUNDS.policy)
      return [
        { message: `is nested deeper than ${BOUNDS.policy} levels, which no policy is`, place: here() },
      ];
  }
  return faults;
}
