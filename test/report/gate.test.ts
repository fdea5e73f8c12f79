// The exit code: what fails, what could not be told, and what was allowed.
import { describe, expect, test } from '@jest/globals';
import { decideGate, isComplete } from '../../src/report/gate.ts';
import type { Missing } from '../../src/report/report.ts';
import { bucket, denied, door, finding, rule, scope, tally, text, undecided } from './build.ts';

const POLICY = denied('policy', 's3:GetBucketPolicy');
const nothing = { findings: [], undecided: [], scopes: [scope()], failOn: 'high', exitZero: false } as const;
const GUARD = denied('blockPublicAccess', 's3:GetBucketPublicAccessBlock');
const behindGuard = door(bucket('b'), { state: 'open-unless', missing: [GUARD] });
const lowered = finding('aws.s3.a', 'medium', behindGuard);
const base = { ...nothing, findings: [], undecided: [], scopes: [scope()], doors: [], rules: [] };
const cut = scope({
  tallies: [
    tally('aws.s3.bucket', 0, { complete: false, missing: denied('aws.s3.bucket', 's3:ListAllMyBuckets') }),
  ],
});
const high = finding('aws.s3.a', 'high', bucket('b'));
const dark = undecided('aws.s3.a', 'high', bucket('acme-hr'), [POLICY]);

describe('the exit code', () => {
  test.each([
    ['nothing found, all seen', {}, 0],
    ['a finding at the threshold', { findings: [high] }, 1],
    ['a finding below it', { findings: [finding('aws.s3.a', 'medium', bucket('b'))] }, 0],
    ['a list that was denied', { scopes: [cut] }, 3],
    [
      'a list that this input can never hold',
      { scopes: [scope({ tallies: [tally('aws.s3.bucket', 0, { complete: false, notHeld: true })] })] },
      0,
    ],
    ['a rule at the threshold undecided', { undecided: [dark] }, 3],
    ['a rule below it undecided', { undecided: [undecided('aws.s3.a', 'medium', bucket('b'), [POLICY])] }, 0],
    [
      'undecided only for what the input can never hold',
      {
        undecided: [
          undecided('aws.s3.a', 'high', bucket('b'), [{ setting: 'mfa', reason: 'not-held' as const }]),
        ],
      },
      0,
    ],
    [
      'not held and denied together',
      {
        undecided: [
          undecided('aws.s3.a', 'high', bucket('b'), [
            { setting: 'mfa', reason: 'not-held' as const },
            POLICY,
          ]),
        ],
      },
      3,
    ],
    ['findings and blind spots together', { findings: [high], undecided: [dark] }, 1],
    ['--exit-zero with findings', { findings: [high], exitZero: true }, 0],
    ['--exit-zero with blind spots', { scopes: [cut], exitZero: true }, 0],
    ['--fail-on never', { findings: [high], scopes: [cut], failOn: 'never' as const }, 0],
    ['allowed by bucket name', { undecided: [dark], allowUnknown: ['acme-*'] }, 0],
    ['allowed by permission', { undecided: [dark], allowUnknown: ['s3:GetBucketPolicy'] }, 0],
    ['allowed by setting', { undecided: [dark], allowUnknown: ['policy'] }, 0],
    ['allowed by scope', { undecided: [dark], scopes: [cut], allowUnknown: ['aws/*'] }, 0],
    ['allowed by type', { scopes: [cut], allowUnknown: ['aws.s3.bucket'] }, 0],
    ['allowed for another bucket', { undecided: [dark], allowUnknown: ['acme-pay'] }, 3],
    [
      'allowed for one of two settings',
      {
        undecided: [undecided('aws.s3.a', 'high', bucket('b'), [POLICY, denied('acl', 's3:GetBucketAcl')])],
        allowUnknown: ['policy'],
      },
      3,
    ],
    [
      'a guard that could not be read takes a door below the gate',
      { findings: [lowered], doors: [behindGuard], rules: [rule('aws.s3.a', 'high')] },
      3,
    ],
    [
      'the same, and the guard may stay unread',
      {
        findings: [lowered],
        doors: [behindGuard],
        rules: [rule('aws.s3.a', 'high')],
        allowUnknown: ['blockPublicAccess'],
      },
      0,
    ],
    [
      'a guard that this input can never hold',
      {
        findings: [lowered],
        doors: [{ ...behindGuard, missing: [{ ...GUARD, reason: 'not-held' as const }] }],
        rules: [rule('aws.s3.a', 'high')],
      },
      0,
    ],
    [
      'a guard of a door below the gate anyway',
      { findings: [lowered], doors: [behindGuard], rules: [rule('aws.s3.a', 'medium')] },
      0,
    ],
    ['no globs allow nothing', { undecided: [dark], allowUnknown: [] }, 3],
  ])('%s', (_name, more, exitCode) => {
    expect(decideGate({ ...base, ...more })).toMatchObject({ exitCode });
  });

  test('findings allowed to pass are still counted', () => {
    expect(decideGate({ ...base, findings: [high, high], exitZero: true })).toMatchObject({
      failing: 2,
      exitCode: 0,
    });
  });
});

