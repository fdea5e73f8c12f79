// What a plan starts from: only what it opens may differ, by whichever of Terraform's ways it gets there.
import { describe, expect, test } from '@jest/globals';
import { PUBLIC_READ, why } from './declarations.ts';
import { type Entry, type Prior, planText, readPlan } from './plans.ts';

const OFF = {
  block_public_acls: false,
  block_public_policy: false,
  ignore_public_acls: false,
  restrict_public_buckets: false,
};
const PUBLIC = JSON.stringify(PUBLIC_READ);
const OWNER = [{ id: '1234', permissions: ['FULL_CONTROL'], type: 'CanonicalUser', uri: '' }];
const EXISTING = {
  bucket: 'kagi-assets',
  arn: 'arn:aws:s3:::kagi-assets',
  policy: '',
  grant: OWNER,
  website: [],
};
const OPEN = { ...EXISTING, policy: PUBLIC };
const BLOCK = { bucket: 'kagi-assets', ...OFF };
const POLICY = { bucket: 'kagi-assets', policy: PUBLIC };

const same = (address: string, values: object): Entry => ({
  address,
  actions: ['no-op'],
  before: values,
  after: values,
});
const prior = (address: string, values: object): Prior => ({ address, values });

async function sides(entries: Entry[], before: Prior[]): Promise<[string[], string[]]> {
  const text = planText(entries, { prior: before });
  const [was, is] = [await readPlan(text, { before: true }), await readPlan(text)];
  expect(was.scopes.map(({ id }) => id)).toEqual(is.scopes.map(({ id }) => id));
  return [was.doors('kagi-assets'), is.doors('kagi-assets')];
}

const UNLESS = ['anyone open-unless read'];
const SHUT = ['anyone shut-by read'];

describe('before and after', () => {
  test.each<[string, Entry[], Prior[], string[], string[]]>([
    [
      'nothing changes',
      [same('aws_s3_bucket.a', OPEN), same('aws_s3_bucket_public_access_block.a', BLOCK)],
      [prior('aws_s3_bucket.a', OPEN), prior('aws_s3_bucket_public_access_block.a', BLOCK)],
      UNLESS,
      UNLESS,
    ],
    [
      'a new bucket',
      [
        { address: 'aws_s3_bucket.a', after: { bucket: 'kagi-assets' } },
        { address: 'aws_s3_bucket_public_access_block.a', after: BLOCK },
        { address: 'aws_s3_bucket_policy.a', after: POLICY },
      ],
      [],
      [],
      UNLESS,
    ],
    [
      'a policy on an existing bucket',
      [same('aws_s3_bucket.a', EXISTING), { address: 'aws_s3_bucket_policy.a', after: POLICY }],
      [prior('aws_s3_bucket.a', EXISTING)],
      [],
      UNLESS,
    ],
    [
      'Block Public Access that the plan begins to set was on',
      [same('aws_s3_bucket.a', OPEN), { address: 'aws_s3_bucket_public_access_block.a', after: BLOCK }],
      [prior('aws_s3_bucket.a', OPEN)],
      SHUT,
      UNLESS,
    ],
    [
      'Block Public Access that the plan takes away',
      [
        same('aws_s3_bucket.a', OPEN),
        { address: 'aws_s3_bucket_public_access_block.a', actions: ['delete'], before: BLOCK },
      ],
      [
        prior('aws_s3_bucket.a', OPEN),
        prior('aws_s3_bucket_public_access_block.a', {
          bucket: 'kagi-assets',
          block_public_acls: true,
          block_public_policy: true,
          ignore_public_acls: true,
          restrict_public_buckets: true,
        }),
      ],
      SHUT,
      UNLESS,
    ],
    [
      'a bucket that is deleted',
      [{ address: 'aws_s3_bucket.a', actions: ['delete'], before: OPEN }],
      [prior('aws_s3_bucket.a', OPEN)],
      UNLESS,
      [],
    ],
    [
      'a bucket that is replaced is new, and guarded as a new one',
      [
        {
          address: 'aws_s3_bucket.a',
          actions: ['delete', 'create'],
          before: OPEN,
          after: { bucket: 'kagi-assets' },
          unknown: { arn: true, policy: true },
        },
        { address: 'aws_s3_bucket_policy.a', actions: ['delete', 'create'], before: POLICY, after: POLICY },
      ],
      [prior('aws_s3_bucket.a', OPEN), prior('aws_s3_bucket_policy.a', POLICY)],
      UNLESS,
      SHUT,
    ],
    [
      'what moves to another address stays what it is',
      [
        same('module.web.aws_s3_bucket.this[0]', EXISTING),
        {
          ...same('module.web.aws_s3_bucket_policy.this[0]', POLICY),
          more: { previous_address: 'aws_s3_bucket_policy.a' },
        },
      ].map((entry) =>
        entry.address.endsWith('bucket.this[0]')
          ? { ...entry, more: { previous_address: 'aws_s3_bucket.a' } }
          : entry,
      ),
      [prior('aws_s3_bucket.a', EXISTING), prior('aws_s3_bucket_policy.a', POLICY)],
      UNLESS,
      UNLESS,
    ],
    [
      'what is imported was there, in the state or not',
      [
        { ...same('aws_s3_bucket.a', OPEN), more: { change: undefined } },
        { ...same('aws_s3_bucket_policy.a', POLICY) },
      ].map((entry) => ({ ...entry, more: { importing: { id: 'kagi-assets' } } })),
      [],
      UNLESS,
      UNLESS,
    ],
    [
      'a plan of some targets leaves the others as they are',
      [{ address: 'aws_s3_bucket_policy.a', after: POLICY }],
      [
        prior('aws_s3_bucket.a', EXISTING),
        prior('aws_s3_bucket_public_access_block.a', { ...BLOCK, restrict_public_buckets: true }),
      ],
      [],
      SHUT,
    ],
    [
      'what is forgotten is on neither side',
      [{ address: 'aws_s3_bucket.a', actions: ['forget'], before: OPEN }],
      [prior('aws_s3_bucket.a', OPEN)],
      [],
      [],
    ],
    [
      'what an earlier apply left behind says nothing',
      [
        same('aws_s3_bucket.a', OPEN),
        same('aws_s3_bucket_public_access_block.a', BLOCK),
        {
          address: 'aws_s3_bucket_policy.a',
          actions: ['delete'],
          before: POLICY,
          more: { deposed: 'abcd1234' },
        },
      ],
      [prior('aws_s3_bucket.a', OPEN), prior('aws_s3_bucket_public_access_block.a', BLOCK)],
      UNLESS,
      UNLESS,
    ],
  ])('%s', async (_name, entries, before, was, is) => {
    expect(await sides(entries, before)).toEqual([was, is]);
  });
});

