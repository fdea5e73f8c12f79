// Policies that are known after apply: told by the plan's own documents, or by the source, as far as they can be.
import { describe, expect, test } from '@jest/globals';
import { why } from './declarations.ts';
import { BUCKET, bucketConfiguration, type Entry, planText, readPlan, references, written } from './plans.ts';

const DOCUMENT = 'data.aws_iam_policy_document.assets';
const OF_DOCUMENT = references(`${DOCUMENT}.json`, DOCUMENT);

interface Statement {
  [name: string]: unknown;
}

const READ: Statement = {
  sid: 'Read',
  effect: null,
  actions: ['s3:GetObject'],
  principals: [{ type: '*', identifiers: ['*'] }],
  not_principals: [],
  resources: [null],
  condition: [],
};
const OPEN = { resources: [true] };

/** A document that is read during apply. */
function document(statement: Statement[], unknown: object[], more: object = {}, later: object = {}): Entry {
  return {
    address: DOCUMENT,
    after: {
      statement,
      version: null,
      source_policy_documents: null,
      override_policy_documents: null,
      ...more,
    },
    unknown: { id: true, json: true, minified_json: true, statement: unknown, ...later },
  };
}

async function doorsOf(...documents: Entry[]): Promise<string[]> {
  const text = planText([...BUCKET, ...documents], { configuration: bucketConfiguration(OF_DOCUMENT) });
  return (await readPlan(text)).doors('kagi-assets');
}

const ALLOWED = 'anyone open-unless read';
const anyAccount = [{ type: 'AWS', identifiers: ['111122223333'] }];

