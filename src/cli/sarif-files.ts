// SARIF in files that GitHub takes: one where all fits, else several and an index of them.
import { readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { maskAccounts, visible } from '../report/escape.ts';
import { gathered } from '../report/index.ts';
import { type RenderOptions, type Report, SEVERITIES } from '../report/report.ts';
import { type Parts, partsOf } from '../report/sarif.ts';
import { logPieces, type Part } from '../report/sarif-pieces.ts';
import { filesOf } from '../report/sarif-split.ts';
import type { Io } from './io.ts';
import { writeWhole } from './outputs.ts';

const TOOL = 'tojimari';

/** What is where, for whoever uploads. */
interface Index {
  tool: typeof TOOL;
  version: 1;
  /** In the order in which they were filled; names beside the index. */
  files: { file: string; categories: string[]; results: number }[];
  /** Scopes that were not seen whole: there is no run of them, and their alerts stay as they are. `results`: what the run would have had. */
  leftOut: { category: string; reasons: string[]; results: number }[];
}

/**
 * Writes SARIF to stdout or a file. `out.sarif` that would be more than GitHub takes becomes `out-1.sarif`, `out-2.sarif` …; then, or when a scope
 * was left out, `out.index.json` tells. What an earlier run wrote under these names is removed.
 */
export async function writeSarif(
  report: Report,
  file: string | undefined,
  how: RenderOptions,
  quiet: boolean,
  io: Io,
): Promise<void> {
  const parts = partsOf(report, how);
  const files = filesOf(parts.parts);
  const tell = (line: string) => {
    if (!quiet) io.stderr.write(`${how.public ? maskAccounts(visible(line)) : visible(line)}\n`);
  };
  if (file === undefined || !(await isReplaceable(file))) {
    const pieces = gathered(logPieces(parts.parts));
    if (file === undefined) for (const piece of pieces) io.stdout.write(piece);
    else await writeWhole(file, pieces, io.unfinished);
    if (files.length > 1)
      tell(`SARIF: more than GitHub takes in one file; --output FILE would write ${files.length} files`);
  } else {
    const earlier = await filesOfEarlier(file);
    const single = files.length === 1;
    const names = files.map((_, index) => (single ? file : numbered(file, index + 1)));
    for (const [index, some] of files.entries()) {
      const name = names[index] ?? file;
      await writeWhole(name, gathered(logPieces(some)), io.unfinished);
      tell(`wrote ${name} (sarif)`);
    }
    const index = indexName(file);
    if (!single || parts.leftOut.length > 0) {
      await writeWhole(index, `${JSON.stringify(indexOf(names, files, parts), null, 1)}\n`, io.unfinished);
      tell(`wrote ${index} (which files of SARIF there are, and what is left out)`);
    } else if (earlier !== undefined) await rm(index, { force: true });
    // What an earlier run left would be uploaded again.
    if (!single) await rm(file, { force: true });
    for (let n = single ? 1 : files.length + 1; n <= (earlier ?? 0); n += 1)
      await rm(numbered(file, n), { force: true });
  }
  for (const one of parts.leftOut) tell(`SARIF: ${leftOutWords(one)}`);
}

/** Which scope has no run, why, what stands open there all the same, and the ways out. */
function leftOutWords({ category, unseen, alerts }: Parts['leftOut'][number]): string {
  const why = unseen.map(({ text }) => text.en).join('; ');
  const worst = SEVERITIES.flatMap((severity) => {
    const n = alerts.filter((one) => one.severity === severity).length;
    return n === 0 ? [] : [`${n} ${severity}`];
  });
  const lacks = worst.length === 0 ? '' : `. Not in the file therefore: ${worst.join(', ')}`;
  const permissions = new Set(
    unseen.flatMap(({ missing }) => missing.flatMap(({ permission }) => permission ?? [])),
  );
  const allow = permissions.size === 0 ? '' : `allow ${[...permissions].join(', ')}, or `;
  return `${category} is left out, so that its alerts stay as they are: ${why}${lacks}. To have it in: ${allow}accept what cannot be read (--allow-unknown=GLOB, or an intent)`;
}

function indexOf(names: string[], files: Part[][], { leftOut }: Parts): Index {
  return {
    tool: TOOL,
    version: 1,
    files: files.map((parts, index) => ({
      file: basename(names[index] ?? ''),
      categories: parts.map(({ head }) => head.automationDetails.id),
      results: parts.reduce((sum, { alerts }) => sum + alerts.length, 0),
    })),
    leftOut: leftOut.map(({ category, unseen, alerts }) => ({
      category: `tojimari/${category}/`,
      reasons: unseen.map(({ text }) => visible(text.en)),
      results: alerts.length,
    })),
  };
}

/** `out.sarif` is `out-2.sarif`, `out.sarif.json` is `out-2.sarif.json`. */
function numbered(file: string, n: number): string {
  const { folder, name, extension } = namesOf(file);
  return join(folder, `${name}-${n}${extension}`);
}

function indexName(file: string): string {
  const { folder, name } = namesOf(file);
  return join(folder, `${name}.index.json`);
}

function namesOf(file: string): { folder: string; name: string; extension: string } {
  const [, name = basename(file), extension = ''] =
    /^(.+?)(\.sarif(?:\.json)?|\.json)$/i.exec(basename(file)) ?? [];
  return { folder: dirname(file), name, extension };
}

/** How many numbered files our own index of an earlier run names; undefined when there is none of ours. */
async function filesOfEarlier(file: string): Promise<number | undefined> {
  const text = await readFile(indexName(file), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : readIndex(text);
}

/** How many numbered files an index of ours is of; undefined for what is none. */
function readIndex(text: string): number | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('tool' in value) || !('files' in value))
      return undefined;
    if (value.tool !== TOOL || !Array.isArray(value.files)) return undefined;
    // A single file has no number.
    return value.files.length === 1 ? 0 : value.files.length;
  } catch {
    return undefined;
  }
}

async function isReplaceable(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined))?.isFile() ?? true;
}
