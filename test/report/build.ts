// Hand-made reports: builders with plain defaults, every name fictional.
import { decideGate, isComplete } from '../../src/report/gate.ts';
import type {
  Door,
  Finding,
  Missing,
  Report,
  ReportResource,
  RuleReport,
  ScopeReport,
  Severity,
  Tally,
  Text,
  Undecided,
} from '../../src/report/report.ts';

export const ACCOUNT = '111122223333';
const SCOPE = `aws/${ACCOUNT}`;

export function text(en: string, ja: string): Text {
  return { en, ja };
}

export function bucket(name: string, more: Partial<ReportResource> = {}): ReportResource {
  return {
    type: 'aws.s3.bucket',
    id: `arn:aws:s3:::${name}`,
    name,
    scope: SCOPE,
    region: 'ap-northeast-1',
    ...more,
  };
}

export function role(name: string): ReportResource {
  return { type: 'aws.iam.role', id: `arn:aws:iam::${ACCOUNT}:role/${name}`, name, scope: SCOPE };
}

export function door(resource: ReportResource, more: Partial<Door> = {}): Door {
  const { audience = 'anyone', subject = '' } = more;
  return {
    id: `door-${resource.type}-${resource.id}-${audience}-${subject}`,
    resource,
    audience,
    access: ['read'],
    state: 'open',
    basis: 'configuration',
    missing: [],
    evidence: [
      {
        setting: 'policy',
        pointer: '/Statement/0',
        text: text(
          'the bucket policy, statement "share", admits Principal "*"',
          'バケットポリシーのステートメント "share" が Principal "*" を許可しています',
        ),
        value: '"*"',
      },
    ],
    cures: [],
    ...more,
  };
}

export function finding(
  rule: string,
  severity: Severity,
  about: Door | ReportResource,
  more: Partial<Finding> = {},
): Finding {
  const isDoor = 'resource' in about;
  const resource = isDoor ? about.resource : about;
  const doors = isDoor ? [about.id] : [];
  return {
    fingerprint: `fp-${rule}-${doors[0] ?? resource.id}`,
    rule,
    severity,
    resource,
    doors,
    evidence: [],
    ...more,
  };
}

export function rule(id: string, severity: Severity, more: Partial<RuleReport> = {}): RuleReport {
  const type = id.split('.').slice(0, 2).join('.');
  return {
    id,
    title: text(`Title of ${id}`, `${id} の題名`),
    severity,
    resource: `${type}.thing`,
    passed: 1,
    failed: 0,
    undecided: 0,
    why: text(
      'Whoever finds the address can fetch the data.',
      'アドレスを知った誰もがデータを取得できます。',
    ),
    fix: [
      {
        en: 'Turn on Block Public Access for the bucket.',
        ja: 'バケットのパブリックアクセスブロックを有効にします。',
        cli: 'aws s3api put-public-access-block --bucket NAME',
        terraform: 'resource "aws_s3_bucket_public_access_block" "this" {}',
        console: 'S3 > NAME > Permissions > Block public access',
      },
    ],
    controls: { 'cis-aws-7.0.0': ['3.1.4'], cwe: ['CWE-732'] },
    references: [
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    ],
    weight: 1,
    ...more,
  };
}

const NOUNS: Record<string, [Text, Text]> = {
  'aws.s3.bucket': [text('bucket', 'バケット'), text('buckets', 'バケット')],
  'aws.iam.role': [text('role', 'ロール'), text('roles', 'ロール')],
  'aws.iam.user': [text('user', 'ユーザー'), text('users', 'ユーザー')],
  'aws.iam.account': [text('account', 'アカウント'), text('accounts', 'アカウント')],
  'salesforce.guest.site': [text('site', 'サイト'), text('sites', 'サイト')],
  'salesforce.sharing.object': [text('object', 'オブジェクト'), text('objects', 'オブジェクト')],
};

export function tally(type: string, seen: number, more: Partial<Tally> = {}): Tally {
  const [name, plural] = NOUNS[type] ?? [text(type, type), text(type, type)];
  const rank = Object.keys(NOUNS).indexOf(type);
  return {
    type,
    name,
    plural,
    ...(rank < 0 ? {} : { rank }),
    seen,
    complete: true,
    notHeld: false,
    exposed: 0,
    undecided: 0,
    ...more,
  };
}

export function scope(more: Partial<ScopeReport> = {}): ScopeReport {
  return {
    id: SCOPE,
    provider: 'aws',
    label: '1111-2222-3333 (prod)',
    input: 'live',
    format: 'live',
    asker: 'role/auditor',
    regions: ['ap-northeast-1', 'us-east-1'],
    notes: [],
    tallies: [
      tally('aws.s3.bucket', 412),
      tally('aws.iam.role', 88),
      tally('aws.iam.user', 7),
      tally('aws.iam.account', 1, { carrier: true }),
    ],
    notHeld: [],
    unread: [],
    ...more,
  };
}

export function denied(setting: string, permission: string, more: Partial<Missing> = {}): Missing {
  return { setting, reason: 'denied', permission, ...more };
}

export function undecided(
  ruleId: string,
  severity: Severity,
  resource: ReportResource,
  missing: Missing[],
): Undecided {
  return { rule: ruleId, severity, resource, missing };
}

/** A whole report; the gate is decided by the real one. */
export function report(
  parts: Partial<Report> & { failOn?: Severity | 'never'; allowUnknown?: string[]; exitZero?: boolean } = {},
): Report {
  const { failOn = 'high', allowUnknown, exitZero = false, ...more } = parts;
  const { scopes = [scope()], doors = [], findings = [], undecided: open = [] } = more;
  const ids = new Set([...findings, ...open].map((each) => each.rule));
  const rules = more.rules ?? [...ids].sort().map((id) => rule(id, 'high'));
  return {
    $schema: 'https://tojimari.dev/schema/report-v1.json',
    version: 1,
    tool: { name: 'tojimari', version: '1.0.0' },
    startedAt: '2026-11-21T00:00:00.000Z',
    endedAt: '2026-11-21T00:00:14.000Z',
    complete: isComplete({ scopes, undecided: open, doors }),
    calls: 2204,
    rules,
    gate: decideGate({ findings, undecided: open, scopes, doors, rules, failOn, allowUnknown, exitZero }),
    ...more,
    scopes,
    doors,
    findings,
    undecided: open,
  };
}

/** The same report when all of its blind spots were allowed. */
export function accepted(value: Report): Report {
  return { ...value, gate: { ...value.gate, allowUnknown: ['*'] } };
}
