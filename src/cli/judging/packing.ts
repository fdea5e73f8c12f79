// What threads found waits packed until they have ended: they and all of it would not have room side by side.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Found } from './messages.ts';

/** Findings of one kind resemble each other so much that the quickest way is good enough. */
const LEVEL = 1;

/** As few bytes as can be had quickly. */
export function pack(found: Found): Uint8Array {
  return deflateRawSync(JSON.stringify(found), { level: LEVEL });
}

/** What was packed by `pack`. */
export function unpack(bytes: Uint8Array): Found {
  return JSON.parse(inflateRawSync(bytes).toString());
}