describe('what AWS will refuse', () => {
  const fresh: Entry = { address: 'aws_s3_bucket.a', after: { bucket: 'kagi-assets' } };
  const own = JSON.stringify({
    ...PUBLIC_READ,
    Statement: { ...PUBLIC_READ.Statement[0], Principal: { AWS: '111122223333' } },
  });
  test.each<[string, Entry[], Prior[], boolean]>([
    [
      'a public policy on a new bucket',
      [fresh, { address: 'aws_s3_bucket_policy.a', after: POLICY }],
      [],
      true,
    ],
    [
      'a policy that is not public',
      [fresh, { address: 'aws_s3_bucket_policy.a', after: { ...POLICY, policy: own } }],
      [],
      false,
    ],
    [
      'one with Block Public Access off',
      [
        fresh,
        { address: 'aws_s3_bucket_policy.a', after: POLICY },
        { address: 'aws_s3_bucket_public_access_block.a', after: BLOCK },
      ],
      [],
      false,
    ],
    [
      'one that is there already',
      [
        same('aws_s3_bucket.a', OPEN),
        { address: 'aws_s3_bucket_public_access_block.a', after: { ...BLOCK, block_public_policy: true } },
      ],
      [prior('aws_s3_bucket.a', OPEN)],
      false,
    ],
  ])('%s', async (_name, entries, before, refused) => {
    const { scopes } = await readPlan(planText(entries, { prior: before }));
    const notes = scopes.flatMap(({ notes: all = [] }) => all.map(({ en }) => en));
    expect(notes.some((note) => note.includes('AWS will refuse the policy of the bucket kagi-assets'))).toBe(
      refused,
    );
  });
});

test('drift: before is what there is now, not what the state said', async () => {
  const text = planText([{ address: 'aws_s3_bucket.a', actions: ['update'], before: OPEN, after: OPEN }], {
    prior: [prior('aws_s3_bucket.a', OPEN)],
    more: {
      resource_drift: [
        {
          address: 'aws_s3_bucket.a',
          mode: 'managed',
          type: 'aws_s3_bucket',
          change: { actions: ['update'], before: EXISTING, after: OPEN },
        },
      ],
    },
  });
  expect((await readPlan(text, { before: true })).doors('kagi-assets')).toEqual(UNLESS);
});

