// Terraform plans: judged as declared, with defaults for what is new and unknowns for what exists.
import { describe, expect, test } from '@jest/globals';
import { InputError } from '../../../../src/errors.ts';
import { textFile } from '../../../../src/snapshot/files.ts';
import { type Change, configured, OFF, PUBLIC_READ, plan, read, readFiles, why } from './declarations.ts';

const bucket = (name: string): Change => ({ address: `aws_s3_bucket.${name}`, after: { bucket: name } });
const text = JSON.stringify(PUBLIC_READ);
const assets: Change = { address: 'aws_s3_bucket.assets', after: { bucket: 'kagi-assets' } };
const policy: Change = {
  address: 'aws_s3_bucket_policy.assets',
  after: { bucket: 'kagi-assets', policy: text },
};
const open: Change = {
  address: 'aws_s3_bucket_public_access_block.assets',
  after: { bucket: 'kagi-assets', ...OFF },
};

describe('verdicts', () => {
  const table: [string, Change[], string[]][] = [
    ['a new bucket and nothing else', [assets], []],
    ['a public policy on a new bucket', [assets, policy], ['anyone shut-by read']],
    ['Block Public Access off as well', [assets, policy, open], ['anyone open-unless read']],
    [
      'off at the account as well',
      [assets, policy, open, { address: 'aws_s3_account_public_access_block.this', after: OFF }],
      ['anyone open read'],
    ],
    [
      'on at the account',
      [
        assets,
        policy,
        open,
        {
          address: 'aws_s3_account_public_access_block.this',
          after: {
            block_public_acls: true,
            ignore_public_acls: true,
            block_public_policy: true,
            restrict_public_buckets: true,
          },
        },
      ],
      ['anyone shut-by read'],
    ],
    [
      'a public ACL that Object Ownership stops',
      [
        assets,
        open,
        { address: 'aws_s3_bucket_acl.a', after: { bucket: 'kagi-assets', acl: 'public-read' } },
      ],
      ['anyone shut-by list'],
    ],
    [
      'a public ACL with ACLs enabled',
      [
        assets,
        open,
        { address: 'aws_s3_bucket_acl.a', after: { bucket: 'kagi-assets', acl: 'public-read' } },
        {
          address: 'aws_s3_bucket_ownership_controls.a',
          after: { bucket: 'kagi-assets', rule: [{ object_ownership: 'ObjectWriter' }] },
        },
      ],
      ['anyone open-unless list'],
    ],
    [
      'Block Public Access that the plan removes',
      [
        {
          ...assets,
          actions: ['no-op'],
          after: {
            bucket: 'kagi-assets',
            policy: text,
            grant: [{ id: 'abc', permissions: ['FULL_CONTROL'], uri: '' }],
            website: [],
          },
        },
        {
          address: 'aws_s3_bucket_public_access_block.assets',
          actions: ['delete'],
          before: { bucket: 'kagi-assets' },
        },
      ],
      ['anyone open-unless read'],
    ],
    [
      'an existing bucket whose Block Public Access is not in the plan',
      [{ ...assets, actions: ['update'], after: { bucket: 'kagi-assets', policy: text, acl: 'private' } }],
      ['anyone open-unless read'],
    ],
  ];
  test.each(table)('%s', async (_name, changes, expected) => {
    expect((await read(plan(changes))).doors('kagi-assets')).toEqual(expected);
  });

  test('a bucket that is deleted is not judged', async () => {
    const gone = { ...assets, actions: ['delete'], before: { bucket: 'kagi-assets', policy: text } };
    const { resources, scopes } = await read(plan([gone]));
    expect(resources).toEqual([]);
    expect(scopes[0]?.notes?.[0]?.en).toContain('Nothing in it is of a type that is judged');
  });

  test('a policy that moves to another address is not removed', async () => {
    const moved = { ...policy, address: 'aws_s3_bucket_policy.new' };
    const gone = {
      ...policy,
      actions: ['delete'],
      before: { bucket: 'kagi-assets', policy: text },
      after: undefined,
    };
    const old = { ...assets, actions: ['no-op'] };
    for (const changes of [
      [old, moved, gone],
      [old, gone, moved],
    ])
      expect((await read(plan(changes))).find('aws.s3.bucket', 'kagi-assets').settings['policy']).toEqual(
        PUBLIC_READ,
      );
    expect(
      (await read(plan([old, gone]))).find('aws.s3.bucket', 'kagi-assets').settings['policy'],
    ).toBeNull();
  });

  test('a bucket in China', async () => {
    const there = {
      ...policy,
      after: { bucket: 'kagi-assets', policy: text.replaceAll('arn:aws:', 'arn:aws-cn:') },
    };
    const reading = await read(plan([assets, there, open]));
    expect(reading.find('aws.s3.bucket', 'kagi-assets').id).toBe('arn:aws-cn:s3:::kagi-assets');
    expect(reading.doors('kagi-assets')).toEqual(['anyone open-unless read']);
  });

  test('a bucket that is replaced is new', async () => {
    const { find } = await read(plan([{ ...assets, actions: ['delete', 'create'] }]));
    expect(find('aws.s3.bucket', 'kagi-assets').settings['ownership']).toBe('BucketOwnerEnforced');
  });
});

