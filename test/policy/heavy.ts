// Bucket policies near the limit of 20 KB that are built to be slow.
import { heavyCallers } from './heavy-callers.ts';
import { heavyStatements } from './heavy-statements.ts';
import { heavyTexts } from './heavy-texts.ts';

export { HEAVY_BUCKET } from './heavy-parts.ts';

/** Name -> policy. */
export function heavyPolicies(): [name: string, policy: unknown][] {
  return [...heavyTexts(), ...heavyCallers(), ...heavyStatements()].map(([name, Statement]) => [
    name,
    JSON.parse(JSON.stringify({ Version: '2012-10-17', Statement })),
  ]);
}