describe('blind spots', () => {
  test('one line for each scope, type, setting and permission, resources counted once', () => {
    const open = ['acme-pay', 'acme-hr', 'acme-logs'].flatMap((name) => [
      undecided('aws.s3.a', 'high', bucket(name), [POLICY]),
      undecided('aws.s3.b', 'critical', bucket(name), [POLICY]),
    ]);
    const { blind } = decideGate({ ...base, undecided: open });
    expect(blind).toEqual([
      {
        text: {
          en: '3 of 412 buckets: s3:GetBucketPolicy denied (acme-hr, acme-logs, acme-pay)',
          ja: 'バケット 412 件中 3 件: s3:GetBucketPolicy が拒否されました（acme-hr、acme-logs、acme-pay）',
        },
        count: 3,
        missing: [POLICY],
        scope: 'aws/111122223333',
        type: 'aws.s3.bucket',
        resources: ['arn:aws:s3:::acme-hr', 'arn:aws:s3:::acme-logs', 'arn:aws:s3:::acme-pay'],
      },
    ]);
  });

  test('a denied list is so many of an unknown number', () => {
    const { blind } = decideGate({ ...base, scopes: [cut] });
    expect(blind.map(({ text, count }) => [text.en, count])).toEqual([
      ['0 of ? buckets: s3:ListAllMyBuckets denied', 1],
    ]);
  });

  test('the words of one failure do not speak for another', () => {
    const open = ['timeout', 'reset'].map((detail, n) =>
      undecided('aws.s3.a', 'high', bucket(`b${n}`), [
        { setting: 'policy', reason: 'failed' as const, detail },
      ]),
    );
    const { blind } = decideGate({ ...base, undecided: open });
    expect(blind.map(({ text }) => text.en)).toEqual(['2 of 412 buckets: policy failed (b0, b1)']);
  });

  test('what the input lacks is one gap, however it could be asked for, and says whose setting it is', () => {
    const missing: Missing[] = [
      {
        setting: 'aws.s3.account#blockPublicAccess',
        reason: 'missing',
        permission: 's3:GetAccountPublicAccessBlock',
      },
      { setting: 'aws.s3.account#blockPublicAccess', reason: 'missing' },
      { setting: 'blockPublicAccess', reason: 'missing' },
    ];
    const scopes = [
      scope({
        tallies: [
          tally('aws.s3.bucket', 4),
          tally('aws.s3.account', 1, { name: text('account', 'アカウント') }),
        ],
      }),
    ];
    const { blind } = decideGate({
      ...base,
      scopes,
      undecided: [undecided('aws.s3.a', 'high', bucket('b'), missing)],
    });
    expect(blind.map((spot) => spot.text.en)).toEqual([
      '1 of 4 buckets: blockPublicAccess of the account missing from the input (b)',
      '1 of 4 buckets: blockPublicAccess missing from the input (b)',
    ]);
  });

  test('many names are counted, not listed', () => {
    const open = Array.from({ length: 9 }, (_, n) =>
      undecided('aws.s3.a', 'high', bucket(`b${n}`), [POLICY]),
    );
    expect(decideGate({ ...base, undecided: open }).blind[0]?.text.en).toContain('(b0, b1, b2 and 6 more)');
  });
});

describe('complete', () => {
  test.each([
    ['everything seen', {}, true],
    ['a list cut', { scopes: [cut] }, false],
    [
      'an undecided rule, however low',
      { undecided: [undecided('aws.s3.a', 'low', bucket('b'), [POLICY])] },
      false,
    ],
    [
      'a guard that could not be read',
      { doors: [door(bucket('b'), { state: 'open-unless', missing: [POLICY] })] },
      false,
    ],
    [
      'what the input can never hold',
      {
        undecided: [
          undecided('aws.s3.a', 'high', bucket('b'), [{ setting: 'mfa', reason: 'not-held' as const }]),
        ],
      },
      true,
    ],
  ])('%s', (_name, more, complete) => {
    expect(isComplete({ scopes: [scope()], undecided: [], doors: [], ...more })).toBe(complete);
  });
});
