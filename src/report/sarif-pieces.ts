// SARIF as text in pieces, one a result: the whole text of a large log is many times its size in memory.
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

/** A run in pieces, as it stands in a log. */
export function* runPieces({ head, alerts, indexOf }: Part): Iterable<string> {
  yield `\n  ${indented(head, '  ').slice(0, -4)},\n   "results": [`;
  for (const [nth, { ruleId, result }] of alerts.entries())
    yield `${nth === 0 ? '' : ','}\n    ${indented(result(indexOf(ruleId)), '    ')}`;
  yield alerts.length === 0 ? ']\n  }' : '\n   ]\n  }';
}

/** JSON without raw control characters, its lines set in as deep as where it stands. */
function indented(value: unknown, by: string): string {
  return visibleJson(JSON.stringify(value, null, 1)).replaceAll('\n', `\n${by}`);
}
