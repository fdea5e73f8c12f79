// The runner of cases inside rules: what a case's settings become, and how results are told.
import { describe, expect, test } from '@jest/globals';
import type { Assessment, Context } from '../../src/exposure.ts';
import { type Analyser, CASE_NOW, testRules } from '../../src/rules/selftest.ts';
import type { Resource } from '../../src/snapshot/resource.ts';
import { changed, GOOD, load, ruleFile, TYPES } from './example.ts';

const NOTHING: Assessment = { exposures: [], facts: {} };

function service(analyse: Analyser['analyse'] = () => NOTHING): Analyser {
  return { types: TYPES, analyse };
}

describe('cases', () => {
  test('that hold', async () => {
    const results = testRules(await load(ruleFile(GOOD)), [service()]);
    expect(results.map(({ passed, got, place }) => [passed, got, place.line])).toEqual([
      [true, 'fail', 16],
      [true, 'pass', 17],
      [true, 'unknown', 18],
    ]);
  });

  test('that do not hold say what came instead and why', async () => {
    const rules = await load(ruleFile(changed('older_than: 90d', 'older_than: 10d')));
    const wrong = testRules(rules, [service()]).filter(({ passed }) => !passed);
    expect(wrong).toEqual([
      {
        rule: 'aws.iam.user-key-old',
        name: 'new',
        place: { file: 'aws/iam/user-key-old.yaml', line: 17, column: 5 },
        expect: 'pass',
        got: 'fail',
        detail: 'fail (accessKeys[0].active is true, accessKeys[0].createdAt is 2025-12-01T00:00:00Z)',
        passed: false,
      },
    ]);
  });

  test('an analyser that throws is an error of that case, not of the run', async () => {
    const broken = service(() => {
      throw new Error('cannot analyse');
    });
    const results = testRules(await load(ruleFile(GOOD)), [broken]);
    expect(results.map(({ got, detail, passed }) => [got, detail, passed])).toEqual(
      Array(3).fill(['error', 'cannot analyse', false]),
    );
    expect(testRules(await load(ruleFile(GOOD)), [])[0]).toMatchObject({ got: 'error', passed: false });
  });

  test('settings left out are denied; context, ours and the time are as the case says', async () => {
    const seen: { resource: Resource; context: Context }[] = [];
    const spy = service((resource, context) => {
      seen.push({ resource, context });
      return NOTHING;
    });
    const more = `  - name: with surroundings
    id: arn:aws:iam::111122223333:user/alice
    now: 2026-06-01T00:00:00Z
    given: { accessKeys: [], createdAt: null }
    context: { aws.s3.bucket: [{ website: null }, { website: null }] }
    ours: { accounts: ["444455556666"] }
    expect: pass
`;
    const results = testRules(await load(ruleFile(GOOD + more)), [spy]);
    expect(results.every(({ passed }) => passed)).toBe(true);
    const [first] = seen;
    const last = seen.at(-1);
    expect(first?.context.now).toBe(CASE_NOW);
    expect(first?.context.ours.declared).toBe(false);
    expect(first?.resource).toMatchObject({
      id: 'arn:aws:iam::111122223333:user/example',
      scope: 'aws/111122223333',
      settings: { accessKeys: [{ active: true }] },
    });
    expect(first?.resource.unknowns).toContainEqual({ setting: 'mfaActive', reason: 'denied' });
    expect(first?.resource.unknowns.map(({ setting }) => setting)).not.toContain('accessKeys');
    expect(last?.resource.name).toBe('alice');
    expect(last?.resource.unknowns.map(({ setting }) => setting)).not.toContain('createdAt');
    expect(last?.context.now).toBe(Date.parse('2026-06-01T00:00:00Z'));
    expect(last?.context.ours).toMatchObject({ accounts: ['444455556666'], declared: true });
    const around = last?.context.all('aws.s3.bucket', 'aws/111122223333') ?? [];
    expect(around.map(({ id }) => id)).toEqual(['arn:aws:s3:::example', 'arn:aws:s3:::example-2']);
    expect(around[0]?.settings).toEqual({ website: null });
    expect(around[0]?.unknowns).toContainEqual({ setting: 'policy', reason: 'denied' });
    expect(last?.context.all('aws.iam.user', 'aws/111122223333')).toEqual([]);
  });
});
