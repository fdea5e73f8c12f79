// Runs a command line in this process, with everything it could touch made up.
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';
import { allIncidents } from '../../src/cli/incidents.ts';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/program.ts';
import { rulesIn } from '../../src/cli/ruleset.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** What a test may set of the surroundings. */
export interface Setting {
  env?: Record<string, string>;
  stdin?: string;
  cwd?: string;
}

/** The Io of a run that is no terminal, and what was written to it. */
export function fakeIo({ env = {}, stdin = '', cwd = tmpdir() }: Setting = {}) {
  const stdout = collected();
  const stderr = collected();
  const io: Io = {
    stdout: stdout.stream,
    stderr: stderr.stream,
    stdin: async () => Buffer.from(stdin),
    env: { LANG: 'C', SOURCE_DATE_EPOCH: '1793577600', ...env },
    now: () => Date.parse('2026-11-02T00:00:00Z'),
    cwd,
    root: ROOT,
    version: '0.0.0-test',
    unfinished: new Set(),
  };
  return { io, written: () => ({ stdout: stdout.text(), stderr: stderr.text() }) };
}

/** Runs tojimari with these words. */
export async function tojimari(argv: string[], setting: Setting = {}): Promise<Ran> {
  const { io, written } = fakeIo(setting);
  const code = await main(argv, {
    ...io,
    builtRules: await builtRules(),
    builtIncidents: await builtIncidents(),
  });
  return { code, ...written() };
}

let rules: Promise<string> | undefined;

/** The shipped rules as the build would write them. */
export function builtRules(): Promise<string> {
  rules ??= once('rules.json', () => rulesIn([join(ROOT, 'rules')]));
  return rules;
}

let incidents: Promise<string> | undefined;

/** The shipped incidents, likewise. */
function builtIncidents(): Promise<string> {
  incidents ??= once('incidents.json', () => allIncidents({ root: ROOT }));
  return incidents;
}

/** The path of a file that is made by the first test file of a run that needs it: reading all rules takes a second. */
async function once(name: string, make: () => Promise<unknown>): Promise<string> {
  const path = join(process.env['TOJIMARI_ONCE'] ?? folder(), name);
  if (existsSync(path)) return path;
  const half = `${path}.${process.pid}`;
  writeFileSync(half, JSON.stringify(await make()));
  renameSync(half, path);
  return path;
}

function collected() {
  const stream = new PassThrough();
  let all = '';
  stream.on('data', (chunk: Buffer) => {
    all += chunk.toString();
  });
  return { stream, text: () => all };
}

/** A folder with these files that is gone after the tests. */
export function folder(files: Record<string, string> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'tojimari-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  made.push(path);
  return path;
}
const made: string[] = [];
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});
