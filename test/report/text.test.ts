// The page for people: what it says, that it fits, and that no name can harm the terminal it is shown on.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RenderOptions, Report, Tally } from '../../src/report/report.ts';
import { renderText } from '../../src/report/text.ts';
import { widthOf } from '../../src/report/wrap.ts';
import {
  ACCOUNT,
  bucket,
  denied,
  door,
  finding,
  report,
  role,
  rule,
  scope,
  tally,
  text,
  undecided,
} from './build.ts';
import { blind, busy, calm, hostile } from './estates.ts';
import { expectGolden } from './golden.ts';

function render(value: Report, more: Partial<RenderOptions> = {}): string {
  return renderText(value, {
    lang: 'en',
    width: 80,
    color: false,
    showProof: false,
    public: false,
    all: false,
    ...more,
  });
}

/** The page as one line, so that a sentence is found wherever it wraps. */
function flat(value: Report, more: Partial<RenderOptions> = {}): string {
  return render(value, more).replace(/\s+/g, ' ');
}

test.each([
  ['busy-80.txt', busy(), { width: 80 }],
  ['busy-160.txt', busy(), { width: 160 }],
  ['busy-ja-80.txt', busy(), { width: 80, lang: 'ja' }],
  ['busy-all-100.txt', busy(), { width: 100, all: true }],
  ['busy-public-80.txt', busy(), { width: 80, public: true }],
  ['calm-80.txt', calm(), { width: 80 }],
  ['calm-ja-80.txt', calm(), { width: 80, lang: 'ja' }],
  ['blind-80.txt', blind(), { width: 80 }],
  ['blind-ja-80.txt', blind(), { width: 80, lang: 'ja' }],
  ['hostile-80.txt', hostile(), { width: 80 }],
] satisfies [string, Report, Partial<RenderOptions>][])('golden %s', (name, value, options) => {
  expectGolden(name, render(value, options));
  expect(render(value, options)).toBe(render(value, options));
});

test('without a terminal the page is 80 columns wide', () => {
  expect(renderText(busy(), { lang: 'en', color: false, showProof: false, public: false, all: false })).toBe(
    render(busy()),
  );
});

