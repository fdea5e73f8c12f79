// Help in another language: whatever is handed to yargs for people to read goes through a dictionary first.
import type { Argv } from 'yargs';

/** Methods of yargs that take words for people. The builder of `command` gets the same yargs again. */
const SPEAKING = [
  'command',
  'option',
  'options',
  'positional',
  'example',
  'epilogue',
  'usage',
  'completion',
  'demandCommand',
] as const;
/** Keys of options whose values are for people. */
const READ = ['description', 'describe', 'group'];

/** Another language: the words of yargs itself, and ours by the English ones. */
export interface Dictionary {
  yargs: Record<string, string>;
  texts: Record<string, string>;
}

/** True when help will be printed. */
export function asksForHelp(argv: string[]): boolean {
  return argv.some((word) => word === '--help' || word === '-h');
}

/** The language that --lang names. */
export function languageTyped(argv: string[]): 'en' | 'ja' | undefined {
  const found = argv.flatMap((word, index) =>
    word === '--lang' ? (argv[index + 1] ?? '') : word.startsWith('--lang=') ? word.slice(7) : [],
  );
  return found.includes('ja') ? 'ja' : found.includes('en') ? 'en' : undefined;
}

/** The same yargs, which says everything that `say` knows another word for in that word. */
export function speaking(yargs: Argv, say: (text: string) => string): Argv {
  const proxy: Argv = new Proxy(yargs, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      const speaks = SPEAKING.some((name) => name === key);
      return (...given: unknown[]) => {
        const words = speaks ? given.map((one) => spoken(one, say)) : given;
        const result: unknown = Reflect.apply(value, target, words);
        return result === target ? proxy : result;
      };
    },
  });
  return proxy;
}

function spoken(given: unknown, say: (text: string) => string): unknown {
  if (typeof given === 'string') return say(given);
  if (typeof given === 'function')
    return (inner: unknown, ...rest: unknown[]): unknown =>
      Reflect.apply(given, undefined, [isYargs(inner) ? speaking(inner, say) : inner, ...rest]);
  if (Array.isArray(given) || typeof given !== 'object' || given === null) return given;
  return Object.fromEntries(
    Object.entries(given).map(([key, value]: [string, unknown]) => {
      if (typeof value === 'string') return [key, READ.includes(key) ? say(value) : value];
      const isOption = typeof value === 'object' && value !== null && !Array.isArray(value);
      return [key, isOption ? spoken(value, say) : value];
    }),
  );
}

function isYargs(value: unknown): value is Argv {
  return (
    (typeof value === 'object' || typeof value === 'function') &&
    value !== null &&
    typeof Reflect.get(value, 'scriptName') === 'function'
  );
}
