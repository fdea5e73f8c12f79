// Pseudonyms: nothing of what somebody chose or owns is in any format, and the same secret gives the same names.
import { describe, expect, test } from '@jest/globals';
import { FORMATS, type FormatName } from '../../src/report/index.ts';
import { parseReport } from '../../src/report/parse.ts';
import { newPseudonyms } from '../../src/report/pseudonyms.ts';
import { redactReport } from '../../src/report/redact.ts';
import type { RenderOptions, Report } from '../../src/report/report.ts';
import { bucket, door, finding, report, text } from './build.ts';
import { blind, busy, calm, hostile } from './estates.ts';
import { named } from './hostile.ts';

const OPTIONS: RenderOptions = { lang: 'en', color: false, showProof: true, public: false, all: true };
const KEY = Buffer.from('a secret that is long enough');
const MARK = 'Secret~';

/** Keys of a report whose values are the product's own words, or enumerations, numbers and times. */
const OURS = new Set(
  '$schema version tool rules tallies type audience access via state basis reason permission setting severity rule kind provider input format region regions date source startedAt endedAt failOn firstSeen baselineState change status until finds notHeld unread'.split(
    ' ',
  ),
);

/** The same report with a mark in every string that is not the product's own. */
function marked(value: unknown, key = ''): unknown {
  // Where the source declares a thing is an object; who says since when is a word of ours.
  if (OURS.has(key) && typeof value !== 'object') return value;
  if (typeof value === 'string') return OURS.has(key) ? value : mark(value);
  if (Array.isArray(value)) return value.map((each) => marked(each, key));
  if (typeof value !== 'object' || value === null) return value;
  if (['rules', 'tallies', 'notHeld', 'unread', 'tool'].includes(key)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, marked(each, name)]));
}

function mark(value: string): string {
  const arn = /^(arn:aws:[a-z0-9]+:[^:]*:[^:]*:)(.*)$/s.exec(value);
  if (arn !== null) return `${arn[1]}${MARK}${arn[2]}`;
  return value.startsWith('aws/') || value.startsWith('salesforce/')
    ? value.replace('/', `/${MARK}`)
    : MARK + value;
}

function withMarks(value: Report): Report {
  const parsed = parseReport(marked(value));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed));
  return parsed.value;
}

/** Everything that a report can say. */
function everything(): Report {
  const open = door(bucket('acme'), {
    source: { file: 'infra/acme.tf', line: 3, column: 1, endLine: 9, certain: true, by: text('a', 'b') },
    since: {
      date: '2026-01-01',
      source: 'git',
      detail: text('by hana@kagi.example', 'c'),
      commit: 'abcdef0',
    },
    sensitive: text('Customer__c', 'Customer__c'),
    guard: text('the account', 'x'),
    subject: 'Contact',
    subjectName: 'Contact',
    who: ['arn:aws:iam::999988887777:role/toride'],
    evidence: [
      {
        setting: 'policy',
        pointer: '/Statement/0/Condition/StringEquals/aws:SourceVpce',
        text: text('x', 'y'),
        value: '"vpce-0123456789abcdef0"',
        origin: {
          file: 'exports/acme/policy.json',
          line: 3,
          pointer: '/acme',
          snippet: '"Principal": "acme"',
        },
      },
    ],
    cures: [{ text: text('x', 'y'), command: 'aws s3 rm', rejudged: true, loses: text('a', 'b') }],
  });
  const found = finding('aws.s3.a', 'high', open, { adjusted: text('since acme', 'x') });
  return report({
    doors: [open],
    findings: [found],
    opinions: [
      {
        source: 'IAM Access Analyzer',
        agreed: 1,
        disagreements: [{ resource: bucket('other'), finds: 'them', text: text('acme', 'x') }],
      },
    ],
    intents: [
      {
        declared: {
          owner: 'hana',
          reason: 'acme',
          until: '2027-01-01',
          resource: ['acme-*'],
          under: '/acme',
        },
        origin: { file: 'tojimari.yaml', line: 1 },
        status: 'met',
        matches: 1,
        doors: [open.id],
        findings: [found],
      },
    ],
  });
}