describe('what it says', () => {
  test('one block a door, spoken for by its most specific rule of the highest severity', () => {
    const open = door(bucket('acme-export'), { access: ['list', 'read'] });
    const findings = [
      finding('aws.s3.z', 'high', open),
      finding('aws.s3.a', 'critical', open),
      finding('aws.s3.b', 'critical', open),
    ];
    const rules = [
      rule('aws.s3.a', 'critical', { weight: 1 }),
      rule('aws.s3.b', 'critical', { weight: 3 }),
      rule('aws.s3.z', 'high', { weight: 9 }),
    ];
    const page = flat(report({ doors: [open], findings, rules }));
    expect(page).toContain('F1 CRITICAL Anyone on the internet can list and read the bucket acme-export');
    expect(page).toContain('rule aws.s3.b (also aws.s3.a, aws.s3.z)');
    expect(page).not.toContain('F2');
    expect(page).toContain('RESULT 1 critical -> exit 1');
  });

  test('what could not be read stands beside what was', () => {
    const page = flat(blind());
    expect(page).toContain(
      '0 of ? buckets (s3:ListAllMyBuckets denied), 88 roles, 1,000 of ? users (iam:ListUsers throttled)',
    );
    expect(page).toContain(
      'COULD NOT TELL 1,000 of ? users: iam:ListUsers throttled 0 of ? buckets: s3:ListAllMyBuckets denied',
    );
    expect(page).toContain('next tojimari permissions aws --from report.json (1 permission)');
    expect(page).toContain(
      '-> exit 3: nothing at or above high was found, but not everything asked for could be told',
    );
  });

  test('what only carries settings is no thing that was looked at, unless it could not be seen or is all there is', () => {
    const carrier = (more: Partial<Tally> = {}) =>
      tally('aws.s3.account', 1, { name: text('S3 settings', 'S3 設定'), carrier: true, ...more });
    const seen = (...tallies: Tally[]) => flat(report({ scopes: [scope({ tallies })] }));
    expect(seen(carrier(), tally('aws.s3.bucket', 4))).toContain('2 regions: 4 buckets Nothing found');
    expect(seen(carrier())).toContain('2 regions: 1 S3 settings Nothing found');
    const cut = denied('aws.s3.account', 's3:X');
    expect(seen(carrier({ seen: 0, complete: false, missing: cut }), tally('aws.s3.bucket', 4))).toContain(
      '2 regions: 0 of ? aws.s3.account (s3:X denied), 4 buckets',
    );
  });

  test('settings are called what people call them, whoever lacks them', () => {
    const acl = { setting: 'acl', name: text('ACL', 'ACL'), reason: 'not-held' as const };
    const notHeld = [
      {
        type: 'aws.s3.bucket',
        setting: 'accessPoints',
        name: text('access points', 'アクセスポイント'),
        resources: 4,
      },
      { type: 'aws.s3.bucket', setting: acl.setting, name: acl.name, resources: 4 },
    ];
    expect(flat(report({ scopes: [scope({ input: 'export', format: 'plan', notHeld })] }))).toContain(
      'not in here of buckets: access points and ACL',
    );
  });

  test('what a rule asks beside the door stands behind what opens it', () => {
    const open = door(bucket('acme-export'));
    const asked = { setting: 'facts.website', text: text('hosting is on', 'ホスティングが有効') };
    const found = { ...finding('aws.s3.a', 'high', open), evidence: [...open.evidence, asked] };
    const page = flat(report({ doors: [open], findings: [found], rules: [rule('aws.s3.a', 'high')] }));
    expect(page.match(/because .*hosting is on/)?.[0]).toContain(open.evidence[0]?.text.en);
    expect(page.split(open.evidence[0]?.text.en ?? '').length).toBe(2);
  });

  test('one missing guard is one block and names the one permission', () => {
    const page = flat(busy());
    expect(page).toContain(
      'read 12 buckets, UNLESS stopped by what could not be read: Block Public Access of the account',
    );
    expect(page).toContain('acme-a, acme-b, acme-c and 9 more (--all)');
    expect(page).toContain('decide allow s3:GetAccountPublicAccessBlock: that settles all 12');
  });

  test('named outsiders that may be ours are one question with lines to paste', () => {
    const page = render(busy());
    expect(page).toContain('4 roles trust 2 accounts: yours?');
    expect(page).toContain(
      'own:\n                 accounts:\n                   - "444455556666"  # deploy, metrics\n',
    );
  });

  test('a page without findings says what was looked at and never that all is safe', () => {
    for (const lang of ['en', 'ja'] as const) {
      const page = render(calm(), { lang });
      expect(page).toMatch(/412/);
      expect(page).not.toMatch(/\bsafe\b|secure|安全/i);
    }
    expect(flat(calm())).toContain('Nothing found by 10 rules in what was looked at.');
    expect(flat(calm())).toContain('not seen accounts, orgs and contractors not named above');
    expect(flat(calm())).toContain('-> exit 0: nothing at or above high, and everything asked for was seen');
  });

  test.each([
    ['code', 'Depends on code: anyone on the internet may be able to read the bucket b'],
    ['shut-by', 'Anyone on the internet could read the bucket b, shut only by: the lock'],
    [
      'open-unless',
      'Anyone on the internet can read the bucket b, UNLESS stopped by what could not be read: the lock',
    ],
    ['open', 'Anyone on the internet can read the bucket b'],
  ] as const)('a door that is %s', (state, sentence) => {
    const it = door(bucket('b'), { state, guard: text('the lock', '錠') });
    expect(flat(report({ doors: [it], findings: [finding('aws.s3.a', 'low', it)] }))).toContain(sentence);
  });

  test.each([
    [{ audience: 'anyone-registered' }, 'Any AWS account can assume the role ci'],
    [
      { audience: 'anyone-registered', via: 'web-identity', subject: 'token.actions.githubusercontent.com' },
      'Any repository on GitHub can assume the role ci',
    ],
    [
      { audience: 'anyone-registered', via: 'web-identity', subject: 'login.kagi.example' },
      'Anyone with a token of login.kagi.example can assume the role ci',
    ],
    [
      { audience: 'anyone-registered', via: 'self-registration' },
      'Anyone who registers can assume the role ci',
    ],
    [
      { audience: 'named-outsider', who: ['444455556666', '777788889999', '888899990000', '999900001111'] },
      '444455556666, 777788889999 and 2 more can assume the role ci',
    ],
    [
      {
        audience: 'named-outsider',
        via: 'aws-account',
        subject: '444455556666',
        subjectName: 'Kagi Metrics',
        who: ['444455556666'],
      },
      'Kagi Metrics (444455556666) can assume the role ci',
    ],
    [
      {
        audience: 'named-outsider',
        via: 'aws-service',
        subject: 'logs.amazonaws.com',
        who: ['logs.amazonaws.com'],
      },
      'logs.amazonaws.com, acting for any account, can assume the role ci',
    ],
    [{ audience: 'anyone', via: 'file-link' }, 'Anyone with the link can assume the role ci'],
  ] as const)('an audience of %j', (more, sentence) => {
    const it = door(role('ci'), {
      ...more,
      who: 'who' in more ? [...more.who] : undefined,
      access: ['assume'],
    });
    expect(flat(report({ doors: [it], findings: [finding('aws.iam.a', 'high', it)] }))).toContain(sentence);
  });

  test('a part of a resource is named, also when it is a list', () => {
    const site = bucket('Kagi Support', { type: 'salesforce.guest.site', id: '0DM1' });
    const objects = Array.from({ length: 20 }, (_, n) => `Object_${n}__c`).join(', ');
    const external = door(site, {
      audience: 'named-outsider',
      who: ['logged-in external users'],
      subjectName: objects,
      access: ['read'],
    });
    const admin = door(site, { subjectName: 'ModifyAllData', access: ['admin'] });
    const point = door(bucket('b'), { via: 'access-point', subject: 'front 444455556666' });
    const doors = [external, admin, point];
    const page = flat(
      report({
        doors,
        scopes: [scope({ tallies: [tally('salesforce.guest.site', 1), tally('aws.s3.bucket', 1)] })],
        findings: doors.map((each) => finding('aws.s3.a', 'high', each)),
      }),
    );
    expect(page).toContain(
      'Logged-in external users can read Object_0__c, Object_1__c, Object_2__c +17 in the site Kagi Support',
    );
    expect(page).toContain('Anyone on the internet can administer the site Kagi Support');
    expect(page).toContain('Anyone on the internet can read the bucket b through the access point front');
  });

  test('Japanese carries the same facts in the same order', () => {
    const facts = [
      'acme-export',
      'infra/export.json:41:22',
      '--no-sign-request',
      'release',
      'acme-a',
      '444455556666',
      'hana',
      's3:GetBucketPolicy',
      'acme-tmp',
      'exit \\d|終了コード \\d',
    ];
    for (const lang of ['en', 'ja'] as const) {
      const page = render(busy(), { lang });
      const places = facts.map((fact) => page.search(new RegExp(fact)));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(places).not.toContain(-1);
    }
    const page = render(busy(), { lang: 'ja' });
    for (const word of [
      '緊急',
      '重要',
      '警告',
      '注意',
      '場所',
      '理由',
      '確かめ方',
      '閉じ方',
      '見た範囲',
      '見ていない範囲',
      '判定できなかった設定',
      '結果',
    ])
      expect(page).toContain(word);
  });
});

