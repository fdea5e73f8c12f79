// What one side of a comparison declares to be meant: there all the same, so that it neither closed nor opened. Pure.
import type { Change } from './changes.generated.ts';
import { type Item, sideOf } from './changes-side.ts';
import type { Report, Text } from './report.ts';

/** The doors within intents, by the keys that findings have. `rename`: scopes that are called something else on the other side. */
export function meantIn(report: Report, rename: Map<string, string>): Map<string, Item> {
  const findings = (report.intents ?? []).flatMap((intent) => intent.findings);
  return findings.length === 0 ? new Map() : sideOf({ ...report, findings }, rename).items;
}

/** What becomes of a door that was meant before, is the same, and is found now. */
export function noLongerMeant({ finding }: Item): { kind: Change['kind']; why: Text } {
  const { intent } = finding;
  if (intent?.status === 'expired') return { kind: 'expired', why: intent.text };
  return {
    kind: 'newly-judged',
    why: {
      en: 'it was declared to be meant before',
      ja: '以前は意図した公開として宣言されていました',
    },
  };
}
