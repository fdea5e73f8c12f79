// Terraform: security groups inline and apart, and the instances and databases behind them.
import { describe, expect, test } from '@jest/globals';
import { type Change, configured, plan, read, why } from './declarations.ts';

const group = (ingress?: object[]): Change => ({
  address: 'aws_security_group.web',
  after: { id: 'sg-1', name: 'web', ...(ingress && { ingress }) },
});
const inline = (cidr: string, port = 5432) => ({
  protocol: 'tcp',
  from_port: port,
  to_port: port,
  cidr_blocks: [cidr],
  ipv6_cidr_blocks: [],
});
const apart: Change = {
  address: 'aws_vpc_security_group_ingress_rule.one',
  after: {
    security_group_id: 'sg-1',
    ip_protocol: 'tcp',
    from_port: 5432,
    to_port: 5432,
    cidr_ipv4: '0.0.0.0/0',
  },
};
const older: Change = {
  address: 'aws_security_group_rule.one',
  after: { type: 'ingress', security_group_id: 'sg-1', ...inline('0.0.0.0/0') },
};
const database = (more: object = {}): Change => ({
  address: 'aws_db_instance.db',
  after: {
    identifier: 'db',
    engine: 'postgres',
    port: 5432,
    publicly_accessible: true,
    vpc_security_group_ids: ['sg-1'],
    ...more,
  },
});

describe('databases', () => {
  const table: [string, Change[], string[]][] = [
    [
      'public, and a rule for everybody',
      [group([inline('0.0.0.0/0')]), database()],
      ['anyone open-unless invoke'],
    ],
    ['a rule that is declared apart', [group(), apart, database()], ['anyone open-unless invoke']],
    ['the older way to declare one apart', [group(), older, database()], ['anyone open-unless invoke']],
    ['a rule for the own network', [group([inline('10.0.0.0/8')]), database()], []],
    ['a rule for another port', [group([inline('0.0.0.0/0', 22)]), database()], []],
    ['no rule', [group(), database()], []],
    ['not public', [group([inline('0.0.0.0/0')]), database({ publicly_accessible: false })], []],
    ['new, without a word', [group([inline('0.0.0.0/0')]), database({ publicly_accessible: undefined })], []],
    ['a group that is not in the file', [database()], ['anyone unknown invoke']],
  ];
  test.each(table)('%s', async (_, changes, expected) => {
    expect((await read(plan(changes))).exposures('aws.rds.instance', 'db')).toEqual(expected);
  });
});

describe('groups by reference', () => {
  const later = (address: string, after: object, name: string): Change => ({
    address,
    after,
    unknown: { [name]: true },
  });
  const changes = (more: object) => [
    { address: 'aws_security_group.web', after: { name: 'web', ...more }, unknown: { id: true } },
    later(
      'aws_instance.bastion',
      { associate_public_ip_address: true, tags: { Name: 'bastion' } },
      'vpc_security_group_ids',
    ),
  ];
  const root = {
    resources: [
      configured('aws_security_group.web', { ingress: {} }),
      configured('aws_instance.bastion', {
        vpc_security_group_ids: { references: ['aws_security_group.web.id', 'aws_security_group.web'] },
      }),
    ],
  };
  test('a new instance with a public address', async () => {
    const reading = await read(plan(changes({ ingress: [inline('0.0.0.0/0', 22)] }), root));
    expect(reading.exposures('aws.ec2.instance', 'bastion')).toEqual(['anyone open-unless invoke']);
    expect(reading.find('aws.ec2.instance', 'bastion').origins).toMatchObject({
      'securityGroups/0/rules/0': { pointer: '/resource_changes/0/change/after/ingress' },
    });
  });
  test('a rule for the own network', async () => {
    const reading = await read(plan(changes({ ingress: [inline('10.1.0.0/16', 22)] }), root));
    expect(reading.exposures('aws.ec2.instance', 'bastion')).toEqual([]);
  });
  test('a source that is known after apply is not decided', async () => {
    const [first, second] = changes({ ingress: [{ protocol: 'tcp', from_port: 22, to_port: 22 }] });
    const web: Change = {
      address: 'aws_security_group.web',
      ...first,
      unknown: { id: true, ingress: [{ cidr_blocks: true }] },
    };
    const reading = await read(plan([web, ...(second === undefined ? [] : [second])], root));
    expect(reading.exposures('aws.ec2.instance', 'bastion')).toEqual(['anyone unknown invoke']);
  });
  test('without a word about its address', async () => {
    const reading = await read(
      plan([group([inline('0.0.0.0/0')]), { address: 'aws_instance.x', after: { id: 'i-1' } }]),
    );
    expect(why(reading.find('aws.ec2.instance', 'i-1'), 'interfaces')).toBe('not-held');
  });
});

test('a group that exists, of which the plan shows no rules', async () => {
  const there: Change = { ...group(), actions: ['no-op'] };
  expect(why((await read(plan([there]))).find('aws.ec2.security-group', 'web'), 'securityGroups')).toBe(
    'missing',
  );
});

test('a rule of which nobody knows the group may be at every group', async () => {
  const untied: Change = {
    address: 'aws_vpc_security_group_ingress_rule.one',
    after: { ip_protocol: 'tcp', from_port: 5432, to_port: 5432, cidr_ipv4: '0.0.0.0/0' },
    unknown: { security_group_id: true },
  };
  const reading = await read(plan([group(), untied, database()]));
  expect(reading.exposures('aws.rds.instance', 'db')).toEqual(['anyone unknown invoke']);
});

describe('the metadata service of an instance', () => {
  const instance = async (more: object, unknown: object = {}) =>
    (await read(plan([{ address: 'aws_instance.x', after: { id: 'i-1', ...more }, unknown }]))).find(
      'aws.ec2.instance',
      'i-1',
    );

  test('as it is declared', async () => {
    const found = await instance({
      metadata_options: [{ http_endpoint: 'enabled', http_tokens: 'optional' }],
    });
    expect(found?.settings).toMatchObject({ metadataTokens: 'optional', metadataEndpoint: 'enabled' });
    expect(found?.origins?.['metadataTokens']?.pointer).toMatch(/metadata_options$/);
  });

  test('without a word the image and the account decide, of which no plan knows', async () => {
    for (const found of [
      await instance({}),
      await instance({}, { metadata_options: true }),
      await instance({ metadata_options: [{ http_tokens: null }] }),
    ])
      expect([why(found, 'metadataTokens'), why(found, 'metadataEndpoint')]).toEqual([
        'not-held',
        'not-held',
      ]);
  });
});