describe("the plan's own documents", () => {
  test.each<[string, Statement, object, string[]]>([
    ['an unknown resource is the bucket', READ, OPEN, [ALLOWED]],
    [
      'of two resources both are',
      { ...READ, resources: [null, null] },
      { resources: [true, true] },
      [ALLOWED],
    ],
    ['all of the resources', { ...READ, resources: undefined }, { resources: true }, [ALLOWED]],
    [
      'another bucket is not this one',
      { ...READ, resources: ['arn:aws:s3:::kagi-other/*'] },
      { resources: [false] },
      [],
    ],
    ['a principal that is known', { ...READ, principals: anyAccount }, OPEN, ['named-outsider open read']],
    [
      'an unknown principal stays unknown',
      { ...READ, principals: [{ type: 'AWS', identifiers: [null] }] },
      { ...OPEN, principals: [{ identifiers: [true] }] },
      ['anyone unknown read'],
    ],
    [
      'what one principal is does not hang on the others',
      { ...READ, principals: [{ type: 'AWS', identifiers: [null, '*'] }] },
      { ...OPEN, principals: [{ identifiers: [true, false] }] },
      [ALLOWED],
    ],
    [
      'an unknown action stays unknown',
      { ...READ, actions: [null] },
      { ...OPEN, actions: [true] },
      ['anyone unknown list+read+write+delete+admin+meta'],
    ],
    [
      'an unknown condition stays unknown',
      { ...READ, condition: [{ test: 'StringEquals', variable: 'aws:SourceVpce', values: [null] }] },
      { ...OPEN, condition: [{ values: [true] }] },
      ['anyone unknown read'],
    ],
    [
      'a known condition counts',
      {
        ...READ,
        condition: [{ test: 'StringEquals', variable: 'aws:PrincipalAccount', values: ['111122223333'] }],
      },
      { ...OPEN, condition: [{ values: [false] }] },
      ['named-outsider open read'],
    ],
    ['a statement that denies', { ...READ, effect: 'Deny' }, OPEN, []],
  ])('%s', async (_name, statement, unknown, expected) => {
    expect(await doorsOf(document([statement], [unknown]))).toEqual(expected);
  });

  test('a denial of which somebody is unknown may close what another statement opens', async () => {
    const denial = { ...READ, sid: 'No', effect: 'Deny', principals: [{ type: 'AWS', identifiers: [null] }] };
    const unknown = { ...OPEN, principals: [{ identifiers: [true] }] };
    expect(await doorsOf(document([READ, denial], [OPEN, unknown]))).toEqual(['anyone unknown read']);
  });

  test('a denial of which the resource is unknown may spare what another statement opens', async () => {
    const denial = { ...READ, sid: 'No', effect: 'Deny' };
    expect(await doorsOf(document([READ, denial], [OPEN, OPEN]))).toEqual(['anyone unknown read']);
    const known = { ...denial, resources: ['arn:aws:s3:::kagi-assets/*'] };
    expect(await doorsOf(document([READ, known], [OPEN, {}]))).toEqual([]);
    // What it asks for decides it, whatever it is about.
    const insecure = {
      ...denial,
      condition: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }],
    };
    expect(
      await doorsOf(document([READ, insecure], [OPEN, { ...OPEN, condition: [{ values: [false] }] }])),
    ).toEqual([ALLOWED]);
  });

  test('the reason names what it waits for', async () => {
    const principal = { ...READ, principals: [{ type: 'AWS', identifiers: [null] }] };
    const text = planText(
      [...BUCKET, document([principal], [{ ...OPEN, principals: [{ identifiers: [true] }] }])],
      { configuration: bucketConfiguration(OF_DOCUMENT) },
    );
    const policy = (await readPlan(text)).find('aws.s3.bucket', 'kagi-assets').settings['policy'];
    expect(JSON.stringify(policy)).toContain(`statement of ${DOCUMENT} is known after apply`);
  });

  test('the place is that of the statement', async () => {
    const other = { ...READ, sid: 'Other', principals: anyAccount };
    const text = planText([...BUCKET, document([other, READ], [OPEN, OPEN])], {
      configuration: bucketConfiguration(OF_DOCUMENT),
    });
    const { origins } = (await readPlan(text)).find('aws.s3.bucket', 'kagi-assets');
    expect(origins?.['policy/Statement/1']).toEqual({
      file: 'plan.json',
      pointer: '/resource_changes/3/change/after/statement/1',
    });
  });

  test('sources and overrides: statements of the same sid give way', async () => {
    const base: Entry = {
      address: 'data.aws_iam_policy_document.base',
      after: { statement: [READ], version: null },
      unknown: { id: true, json: true, statement: [OPEN] },
    };
    const merged = (own: Statement[], name: string) =>
      planText([...BUCKET, base, document(own, [OPEN], { [name]: [null] }, { [name]: [true] })], {
        configuration: bucketConfiguration(
          OF_DOCUMENT,
          written(DOCUMENT, {
            [name]: references('data.aws_iam_policy_document.base.json', 'data.aws_iam_policy_document.base'),
          }),
        ),
      });
    const mine = { ...READ, principals: anyAccount };
    const doors = async (text: string) => (await readPlan(text)).doors('kagi-assets');
    expect(await doors(merged([{ ...mine, sid: 'Mine' }], 'source_policy_documents'))).toEqual([ALLOWED]);
    expect(await doors(merged([mine], 'source_policy_documents'))).toEqual(['named-outsider open read']);
    expect(await doors(merged([mine], 'override_policy_documents'))).toEqual([ALLOWED]);
    // Statements of other documents come first, and keep their own places.
    const { origins } = (await readPlan(merged([{ ...mine, sid: 'Mine' }], 'source_policy_documents'))).find(
      'aws.s3.bucket',
      'kagi-assets',
    );
    expect([0, 1].map((index) => origins?.[`policy/Statement/${index}`]?.pointer)).toEqual([
      '/resource_changes/3/change/after/statement/0',
      '/resource_changes/4/change/after/statement/0',
    ]);
  });

  test('a source that nobody can tell may allow or deny anything', async () => {
    const later = { source_policy_documents: [true] };
    expect(await doorsOf(document([READ], [OPEN], { source_policy_documents: [null] }, later))).toEqual([
      'anyone unknown list+read+write+delete+admin+meta',
    ]);
  });

  test('each instance has its own document', async () => {
    const entries = ['eu', 'us'].flatMap((key): Entry[] => [
      { address: `aws_s3_bucket.all["${key}"]`, after: { bucket: `kagi-${key}` }, unknown: { arn: true } },
      {
        address: `aws_s3_bucket_public_access_block.all["${key}"]`,
        after: { bucket: `kagi-${key}`, ...BUCKET[1]?.after },
      },
      {
        address: `aws_s3_bucket_policy.all["${key}"]`,
        after: { bucket: `kagi-${key}` },
        unknown: { policy: true },
      },
      {
        ...document([key === 'eu' ? READ : { ...READ, effect: 'Deny' }], [OPEN]),
        address: `data.aws_iam_policy_document.all["${key}"]`,
      },
    ]);
    const all = references('data.aws_iam_policy_document.all', 'each.key');
    const text = planText(entries, {
      configuration: {
        resources: [
          written('aws_s3_bucket_policy.all', {
            policy: references(
              'data.aws_iam_policy_document.all[each.key].json',
              'each.key',
              ...all.references,
            ),
          }),
        ],
      },
    });
    // Which instance is meant stands in the source alone; the configuration does not resolve it to one reference.
    const source = {
      'main.tf': `resource "aws_s3_bucket_policy" "all" {
        for_each = aws_s3_bucket.all
        bucket   = each.value.id
        policy   = data.aws_iam_policy_document.all[each.key].json
      }`,
    };
    const reading = await readPlan(text, { source });
    expect(reading.doors('kagi-eu')).toEqual([ALLOWED]);
    expect(reading.doors('kagi-us')).toEqual([]);
  });

  test('through a variable of a module', async () => {
    const inner = {
      policy: references('var.policy'),
      bucket: references('aws_s3_bucket.this.id', 'aws_s3_bucket.this'),
    };
    const [bucket, block, policy] = BUCKET.map(
      (entry): Entry => ({
        ...entry,
        address: `module.web.${entry.address.replace('.assets', '.this')}`,
      }),
    );
    if (bucket === undefined || block === undefined || policy === undefined) throw new Error('three entries');
    const text = planText([bucket, block, policy, document([READ], [OPEN])], {
      configuration: {
        module_calls: {
          web: {
            expressions: { policy: OF_DOCUMENT },
            module: {
              resources: [
                written('aws_s3_bucket_policy.this', inner),
                written('aws_s3_bucket_public_access_block.this', { bucket: inner.bucket }),
                written('aws_s3_bucket.this', { bucket: references('var.name') }),
              ],
            },
          },
        },
      },
    });
    expect((await readPlan(text)).doors('kagi-assets')).toEqual([ALLOWED]);
  });

  test('constants of the configuration, where the plan does not have the document', async () => {
    const text = planText(BUCKET, {
      configuration: bucketConfiguration(
        OF_DOCUMENT,
        written(DOCUMENT, {
          statement: [
            {
              actions: { constant_value: ['s3:GetObject'] },
              principals: [{ identifiers: { constant_value: ['*'] }, type: { constant_value: 'AWS' } }],
              resources: references('aws_s3_bucket.assets.arn', 'aws_s3_bucket.assets'),
            },
          ],
        }),
      ),
    });
    expect((await readPlan(text)).doors('kagi-assets')).toEqual([ALLOWED]);
  });

  test('more than the document in the expression is not told', async () => {
    const text = planText([...BUCKET, document([READ], [OPEN])], {
      configuration: bucketConfiguration(references(`${DOCUMENT}.json`, DOCUMENT, 'local.extra')),
    });
    expect(why((await readPlan(text)).find('aws.s3.bucket', 'kagi-assets'), 'policy')).toBe(
      'missing: policy of aws_s3_bucket_policy.assets is known after apply',
    );
  });

  test('a trust policy and the policy of a queue', async () => {
    const trust: Statement = {
      ...READ,
      actions: ['sts:AssumeRole'],
      principals: anyAccount,
      resources: null,
    };
    const send: Statement = { ...READ, actions: ['sqs:SendMessage'] };
    const text = planText(
      [
        { address: 'aws_iam_role.app', after: { name: 'kagi-app' }, unknown: { assume_role_policy: true } },
        { address: 'aws_sqs_queue.jobs', after: { name: 'kagi-jobs' }, unknown: { arn: true, policy: true } },
        { address: 'aws_sqs_queue_policy.jobs', after: {}, unknown: { policy: true, queue_url: true } },
        { ...document([trust], [{}]), address: 'data.aws_iam_policy_document.trust' },
        { ...document([send], [OPEN]), address: 'data.aws_iam_policy_document.jobs' },
      ],
      {
        configuration: {
          resources: [
            written('aws_iam_role.app', {
              assume_role_policy: references(
                'data.aws_iam_policy_document.trust.json',
                'data.aws_iam_policy_document.trust',
              ),
            }),
            written('aws_sqs_queue.jobs', {}),
            written('aws_sqs_queue_policy.jobs', {
              queue_url: references('aws_sqs_queue.jobs.id', 'aws_sqs_queue.jobs'),
              policy: references(
                'data.aws_iam_policy_document.jobs.json',
                'data.aws_iam_policy_document.jobs',
              ),
            }),
          ],
        },
      },
    );
    const reading = await readPlan(text);
    expect(reading.exposures('aws.iam.role', 'kagi-app')).toEqual(['named-outsider open assume']);
    expect(reading.exposures('aws.sqs.queue', 'kagi-jobs')).toEqual(['anyone open write']);
  });
});

