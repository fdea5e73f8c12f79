// The file of --source-map: ids of resources to places in source, each checked to be there.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InputError, UsageError } from '../errors.ts';
import type { Misfit } from '../schema.ts';
import type { Index, Place } from '../source/declared.ts';
import { tidy } from '../source/paths.ts';
import { blockAt, type Mapped, placesOfAddress } from '../source/ties.ts';
import { parseLocated } from './located.ts';
import { sourceMapSchema } from './source-map.generated.ts';

const HINT = 'A line each: "arn:aws:s3:::acme-*": infra/main.tf:12, or a Terraform address below --source.';
/** `module.web.aws_s3_bucket.logs["eu"]`; types of providers have an underscore. */
const ADDRESS = /^(?:module\.[\w-]+(?:\[[^\]]*\])?\.)*[a-z][a-z0-9]*_\w+\.[\w-]+(?:\[[^\]]*\])?$/;

/** Reads a map. Throws InputError with every fault and its place, UsageError when there is no such file. */
export async function readSourceMap(file: string, index: Index, cwd: string): Promise<Mapped[]> {
  const text = await readFile(resolve(cwd, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `--source-map names ${file}, which cannot be read (${error.code}).`,
      'Check the path.',
    );
  });
  const located = parseLocated(text, file, {
    schema: sourceMapSchema,
    empty: {},
    deepest: 4,
    keys: [],
    hint: HINT,
  });
  const mapped: Mapped[] = [];
  const misfits: Misfit[] = [];
  for (const [id, written] of Object.entries(located.value)) {
    const pointer = `/${id.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const place = ADDRESS.test(written) ? ofAddress(written, index) : await ofFile(written, index, cwd);
    const { line = 1 } = located.placeOf(pointer);
    if (typeof place === 'string') misfits.push({ pointer, message: place });
    else mapped.push({ id, place, said: `${file}:${line}` });
  }
  if (misfits.length > 0)
    throw new InputError(
      misfits.map(({ pointer, message }) => ({ message, place: located.placeOf(pointer) })),
      HINT,
    );
  return mapped;
}

function ofAddress(address: string, index: Index): Place | string {
  const [place, ...more] = placesOfAddress(index, address);
  if (place === undefined) return `${address} is declared in no folder of --source`;
  return more.length === 0 ? place : `${address} is declared in several folders of --source; name the file`;
}

/** `file`, `file:line` or `file:line:column`. */
async function ofFile(written: string, index: Index, cwd: string): Promise<Place | string> {
  const [, path = '', lineText = '1', columnText = '1'] = /^(.+?)(?::(\d+))?(?::(\d+))?$/.exec(written) ?? [];
  const [line, column, file] = [Number(lineText), Number(columnText), tidy(path)];
  const text = await readFile(resolve(cwd, path), 'utf8').catch(() => undefined);
  if (text === undefined) return `there is no file ${path} that can be read`;
  const lines = text.split('\n').length;
  if (line < 1 || line > lines) return `${path} has ${lines} lines, and none is ${line}`;
  return blockAt(index, file, line) ?? { file, line, column: Math.max(1, column), endLine: line };
}
