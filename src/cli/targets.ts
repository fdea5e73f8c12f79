// Targets become streams of records: live providers by their names, everything else by the content of its files.
import pMap from 'p-map';
import { UsageError } from '../errors.ts';
import type { Export } from '../merge/export.ts';
import { joinExports } from '../merge/join.ts';
import type { Provider, ResourceType } from '../providers/provider.ts';
import { nearest } from '../rules/nearest.ts';
import { findFiles, type InputFile, textFile } from '../snapshot/files.ts';
import { isSnapshot, readSnapshot } from '../snapshot/read.ts';
import type { SnapshotRecord, Text } from '../snapshot/resource.ts';
import type { OpenWritten } from '../snapshot/told.ts';
import { agesOf, snapshotDate } from './ages.ts';
import type { Reporter } from './progress.ts';
import { brokenFiles, READABLE, whyUnclaimed } from './unclaimed.ts';

/** One stream of an audit. */
export interface Stream {
  provider: string;
  records: AsyncIterable<SnapshotRecord>;
}

/** Files above this many bytes are read long enough to say how far. */
const LARGE = 50_000_000;

/** Opens every target. Nothing is asked or read yet but the heads of files. `files`: where those come from, when not from the disk; `written`: finds the source of what is declared. Throws when a path cannot be used. */
export async function openTargets(
  targets: string[],
  providers: Provider[],
  stdin: () => Promise<Buffer>,
  collect: (provider: Provider) => AsyncIterable<SnapshotRecord>,
  files?: (target: string) => Promise<InputFile[]>,
  written?: OpenWritten,
  reading?: Reporter['reading'],
): Promise<Stream[]> {
  const streams: Stream[] = [];
  const exports: Export[] = [];
  for (const target of targets) {
    const provider = providers.find(({ name }) => name === target);
    if (provider !== undefined) streams.push({ provider: provider.name, records: collect(provider) });
    else {
      const found = await (files?.(target) ?? filesOf(target, providers, stdin));
      if (reading !== undefined)
        for (const file of found)
          if (file.size > LARGE) file.onRead = (done) => reading(file.path, done, file.size);
      exports.push(...(await openFiles(target, found, providers, written)));
    }
  }
  return [...streams, ...(await joinExports(exports, (type) => typeNamed(type, providers)))];
}

async function filesOf(
  target: string,
  providers: Provider[],
  stdin: () => Promise<Buffer>,
): Promise<InputFile[]> {
  if (target === '-') return [textFile('stdin', await stdin())];
  try {
    return await findFiles([target]);
  } catch (error) {
    const names = providers.map(({ name }) => name);
    const meant = nearest(target, names);
    if (!(error instanceof UsageError) || meant === undefined) throw error;
    throw new UsageError(error.message, `Did you mean the live target "${meant}"?`);
  }
}

async function openFiles(
  target: string,
  files: InputFile[],
  providers: Provider[],
  written: OpenWritten | undefined,
): Promise<Export[]> {
  const exports: Export[] = [];
  let left: InputFile[] = [];
  // Ten thousand small files are waited for together.
  const snapshots = await pMap(files, isSnapshot, { concurrency: 16 });
  for (const [index, file] of files.entries()) {
    if (file.named && file.size === 0) throw await whyUnclaimed(file);
    if (snapshots[index] === true) {
      const schemaOf = (type: string) => schemaNameOf(type, providers);
      const ageOf = agesOf([file], snapshotDate(await file.head()));
      const records = () => readSnapshot(file, schemaOf);
      exports.push({ provider: 'snapshot', declaration: false, path: file.path, ageOf, records });
    } else left.push(file);
  }
  for (const provider of providers) {
    const claims = left.length === 0 ? [] : await provider.recognise(left);
    for (const claim of claims)
      exports.push({
        provider: provider.name,
        declaration: claim.declaration === true,
        ageOf: agesOf(claim.files),
        records: () => claim.read(written),
      });
    const claimed = new Set(claims.flatMap((claim) => claim.files));
    left = left.filter((file) => !claimed.has(file));
  }
  const [named] = left.filter((file) => file.named);
  if (named !== undefined) throw await whyUnclaimed(named);
  const [first] = exports;
  if (first === undefined)
    throw new UsageError(
      files.length === 0
        ? `The folder ${target} holds no files.`
        : `Nothing in ${target} is something tojimari can read (${files.length} ${files.length === 1 ? 'file' : 'files'}).`,
      READABLE,
    );
  if (left.length > 0) {
    const broken = await brokenFiles(left);
    const { records } = first;
    first.records = () => withUnclaimed(records(), unclaimedNote(target, left), broken);
  }
  return exports;
}

/** What the settings of a resource type are checked with. */
export function schemaNameOf(type: string, providers: Provider[]): string | undefined {
  return typeNamed(type, providers)?.schema;
}

function typeNamed(type: string, providers: Provider[]): ResourceType | undefined {
  for (const { services } of providers) {
    for (const { types } of services) {
      const found = types.find((candidate) => candidate.type === type);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Puts a remark on the first scope that goes by; files that are broken make its list of files one that was not seen to the end. */
async function* withUnclaimed(
  records: AsyncIterable<SnapshotRecord>,
  note: Text,
  broken: InputFile[],
): AsyncIterable<SnapshotRecord> {
  let said = false;
  for await (const record of records) {
    if (record.record !== 'scope' || said) {
      yield record;
      continue;
    }
    said = true;
    yield { ...record, notes: [...(record.notes ?? []), note] };
    const detail = broken.map(({ inside }) => inside).join(', ');
    const listing = { record: 'listing', scope: record.id, type: 'file', state: 'unknown', seen: 0 } as const;
    if (broken.length > 0) yield { ...listing, reason: 'malformed', detail };
  }
}

function unclaimedNote(target: string, files: InputFile[]): Text {
  const names = files.slice(0, 3).map(({ inside }) => inside);
  const more = files.length > names.length ? ', …' : '';
  const list = `${names.join(', ')}${more}`;
  const en = `${files.length} ${files.length === 1 ? 'file' : 'files'} in ${target} not recognised and not read: ${list}`;
  return { en, ja: `${target} の ${files.length} 個のファイルは種類が分からず、読んでいません: ${list}` };
}