describe('policies of identities', () => {
  const name = 'data.aws_iam_policy_document.p';
  const of = references(`${name}.json`, name);
  const plan = (statement: Statement, unknown: object) =>
    planText(
      [
        {
          address: 'aws_iam_policy.p',
          after: { name: 'kagi-p', path: '/' },
          unknown: { arn: true, policy: true },
        },
        { address: 'aws_iam_role.r', after: { name: 'kagi-r' }, unknown: { arn: true, inline_policy: true } },
        { address: 'aws_iam_role_policy.p', after: { name: 'p', role: 'kagi-r' }, unknown: { policy: true } },
        { address: name, after: { statement: [statement] }, unknown: { json: true, statement: [unknown] } },
      ],
      {
        configuration: {
          resources: [
            written('aws_iam_policy.p', { policy: of }),
            written('aws_iam_role.r', {}),
            written('aws_iam_role_policy.p', { policy: of }),
          ],
        },
      },
    );

  test.each<[string, Statement, object, boolean]>([
    ['some actions on what is made', { actions: ['s3:GetObject'], resources: [null] }, OPEN, true],
    ['every action on everything', { actions: ['*'], resources: ['*'] }, {}, true],
    ['every action, and on what is not told', { actions: ['*'], resources: [null] }, OPEN, false],
    [
      'actions that are not told, on everything',
      { actions: [null], resources: ['*'] },
      { actions: [true] },
      false,
    ],
    [
      'actions that are not told, on something',
      { actions: [null], resources: ['arn:x'] },
      { actions: [true] },
      true,
    ],
  ])('%s', async (_name, statement, unknown, told) => {
    const { find } = await readPlan(plan({ effect: 'Allow', ...statement }, unknown));
    const document = find('aws.iam.policy', 'kagi-p').settings['document'];
    const [inline] = [find('aws.iam.role', 'kagi-r').settings['inlinePolicies']].flat();
    expect(document !== undefined).toBe(told);
    expect(inline).toMatchObject(told ? { name: 'p', document } : { name: 'p', problem: expect.any(String) });
  });
});

