// What threads found waits packed until they have ended: they and all of it would not have room side by side.
import { threadId } from 'node:worker_threads';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Door, Finding } from '../../report/report.ts';
import { type Casts, newDecoder, newEncoder } from './casting.ts';
import type { Found } from './messages.ts';
import { newOnce } from './once.ts';

/** What a batch came to, packed by a thread. */
export interface Packet {
  thread: number;
  bytes: Uint8Array;
}

type Packed = { [kind in keyof Found]: Casts };

/** Findings of one kind resemble each other so much that the quickest way is good enough. */
const LEVEL = 1;

/** Packs what this thread finds, batch by batch, in as few bytes as can be had quickly. */
export function newPacker(): (found: Found) => Packet {
  const [doors, findings] = [newEncoder(), newEncoder()];
  return (found) => {
    const packed: Packed = { doors: doors(found.doors), findings: findings(found.findings) };
    return { thread: threadId, bytes: deflateRawSync(JSON.stringify(packed), { level: LEVEL }) };
  };
}

/** Unpacks what threads packed: of each thread all, in the order in which it did. */
export function newUnpacker(): (packet: Packet) => Found {
  const once = newOnce();
  const decoders = new Map<number, ReturnType<typeof decodersOf>>();
  return ({ thread, bytes }) => {
    const { doors, findings } = decoders.get(thread) ?? decodersOf(once);
    decoders.set(thread, { doors, findings });
    const packed: Packed = JSON.parse(inflateRawSync(bytes).toString());
    return { doors: doors(packed.doors), findings: findings(packed.findings) };
  };
}

function decodersOf(once: (value: object) => void) {
  return { doors: newDecoder<Door>(once), findings: newDecoder<Finding>(once) };
}
