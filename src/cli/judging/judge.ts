// Judges lines of a snapshot in a thread of its own: the entry of that thread.
import { isAscii, isUtf8 } from 'node:buffer';
import { openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { kindsOf } from '../../audit/kinds.ts';
import { newLedger } from '../../audit/ledger.ts';
import { newDesk } from '../../audit/stream.ts';
import { InputError } from '../../errors.ts';
import { PROVIDERS } from '../../providers/index.ts';
import { type Lines, textOf } from '../../snapshot/batches.ts';
import { BOUNDS } from '../../snapshot/bounds.ts';
import { assertUnchanged } from '../../snapshot/disk.ts';
import { readLine } from '../../snapshot/read.ts';
import type { Resource, Scope, SnapshotRecord } from '../../snapshot/resource.ts';
import { schemaNameOf } from '../targets.ts';
import type { Answer, Brief, Found, Outcome, Work } from './messages.ts';
import { newPacker } from './packing.ts';
import { newPassed } from './passed.ts';

const NEWLINE = 10;
const brief: Brief = workerData;
Object.assign(BOUNDS, brief.bounds);
const kinds = kindsOf(PROVIDERS);
const desk = newDesk(kinds, brief);
const pack = newPacker();
const passed = newPassed(kinds, brief.rules, brief.select);
const scopes = new Map<string, Scope>();
const schemas = new Map<string, string | undefined>();
const file = openSync(brief.file, 'r');
/** Taken again for each batch. */
let room = Buffer.alloc(0);

parentPort?.on('message', (work: Work) => {
  parentPort?.postMessage(answer(work));
});

function answer({ before, offset, length, pieces }: Work): Answer {
  const outcomes: Outcome[] = [];
  const found: Found = { doors: [], findings: [] };
  try {
    for (const record of before) keep(record);
    const bytes = batchOf(offset, length);
    const ascii = isAscii(bytes);
    for (const piece of pieces) {
      if ('records' in piece) for (const record of piece.records) keep(record);
      else outcomes.push(judge(bytes, piece.lines, ascii, found));
    }
    return { outcomes, found: pack(found) };
  } catch (error) {
    if (error instanceof InputError) {
      outcomes.push({ faults: error.faults, hint: error.hint });
      return { outcomes, found: pack(found) };
    }
    return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** The bytes of a batch. Throws InputError when the file is no longer as it was found. */
function batchOf(offset: number, length: number): Buffer {
  if (room.length < length) room = Buffer.allocUnsafeSlow(length);
  const bytes = room.subarray(0, length);
  for (let done = 0; done < length; ) {
    const count = readSync(file, bytes, done, length - done, offset + done);
    if (count === 0) break;
    done += count;
  }
  assertUnchanged(brief.file, brief.state);
  return bytes;
}

function keep(record: SnapshotRecord): void {
  passed.forget();
  if (record.record === 'scope') scopes.set(record.id, record);
  desk.keep(record);
}

/** Judges lines; what they found is added to `found`. */
function judge(bytes: Buffer, { from, to, line }: Lines, ascii: boolean, found: Found): Outcome {
  const ledger = newLedger(
    {
      ...brief,
      failOn: 'never',
      allowUnknown: undefined,
      exitZero: false,
      startedAt: 0,
      endedAt: () => 0,
      calls: () => 0,
      version: '',
    },
    kinds,
  );
  const read = new Map<string, { scope: string; type: string; resources: number }>();
  const here = new Set<string>();
  let last: { scope: string; type: string; resources: number } | undefined;
  const note = ({ scope, type }: { scope: string; type: string }) => {
    if (last?.scope === scope && last.type === type) {
      last.resources += 1;
      return;
    }
    if (!here.has(scope)) {
      here.add(scope);
      const known = scopes.get(scope);
      if (known !== undefined) ledger.scopes.add({ ...known, notes: [] });
    }
    const key = `${scope} ${type}`;
    last = read.get(key) ?? { scope, type, resources: 0 };
    last.resources += 1;
    read.set(key, last);
  };
  let number = line;
  for (let start = from; start < to; number += 1) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 || newline > to ? to : newline;
    const text = bytes.toString('latin1', start, end);
    const whole = ascii || isUtf8(bytes.subarray(start, end));
    const like = whole ? passed.find(text) : undefined;
    if (like?.passed === true) {
      note(like);
      ledger.pass(like);
    } else {
      const record = resourceOf(
        ascii ? text : textOf(bytes.subarray(start, end), brief.file, number),
        number,
      );
      note(record);
      if (desk.judge(record, ledger)) like?.keep?.();
    }
    start = end + 1;
  }
  const { doors, findings, ...part } = ledger.part();
  for (const door of doors) found.doors.push(door);
  for (const finding of findings) found.findings.push(finding);
  return { part, read: [...read.values()] };
}

/** One line. Throws InputError when it is no resource, or one that others are judged by. */
function resourceOf(text: string, line: number): Resource {
  const place = { file: brief.file, line };
  const record = readLine(text, place, schemaOf);
  // Its beginning says that it is a resource that nothing depends on; so what is not says two things.
  if (record.record !== 'resource' || kinds.get(record.type)?.type.context === true)
    throw new InputError([{ message: 'says twice what it is', place }]);
  return record;
}

function schemaOf(type: string): string | undefined {
  if (!schemas.has(type)) schemas.set(type, schemaNameOf(type, PROVIDERS));
  return schemas.get(type);
}
