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
  const { driver } = head.tool;
  const frame = indented({ ...head, tool: { ...head.tool, driver: { ...driver, rules: [] } } }, '  ');
  const at = frame.indexOf(NO_RULES);
  yield `\n  ${frame.slice(0, at)}"rules": `;
  yield rulesText(driver.rules);
  yield `${frame.slice(at + NO_RULES.length, -4)},\n   "results": [`;
  for (const [nth, { ruleId, result }] of alerts.entries())
    yield `${nth === 0 ? '' : ','}\n    ${indented(result(indexOf(ruleId)), '    ')}`;
  yield alerts.length === 0 ? ']\n  }' : '\n   ]\n  }';
}

/** As JSON has it where the rules of a run stand; no text in it has such quotes. */
const NO_RULES = '"rules": []';
/** What was made of rules last, by the first of them: the runs of many scopes have the same, which are most of what a run is. */
const rulesTexts = new WeakMap<Descriptor, { ids: string; text: string }>();

function rulesText(rules: Descriptor[]): string {
  const [first] = rules;
  if (first === undefined) return '[]';
  // The descriptors of one report are the same objects in all of its runs.
  const ids = rules.map(({ id }) => id).join();
  const known = rulesTexts.get(first);
  if (known?.ids === ids) return known.text;
  const text = indented(rules, '     ');
  rulesTexts.set(first, { ids, text });
  return text;
}

/** JSON without raw control characters, its lines set in as deep as where it stands. */
function indented(value: unknown, by: string): string {
  return visibleJson(JSON.stringify(value, null, 1)).replaceAll('\n', `\n${by}`);
}