describe('the severity filter', () => {
  test('hides blocks and says how many', () => {
    const page = flat(busy(), { severity: 'high' });
    expect(page).not.toContain('MEDIUM');
    expect(page).toContain('hidden 19 medium, 32 low (--severity high)');
  });

  test('never hides what fails the gate', () => {
    const open = door(bucket('b'));
    const page = flat(
      report({ doors: [open], findings: [finding('aws.s3.a', 'medium', open)], failOn: 'medium' }),
      { severity: 'critical' },
    );
    expect(page).toContain('F1 MEDIUM');
    expect(page).not.toContain('hidden');
  });
});

describe('in a log that others read', () => {
  test('proofs are left out and account ids masked', () => {
    const page = render(busy(), { public: true });
    expect(page).not.toMatch(/\d{12}|1111-2222-3333/);
    expect(page).toContain('1111-****-3333');
    expect(page).not.toContain('--no-sign-request');
  });

  test('unless they are asked for', () => {
    expect(render(busy(), { public: true, showProof: true })).toBe(render(busy()));
  });
});

describe('names made to harm', () => {
  const harmful = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

  test.each(['en', 'ja'] as const)('nothing of them reaches the terminal (%s)', (lang) => {
    for (const all of [false, true]) {
      const page = render(hostile(), { lang, all });
      expect(page.replaceAll('\n', '')).not.toMatch(harmful);
      expect(page).toContain('\\u001b[2J');
    }
  });

  test.each(['en', 'ja'] as const)('no line commands a runner, however it wraps (%s)', (lang) => {
    for (let width = 50; width < 100; width += 7)
      for (const line of render(hostile(), { all: true, lang, width }).split('\n'))
        expect(line).not.toMatch(/^\s*::[a-z]|##\[|##vso\[/i);
  });

  test('whatever the name, in color too', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
        const open = door(bucket(name), { subject: name });
        const page = render(report({ doors: [open], findings: [finding('aws.s3.a', 'high', open)] }), {
          color: true,
        });
        // biome-ignore lint/complexity/useRegexLiterals: the escape is easier to read spelled out
        const plain = page.replace(new RegExp('\\u001b\\[[0-9;]*m', 'g'), '').replaceAll('\n', '');
        expect(plain).not.toMatch(harmful);
        expect(plain).toBe(
          render(report({ doors: [open], findings: [finding('aws.s3.a', 'high', open)] })).replaceAll(
            '\n',
            '',
          ),
        );
      }),
      { numRuns: 60 },
    );
  });
});

