// Rules on exposures: what fits, what might, and the parts of a resource.
import { describe, expect, test } from '@jest/globals';
import type { Exposure } from '../../src/exposure.ts';
import type { Condition, Exposed } from '../../src/rules/rule.ts';
import type { Unknown } from '../../src/snapshot/resource.ts';
import { exposure, judge, verdict } from './judging.ts';

describe('exposed', () => {
  test.each<[Exposed, Partial<Exposure>, string]>([
    [{ to: 'anyone' }, {}, 'fail'],
    [{ to: 'anyone' }, { audience: 'anyone-registered' }, 'pass'],
    [{ to: 'anyone-registered' }, { audience: 'anyone' }, 'pass'],
    [{ to_at_least: 'anyone-registered' }, { audience: 'anyone' }, 'fail'],
    [{ to_at_least: 'anyone-registered' }, { audience: 'named-outsider' }, 'pass'],
    [{ to: 'anyone', for: 'read' }, { access: ['list'] }, 'pass'],
    [{ to: 'anyone', for: ['list', 'read'] }, { access: ['list'] }, 'pass'],
    [{ to: 'anyone', for: ['list', 'read'] }, { access: ['read', 'meta', 'list'] }, 'fail'],
    [{ to: 'anyone', via: 'acl' }, { via: 'acl' }, 'fail'],
    [{ to: 'anyone', via: 'acl' }, {}, 'pass'],
    [{ to: 'anyone', via: ['acl', 'policy'] }, { via: 'policy' }, 'fail'],
    [{ to: 'anyone' }, { state: 'open-unless' }, 'fail'],
    [{ to: 'anyone' }, { state: 'shut-by' }, 'pass'],
    [{ to: 'anyone' }, { state: 'code' }, 'pass'],
    [{ to: 'anyone' }, { state: 'closed' }, 'pass'],
    [{ to: 'anyone', states: ['shut-by'] }, { state: 'shut-by' }, 'fail'],
    [{ to: 'anyone', states: ['shut-by'] }, { state: 'open' }, 'pass'],
    [{ to: 'anyone' }, { state: 'unknown' }, 'unknown'],
    [{ to: 'anyone', for: 'write' }, { state: 'unknown', access: ['read'] }, 'pass'],
    [{ to: 'anyone', for: 'write' }, { state: 'unknown', access: [] }, 'unknown'],
    [{ to: 'anyone' }, { state: 'unknown', audience: 'named-outsider' }, 'pass'],
    [{ to: 'named-outsider' }, { state: 'unknown', audience: 'anyone' }, 'unknown'],
    [{ to: 'anyone', via: 'acl' }, { state: 'unknown', via: 'policy' }, 'pass'],
    [{ to: 'anyone', via: 'acl' }, { state: 'unknown' }, 'unknown'],
    [{ to: 'anyone', states: ['unknown'] }, { state: 'unknown' }, 'fail'],
  ])('%j on %j: %s', (asked, given, expected) => {
    expect(verdict({ exposed: asked }, { exposures: [exposure(given)] })).toBe(expected);
  });

  test('two accesses on two exposures are not both on one', () => {
    const exposures = [exposure({ access: ['list'] }), exposure({ access: ['read'] })];
    expect(verdict({ exposed: { to: 'anyone', for: ['list', 'read'] } }, { exposures })).toBe('pass');
    const [both] = judge(
      { all: [{ exposed: { to: 'anyone', for: 'list' } }, { exposed: { to: 'anyone', for: 'read' } }] },
      { exposures },
    );
    expect(both?.verdict).toBe('fail');
    expect(both?.exposures).toEqual(exposures);
  });

  test('an open door decides although another is unknown', () => {
    const missing: Unknown[] = [{ setting: 'policy', reason: 'denied', permission: 's3:GetBucketPolicy' }];
    const open = exposure({ via: 'acl' });
    const unknown = exposure({ state: 'unknown', missing });
    const [found] = judge({ exposed: { to: 'anyone' } }, { exposures: [unknown, open] });
    expect(found).toMatchObject({ verdict: 'fail', exposures: [open], missing: [] });
    const [undecided] = judge({ exposed: { to: 'anyone' } }, { exposures: [unknown] });
    expect(undecided).toMatchObject({ verdict: 'unknown', exposures: [unknown], missing });
  });
});

test('what cannot be told always names something that is missing', () => {
  const evidence = [
    { setting: 'policy', text: { en: 'a condition that cannot be judged', ja: '判定できない条件' } },
  ];
  const [said] = judge(
    { exposed: { to: 'anyone' } },
    { exposures: [exposure({ state: 'unknown', evidence })] },
  );
  expect(said?.missing).toEqual([
    { setting: 'policy', reason: 'failed', detail: 'a condition that cannot be judged' },
  ]);
  const [silent] = judge(
    { exposed: { to: 'anyone' } },
    { exposures: [exposure({ state: 'unknown', missing: [] })] },
  );
  expect(silent?.missing).toHaveLength(1);
});

describe('parts of a resource', () => {
  const parts = [
    exposure({ subject: 'Contact' }),
    exposure({ subject: 'Account', access: ['read', 'write'] }),
    exposure({ subject: 'Case', state: 'unknown' }),
    exposure({ subject: 'Lead', state: 'closed' }),
  ];

  test('each that fails or cannot be told has its verdict', () => {
    const found = judge({ exposed: { to: 'anyone', for: 'read' } }, { exposures: parts });
    expect(found.map(({ verdict, subject }) => [verdict, subject])).toEqual([
      ['fail', 'Contact'],
      ['fail', 'Account'],
      ['unknown', 'Case'],
    ]);
  });

  test('none fails: one pass', () => {
    const found = judge({ exposed: { to: 'anyone', for: 'admin' } }, { exposures: parts });
    expect(found).toEqual([{ verdict: 'pass', exposures: [], evidence: [], missing: [] }]);
  });

  test('conditions do not mix parts', () => {
    const fail: Condition = {
      all: [{ exposed: { to: 'anyone', for: 'read' } }, { not: { exposed: { to: 'anyone', for: 'write' } } }],
    };
    const found = judge(fail, { exposures: parts.slice(0, 2) });
    expect(found.map(({ subject }) => subject)).toEqual(['Contact']);
  });

  test('a rule that only asks for no exposure looks at the whole resource', () => {
    const fail: Condition = {
      all: [{ field: 'logging', equals: false }, { not: { exposed: { to: 'anyone' } } }],
    };
    const settings = { logging: false };
    expect(verdict(fail, { settings, exposures: parts })).toBe('pass');
    expect(verdict(fail, { settings, exposures: parts.slice(3) })).toBe('fail');
  });

  test('what settings alone decide is said once', () => {
    const fail: Condition = {
      any: [{ exposed: { to: 'anyone', for: 'admin' } }, { field: 'logging', equals: false }],
    };
    const found = judge(fail, { settings: { logging: false }, exposures: parts });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ verdict: 'fail', exposures: [] });
    expect(found[0]?.subject).toBeUndefined();
  });
});
