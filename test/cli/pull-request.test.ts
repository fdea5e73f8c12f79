// Plans in pull requests: what a plan opens fails, what it does not touch is counted, what is sensitive is never shown.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { FORMATS } from '../../src/report/index.ts';
import { PUBLIC_READ } from '../providers/aws/import/declarations.ts';
import {
  BUCKET,
  bucketConfiguration,
  type Entry,
  type Prior,
  planText,
  references,
} from '../providers/aws/import/plans.ts';
import { folder, type Ran, tojimari } from './harness.ts';

const OFF = {
  block_public_acls: false,
  block_public_policy: false,
  ignore_public_acls: false,
  restrict_public_buckets: false,
};
const OWNER = [{ id: '1234', permissions: ['FULL_CONTROL'], type: 'CanonicalUser', uri: '' }];

/** An existing bucket that stands open, as a state has it. */
function open(name: string): Prior[] {
  const policy = JSON.stringify(PUBLIC_READ).replaceAll('kagi-assets', name);
  const bucket = { bucket: name, arn: `arn:aws:s3:::${name}`, policy, grant: OWNER, website: [], tags: {} };
  return [
    { address: `aws_s3_bucket.${name}`, values: bucket },
    { address: `aws_s3_bucket_public_access_block.${name}`, values: { bucket: name, ...OFF } },
  ];
}

const kept = (all: Prior[]): Entry[] =>
  all.map(({ address, values }) => ({ address, actions: ['no-op'], before: values, after: values }));