describe('law 1', () => {
  test('what is not declared: default of a new bucket, unknown of an existing one', async () => {
    const { find } = await read(plan([assets, { ...bucket('kagi-old'), actions: ['no-op'] }]));
    const fresh = find('aws.s3.bucket', 'kagi-assets');
    expect(fresh.settings['policy']).toBeNull();
    expect(fresh.settings['blockPublicAccess']).toMatchObject({ restrictPublicBuckets: true });
    const old = find('aws.s3.bucket', 'kagi-old');
    for (const setting of ['policy', 'acl', 'ownership', 'blockPublicAccess'])
      expect(why(old, setting)).toBe('missing');
    expect(why(old, 'accessPoints')).toBe('not-held');
  });

  test('account settings are never in it', async () => {
    const { resources } = await read(plan([assets]));
    const account = resources.find(({ type }) => type === 'aws.s3.account');
    expect(account && why(account, 'blockPublicAccess')).toBe('not-held');
  });

  test('known after apply is unknown, not the default', async () => {
    const changes: Change[] = [
      assets,
      { address: 'aws_s3_bucket_policy.assets', after: {}, unknown: { bucket: true, policy: true } },
    ];
    const root = {
      resources: [
        configured('aws_s3_bucket.assets', { bucket: { constant_value: 'kagi-assets' } }),
        configured('aws_s3_bucket_policy.assets', {
          bucket: { references: ['aws_s3_bucket.assets.id', 'aws_s3_bucket.assets'] },
          policy: { references: ['data.aws_iam_policy_document.assets.json'] },
        }),
      ],
    };
    const { find } = await read(plan(changes, root));
    expect(why(find('aws.s3.bucket', 'kagi-assets'), 'policy')).toBe(
      'missing: policy of aws_s3_bucket_policy.assets is known after apply',
    );
  });

  test('a computed attribute that is not configured is not declared', async () => {
    const change = { ...assets, unknown: { policy: true, acl: true, grant: true, website: true } };
    const root = {
      resources: [configured('aws_s3_bucket.assets', { bucket: { constant_value: 'kagi-assets' } })],
    };
    expect(
      (await read(plan([change], root))).find('aws.s3.bucket', 'kagi-assets').settings['policy'],
    ).toBeNull();
    expect(why((await read(plan([change]))).find('aws.s3.bucket', 'kagi-assets'), 'policy')).toContain(
      'known after apply',
    );
  });

  test('access points: those that are declared, of a new bucket all', async () => {
    const point = {
      address: 'aws_s3_access_point.p',
      after: {
        name: 'kagi-point',
        bucket: 'kagi-assets',
        public_access_block_configuration: [{ ...OFF, ignore_public_acls: true }],
        vpc_configuration: [],
      },
      unknown: { arn: true, policy: true },
    };
    const { find } = await read(plan([assets, bucket('kagi-other'), point]));
    expect(find('aws.s3.bucket', 'kagi-other').settings['accessPoints']).toEqual([]);
    expect(find('aws.s3.bucket', 'kagi-assets').settings['accessPoints']).toEqual([
      expect.objectContaining({
        name: 'kagi-point',
        networkOrigin: 'Internet',
        blockPublicAccess: expect.objectContaining({ restrictPublicBuckets: false, ignorePublicAcls: true }),
        unknowns: [
          expect.objectContaining({
            setting: 'policy',
            detail: expect.stringContaining('known after apply'),
          }),
        ],
      }),
    ]);
  });

  test('a policy that cannot be tied leaves no bucket without one', async () => {
    const lost = {
      address: 'module.m.aws_s3_bucket_policy.this',
      after: { policy: text },
      unknown: { bucket: true },
    };
    const { find, scopes } = await read(plan([assets, lost]));
    expect(why(find('aws.s3.bucket', 'kagi-assets'), 'policy')).toContain('may be about this bucket');
    expect(scopes[0]?.notes?.[0]?.en).toContain('do not say which bucket');
  });
});