const REPORTS: [string, Report][] = [
  ['busy', busy()],
  ['blind', blind()],
  ['calm', calm()],
  ['hostile', hostile()],
  ['named', named('kagi-payroll')],
  ['everything', everything()],
];
const WAYS: [FormatName, Partial<RenderOptions>][] = [
  ...Object.keys(FORMATS).flatMap((name): [FormatName, Partial<RenderOptions>][] =>
    isFormat(name) ? [[name, {}]] : [],
  ),
  ['text', { lang: 'ja' }],
  ['sarif', { sarifProfile: 'full' }],
];

function isFormat(name: string): name is FormatName {
  return name in FORMATS;
}

describe.each(REPORTS)('%s', (_name, value) => {
  const whole = withMarks(value);

  test('is marked wherever it could say a name', () => {
    expect(JSON.stringify(whole).split(MARK).length).toBeGreaterThan(2);
  });

  test.each(WAYS)('nothing of it is in %s %j', (format, more) => {
    const page = FORMATS[format].render(redactReport(whole, KEY), { ...OPTIONS, ...more });
    const found = page.toLowerCase().indexOf(MARK.toLowerCase().slice(0, 6));
    expect(found < 0 ? '' : page.slice(Math.max(0, found - 200), found + 100)).toBe('');
  });

  test('is still a report, with as many doors, findings and gaps', () => {
    const less = redactReport(value, KEY);
    expect(parseReport(JSON.parse(JSON.stringify(less))).ok).toBe(true);
    expect([less.doors.length, less.findings.length, less.undecided.length, less.gate.exitCode]).toEqual([
      value.doors.length,
      value.findings.length,
      value.undecided.length,
      value.gate.exitCode,
    ]);
    const known = new Set(less.doors.map(({ id }) => id));
    expect(known.size).toBe(new Set(value.doors.map(({ id }) => id)).size);
    for (const { doors } of less.findings) for (const id of doors) expect(known.has(id)).toBe(true);
  });
});

test('the same secret gives the same pseudonyms, another one others', () => {
  const [a, b] = [redactReport(busy(), KEY), redactReport(busy(), KEY)];
  const other = redactReport(busy(), Buffer.from('another secret, long enough'));
  expect(a).toEqual(b);
  expect(other.doors[0]?.resource.name).not.toBe(a.doors[0]?.resource.name);
});

test.each([
  ['arn:aws:s3:::acme-export', /^arn:aws:s3:::bucket-[0-9a-f]{10}$/],
  [
    'arn:aws:s3:::acme-export/a/b',
    /^arn:aws:s3:::bucket-[0-9a-f]{10}\/bucket-[0-9a-f]{10}\/bucket-[0-9a-f]{10}$/,
  ],
  [
    'arn:aws:iam::111122223333:role/team/deploy',
    /^arn:aws:iam::000\d{9}:role\/bucket-[0-9a-f]{10}\/bucket-[0-9a-f]{10}$/,
  ],
  ['arn:aws:iam::111122223333:root', /^arn:aws:iam::000\d{9}:root$/],
  ['111122223333', /^000\d{9}$/],
  ['1111-2222-3333', /^000\d{9}$/],
  ['005Kg0000000001AAA', /^bucket-[0-9a-f]{10}$/],
  ['hana@kagi.example', /^bucket-[0-9a-f]{10}$/],
])('%s keeps its shape', (id, shape) => {
  expect(newPseudonyms(KEY).id('bucket', id)).toMatch(shape);
});

test('an account is the same one in an ARN, with dashes, and as a scope', () => {
  const as = newPseudonyms(KEY);
  const account = as.id('x', '111122223333');
  expect(as.id('x', '1111-2222-3333')).toBe(account);
  expect(as.scope('aws/111122223333')).toBe(`aws/${account}`);
  expect(as.id('x', 'arn:aws:iam::111122223333:root')).toContain(account);
});