test.each([50, 80, 120, 160])(
  'no line is wider than %i columns unless it is one word, a place or a command',
  (width) => {
    for (const lang of ['en', 'ja'] as const) {
      for (const value of [busy(), calm(), blind()]) {
        for (const line of render(value, { lang, width, all: true }).split('\n')) {
          if (widthOf(line) <= width || line.includes('tojimari permissions')) continue;
          const content = line.slice(15).replace(/ \\$/, '').trim();
          expect(content).toMatch(/^\S+$|^\(.*:\d+\)$/);
        }
      }
    }
  },
);

test('several scopes: the first few by name, those not seen whole always', () => {
  const scopes = Array.from({ length: 30 }, (_, index) =>
    scope({
      id: `aws/${200000000000 + index}`,
      label: `account-${index}`,
      tallies: [
        tally(
          'aws.s3.bucket',
          10,
          index === 20 ? { complete: false, missing: denied('aws.s3.bucket', 's3:ListAllMyBuckets') } : {},
        ),
      ],
    }),
  );
  const page = flat(report({ scopes }));
  expect(page).toContain('account-20, 2 regions: 10 of ? buckets (s3:ListAllMyBuckets denied)');
  expect(page).toContain('and 23 more, seen whole: 230 buckets (--all)');
  expect(page).not.toContain('account-19');
});

test.each([
  ['nothing', {}, 'nothing found -> exit 0: nothing at or above high, and everything asked for was seen'],
  [
    'a finding',
    { findings: [finding('aws.s3.a', 'high', bucket('b'))] },
    '1 high -> exit 1: 1 at or above high (--fail-on high); 14 s, 2,204 calls',
  ],
  [
    '--exit-zero',
    { findings: [finding('aws.s3.a', 'high', bucket('b'))], exitZero: true },
    'exit 0: would be 1, but --exit-zero was given',
  ],
  [
    '--exit-zero, blind',
    {
      undecided: [undecided('aws.s3.a', 'high', bucket('b'), [denied('acl', 's3:GetBucketAcl')])],
      exitZero: true,
    },
    '1 undecided -> exit 0: would be 3, but --exit-zero was given',
  ],
  [
    'never',
    { findings: [finding('aws.s3.a', 'high', bucket('b'))], failOn: 'never' as const },
    'exit 0: asked never to fail (--fail-on never)',
  ],
])('the last line: %s', (_name, parts, line) => {
  expect(flat(report(parts), { width: 160 })).toContain(line);
});

test('of one gap, what counts and what was allowed are told apart', () => {
  const missing = [denied('policy', 's3:GetBucketPolicy')];
  const open = ['acme-hr', 'acme-tmp'].map((name) => undecided('aws.s3.a', 'high', bucket(name), missing));
  const page = flat(report({ undecided: open, allowUnknown: ['acme-tmp'] }));
  expect(page).toContain('COULD NOT TELL 1 of 412 buckets: s3:GetBucketPolicy denied (acme-hr)');
  expect(page).toContain(
    'Not counted (allowed, or only for rules below high): 1 of 412 buckets: s3:GetBucketPolicy denied (acme-tmp)',
  );
});

test('what the input lacks is to be checked, what was denied to be allowed', () => {
  const missing = [
    denied('acl', 's3:GetBucketAcl'),
    {
      setting: 'aws.s3.account#blockPublicAccess',
      reason: 'missing' as const,
      permission: 's3:GetAccountPublicAccessBlock',
    },
  ];
  const half = door(bucket('b'), { state: 'open-unless', missing });
  const page = flat(report({ doors: [half], findings: [finding('aws.s3.a', 'high', half)] }));
  expect(page).toContain('decide allow s3:GetBucketAcl; check blockPublicAccess, not in this input');
});

test('the commands of a rule may have several lines', () => {
  const open = door(bucket('b'));
  const rules = [
    rule('aws.s3.a', 'high', {
      fix: [{ en: 'Close it.', ja: '閉じます。', cli: 'aws s3api one \\\n  --bucket NAME\naws s3api two' }],
    }),
  ];
  const page = render(report({ doors: [open], findings: [finding('aws.s3.a', 'high', open)], rules }));
  expect(page).toContain('               aws s3api one --bucket NAME\n               aws s3api two\n');
});

test('what does not count for the exit code is listed apart', () => {
  const open = [undecided('aws.s3.a', 'low', bucket('acme-tmp'), [denied('acl', 's3:GetBucketAcl')])];
  const page = flat(report({ undecided: open, rules: [rule('aws.s3.a', 'low')] }));
  expect(page).toContain(
    'Not counted (allowed, or only for rules below high): 1 of 412 buckets: s3:GetBucketAcl denied (acme-tmp)',
  );
  expect(page).toContain(
    'exit 0: nothing at or above high; what could not be told does not count (--fail-on high)',
  );
  expect(ACCOUNT).toHaveLength(12);
});