/** A folder with a plan, and its source. */
function repository(plan: string, source: Record<string, string> = {}): string {
  const root = folder({ 'plan.json': plan });
  for (const [name, text] of Object.entries(source)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

async function scan(root: string, ...more: string[]): Promise<Ran> {
  return await tojimari(['scan', join(root, 'plan.json'), ...more], { cwd: root });
}

const NEW = ['--fail-on-new', 'high'];
const policyOf = (text: string) => ({
  bucket: 'kagi-new',
  policy: text.replaceAll('kagi-assets', 'kagi-new'),
});
const opened: Entry[] = [
  { address: 'aws_s3_bucket.new', after: { bucket: 'kagi-new' } },
  { address: 'aws_s3_bucket_policy.new', after: policyOf(JSON.stringify(PUBLIC_READ)) },
  { address: 'aws_s3_bucket_public_access_block.new', after: { bucket: 'kagi-new', ...OFF } },
];

describe('--fail-on-new without a baseline', () => {
  test('doors that the plan does not touch are counted, and pass', async () => {
    const root = repository(planText(kept(open('kagi-old')), { prior: open('kagi-old') }));
    expect((await scan(root)).code).toBe(1);
    const { code, stdout } = await scan(root, ...NEW);
    expect(code).toBe(0);
    expect(stdout).toMatch(/known[^\n]*1 high/);
    expect(stdout).toContain('-> exit 0');
  });

  test('what the plan opens fails, and alone is told', async () => {
    const root = repository(planText([...kept(open('kagi-old')), ...opened], { prior: open('kagi-old') }));
    const { code, stdout } = await scan(root, ...NEW);
    expect(code).toBe(1);
    expect(stdout).toContain('NEW: Anyone on the internet can read the bucket kagi-new');
    expect(stdout).not.toContain('F2');
    expect(stdout).toMatch(/known[^\n]*1 high/);
  });

  test('a first plan starts from nothing', async () => {
    expect((await scan(repository(planText(opened)), ...NEW)).code).toBe(1);
  });

  test('what the plan widens fails', async () => {
    const wider = JSON.stringify(PUBLIC_READ).replace('"s3:GetObject"', '["s3:GetObject","s3:PutObject"]');
    const before = open('kagi-assets');
    const [bucket, ...others] = kept(before);
    const changed = { ...bucket, actions: ['update'], after: { ...before[0]?.values, policy: wider } };
    const root = repository(planText([{ address: '', ...changed }, ...others], { prior: before }));
    const { code, stdout } = await scan(root, ...NEW);
    expect([code, stdout]).toEqual([1, expect.stringContaining('WIDER')]);
  });

  test('what the plan deletes is no finding', async () => {
    const gone = open('kagi-old').map(
      ({ address, values }): Entry => ({ address, actions: ['delete'], before: values }),
    );
    const { code, stdout } = await scan(repository(planText(gone, { prior: open('kagi-old') })), ...NEW);
    expect(code).toBe(0);
    expect(stdout).not.toContain('F1');
  });

  test('a plan through stdin is its own before', async () => {
    const stdin = planText(kept(open('kagi-old')), { prior: open('kagi-old') });
    expect((await tojimari(['scan', '-', ...NEW], { stdin, cwd: folder() })).code).toBe(0);
    expect((await tojimari(['scan', '-', ...NEW], { stdin: planText(opened), cwd: folder() })).code).toBe(1);
  });

  test('a folder with nothing but plans too, and with something else it is a mistake', async () => {
    const root = repository(planText(kept(open('kagi-old')), { prior: open('kagi-old') }));
    expect((await tojimari(['scan', root, ...NEW], { cwd: root })).code).toBe(0);
    writeFileSync(
      join(root, 'terraform.tfstate'),
      '{"version":4,"terraform_version":"1.9.5","resources":[]}',
    );
    const { code, stderr } = await tojimari(['scan', root, ...NEW], { cwd: root });
    expect([code, stderr]).toEqual([2, expect.stringContaining('A Terraform plan is its own')]);
  });

  test('a public policy on a new bucket without Block Public Access is refused by AWS', async () => {
    const { code, stdout } = await scan(repository(planText(opened.slice(0, 2))), ...NEW, '--all');
    expect(code).toBe(0);
    expect(stdout).toMatch(/AWS will refuse the policy of the bucket\s+kagi-new/);
    expect(stdout).toContain('NEW: Anyone on the internet could read the bucket kagi-new, shut');
  });

  test('what becomes unknown is neither open nor an all-clear', async () => {
    const { code } = await scan(repository(planText(BUCKET)), ...NEW);
    expect(code).toBe(3);
  });

  test('JSON says what it was compared with', async () => {
    const root = repository(planText(opened));
    const { stdout } = await scan(root, ...NEW, '--format', 'json');
    const report: { baseline: { kind: string; changes: { kind: string }[] } } = JSON.parse(stdout);
    expect(report.baseline.kind).toBe('plan');
    expect(report.baseline.changes.map(({ kind }) => kind)).toEqual(['opened']);
  });
});

const SOURCE = `resource "aws_s3_bucket" "assets" {
  bucket = "kagi-assets"
}

resource "aws_s3_bucket_public_access_block" "assets" {
  bucket = aws_s3_bucket.assets.id
}

resource "aws_s3_bucket_policy" "assets" {
  bucket = aws_s3_bucket.assets.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "\${aws_s3_bucket.assets.arn}/*"
    }]
  })
}
`;

describe('source', () => {
  const plan = planText(BUCKET, {
    configuration: bucketConfiguration(references('aws_s3_bucket.assets.arn', 'aws_s3_bucket.assets')),
  });

  test('the folder of the plan is its source', async () => {
    const { code, stdout } = await scan(repository(plan, { 'main.tf': SOURCE }), ...NEW);
    expect(code).toBe(1);
    expect(stdout).toContain('declared    main.tf:1:1');
    expect(stdout).toContain('(main.tf:12:18)');
  });

  test('SARIF shows the line of the source', async () => {
    const root = repository(plan, { 'main.tf': SOURCE });
    const { stdout } = await scan(root, ...NEW, '--format', 'sarif');
    const log: {
      runs: {
        results: {
          baselineState?: string;
          locations: {
            physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
          }[];
        }[];
      }[];
    } = JSON.parse(stdout);
    const [result] = log.runs[0]?.results ?? [];
    expect(result?.baselineState).toBe('new');
    expect(result?.locations[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: 'main.tf' },
      region: { startLine: 1 },
    });
  });

  test('a plan elsewhere has its source where one works, or where --source says', async () => {
    const root = repository('{}', { 'infra/main.tf': SOURCE, 'out/plan.json': plan });
    const target = join(root, 'out', 'plan.json');
    const code = async (cwd: string, ...more: string[]) =>
      (await tojimari(['scan', target, ...NEW, ...more], { cwd })).code;
    expect(await code(root)).toBe(3);
    expect(await code(join(root, 'infra'))).toBe(1);
    expect(await code(root, '--source', join(root, 'infra'))).toBe(1);
  });

  test('inside a downloaded module a finding points to the call', async () => {
    const inner = opened.map((entry) => ({ ...entry, address: `module.web.${entry.address}` }));
    const call =
      'module "other" {\n  source = "./other"\n}\n\nmodule "web" {\n  source = "kagi/bucket/aws"\n}\n';
    const { stdout } = await scan(repository(planText(inner), { 'main.tf': call }));
    expect(stdout).toContain('main.tf:5:1');
    expect(stdout).toMatch(/this calls the\s+module kagi\/bucket\/aws/);
  });
});

describe('sensitive values', () => {
  const SECRET = 'tops3cret-marker';
  const PART = `arn:aws:s3:::${SECRET}`;
  const policy = JSON.stringify(PUBLIC_READ).replace(
    '"*"',
    `{"AWS":"arn:aws:iam::111122223333:role/${SECRET}"}`,
  );
  const marked = { policy: true };
  const secret: Entry[] = [
    // A door beside which a secret stands, in the line that is shown of it.
    ...opened.map((entry) => ({
      address: `${entry.address}_open`,
      after: {
        ...JSON.parse(JSON.stringify(entry.after).replaceAll('kagi-new', 'kagi-open')),
        note: `${SECRET}<&>`,
        pin: 83719264,
      },
      afterSensitive: { note: true, pin: true },
    })),
    ...opened,
    {
      address: 'aws_s3_bucket.s',
      after: { bucket: SECRET, arn: PART, tags: { a: SECRET }, tags_all: { b: SECRET } },
      afterSensitive: { bucket: true, tags: { a: true } },
    },
    { address: 'aws_s3_bucket_policy.s', after: { bucket: 'kagi-new', policy }, afterSensitive: marked },
    {
      address: 'aws_s3_bucket_website_configuration.s',
      after: { bucket: 'kagi-new', index_document: [{ suffix: SECRET }] },
    },
    {
      address: 'aws_sns_topic.s',
      actions: ['update'],
      before: { name: 'kagi-topic', arn: 'arn:aws:sns:eu-west-1:111122223333:kagi-topic', policy },
      beforeSensitive: marked,
      after: { name: 'kagi-topic', arn: 'arn:aws:sns:eu-west-1:111122223333:kagi-topic', policy },
      afterSensitive: marked,
    },
    {
      address: 'data.aws_iam_policy_document.s',
      after: {
        statement: [
          {
            actions: ['s3:GetObject'],
            principals: [{ type: 'AWS', identifiers: [SECRET] }],
            resources: [null],
          },
        ],
      },
      afterSensitive: { statement: [{ principals: [{ identifiers: [true] }] }] },
      unknown: { json: true, statement: [{ resources: [true] }] },
    },
    { address: 'aws_iam_role.s', after: { name: 'kagi-role' }, unknown: { assume_role_policy: true } },
  ];
  const trust = 'data.aws_iam_policy_document.s';
  const text = planText(secret, {
    prior: [
      {
        address: 'aws_s3_bucket_policy.s',
        values: { bucket: 'kagi-new', policy },
        sensitive: marked,
      },
    ],
    more: {
      variables: { secret: { value: SECRET }, region: { value: 'eu-west-1' } },
      output_changes: { o: { after: SECRET, after_sensitive: true } },
      planned_values: { outputs: { o: { sensitive: true, value: SECRET } }, root_module: {} },
      resource_drift: [
        {
          address: 'aws_s3_bucket_policy.s',
          mode: 'managed',
          type: 'aws_s3_bucket_policy',
          change: {
            before: { policy },
            before_sensitive: marked,
            after: { policy },
            after_sensitive: marked,
          },
        },
      ],
      configuration: {
        provider_config: { aws: { name: 'aws', expressions: { region: references('var.secret') } } },
        root_module: {
          variables: { secret: { sensitive: true }, region: {} },
          resources: [
            {
              address: 'aws_iam_role.s',
              mode: 'managed',
              type: 'aws_iam_role',
              expressions: { assume_role_policy: references(`${trust}.json`, trust) },
            },
          ],
        },
      },
    },
  });
  const source = {
    'main.tf': `variable "secret" {\n  default   = "${SECRET}"\n  sensitive = true\n}\n${SOURCE}`,
  };

  test('reach no output of any format', async () => {
    // Terraform spares what HTML would take for its own.
    const root = repository(text.replaceAll('<', '\\u003c').replaceAll('&', '\\u0026'), source);
    const outputs = Object.keys(FORMATS).map((format) => ({ format, path: join(root, `out.${format}`) }));
    const flags = outputs.flatMap(({ format, path }) => ['--format', format, '--output', path]);
    for (const how of [['--show-proof', '--all'], NEW]) {
      const { stderr } = await scan(root, ...flags, ...how);
      expect(stderr).not.toContain(SECRET);
      for (const { path } of outputs) {
        const written = readFileSync(path, 'utf8');
        expect(written).toContain('kagi-open');
        expect(written).not.toContain(SECRET);
        expect(written).not.toContain('83719264');
      }
    }
  });

  test('nor a comparison of two plans', async () => {
    const root = repository(text, { 'old.json': planText(opened) });
    const { stdout, stderr } = await tojimari(
      ['diff', join(root, 'old.json'), join(root, 'plan.json'), '--format', 'json'],
      { cwd: root },
    );
    expect(stdout).toContain('kagi-new');
    expect(stdout + stderr).not.toContain(SECRET);
  });

  test('what they would decide is not decided, and says so', async () => {
    const { stdout } = await scan(repository(text), '--format', 'json');
    expect(stdout).toContain('"complete": false');
    expect(stdout).toContain('policy of aws_s3_bucket_policy.s is marked as sensitive');
  });

  test('a state', async () => {
    const state = JSON.stringify({
      version: 4,
      terraform_version: '1.9.5',
      outputs: { o: { value: SECRET, sensitive: true } },
      resources: [
        {
          mode: 'managed',
          type: 'aws_s3_bucket_policy',
          name: 's',
          instances: [
            {
              attributes: { bucket: 'kagi-new', policy, id: SECRET },
              sensitive_attributes: [
                [{ type: 'get_attr', value: 'policy' }],
                [{ type: 'get_attr', value: 'id' }],
              ],
            },
          ],
        },
      ],
    });
    const root = folder({ 'terraform.tfstate': state });
    const { stdout, stderr } = await tojimari(['scan', join(root, 'terraform.tfstate'), '--format', 'json'], {
      cwd: root,
    });
    expect(stdout).toContain('is marked as sensitive');
    expect(stdout + stderr).not.toContain(SECRET);
  });
});
