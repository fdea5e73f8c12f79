// Answers whose files do not say what they are about, as recordings number them: what they hold says it, or what was saved beside them.
import { raw } from '../answers/shape.ts';
import { sameThing } from './replay.ts';
import { readSaved, type SavedAnswer } from './saved.ts';

/** Names stand at most this deep in an answer: `Attributes/TopicArn`. */
const DEEPEST = 3;

/**
 * The answer about the thing of these names: the first that names it; or the only one to its question whose file names nothing, where the
 * thing is the only one that its service lists and the answer names no other.
 */
export async function nameless(
  answers: SavedAnswer[],
  saved: SavedAnswer[],
  [name = '', ...more]: string[],
): Promise<SavedAnswer | undefined> {
  if (saved.length === 0 || more.length > 0) return undefined;
  const names = await indexOf(saved);
  const found = names.get(lastOf(name))?.find((one) => isSame(name, one.name));
  if (found !== undefined) return found.saved;
  const [only, another] = saved.filter(({ parameter }) => parameter === undefined);
  if (only === undefined || another !== undefined || namesIn(await bodyOf(only)).length > 0) return undefined;
  return (await listed(answers, only.service)) === 1 ? only : undefined;
}

type Index = Map<string, { name: string; saved: SavedAnswer }[]>;
const indexes = new WeakMap<SavedAnswer[], Promise<Index>>();

/** Answers by the last parts of the names that they hold; read once, and only when a question was not answered by the name of a file. */
function indexOf(saved: SavedAnswer[]): Promise<Index> {
  const known = indexes.get(saved) ?? readNames(saved);
  indexes.set(saved, known);
  return known;
}

async function readNames(saved: SavedAnswer[]): Promise<Index> {
  const index: Index = new Map();
  for (const one of saved)
    for (const name of namesIn(await bodyOf(one))) {
      const key = lastOf(name);
      index.set(key, [...(index.get(key) ?? []), { name, saved: one }]);
    }
  return index;
}

function lastOf(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1);
}

/** Keys that say what an answer is about. */
const NAMING = /^(?:[A-Za-z]*(?:Arn|ARN|Url|Id|Name|Identifier))$/;

/** What an answer says that it is about: names and ids, but not those of owners, and none in texts of policies. */
function namesIn(node: unknown, depth = 0): string[] {
  const found: string[] = [];
  for (const [key, value] of Object.entries(raw(node) ?? {})) {
    if (key === 'ResponseMetadata' || /Owner|Principal|Role|Request/.test(key)) continue;
    if (typeof value === 'string' && NAMING.test(key)) found.push(value);
    else if (depth < DEEPEST && !Array.isArray(value)) found.push(...namesIn(value, depth + 1));
  }
  return found;
}

/** The same thing; the URL of a queue and its ARN end in its account and its name. */
function isSame(one: string, other: string): boolean {
  if (sameThing(one, other)) return true;
  const tail = (text: string) => text.split(/[:/]/).slice(-2).join('/');
  return /[:/]/.test(one) && /[:/]/.test(other) && tail(one) === tail(other);
}

/** How many things the longest list of a service has. */
async function listed(answers: SavedAnswer[], service: string): Promise<number> {
  let most = 0;
  for (const saved of answers) {
    if (saved.service !== service || !/^(List|Describe)/.test(saved.operation)) continue;
    for (const value of Object.values(await bodyOf(saved)))
      if (Array.isArray(value)) most = Math.max(most, value.length);
  }
  return most;
}

async function bodyOf(saved: SavedAnswer): Promise<object> {
  const reading = await readSaved(saved);
  return reading.state === 'present' ? reading.body : {};
}
