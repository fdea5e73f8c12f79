// Since when files say what they say, by the git repositories that they lie in.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { decode } from './decode.ts';
import { type Git, openGit } from './git.ts';
import { NoHistory, type Repository, repositoryOf } from './repository.ts';
import type { Origin } from './resource.ts';
import { saidAt } from './said.ts';

/** The commit since which a place says what it says now, without a break. */
export interface Since {
  commit: string;
  /** When it was committed, ISO 8601 with an offset. */
  date: string;
  /** The history that was cloned ends there: it may be older. */
  cut: boolean;
}

export interface History {
  /** Since when each place says what it says; a reason in words where that cannot be told. */
  since(places: Origin[]): Promise<(Since | string)[]>;
  close(): Promise<void>;
}

/** Looks at git repositories only when it is asked. `cwd`: what paths are relative to. `path`: the PATH to find git by. */
export function newHistory(cwd: string, path: string): History {
  const opened = new Map<string, Promise<Git>>();
  const ask = async (repository: Repository): Promise<Git> => {
    const known = opened.get(repository.root) ?? openGit(repository, path);
    opened.set(repository.root, known);
    return await known;
  };
  return {
    async since(places) {
      const answers = new Map<Origin, Since | string>();
      const byFile = new Map<string, Origin[]>();
      for (const place of places) byFile.set(place.file, [...(byFile.get(place.file) ?? []), place]);
      for (const [file, group] of byFile) {
        try {
          const found = await sinceIn(resolve(cwd, file), group, ask);
          group.forEach((place, index) => {
            answers.set(place, found[index] ?? 'nothing stands there');
          });
        } catch (error) {
          if (!(error instanceof NoHistory)) throw error;
          for (const place of group) answers.set(place, error.message);
        }
      }
      return places.map((place) => answers.get(place) ?? 'it was not looked for');
    },
    async close() {
      for (const git of opened.values()) await (await git).close();
    },
  };
}

async function sinceIn(
  file: string,
  places: Origin[],
  ask: (repository: Repository) => Promise<Git>,
): Promise<(Since | string)[]> {
  const { repository, path } = await repositoryOf(file);
  const text = textOf(await readFile(file).catch(() => undefined));
  if (text === undefined) throw new NoHistory('it cannot be read again');
  const git = await ask(repository);
  const versions = await git.versions(path);
  const cut = repository.shallow === undefined ? new Set<string>() : await cuts(repository.shallow);
  const never = versions.length === 0 ? 'the file was never committed' : 'it was not committed as it stands';
  const says = places.map((place) => saidAt(text, place));
  const found: (Since | string)[] = says.map((one) => (one === undefined ? 'nothing stands there' : never));
  const open = new Set(says.flatMap((one, index) => (one === undefined ? [] : [index])));
  // From the newest: a place whose text is not in a version has said it since the version after that.
  for (const { commit, date, blob } of versions) {
    const bytes = blob === undefined ? undefined : await git.content(blob);
    const then = textOf(bytes);
    for (const index of open) {
      const before = found[index];
      if (then !== undefined && says[index]?.(then) === true)
        found[index] = { commit, date, cut: cut.has(commit) };
      else {
        open.delete(index);
        // An object that is not in this clone says neither.
        if (blob === undefined || bytes !== undefined) continue;
        found[index] =
          typeof before === 'object' ? { ...before, cut: true } : 'this clone does not hold its content';
      }
    }
    if (open.size === 0) break;
  }
  return found;
}

async function cuts(shallow: string): Promise<Set<string>> {
  return new Set((await readFile(shallow, 'utf8').catch(() => '')).split('\n'));
}

function textOf(bytes: Buffer | undefined): string | undefined {
  try {
    return bytes === undefined ? undefined : decode(bytes, '');
  } catch {
    return undefined;
  }
}