describe('joins', () => {
  const later = { unknown: { bucket: true } };
  const through = (references: string[]) => ({ bucket: { references } });
  const nothing = { after: { ...OFF }, ...later };

  test.each([
    ['by reference', ['aws_s3_bucket.assets.id', 'aws_s3_bucket.assets']],
    ['through an output of a module', ['module.web.name', 'module.web']],
  ])('%s', async (_name, references) => {
    const inModule = references[0]?.startsWith('module') === true;
    const address = inModule ? 'module.web.aws_s3_bucket.assets[0]' : 'aws_s3_bucket.assets';
    const root = {
      resources: [configured('aws_s3_bucket_public_access_block.b', through(references))],
      module_calls: {
        web: {
          expressions: {},
          module: {
            outputs: {
              name: {
                expression: {
                  references: [
                    'aws_s3_bucket.assets[0].id',
                    'aws_s3_bucket.assets[0]',
                    'aws_s3_bucket.assets',
                  ],
                },
              },
            },
          },
        },
      },
    };
    const changes = [
      { ...assets, address },
      { address: 'aws_s3_bucket_public_access_block.b', ...nothing },
    ];
    const { find } = await read(plan(changes, root));
    expect(find('aws.s3.bucket', 'kagi-assets').settings['blockPublicAccess']).toMatchObject({
      blockPublicPolicy: false,
    });
  });

  test('through a variable of a module', async () => {
    const root = {
      module_calls: {
        guard: {
          expressions: { target: { references: ['aws_s3_bucket.assets.id', 'aws_s3_bucket.assets'] } },
          module: { resources: [configured('aws_s3_bucket_public_access_block.b', through(['var.target']))] },
        },
      },
    };
    const changes = [
      assets,
      bucket('kagi-other'),
      { address: 'module.guard.aws_s3_bucket_public_access_block.b', ...nothing },
    ];
    const { find } = await read(plan(changes, root));
    expect(find('aws.s3.bucket', 'kagi-assets').settings['blockPublicAccess']).toMatchObject({
      blockPublicPolicy: false,
    });
    expect(find('aws.s3.bucket', 'kagi-other').settings['blockPublicAccess']).toMatchObject({
      blockPublicPolicy: true,
    });
  });

  test('by the key of for_each', async () => {
    const root = {
      resources: [
        configured('aws_s3_bucket_public_access_block.b', through(['aws_s3_bucket.all', 'each.key'])),
      ],
    };
    const changes = [
      { address: 'aws_s3_bucket.all["eu.west"]', after: { bucket: 'kagi-eu' } },
      { address: 'aws_s3_bucket.all["us.east"]', after: { bucket: 'kagi-us' } },
      { address: 'aws_s3_bucket_public_access_block.b["us.east"]', ...nothing },
    ];
    const { find } = await read(plan(changes, root));
    expect(find('aws.s3.bucket', 'kagi-us').settings['blockPublicAccess']).toMatchObject({
      blockPublicPolicy: false,
    });
    expect(find('aws.s3.bucket', 'kagi-eu').settings['blockPublicAccess']).toMatchObject({
      blockPublicPolicy: true,
    });
  });

  test('a bucket of that name that is not declared exists already', async () => {
    const { find } = await read(plan([policy]));
    const found = find('aws.s3.bucket', 'kagi-assets');
    expect(found.id).toBe('arn:aws:s3:::kagi-assets');
    expect(why(found, 'blockPublicAccess')).toBe('missing');
  });

  test('ids: ARN with a name, file and address without', async () => {
    const nameless = {
      address: 'aws_s3_bucket.logs["a:b"]',
      after: {},
      unknown: { bucket: true, arn: true },
    };
    const { resources } = await read(plan([assets, nameless]));
    const ids = resources.filter(({ type }) => type === 'aws.s3.bucket').map(({ id }) => id);
    expect(ids).toEqual(['arn:aws:s3:::kagi-assets', 'input.json#aws_s3_bucket.logs["a%3Ab"]']);
  });

  test('places', async () => {
    const { find } = await read(plan([assets, policy]));
    expect(find('aws.s3.bucket', 'kagi-assets').origins?.['policy']).toEqual({
      file: 'input.json',
      pointer: '/resource_changes/1/change/after/policy',
    });
  });
});