describe('policies that speak of parts of a thing, or of other things', () => {
  const name = 'data.aws_iam_policy_document.p';
  const of = references(`${name}.json`, name);

  /** A plan of one thing whose own attribute is the policy. */
  const planOf = (type: string, attribute: string, after: object, statements: [Statement, object][]) =>
    planText(
      [
        { address: `${type}.x`, after, unknown: { arn: true, id: true, [attribute]: true } },
        {
          address: name,
          after: { statement: statements.map(([statement]) => statement) },
          unknown: { json: true, statement: statements.map(([, unknown]) => unknown) },
        },
      ],
      { configuration: { resources: [written(`${type}.x`, { [attribute]: of })] } },
    );
  const allow = (action: string): [Statement, object] => [
    {
      effect: 'Allow',
      actions: [action],
      principals: [{ type: '*', identifiers: ['*'] }],
      resources: [null],
    },
    OPEN,
  ];

  test.each<[string, string, object, string, string, string, string[]]>([
    [
      'aws_opensearch_domain',
      'access_policies',
      { domain_name: 'kagi' },
      'es:ESHttpGet',
      'aws.opensearch.domain',
      'kagi',
      ['anyone open read'],
    ],
    [
      'aws_glue_resource_policy',
      'policy',
      {},
      'glue:GetTable',
      'aws.glue.catalog',
      'aws_glue_resource_policy.x',
      ['anyone-registered open read'],
    ],
    [
      'aws_cloudwatch_log_resource_policy',
      'policy_document',
      { policy_name: 'kagi' },
      'logs:PutLogEvents',
      'aws.logs.resource-policy',
      'kagi',
      ['anyone-registered open write'],
    ],
    [
      'aws_ecr_registry_policy',
      'policy',
      {},
      'ecr:ReplicateImage',
      'aws.ecr.registry',
      'aws_ecr_registry_policy.x',
      ['anyone-registered open write'],
    ],
  ])('%s', async (type, attribute, after, action, ours, called, expected) => {
    const open = await readPlan(planOf(type, attribute, after, [allow(action)]));
    expect(open.exposures(ours, called)).toEqual(expected);
    const [statement, unknown] = allow(action);
    const denied = planOf(type, attribute, after, [
      [statement, unknown],
      [{ ...statement, effect: 'Deny' }, unknown],
    ]);
    // The denial may be about another part.
    const doubted = (await readPlan(denied)).exposures(ours, called);
    expect(doubted).toEqual(
      expect.arrayContaining(expected.map((one) => one.replace(' open ', ' unknown '))),
    );
    expect(doubted.filter((one) => !one.includes(' unknown '))).toEqual([]);
  });
});
