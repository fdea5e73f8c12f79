// Policies that the grammar says mean the same get the same answers: every shipped vector, rewritten.
// Source: IAM user guide, "Grammar of the IAM JSON policy language" and the pages of its elements.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Case, isRecord, readers, type Verdict } from './case.ts';
import { ask } from './engine.ts';
import { REWRITES } from './rewrites.ts';

const home = import.meta.dirname;
const file = join(home, 'aws-policy.jsonl');
const cases = readers(home).cases(readFileSync(file, 'utf8'), file);
const now = Date.UTC(2026, 0, 1);

function answers(vector: Case, about: string): Verdict {
  const { reasons: _words, ...verdict } = ask(vector, now);
  if (about === 'reach') delete verdict.policyStatusIsPublic;
  return verdict;
}

/** RestrictPublicBuckets asks AWS's own question, so that reach depends on the words where it is on. */
function restricts({ input }: Case): boolean {
  return JSON.stringify(input).includes('"RestrictPublicBuckets":true');
}

describe('a rewrite that means the same changes no answer', () => {
  test.each(Object.entries(REWRITES))('%s', (_name, { same, rewrite }) => {
    let rewritten = 0;
    for (const vector of cases) {
      const { policy } = vector.input;
      if (!isRecord(policy) || (same === 'reach' && restricts(vector))) continue;
      const before = JSON.stringify(policy);
      const other = rewrite(structuredClone(policy), vector);
      if (other === undefined || JSON.stringify(other) === before) continue;
      rewritten++;
      const after: Case = { ...vector, input: { ...vector.input, policy: other } };
      expect({ id: vector.id, policy: other, ...answers(after, same) }).toEqual({
        id: vector.id,
        policy: other,
        ...answers(vector, same),
      });
    }
    expect(rewritten).toBeGreaterThan(2);
  });
});
