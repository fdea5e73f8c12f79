// Folding: an ordinary company gets a page, not a book.
import { describe, expect, test } from '@jest/globals';
import { foldReport } from '../../src/report/blocks.ts';
import type { Door, Report, Severity } from '../../src/report/report.ts';
import { bucket, denied, door, finding, report, role } from './build.ts';
import { busy } from './estates.ts';

function shape(value: Report, all = false): [string, string, number][] {
  return foldReport(value, all).blocks.map(({ kind, severity, voices, findings }) => [
    kind,
    severity,
    Math.max(voices.length, findings.length),
  ]);
}

function alike(n: number, severity: Severity, more: Partial<Door> = {}): Report {
  const doors = Array.from({ length: n }, (_, index) => door(bucket(`b${index}`), more));
  return report({ doors, findings: doors.map((each) => finding('aws.s3.a', severity, each)) });
}

describe('doors that are alike', () => {
  test.each([
    ['two stay two', 2, 'high', {}, 2],
    ['three become one', 3, 'high', {}, 1],
    ['three open critical ones stay', 3, 'critical', {}, 3],
    ['four open critical ones become one', 4, 'critical', {}, 1],
    ['three critical ones behind a guard in words become one', 3, 'critical', { state: 'code' }, 1],
  ] as const)('%s', (_name, n, severity, more, blocks) => {
    expect(shape(alike(n, severity, more))).toHaveLength(blocks);
    expect(shape(alike(n, severity, more), true)).toHaveLength(n);
  });

  test.each([
    ['access', { access: ['write'] }],
    ['audience', { audience: 'anyone-registered' }],
    ['state', { state: 'code' }],
    ['guard', { guard: { en: 'x', ja: 'x' } }],
  ] as const)('those that differ in %s do not fold together', (_name, more) => {
    const same = alike(3, 'high');
    const other = door(bucket('other'), { ...more, access: 'access' in more ? [...more.access] : ['read'] });
    const mixed = report({
      doors: [...same.doors, other],
      findings: [...same.findings, finding('aws.s3.a', 'high', other)],
    });
    expect(shape(mixed)).toHaveLength(2);
  });
});

describe('doors that hang on one guard', () => {
  const missing = [
    denied('publicAccessBlock', 's3:GetAccountPublicAccessBlock', {
      resource: { type: 'aws.s3.account', id: 'a' },
    }),
  ];
  const read = door(bucket('r'), { state: 'open-unless', missing });
  const write = door(bucket('w'), { state: 'open-unless', missing, access: ['write'] });
  const findings = [finding('aws.s3.read', 'medium', read), finding('aws.s3.write', 'high', write)];

  test('are one block, as bad as the worst of them', () => {
    expect(shape(report({ doors: [read, write], findings }))).toEqual([['guard', 'high', 2]]);
  });

  test('are apart when different permissions would settle them', () => {
    const other = { ...write, missing: [denied('publicAccessBlock', 's3:GetBucketPublicAccessBlock')] };
    expect(shape(report({ doors: [read, other], findings }))).toHaveLength(2);
  });
});

test('the order is severity, open before open-unless, then name', () => {
  const doors = [
    door(bucket('z')),
    door(bucket('a')),
    door(bucket('b'), { state: 'open-unless', missing: [denied('x', 'x:X')] }),
    door(bucket('worst'), { access: ['write'] }),
  ];
  const findings = doors.map((each) =>
    finding('aws.s3.a', each.resource.name === 'worst' ? 'critical' : 'high', each),
  );
  const names = foldReport(report({ doors, findings }), false).blocks.map(
    ({ voices }) => voices[0]?.door.resource.name,
  );
  expect(names).toEqual(['worst', 'a', 'z', 'b']);
});

test('outsiders that may be ours are one question, and the rest is not', () => {
  const sibling = (name: string, perhapsOurs: boolean) =>
    door(role(name), { audience: 'named-outsider', who: ['444455556666'], perhapsOurs, access: ['assume'] });
  const doors = [sibling('a', true), sibling('b', true), sibling('c', false)];
  expect(
    shape(report({ doors, findings: doors.map((each) => finding('aws.iam.a', 'medium', each)) })),
  ).toEqual([
    ['exposure', 'medium', 1],
    ['question', 'medium', 2],
  ]);
});

test('an ordinary company gets a page: twenty asset buckets, thirty vendor roles, a log bucket', () => {
  const assets = Array.from({ length: 20 }, (_, n) =>
    door(bucket(`acme-asset-${n}`), { guard: { en: 'x', ja: 'x' }, state: 'shut-by' }),
  );
  const vendors = Array.from({ length: 30 }, (_, n) =>
    door(role(`vendor-${n}`), {
      audience: 'named-outsider',
      via: 'aws-account',
      who: [`${444455556600 + n}`],
      access: ['assume'],
    }),
  );
  const logs = door(bucket('acme-trail'), {
    audience: 'named-outsider',
    via: 'log-delivery',
    who: ['cloudtrail.amazonaws.com'],
    access: ['write'],
  });
  const findings = [
    ...assets.map((each) => finding('aws.s3.shut', 'low', each)),
    ...vendors.map((each) => finding('aws.iam.vendor', 'medium', each)),
    finding('aws.s3.logs', 'low', logs),
    ...assets.map((each) => finding('aws.s3.acls', 'low', each.resource)),
  ];
  expect(shape(report({ doors: [...assets, ...vendors, logs], findings }))).toEqual([
    ['exposure', 'medium', 30],
    ['exposure', 'low', 1],
    ['exposure', 'low', 20],
  ]);
});

test('hygiene: low folds into its line, the rest into one block a rule', () => {
  const findings = [
    finding('aws.s3.low', 'low', bucket('a')),
    finding('aws.s3.low', 'low', bucket('b')),
    finding('aws.s3.mid', 'medium', bucket('a')),
    finding('aws.s3.mid', 'medium', bucket('b')),
  ];
  const folded = foldReport(report({ findings }), false);
  expect(folded.blocks.map(({ kind, findings }) => [kind, findings.length])).toEqual([['hygiene', 2]]);
  expect(folded.hygiene.map(({ findings }) => findings.length)).toEqual([2]);
  expect(foldReport(report({ findings }), true).blocks).toHaveLength(2);
});

test('the order in which things were found changes nothing', () => {
  const forward = busy();
  const backward = {
    ...forward,
    doors: [...forward.doors].reverse(),
    findings: [...forward.findings].reverse(),
  };
  expect(
    JSON.stringify(
      foldReport(backward, false).blocks.map(({ findings }) =>
        findings.map(({ fingerprint }) => fingerprint).sort(),
      ),
    ),
  ).toBe(
    JSON.stringify(
      foldReport(forward, false).blocks.map(({ findings }) =>
        findings.map(({ fingerprint }) => fingerprint).sort(),
      ),
    ),
  );
});