test('a plan without its changes knows by its earlier state what is new', async () => {
  const values = (bucket: string, name: string) => ({
    address: `aws_s3_bucket.${name}`,
    mode: 'managed',
    type: 'aws_s3_bucket',
    values: { bucket },
  });
  const text = JSON.stringify({
    format_version: '1.2',
    planned_values: { root_module: { resources: [values('kagi-old', 'old'), values('kagi-new', 'new')] } },
    prior_state: { values: { root_module: { resources: [values('kagi-old', 'old')] } } },
  });
  const { find } = await readPlan(text);
  expect(why(find('aws.s3.bucket', 'kagi-old'), 'blockPublicAccess')).toBe('missing');
  expect(find('aws.s3.bucket', 'kagi-new').settings['blockPublicAccess']).toMatchObject({
    restrictPublicBuckets: true,
  });
});

test('what is replaced keeps its ARN where its account and region are known', async () => {
  const arn = 'arn:aws:sns:eu-west-1:111122223333:kagi-alerts';
  const text = planText(
    [
      {
        address: 'aws_sns_topic.a',
        actions: ['delete', 'create'],
        before: { name: 'kagi-alerts', arn },
        after: { name: 'kagi-alerts' },
        unknown: { arn: true },
      },
    ],
    { prior: [prior('aws_sns_topic.a', { name: 'kagi-alerts', arn })] },
  );
  expect((await readPlan(text)).find('aws.sns.topic', 'kagi-alerts').id).toBe(arn);
  expect((await readPlan(text, { before: true })).find('aws.sns.topic', 'kagi-alerts').id).toBe(arn);
});

test('a role that is replaced keeps its ARN as long as it keeps its name and path', async () => {
  const before = { name: 'kagi-app', path: '/', arn: 'arn:aws:iam::111122223333:role/kagi-app' };
  const replaced = async (after: object) =>
    (
      await readPlan(
        planText(
          [
            {
              address: 'aws_iam_role.a',
              actions: ['create', 'delete'],
              before,
              after,
              unknown: { arn: true },
            },
          ],
          { prior: [prior('aws_iam_role.a', before)] },
        ),
      )
    ).find('aws.iam.role', 'kagi-app').id;
  expect(await replaced({ name: 'kagi-app', path: '/' })).toBe(before.arn);
  expect(await replaced({ name: 'kagi-app', path: '/apps/' })).toBe('plan.json#aws_iam_role.a');
});

describe('a plan that does not hold every change', () => {
  const fresh: Entry = { address: 'aws_s3_bucket.a', after: { bucket: 'kagi-assets' } };
  const listed = async (more: object) =>
    (await readPlan(planText([fresh], { more }))).listings
      .filter(({ type }) => type === 'aws.s3.bucket')
      .map(({ state, reason, detail }) => [state, reason, detail]);

  test.each<[string, object, unknown[]]>([
    ['is whole', {}, ['not-held', 'not-held', undefined]],
    [
      'of some targets alone holds what it was asked for',
      { complete: false },
      ['not-held', 'not-held', undefined],
    ],
    [
      'stopped at an error',
      { errored: true, complete: false },
      ['unknown', 'cut-short', 'planning stopped at an error, and the plan does not hold every change'],
    ],
    [
      'puts some of it off',
      { complete: false, deferred_changes: [{ reason: 'instance_count_unknown', resource_change: {} }] },
      ['unknown', 'cut-short', 'the plan defers 1 change to a later plan'],
    ],
  ])('%s', async (_name, more, expected) => {
    expect(await listed(more)).toEqual([expected]);
  });
});

test('sensitive values of any size are kept out', async () => {
  const secrets = ['kuroi-neko', 'shiroi-neko'.repeat(20_000)];
  const parameters = secrets.map(
    (value, at): Entry => ({
      address: `aws_ssm_parameter.p${at}`,
      after: { value },
      afterSensitive: { value: true },
    }),
  );
  const buckets = ['kagi-kuroi-neko-assets', 'kagi-assets'].map(
    (bucket, at): Entry => ({ address: `aws_s3_bucket.b${at}`, after: { bucket } }),
  );
  const { resources } = await readPlan(planText([...parameters, ...buckets]));
  const names = resources.filter(({ type }) => type === 'aws.s3.bucket').map(({ name }) => name);
  expect(names).toEqual(['aws_s3_bucket.b0', 'kagi-assets']);
});
