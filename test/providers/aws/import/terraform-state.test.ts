// Terraform states of every version: what they record, and what they can never show.
import { describe, expect, test } from '@jest/globals';
import { InputError } from '../../../../src/errors.ts';
import { OFF, PUBLIC_READ, read, why } from './declarations.ts';

const text = JSON.stringify(PUBLIC_READ);

interface Recorded {
  type: string;
  name: string;
  attributes: object;
  key?: string | number;
  module?: string;
}

function version4(resources: Recorded[]): string {
  return JSON.stringify({
    version: 4,
    terraform_version: '1.9.0',
    serial: 3,
    lineage: 'kagi',
    outputs: {},
    resources: resources.map(({ type, name, attributes, key, module }) => ({
      ...(module !== undefined && { module }),
      mode: 'managed',
      type,
      name,
      instances: [{ ...(key !== undefined && { index_key: key }), attributes }],
    })),
  });
}

function shown(resources: Recorded[]): string {
  const entries = resources.map(({ type, name, attributes }) => ({
    address: `module.web.${type}.${name}`,
    mode: 'managed',
    type,
    name,
    values: attributes,
  }));
  return JSON.stringify({
    format_version: '1.0',
    terraform_version: '1.9.0',
    values: { root_module: { child_modules: [{ address: 'module.web', resources: entries }] } },
  });
}

function version3(resources: Record<string, Record<string, string>>): string {
  const entries = Object.entries(resources).map(([address, attributes]) => [
    address,
    { type: address.split('.')[0], primary: { id: attributes['bucket'], attributes } },
  ]);
  return JSON.stringify({
    version: 3,
    terraform_version: '0.11.14',
    modules: [{ path: ['root'], outputs: {}, resources: Object.fromEntries(entries) }],
  });
}

const bucket: Recorded = {
  type: 'aws_s3_bucket',
  name: 'assets',
  attributes: {
    bucket: 'kagi-assets',
    arn: 'arn:aws:s3:::kagi-assets',
    region: 'ap-northeast-1',
    policy: text,
    website: [],
    tags: { team: 'web' },
    grant: [{ id: 'abc', type: 'CanonicalUser', permissions: ['FULL_CONTROL'], uri: '' }],
  },
};
const open: Recorded = {
  type: 'aws_s3_bucket_public_access_block',
  name: 'assets',
  attributes: { bucket: 'kagi-assets', ...OFF },
};

describe('versions', () => {
  const flat = {
    'aws_s3_bucket.assets': {
      bucket: 'kagi-assets',
      region: 'ap-northeast-1',
      policy: text,
      acl: 'private',
      'website.#': '0',
      'tags.%': '1',
      'tags.team': 'web',
    },
    'aws_s3_bucket_public_access_block.assets': {
      bucket: 'kagi-assets',
      block_public_acls: 'false',
      ignore_public_acls: 'false',
      block_public_policy: 'false',
      restrict_public_buckets: 'false',
    },
  };
  test.each([
    ['version 4', version4([bucket, open])],
    ['terraform show -json', shown([bucket, open])],
    ['version 3', version3(flat)],
  ])('%s', async (_name, state) => {
    const reading = await read(state);
    expect(reading.scopes[0]).toMatchObject({ input: 'export', format: 'Terraform state' });
    const found = reading.find('aws.s3.bucket', 'kagi-assets');
    expect(found).toMatchObject({ id: 'arn:aws:s3:::kagi-assets', region: 'ap-northeast-1' });
    expect(found.settings).toMatchObject({
      policy: PUBLIC_READ,
      website: null,
      tags: [{ key: 'team', value: 'web' }],
      blockPublicAccess: {
        blockPublicAcls: false,
        ignorePublicAcls: false,
        blockPublicPolicy: false,
        restrictPublicBuckets: false,
      },
    });
    expect(reading.doors('kagi-assets')).toEqual(['anyone open-unless read']);
  });

  test('places', async () => {
    const origins = async (state: string) =>
      (await read(state)).find('aws.s3.bucket', 'kagi-assets').origins?.['policy']?.pointer;
    expect(await origins(version4([bucket]))).toBe('/resources/0/instances/0/attributes/policy');
    expect(await origins(shown([bucket]))).toBe(
      '/values/root_module/child_modules/0/resources/0/values/policy',
    );
    expect(await origins(version3(flat))).toBe(
      '/modules/0/resources/aws_s3_bucket.assets/primary/attributes/policy',
    );
  });

  test('keys of a map in version 3 may hold dots', async () => {
    const tagged = { 'aws_s3_bucket.a': { bucket: 'kagi-a', 'tags.%': '1', 'tags.aws.cost.center': '7' } };
    expect((await read(version3(tagged))).find('aws.s3.bucket', 'kagi-a').settings['tags']).toEqual([
      { key: 'aws.cost.center', value: '7' },
    ]);
  });
});