describe('IAM', () => {
  const trust = (account: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' },
      ],
    });
  const role = {
    address: 'aws_iam_role.app',
    after: { name: 'kagi-app', assume_role_policy: trust('444455556666') },
  };

  test('trust of an outside account, and none of the own one', async () => {
    expect((await read(plan([role]))).doors('kagi-app')).toEqual(['named-outsider open assume']);
    const identity = {
      prior_state: {
        values: {
          root_module: {
            resources: [
              {
                type: 'aws_caller_identity',
                mode: 'data',
                values: { account_id: '444455556666', arn: 'arn:aws:sts::444455556666:x' },
              },
            ],
          },
        },
      },
    };
    const mine = await read(plan([role], undefined, identity));
    expect(mine.doors('kagi-app')).toEqual([]);
    expect(mine.scopes[0]?.label).toBe('4444-5555-6666 (input.json)');
  });

  test('policies by reference and by name', async () => {
    const admin = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    const root = {
      resources: [
        configured('aws_iam_role_policy_attachment.a', {
          role: { constant_value: 'kagi-app' },
          policy_arn: { references: ['aws_iam_policy.all.arn', 'aws_iam_policy.all'] },
        }),
      ],
    };
    const { find } = await read(
      plan(
        [
          role,
          {
            address: 'aws_iam_policy.all',
            after: { name: 'all', policy: JSON.stringify(admin) },
            unknown: { arn: true },
          },
          {
            address: 'aws_iam_role_policy_attachment.a',
            after: { role: 'kagi-app' },
            unknown: { policy_arn: true },
          },
          {
            address: 'aws_iam_role_policy.own',
            after: { role: 'kagi-app', name: 'own', policy: JSON.stringify(admin) },
          },
        ],
        root,
      ),
    );
    const policies = find('aws.iam.policy', 'all');
    expect(policies.settings).toMatchObject({ attachments: 1, document: admin });
    expect(find('aws.iam.role', 'kagi-app').settings).toMatchObject({
      attachedPolicies: [{ arn: policies.id }],
      inlinePolicies: [{ name: 'own', document: admin }],
      permissionsBoundary: null,
    });
  });

  test('users: no password and no key unless declared; MFA is never in a plan', async () => {
    const user = { address: 'aws_iam_user.dev', after: { name: 'kagi-dev' } };
    const { find } = await read(plan([user]));
    expect(find('aws.iam.user', 'kagi-dev').settings).toMatchObject({
      consoleAccess: false,
      accessKeys: [],
      groups: [],
    });
    expect(why(find('aws.iam.user', 'kagi-dev'), 'mfaActive')).toBe('not-held');
    const login = { address: 'aws_iam_user_login_profile.dev', after: { user: 'kagi-dev' } };
    expect((await read(plan([user, login]))).find('aws.iam.user', 'kagi-dev').settings['consoleAccess']).toBe(
      true,
    );
    const old = (await read(plan([{ ...user, actions: ['no-op'] }]))).find('aws.iam.user', 'kagi-dev');
    expect(why(old, 'consoleAccess')).toBe('not-held');
    expect(why(old, 'attachedPolicies')).toBe('missing');
  });

  test('a policy of a role that is not in the plan does not pretend to be all', async () => {
    const { find } = await read(
      plan([{ address: 'aws_iam_role_policy.own', after: { role: 'kagi-old', policy: '{}' } }]),
    );
    const found = find('aws.iam.role', 'kagi-old');
    expect(why(found, 'attachedPolicies')).toBe('missing');
    expect(found.settings['inlinePolicies']).toContainEqual(
      expect.objectContaining({ problem: expect.stringContaining('others') }),
    );
  });
});

