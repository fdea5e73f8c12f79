// What people type, and what they meant: repairs before yargs reads it, and plain words for what yargs refuses.
import { UsageError } from '../errors.ts';
import { nearest } from '../rules/nearest.ts';
import { ALL_FLAGS, SINGLE_FLAGS } from './flags.ts';

const STDIN = '<stdin>';

/** A target or file as it was typed. */
export function asTyped(word: string): string {
  return word === STDIN ? '-' : word;
}

/**
 * `--allow-unknown` alone means everything: yargs would take the next word, often a path, for its value.
 * `--output -` is stdout: yargs would take `-` for the next flag. `-` alone is stdin: yargs loses it.
 */
export function normalise(argv: string[]): string[] {
  const words: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (word === '--') return [...words, ...argv.slice(index)];
    if (word === '--allow-unknown') words.push('--allow-unknown=*');
    else if (word === '--output' && argv[index + 1] === '-') {
      words.push('--output=-');
      index += 1;
    } else words.push(word === '-' ? STDIN : word);
  }
  return words;
}

/** What each command cannot do without. */
const NEEDED: [command: string, sentence: string][] = [
  ['scan', 'Say what to scan: aws, salesforce, or a file or folder.'],
  ['collect', 'Say what to collect from: aws or salesforce.'],
  ['render', 'Say which JSON report to render.'],
  ['permissions', 'Say whose permissions: aws or salesforce.'],
  ['explain', 'Say what to explain: limits.'],
  ['rules', '"rules show" needs the id of a rule, "rules validate" a folder.'],
  ['demo', 'Something is missing.'],
];

/** A refusal of yargs as one sentence and a hint. */
export function commandMistake(message: string, command: string | undefined): UsageError {
  const needed = NEEDED.find(([name]) => name === command)?.[1];
  const help = `See "tojimari ${needed === undefined ? '' : `${command} `}--help".`;
  const [first = '', ...rest] = message.trim().split('\n');
  const unknown = /^Unknown arguments?: (.+)$/.exec(first)?.[1]?.split(', ')[0];
  if (unknown !== undefined && unknown === command)
    return new UsageError(`There is no command "${command}".`, help);
  if (unknown !== undefined) {
    const flag = unknown.length > 1 ? `--${unknown}` : `-${unknown}`;
    if (ALL_FLAGS.includes(unknown)) return new UsageError(`${flag} is not a flag of this command.`, help);
    const meant = nearest(unknown, ALL_FLAGS);
    const hint = meant === undefined ? help : `Did you mean --${meant}?`;
    return new UsageError(`There is no flag ${flag}.`, hint);
  }
  const meant = /^Did you mean (.+)\?$/.exec(first)?.[1];
  if (meant !== undefined) return new UsageError('There is no such command.', `Did you mean "${meant}"?`);
  const needs = /^Not enough arguments following: (.+)$/.exec(first)?.[1];
  if (needs !== undefined) return new UsageError(`--${needs} needs a value.`, help);
  if (/^Not enough non-option arguments/.test(first))
    return new UsageError(needed ?? 'Something is missing.', help);
  if (/^Missing required argument/.test(first) && rest.length > 0)
    return new UsageError(rest.join(' '), help);
  // "Invalid values:" goes on in the next line: `Argument: lang, Given: "fr", Choices: "en", "ja"`.
  const choice = /Argument: (.+), Given: (.+), Choices: (.+)$/.exec(rest.join(' '));
  if (choice !== null)
    return new UsageError(`${choice[2]} is not a value of ${choice[1]}.`, `Choose one of ${choice[3]}.`);
  return new UsageError(first, help);
}

/** A flag with one value that was given twice: nobody can tell which one was meant. */
export function refuseRepeated(argv: Record<string, unknown>): true {
  for (const flag of SINGLE_FLAGS)
    if (Array.isArray(argv[flag])) throw new UsageError(`--${flag} was given more than once.`);
  return true;
}
