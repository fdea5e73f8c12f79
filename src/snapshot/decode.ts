// Bytes -> text, in the encodings that files come in: UTF-8 with or without a mark, UTF-16 as PowerShell writes it.
import { TextDecoder } from 'node:util';
import { InputError } from '../errors.ts';
import { BOUNDS, megabytes } from './bounds.ts';

/** A whole file. Throws InputError when it is too big or not text. */
export function decode(bytes: Buffer, file: string): string {
  if (bytes.length > megabytes(BOUNDS.file)) throw tooLarge(file);
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw notText(file);
  }
}

/** The beginning of a file, which may end inside a character. Never throws. */
export function decodeHead(bytes: Buffer): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

/** The same bytes in UTF-8, whatever encoding they come in. Throws InputError for what is not text. */
export async function* asUtf8(chunks: AsyncIterable<Buffer>, file: string): AsyncIterable<Buffer> {
  let decoder: TextDecoder | undefined;
  let plain: boolean | undefined;
  for await (const chunk of chunks) {
    plain ??= encodingOf(chunk) === 'utf-8';
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
    // Whether UTF-8 is well formed shows where it is parsed.
    yield plain ? chunk : Buffer.from(decodePart(decoder, chunk, file));
  }
  if (plain === false && decoder !== undefined) yield Buffer.from(decodePart(decoder, undefined, file));
}

/** Line by line, without holding the whole. Throws InputError for what is not text. */
export async function* decodeLines(chunks: AsyncIterable<Buffer>, file: string): AsyncIterable<string> {
  let decoder: TextDecoder | undefined;
  let begun = '';
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
    const [first = '', ...more] = decodePart(decoder, chunk, file).split('\n');
    begun += first;
    if (begun.length > megabytes(BOUNDS.file)) throw tooLarge(file);
    for (const next of more) {
      yield withoutReturn(begun);
      begun = next;
    }
  }
  if (decoder !== undefined) begun += decodePart(decoder, undefined, file);
  if (begun !== '') yield withoutReturn(begun);
}

function decodePart(decoder: TextDecoder, chunk: Buffer | undefined, file: string): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw notText(file);
  }
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes.length >= 2 && bytes[0] !== 0 && bytes[1] === 0) return 'utf-16le';
  return 'utf-8';
}

/** The refusal of more than that. */
export function tooLarge(file: string): InputError {
  return new InputError([{ message: `is larger than ${BOUNDS.file} MB`, place: { file } }]);
}

function notText(file: string): InputError {
  return new InputError([{ message: 'is not text in UTF-8 or UTF-16', place: { file } }]);
}
