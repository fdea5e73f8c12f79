// A small writer of zip archives, honest or not, for tests.
import { crc32, deflateRawSync } from 'node:zlib';

/** One entry. Whatever is not said is as an archiver would write it. */
export interface ZipEntry {
  name: string;
  content?: string | Buffer;
  stored?: boolean;
  /** Unix mode, as for a symbolic link. */
  mode?: number;
  encrypted?: boolean;
  /** A size that is not the true one. */
  claims?: number;
  crc?: number;
  /** Points at the bytes of the first entry and brings none of its own. */
  overlaps?: boolean;
}

const MADE_BY_UNIX = 0x0314;
const NEEDED = 20;
const UTF8 = 0x800;

/** The bytes of an archive. */
export function zipOf(entries: ZipEntry[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { name, content = '', stored = false, mode = 0o100644, overlaps = false } = entry;
    const bytes = Buffer.from(content);
    const packed = stored ? bytes : deflateRawSync(bytes);
    const file = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(NEEDED, 0);
    fields.writeUInt16LE(UTF8 | (entry.encrypted === true ? 1 : 0), 2);
    fields.writeUInt16LE(stored ? 0 : 8, 4);
    fields.writeUInt32LE(entry.crc ?? crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(entry.claims ?? bytes.length, 18);
    fields.writeUInt16LE(file.length, 22);
    const directory = Buffer.alloc(46);
    directory.writeUInt32LE(0x02014b50, 0);
    directory.writeUInt16LE(MADE_BY_UNIX, 4);
    fields.copy(directory, 6);
    directory.writeUInt32LE((mode << 16) >>> 0, 38);
    directory.writeUInt32LE(overlaps ? 0 : offset, 42);
    central.push(directory, file);
    if (overlaps) continue;
    local.push(Buffer.from('PK\u0003\u0004', 'latin1'), fields, file, packed);
    offset += 4 + fields.length + file.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(entries.length, 0xffff), 8);
  end.writeUInt16LE(Math.min(entries.length, 0xffff), 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  const many = entries.length < 0xffff ? [] : zip64(entries.length, offset, directory.length);
  return Buffer.concat([...local, directory, ...many, end]);
}

/** What says how many entries there are where two bytes are too few. */
function zip64(count: number, offset: number, length: number): Buffer[] {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(length), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + length), 8);
  locator.writeUInt32LE(1, 16);
  return [record, locator];
}
