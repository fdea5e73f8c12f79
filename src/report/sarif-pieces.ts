// SARIF as text in pieces, one a result: the whole text of a large log is many times its size in memory.
import { gunzipSync, gzipSync } from 'node:zlib';
import { visibleJson } from './escape.ts';
import type { Alert } from './sarif-alerts.ts';
import type { RunHead } from './sarif-log.ts';

/** A run whose results are made when they are written. */
export interface Part {
  category: string;
  head: RunHead;
  alerts: Alert[];
  indexOf(ruleId: string): number;
}

export const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** A log in pieces, one a result. */
export function* logPieces(parts: Part[]): Iterable<string> {
  const head = JSON.stringify({ $schema: SCHEMA, version: '2.1.0' }, null, 1);
  yield `${head.slice(0, -2)},\n "runs": [`;
  for (const [index, part] of parts.entries()) {
    yield index === 0 ? '' : ',';
    yield* runPieces(part);
  }
  yield parts.length === 0 ? ']\n}\n' : '\n ]\n}\n';
}

const CHUNK = 500_000;
const kept = new WeakMap<Part, Buffer[]>();

/** A run as gzip packs it, in chunks. Kept, because making it takes longer than unpacking it. */
export function packed(part: Part): Buffer[] {
  const known = kept.get(part);
  if (known !== undefined) return known;
  const chunks: Buffer[] = [];
  let chunk = '';
  for (const piece of madePieces(part)) {
    chunk += piece;
    if (chunk.length < CHUNK) continue;
    chunks.push(gzipSync(chunk, { level: 1 }));
    chunk = '';
  }
  chunks.push(gzipSync(chunk, { level: 1 }));
  kept.set(part, chunks);
  return chunks;
}

function* runPieces(part: Part): Iterable<string> {
  const known = kept.get(part);
  if (known === undefined) yield* madePieces(part);
  else for (const chunk of known) yield gunzipSync(chunk).toString();
}

/** A run in pieces, as it stands in a log. */
function* madePieces({ head, alerts, indexOf }: Part): Iterable<string> {
  yield `\n  ${indented(head, '  ').slice(0, -4)},\n   "results": [`;
  for (const [nth, { ruleId, result }] of alerts.entries())
    yield `${nth === 0 ? '' : ','}\n    ${indented(result(indexOf(ruleId)), '    ')}`;
  yield alerts.length === 0 ? ']\n  }' : '\n   ]\n  }';
}

/** JSON without raw control characters, its lines set in as deep as where it stands. */
function indented(value: unknown, by: string): string {
  return visibleJson(JSON.stringify(value, null, 1)).replaceAll('\n', `\n${by}`);
}