describe('input', () => {
  test('scope', async () => {
    const { scopes, listings } = await read(
      plan([assets, { address: 'aws_cloudwatch_metric_alarm.web', after: {} }]),
    );
    expect(scopes).toHaveLength(1);
    expect(scopes[0]).toMatchObject({
      input: 'declaration',
      format: 'Terraform plan',
      paths: ['input.json'],
    });
    expect(scopes[0]?.notes?.map(({ en }) => en)).toEqual([
      'input.json: Of types that are not judged: 1 resource was left aside (aws_cloudwatch_metric_alarm 1).',
    ]);
    expect(listings.every(({ state }) => state === 'not-held')).toBe(true);
  });

  test('UTF-16 as PowerShell writes it', async () => {
    const bytes = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from(plan([assets, policy, open]), 'utf16le'),
    ]);
    const reading = await readFiles([textFile('plan.json', bytes)]);
    expect(reading.doors('kagi-assets')).toEqual(['anyone open-unless read']);
  });

  test('two plans with the same address are two things', async () => {
    const one = plan([{ address: 'aws_s3_bucket.a', after: {}, unknown: { bucket: true } }]);
    const { resources } = await read({ 'a/plan.json': one, 'b/plan.json': one });
    const ids = resources.filter(({ type }) => type === 'aws.s3.bucket').map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });

  test('cut short: located when named, undecided in a folder', async () => {
    const cut = plan([assets]).slice(0, -20);
    await expect(read({ 'plan.json': cut }, true)).rejects.toThrow(InputError);
    await expect(read({ 'plan.json': cut }, true)).rejects.toThrow(/^plan\.json:1:\d+: /);
    const { listings } = await read({ 'plan.json': cut });
    expect(listings).toContainEqual(
      expect.objectContaining({ type: 'aws.s3.bucket', state: 'unknown', reason: 'malformed' }),
    );
  });

  test('hostile: nesting, prototype keys, wrong types everywhere', async () => {
    const nested = (levels: number) =>
      plan([assets]).replace(
        '"after_unknown":{}',
        `"after_unknown":{"policy":${'{"a":'.repeat(levels)}true${'}'.repeat(levels)}}`,
      );
    expect(why((await read(nested(400))).find('aws.s3.bucket', 'kagi-assets'), 'policy')).toContain(
      'known after apply',
    );
    const { listings } = await read(nested(5000));
    expect(listings).toContainEqual(
      expect.objectContaining({
        type: 'aws.s3.bucket',
        state: 'unknown',
        reason: 'malformed',
        detail: expect.stringMatching(/^input\.json:1:\d+: is nested deeper than/),
      }),
    );
    await expect(read({ 'plan.json': nested(5000) }, true)).rejects.toThrow(InputError);
    const odd = plan([
      {
        address: 'aws_s3_bucket.__proto__',
        after: { bucket: '__proto__', tags: 1, grant: 'x', website: [7] },
      },
    ]);
    expect(
      (await read(odd.replace('"tags":1', '"__proto__":{"policy":"x"},"tags":{"__proto__":"y"}'))).resources,
    ).toHaveLength(3);
    for (const wrong of [
      '[]',
      '7',
      'null',
      '{}',
      '[null,{"change":[]},{"address":"a.b","type":"aws_s3_bucket","change":null}]',
    ]) {
      const text_ = `{"format_version":"1.0","resource_changes":${wrong},"configuration":${wrong},"prior_state":${wrong}}`;
      await expect(read(text_)).resolves.toBeDefined();
    }
    expect(Object.hasOwn(Object.prototype, 'policy')).toBe(false);
  });
});

