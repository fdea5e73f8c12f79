// A JSON document of any size, element by element: each is found by its bounds, handed out whole, and parsed by whoever wants it.
import { isAscii } from 'node:buffer';
import { InputError } from '../errors.ts';
import { BOUNDS, megabytes } from './bounds.ts';

/** A value of the document: an element of one of the lists that were asked for, or a member of the outermost object. */
export interface Element {
  /** The key of the outermost object that it stands under; '' for elements of an outermost list. */
  key: string;
  /** Its place in that list; undefined for a value that is no such element. */
  index?: number;
  /** The bytes of the value, UTF-8. They are reused: read them before the next element. */
  bytes: Buffer;
  /** Where it begins, from 1; columns in UTF-16 units, as editors count. */
  line: number;
  column: number;
}

/** What is refused. */
export interface Most {
  /** Bytes of one element. */
  bytes: number;
  /** Objects and lists in each other within one element. */
  depth: number;
}

/** Small chunks are put together, so that each turn is worth its while. */
const CHUNK = 256 * 1024;
const [QUOTE, COMMA, COLON, BACKSLASH, NEWLINE] = [0x22, 0x2c, 0x3a, 0x5c, 0x0a];
const [OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [0x5b, 0x5d, 0x7b, 0x7d];
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The elements of a document in UTF-8, with or without a mark. `inLists`: keys of the outermost object whose lists are handed out element by
 * element. Memory: one chunk and one element. Throws InputError with line and column for what is cut short, too large or nested too deeply,
 * and for what stands where it may not between elements; what an element holds is for JSON.parse to check.
 */
export async function* elementsOf(
  chunks: AsyncIterable<Buffer>,
  file: string,
  inLists: ReadonlySet<string>,
  bounds: Most = { bytes: megabytes(BOUNDS.element), depth: BOUNDS.depth },
): AsyncGenerator<Element> {
  let data: Buffer = Buffer.alloc(0);
  let at = 0;
  // Place of `marked`, an offset that everything before was counted up to.
  let [line, column, marked, ascii] = [1, 1, 0, true];
  const source = gathered(chunks)[Symbol.asyncIterator]();

  const count = (to: number) => {
    const part = data.subarray(marked, to);
    const last = part.lastIndexOf(NEWLINE);
    if (last !== -1) {
      for (let next = part.indexOf(NEWLINE); next !== -1; next = part.indexOf(NEWLINE, next + 1)) line += 1;
      column = 1;
    }
    column += unitsOf(part.subarray(last + 1), ascii);
    marked = to;
  };
  /** Reads on; what stands before `from` is let go. False at the end. */
  const more = async (from: number): Promise<boolean> => {
    const { done, value } = await source.next();
    if (done === true) return false;
    count(from);
    data = from === data.length ? value : Buffer.concat([data.subarray(from), value]);
    ascii = isAscii(data);
    at -= from;
    marked = 0;
    return true;
  };
  const fault = (message: string, offset = at): InputError => {
    if (offset >= marked) count(Math.min(offset, data.length));
    return new InputError([{ message, place: { file, line, column } }]);
  };
  const cut = () => fault('ends in the middle: the JSON was cut short', data.length);
  /** The next byte that is no blank; undefined at the end. */
  const look = async (): Promise<number | undefined> => {
    for (;;) {
      while (at < data.length) {
        const byte = data[at] ?? 0;
        if (byte > 0x20) return byte;
        at += 1;
      }
      if (!(await more(at))) return undefined;
    }
  };
  const expectOne = async (wanted: number[], words: string): Promise<number> => {
    const byte = await look();
    if (byte === undefined) throw cut();
    if (!wanted.includes(byte)) throw fault(`is not JSON here (${words})`);
    at += 1;
    return byte;
  };

  /** Goes over one value, wherever its chunks end; its bytes. */
  async function value(): Promise<{ bytes: Buffer; line: number; column: number }> {
    if ((await look()) === undefined) throw cut();
    count(at);
    const place = { line, column };
    let start = at;
    const scan = newScan();
    const check = (from: number, to: number) => {
      if (scan.depth() > bounds.depth) throw fault(`is nested deeper than ${bounds.depth} levels`, from);
      if (to - from > bounds.bytes)
        throw fault(`holds a value larger than ${Math.round(bounds.bytes / 1024 ** 2)} MB`, from);
    };
    for (;;) {
      at = scan(data, at);
      if (at < 0) {
        at = ~at;
        break;
      }
      check(start, data.length);
      if (!(await more(start))) {
        if (scan.bare()) break;
        throw cut();
      }
      start = 0;
    }
    check(start, at);
    if (at === start) throw fault('is not JSON here (value expected)');
    return { bytes: data.subarray(start, at), ...place };
  }

  async function* list(key: string): AsyncGenerator<Element> {
    at += 1;
    if ((await look()) === CLOSE_LIST) {
      at += 1;
      return;
    }
    for (let index = 0; ; index += 1) {
      yield { key, index, ...(await value()) };
      if ((await expectOne([COMMA, CLOSE_LIST], 'comma or closing bracket expected')) === CLOSE_LIST) return;
    }
  }

  if (!(await more(0))) throw fault('is empty');
  if (data.subarray(0, MARK.length).equals(MARK)) at = marked = MARK.length;
  const first = await look();
  if (first === undefined) throw fault('is empty');
  if (first === OPEN_LIST) yield* list('');
  else if (first === OPEN) {
    at += 1;
    if ((await look()) === CLOSE) at += 1;
    else
      do {
        if ((await look()) !== QUOTE)
          throw at >= data.length ? cut() : fault('is not JSON here (property name expected)');
        const key = keyIn((await value()).bytes, fault);
        await expectOne([COLON], 'colon expected');
        if (inLists.has(key) && (await look()) === OPEN_LIST) yield* list(key);
        else yield { key, ...(await value()) };
      } while ((await expectOne([COMMA, CLOSE], 'comma or closing brace expected')) === COMMA);
  } else yield { key: '', ...(await value()) };
  if ((await look()) !== undefined) throw fault('goes on after its end');
}

function keyIn(bytes: Buffer, fault: (message: string) => InputError): string {
  try {
    return String(JSON.parse(bytes.toString()));
  } catch {
    throw fault('is not JSON here (property name expected)');
  }
}

interface Scan {
  /** Goes on from an offset. The length of the data when it needs more; below zero, the complement of the offset behind the value. */
  (data: Buffer, from: number): number;
  /** How deep the value was nested at most. */
  depth(): number;
  /** True within a number or a word, which end where the document ends. */
  bare(): boolean;
}

/** What goes over one value by its strings and brackets alone. */
function newScan(): Scan {
  let [depth, deepest] = [0, 0];
  let [inString, escaped, begun] = [false, false, false];
  const scan = (data: Buffer, from: number): number => {
    const { length } = data;
    for (let at = from; at < length; at += 1) {
      const byte = data[at] ?? 0;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) {
          inString = false;
          if (depth === 0) return ~(at + 1);
        }
      } else if (byte === QUOTE) {
        // A word has ended where a text begins.
        if (begun && depth === 0) return ~at;
        begun = inString = true;
      } else if (byte === OPEN || byte === OPEN_LIST) {
        if (begun && depth === 0) return ~at;
        begun = true;
        depth += 1;
        if (depth > deepest) deepest = depth;
      } else if (byte === CLOSE || byte === CLOSE_LIST) {
        if (depth === 0) return ~at;
        depth -= 1;
        if (depth === 0) return ~(at + 1);
      } else if (depth === 0) {
        if (byte === COMMA || byte === COLON || byte <= 0x20) return ~at;
        begun = true;
      }
    }
    return length;
  };
  return Object.assign(scan, { depth: () => deepest, bare: () => begun && depth === 0 && !inString });
}

/** How many UTF-16 units a piece of UTF-8 has. */
function unitsOf(part: Buffer, ascii: boolean): number {
  if (ascii) return part.length;
  let units = 0;
  for (const byte of part) if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
  return units;
}

async function* gathered(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    length += chunk.length;
    if (length < CHUNK) continue;
    yield waiting.length === 1 ? chunk : Buffer.concat(waiting);
    waiting = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(waiting);
}
