// Text that is in memory, read as if it were a file.
import { decode, decodeHead, decodeLines } from './decode.ts';
import type { InputFile } from './files.ts';

const HEAD_BYTES = 8192;

/** Text held in memory as if it were a file: standard input, and tests. */
export function textFile(path: string, content: string | Buffer, named = true): InputFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    path,
    inside: path,
    size: bytes.length,
    named,
    text: async () => decode(bytes, path),
    lines: () => decodeLines(chunkOf(bytes), path),
    chunks: () => chunkOf(bytes),
    head: async () => decodeHead(bytes.subarray(0, HEAD_BYTES)),
  };
}

async function* chunkOf(bytes: Buffer): AsyncIterable<Buffer> {
  yield bytes;
}