describe('law 1', () => {
  const owner = [{ id: 'abc', type: 'CanonicalUser', permissions: ['FULL_CONTROL'], uri: '' }];
  test.each([
    ['an empty text where the provider reads policies: there is none', { policy: '', grant: owner }, 'known'],
    ['an empty text of an older provider says nothing', { policy: '', grant: [] }, 'missing'],
    ['null says nothing', { policy: null }, 'missing'],
    ['no attribute says nothing', {}, 'missing'],
  ])('%s', async (_name, attributes, expected) => {
    const state = version4([{ ...bucket, attributes: { bucket: 'kagi-assets', ...attributes } }]);
    expect(why((await read(state)).find('aws.s3.bucket', 'kagi-assets'), 'policy')).toBe(expected);
  });

  test('what a state could hold is missing, what it never shows is not held', async () => {
    const { find, listings } = await read(version4([bucket]));
    const found = find('aws.s3.bucket', 'kagi-assets');
    for (const setting of ['ownership', 'blockPublicAccess']) expect(why(found, setting)).toBe('missing');
    for (const setting of ['policyStatus', 'accessPoints']) expect(why(found, setting)).toBe('not-held');
    expect(listings.map(({ state }) => state)).toEqual(['not-held', 'not-held', 'not-held']);
  });

  test('full control of the owner is no grant to an outsider, a second one is', async () => {
    const grant = (id: string) => ({ id, type: 'CanonicalUser', permissions: ['FULL_CONTROL'], uri: '' });
    const state = (grants: object[]) =>
      version4([{ ...bucket, attributes: { bucket: 'kagi-assets', policy: '', grant: grants } }, open]);
    expect((await read(state([grant('abc')]))).doors('kagi-assets')).toEqual([]);
    expect((await read(state([grant('abc'), grant('def')]))).doors('kagi-assets')).not.toEqual([]);
  });
});

describe('IAM', () => {
  const arn = 'arn:aws:iam::111122223333:role/kagi-app';
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' },
    ],
  });
  const role = (attributes: object): Recorded => ({
    type: 'aws_iam_role',
    name: 'app',
    key: 0,
    module: 'module.web',
    attributes: {
      arn,
      name: 'kagi-app',
      assume_role_policy: trust,
      path: '/',
      permissions_boundary: null,
      tags: null,
      ...attributes,
    },
  });

  test('the account by its ARNs, so that it is no outsider to itself', async () => {
    const { scopes, find, doors } = await read(version4([role({})]));
    expect(scopes[0]?.label).toBe('1111-2222-3333 (input.json)');
    expect(doors('kagi-app')).toEqual([]);
    expect(find('aws.iam.role', 'kagi-app').settings).toMatchObject({
      path: '/',
      permissionsBoundary: null,
      tags: {},
    });
  });

  test('a role lists its policies, or it is not known whether there are others', async () => {
    const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const listed = (await read(version4([role({ managed_policy_arns: [admin], inline_policy: [{}] })]))).find(
      'aws.iam.role',
      'kagi-app',
    );
    expect(listed.settings).toMatchObject({
      attachedPolicies: [{ arn: admin, name: 'AdministratorAccess' }],
      inlinePolicies: [],
    });
    const silent = (await read(version4([role({})]))).find('aws.iam.role', 'kagi-app');
    expect(why(silent, 'attachedPolicies')).toBe('missing');
    expect(why(silent, 'lastUsedAt')).toBe('not-held');
  });
});

describe('hostile', () => {
  test('cut short', async () => {
    const cut = version4([bucket]).slice(0, -10);
    await expect(read({ 'terraform.tfstate': cut }, true)).rejects.toThrow(InputError);
    expect((await read({ 'terraform.tfstate': cut })).listings[0]).toMatchObject({
      state: 'unknown',
      reason: 'malformed',
    });
  });

  test('prototype keys and deep keys', async () => {
    const path = Array.from({ length: 5000 }, () => 'a').join('.');
    const state = version3({
      'aws_s3_bucket.a': {
        bucket: 'kagi-a',
        '__proto__.policy': 'x',
        'constructor.prototype.b': '1',
        [path]: '1',
      },
    });
    expect((await read(state)).find('aws.s3.bucket', 'kagi-a').id).toBe('arn:aws:s3:::kagi-a');
    expect(Object.hasOwn(Object.prototype, 'policy')).toBe(false);
  });

  test('attributes of the wrong kind are malformed, and the rest is judged', async () => {
    const wrong = {
      path: 7,
      create_date: 'soon',
      permissions_boundary: [],
      assume_role_policy: '{',
      managed_policy_arns: 'x',
      tags: 7,
    };
    const reading = await read(
      version4([
        { type: 'aws_iam_role', name: 'r', attributes: { name: 'kagi-r', ...wrong } },
        {
          type: 'aws_s3_bucket',
          name: 'b',
          attributes: {
            bucket: 'kagi-b',
            policy: 'x',
            grant: [{ permissions: ['ALL'] }],
            website: 7,
            tags: 7,
          },
        },
      ]),
    );
    const role = reading.find('aws.iam.role', 'kagi-r');
    for (const setting of ['path', 'createdAt', 'permissionsBoundary', 'trustPolicy'])
      expect(why(role, setting)).toMatch(/^malformed: /);
    const found = reading.find('aws.s3.bucket', 'kagi-b');
    for (const setting of ['policy', 'acl']) expect(why(found, setting)).toMatch(/^malformed: /);
    expect(reading.doors('kagi-r')).toEqual(['anyone-registered unknown assume']);
  });

  test('modules without end', async () => {
    const deep = `${'{"child_modules":['.repeat(3000)}{}${']}'.repeat(3000)}`;
    const state = `{"format_version":"1.0","terraform_version":"1.9.0","values": {"root_module":${deep}}}`;
    expect((await read(state)).resources).toEqual([]);
  });

  test.each(['[]', '{}', '7', 'null', '[7]', '[{"type":"aws_s3_bucket","name":"a","instances":[null,7]}]'])(
    'resources are %s',
    async (wrong) => {
      const state = `{"version":4,"terraform_version":"1.9.0","resources":${wrong}}`;
      await expect(read(state)).resolves.toMatchObject({ resources: [] });
    },
  );
});
