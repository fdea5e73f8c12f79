// What people type, and what they meant: repairs before yargs reads it, and plain words for what yargs refuses.
import { UsageError } from '../errors.ts';
import { nearest } from '../rules/nearest.ts';
import { ALL_FLAGS, SINGLE_FLAGS } from './flags.ts';

const STDIN = '<stdin>';
/** What the completion script asks; the words after it are unfinished. */
const COMPLETIONS = '--get-yargs-completions';

/** A target or file as it was typed. */
export function asTyped(word: string): string {
  return word === STDIN ? '-' : word;
}

/**
 * `--allow-unknown` alone means everything: yargs would take the next word, often a path, for its value.
 * `--output -` is stdout: yargs would take `-` for the next flag. `-` alone is stdin: yargs loses it. Words after `--`
 * are paths: yargs loses those too. Throws UsageError for a flag that does not exist and for a value that is empty.
 */
export function normalise(argv: string[]): string[] {
  if (argv[0] === COMPLETIONS) return argv;
  const words: string[] = [];
  const wantsHelp = ['--help', '-h', '--version'].some((flag) => argv.includes(flag));
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  for (let index = 0; index < end; index++) {
    const word = argv[index] ?? '';
    const [, name, value] = /^--?([A-Za-z][^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (name !== undefined && !wantsHelp) checkFlag(name, value, argv[0]);
    if (word === '--allow-unknown') words.push('--allow-unknown=*');
    else if (word === '--output' && argv[index + 1] === '-') {
      words.push('--output=-');
      index += 1;
    } else if (word === '') throw new UsageError(emptyWord(words.at(-1)));
    else words.push(word === '-' ? STDIN : word);
  }
  return [...words, ...argv.slice(end + 1).map((word) => (word.startsWith('-') ? `./${word}` : word))];
}

function checkFlag(name: string, value: string | undefined, command: string | undefined): void {
  if (value === '') throw new UsageError(`--${name} needs a value.`);
  if (ALL_FLAGS.includes(name) || name === 'h') return;
  const meant = name.length === 1 ? undefined : nearest(name, ALL_FLAGS);
  const hint = meant === undefined ? seeHelp(command) : `Did you mean --${meant}?`;
  throw new UsageError(`There is no flag ${name.length > 1 ? '--' : '-'}${name}.`, hint);
}

function emptyWord(before: string | undefined): string {
  return before?.startsWith('--') ? `${before} needs a value.` : 'One of the words is empty.';
}

function seeHelp(command: string | undefined): string {
  const known = NEEDED.some(([name]) => name === command);
  return `See "tojimari ${known ? `${command} ` : ''}--help".`;
}

/** What each command cannot do without. */
const NEEDED: [command: string, sentence: string][] = [
  ['scan', 'Say what to scan: aws, salesforce, or a file or folder.'],
  ['policy', 'Say which policy to judge: a file, or - for stdin.'],
  ['collect', 'Say what to collect from: aws or salesforce.'],
  ['render', 'Say which JSON report to render.'],
  ['permissions', 'Say whose permissions: aws or salesforce.'],
  ['explain', 'Say what to explain: limits.'],
  ['rules', '"rules show" needs the id of a rule, "rules validate" a folder.'],
  ['diff', 'Name two states: the earlier and the later export, snapshot, JSON report or SARIF.'],
  ['incidents', '"incidents show" and "incidents replay" need the id of an incident.'],
  ['baseline', 'Say what to do: baseline write.'],
  ['intent', '"intent add" needs the number of a finding: F1.'],
  ['init', 'Something is missing.'],
  ['coverage', 'Something is missing.'],
  ['demo', 'Something is missing.'],
];
const COMMANDS = [...NEEDED.map(([name]) => name), 'completion'];
/** Commands whose first word says what to do. */
const WITH_ACTIONS = ['rules', 'incidents', 'intent'];
const RULES_ACTIONS = ['list', 'show', 'validate', 'test'];
const INCIDENTS_ACTIONS = ['list', 'show', 'replay'];

/** A refusal of yargs as one sentence and a hint. */
export function commandMistake(message: string, command: string | undefined): UsageError {
  const needed = NEEDED.find(([name]) => name === command)?.[1];
  const help = seeHelp(command);
  const [first = '', ...rest] = message.trim().split('\n');
  const unknown = /^Unknown (?:argument|command)s?: (.+)$/.exec(first)?.[1]?.split(', ')[0];
  if (unknown !== undefined && unknown !== command && ALL_FLAGS.includes(unknown))
    return new UsageError(`--${unknown} is not a flag of this command.`, help);
  if (unknown !== undefined && needed !== undefined && !WITH_ACTIONS.includes(command ?? ''))
    return new UsageError(`"${unknown}" is one word too many.`, help);
  if (unknown !== undefined) {
    const actions = command === 'incidents' ? INCIDENTS_ACTIONS : RULES_ACTIONS;
    const meant = nearest(unknown, [...COMMANDS, ...actions]);
    return new UsageError(
      `There is no command "${unknown}".`,
      meant === undefined ? help : `Did you mean "${meant}"?`,
    );
  }
  const needs = /^Not enough arguments following: (.+)$/.exec(first)?.[1];
  if (needs !== undefined) return new UsageError(`--${needs} needs a value.`, help);
  if (/^Not enough non-option arguments/.test(first))
    return new UsageError(needed ?? 'Something is missing.', help);
  if (/^Missing required argument/.test(first) && rest.length > 0)
    return new UsageError(rest.join(' '), help);
  // "Invalid values:" goes on in the next line: `Argument: lang, Given: "fr", Choices: "en", "ja"`.
  const choice = /Argument: (.+), Given: (.+), Choices: (.+)$/.exec(rest.join(' '));
  if (choice !== null) {
    const [, name = '', given, choices] = choice;
    // Elsewhere the provider is a word of its own.
    const isFlag = ALL_FLAGS.includes(name) && (name !== 'provider' || command === 'init');
    const where = isFlag ? `--${name}` : name;
    return new UsageError(`${given} is not a value of ${where}.`, `Choose one of ${choices}.`);
  }
  return new UsageError(first, help);
}

/** A flag with one value that was given twice: nobody can tell which one was meant. */
export function refuseRepeated(argv: Record<string, unknown>): true {
  for (const flag of SINGLE_FLAGS)
    if (Array.isArray(argv[flag])) throw new UsageError(`--${flag} was given more than once.`);
  return true;
}