describe('instances of modules', () => {
  /** `module.site["a"]` and `module.site["b"]`, in which some of the resources are counted. */
  const planOf = (bucketKey: string, policyKey: string) => {
    const reference = `aws_s3_bucket.this${bucketKey}`;
    const bucketOf = { bucket: { references: [`${reference}.id`, reference, 'aws_s3_bucket.this'] } };
    const document = 'data.aws_iam_policy_document.this';
    const changes = ['a', 'b'].flatMap((key) => {
      const module = `module.site["${key}"].`;
      const principals = [{ type: 'AWS', identifiers: [key === 'a' ? '*' : '111122223333'] }];
      return [
        {
          address: `${module}aws_s3_bucket.this${bucketKey}`,
          after: { bucket: `kagi-${key}` },
          unknown: { arn: true },
        },
        { address: `${module}aws_s3_bucket_public_access_block.this`, after: OFF, unknown: { bucket: true } },
        {
          address: `${module}aws_s3_bucket_policy.this${policyKey}`,
          after: {},
          unknown: { bucket: true, policy: true },
        },
        {
          address: `${module}${document}`,
          after: { statement: [{ actions: ['s3:GetObject'], principals, resources: [null] }] },
          unknown: { json: true, statement: [{ resources: [true] }] },
        },
      ];
    });
    const resources = [
      configured('aws_s3_bucket.this', { bucket: { references: ['var.name'] } }),
      configured('aws_s3_bucket_public_access_block.this', bucketOf),
      configured('aws_s3_bucket_policy.this', {
        ...bucketOf,
        policy: { references: [`${document}.json`, document] },
      }),
    ];
    return plan(changes, { module_calls: { site: { module: { resources } } } });
  };

  test('as many as there may be', async () => {
    const keys = Array.from({ length: 3000 }, (_, n) => `k${n}`);
    const changes = keys.flatMap((key) => [
      { address: `module.site["${key}"].aws_s3_bucket.this`, after: { bucket: `kagi-${key}` } },
      {
        address: `module.site["${key}"].aws_s3_bucket_policy.this`,
        after: { policy: JSON.stringify(PUBLIC_READ).replace('kagi-assets', `kagi-${key}`) },
        unknown: { bucket: true },
      },
    ]);
    const bucket = { references: ['aws_s3_bucket.this.id', 'aws_s3_bucket.this'] };
    const resources = [
      configured('aws_s3_bucket.this', {}),
      configured('aws_s3_bucket_policy.this', { bucket, policy: {} }),
    ];
    const started = performance.now();
    const { find } = await read(plan(changes, { module_calls: { site: { module: { resources } } } }));
    expect(find('aws.s3.bucket', 'kagi-k2999').settings['policy']).toMatchObject({ Version: '2012-10-17' });
    expect(performance.now() - started).toBeLessThan(4000);
  });

  test.each([
    ['nothing is counted', '', ''],
    ['the policy is', '', '[0]'],
    ['the bucket is', '[0]', ''],
    ['both are', '[0]', '[0]'],
  ])('%s', async (_name, bucketKey, policyKey) => {
    const { doors } = await read(planOf(bucketKey, policyKey));
    expect([doors('kagi-a'), doors('kagi-b')]).toEqual([
      ['anyone open-unless read'],
      ['named-outsider open read'],
    ]);
  });
});
