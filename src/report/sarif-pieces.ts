// SARIF as text in pieces, one a result: the whole text of a large log is many times its size in memory.
import { gunzipSync, gzipSync } from 'node:zlib';
import { visibleJson } from './escape.ts';
import type { Alert } from './sarif-alerts.ts';
import type { Descriptor, RunHead } from './sarif-log.ts';

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

/** Text as gzip packs it; some is kept as it is as well. */
interface Packed {
  bytes: Buffer;
  text?: string;
}

const CHUNK = 500_000;
const kept = new WeakMap<Part, Packed[]>();

/** How many bytes gzip makes of a run: at most. It is kept packed, because making it takes longer than unpacking it. */
export function packedBytes(part: Part): number {
  let chunks = kept.get(part);
  if (chunks === undefined) {
    chunks = packedChunks(part);
    kept.set(part, chunks);
  }
  return chunks.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

function packedChunks(part: Part): Packed[] {
  const chunks: Packed[] = [];
  let chunk = '';
  const flush = () => {
    if (chunk !== '') chunks.push(pack(chunk));
    chunk = '';
  };
  for (const piece of madePieces(part)) {
    if (typeof piece === 'string') chunk += piece;
    if (typeof piece !== 'string' || chunk.length >= CHUNK) flush();
    if (typeof piece !== 'string') chunks.push(piece);
  }
  flush();
  return chunks;
}

function pack(text: string): Packed {
  return { bytes: gzipSync(text, { level: 1 }) };
}

function* runPieces(part: Part): Iterable<string> {
  for (const piece of kept.get(part) ?? madePieces(part))
    yield typeof piece === 'string' ? piece : (piece.text ?? gunzipSync(piece.bytes).toString());
}

/** A run in pieces, as it stands in a log. */
function* madePieces({ head, alerts, indexOf }: Part): Iterable<string | Packed> {
  const { driver } = head.tool;
  const frame = indented({ ...head, tool: { ...head.tool, driver: { ...driver, rules: [] } } }, '  ');
  const at = frame.indexOf(NO_RULES);
  yield `\n  ${frame.slice(0, at)}"rules": `;
  yield packedRules(driver.rules);
  yield `${frame.slice(at + NO_RULES.length, -4)},\n   "results": [`;
  for (const [nth, { ruleId, result }] of alerts.entries())
    yield `${nth === 0 ? '' : ','}\n    ${indented(result(indexOf(ruleId)), '    ')}`;
  yield alerts.length === 0 ? ']\n  }' : '\n   ]\n  }';
}

/** As JSON has it where the rules of a run stand; no text in it has such quotes. */
const NO_RULES = '"rules": []';
/** What was made of rules last, by the first of them: the runs of many scopes have the same, which are most of what a run is. */
const rulesTexts = new WeakMap<Descriptor, { ids: string; packed: Packed }>();

function packedRules(rules: Descriptor[]): string | Packed {
  const [first] = rules;
  if (first === undefined) return '[]';
  // The descriptors of one report are the same objects in all of its runs.
  const ids = rules.map(({ id }) => id).join();
  const known = rulesTexts.get(first);
  if (known?.ids === ids) return known.packed;
  const text = indented(rules, '     ');
  const packed = { ...pack(text), text };
  rulesTexts.set(first, { ids, packed });
  return packed;
}

/** JSON without raw control characters, its lines set in as deep as where it stands. */
function indented(value: unknown, by: string): string {
  return visibleJson(JSON.stringify(value, null, 1)).replaceAll('\n', `\n${by}`);
}
