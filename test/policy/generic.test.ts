// Resource policies of services without a kind of their own: their real actions, and what nobody knows.
import { describe, expect, test } from '@jest/globals';
import { judge } from '../../src/policy/judge.ts';
import { kindOf } from '../../src/policy/kinds/index.ts';
import type { Judgement } from '../../src/policy/question.ts';
import { admits, OWNER, outsiders } from './ask.ts';

const TABLE = `arn:aws:dynamodb:us-east-1:${OWNER}:table/kagi`;

function about(resource: string, ...statements: Record<string, unknown>[]): Judgement {
  const policy = {
    Version: '2012-10-17',
    Statement: statements.map((one) => ({ Effect: 'Allow', Principal: '*', Resource: '*', ...one })),
  };
  return judge({ kind: 'generic', policy, resource, account: OWNER, now: Date.UTC(2026, 0, 1) });
}

const actions = ({ grants }: Judgement) => grants.flatMap((grant) => grant.actions);
const deny = (more: Record<string, unknown>) => ({ Effect: 'Deny', ...more });

describe('the actions of a service', () => {
  test('are its own by name, with what they do', () => {
    const { grants } = about(TABLE, { Action: 'dynamodb:*Item' });
    expect(grants).toHaveLength(1);
    expect(grants[0]).toMatchObject({
      caller: { class: 'any-account' },
      certainty: 'exact',
      actions: 'BatchGet BatchWrite ConditionCheck Delete Get Put Update'
        .split(' ')
        .map((verb) => `dynamodb:${verb}Item`),
      access: ['delete', 'read', 'write'],
    });
    expect(grants[0]?.witness?.action).toMatch(/^dynamodb:\w+Item$/);
  });

  test('minus what a Deny names, one by one', () => {
    const left = actions(about(TABLE, { Action: 'dynamodb:*' }, deny({ Action: 'dynamodb:Get*' })));
    expect(left).toContain('dynamodb:PutItem');
    expect(left.filter((name) => name.startsWith('dynamodb:Get'))).toEqual([]);
    expect(actions(about(TABLE, { Action: 'dynamodb:Get*' }, deny({ Action: 'dynamodb:*et*' })))).toEqual([]);
    expect(
      actions(about(TABLE, { Action: 'dynamodb:GetItem' }, deny({ NotAction: 'dynamodb:Query' }))),
    ).toEqual([]);
  });

  test('by NotAction are all the others', () => {
    const others = actions(about(TABLE, { NotAction: ['dynamodb:Delete*', 's3:*'] }));
    expect(others).toContain('dynamodb:GetItem');
    expect(others.filter((name) => /:(Delete|\*)/.test(name))).toEqual([]);
    expect(actions(about(TABLE, { NotAction: 'dynamodb:*' }))).toEqual([]);
  });

  test('without those that are asked of no resource', () => {
    expect(actions(about(TABLE, { Action: 'dynamodb:*' }))).not.toContain('dynamodb:ListTables');
    // A wildcard is read as what it names today; a name on its own was meant to say something.
    expect(about(TABLE, { Action: 'dynamodb:ListTables' }).grants[0]).toMatchObject({
      certainty: 'maybe',
      reason: 'the action is not asked of a resource',
    });
  });

  test('of every service that the policy names', () => {
    const found = actions(about(TABLE, { Action: ['kinesis:GetRecords', 'dynamodb:GetItem'] }));
    expect(found).toEqual(['dynamodb:GetItem', 'kinesis:GetRecords']);
    expect(actions(about(TABLE, { Action: '*' }))).toContain('dynamodb:Query');
    expect(actions(about(TABLE, { Action: 'dyn*:Query' }))).toEqual(['dynamodb:Query']);
  });

  test('of the prefix under which a resource is used', () => {
    const lattice = `arn:aws:vpc-lattice:us-east-1:${OWNER}:service/svc-1`;
    expect(actions(about(lattice, { Action: '*' }))).toContain('vpc-lattice-svcs:Invoke');
    const cluster = `arn:aws:kafka:us-east-1:${OWNER}:cluster/kagi/1`;
    expect(actions(about(cluster, { NotAction: 'kafka:*' }))).toContain('kafka-cluster:ReadData');
  });

  test('are one list, the same each time', () => {
    const list = (...patterns: string[]) => kindOf('generic', patterns, TABLE).actions;
    expect(list('dynamodb:get*')).toBe(list('dynamodb:*'));
    expect(list('dynamodb:get*', 'kinesis:*')).toBe(list('kinesis:getrecords'));
    expect(list('dynamodb:fly')).toBe(list('dynamodb:fly'));
  });
});

describe('who is let in', () => {
  const SIGNING: [action: string, answer: string][] = [
    ['execute-api:Invoke', 'yes/yes'],
    ['execute-api:ManageConnections', 'no/yes'],
    ['mediastore:GetObject', 'yes/yes'],
    // Nobody reaches it from networks that are not associated.
    ['vpc-lattice-svcs:Invoke', 'maybe/maybe'],
    ['es:ESHttpGet', 'yes/yes'],
    ['elasticfilesystem:ClientMount', 'yes/yes'],
    ['s3:GetObject', 'yes/yes'],
    ['kms:Decrypt', 'no/yes'],
    ['kms:ScheduleKeyDeletion', 'no/no'],
    ['sqs:SetQueueAttributes', 'no/no'],
    ['events:PutEvents', 'no/yes'],
    ['glue:GetTable', 'no/yes'],
    ['backup:CopyIntoBackupVault', 'no/yes'],
    ['es:ESCrossClusterGet', 'no/no'],
  ];
  test.each(SIGNING)('%s', (action, answer) => {
    expect(outsiders(about('*', { Action: action }))).toBe(answer);
  });

  test('accounts by name', () => {
    const named = about(TABLE, { Action: 'dynamodb:GetItem', Principal: { AWS: '444455556666' } });
    expect([outsiders(named), admits(named, 'named-account')]).toEqual(['no/no', 'yes']);
  });
});

describe('what nobody knows', () => {
  const unknown: [name: string, resource: string, statement: Record<string, unknown>, answer: string][] = [
    ['a new action', TABLE, { Action: 'dynamodb:FlyTable' }, 'no/maybe'],
    ['a pattern of no action', TABLE, { Action: 'dynamodb:Fly*' }, 'no/maybe'],
    // It may even be accepted unsigned.
    ['a new service', `arn:aws:novel:us-east-1:${OWNER}:thing/x`, { Action: 'novel:Read' }, 'maybe/maybe'],
    [
      'all but another service',
      `arn:aws:novel:us-east-1:${OWNER}:thing/x`,
      { NotAction: 's3:*' },
      'maybe/maybe',
    ],
    ['everything, of anything', '*', { Action: '*' }, 'maybe/maybe'],
    ['no colon', TABLE, { Action: 'GetItem' }, 'maybe/maybe'],
    ['a known name of an object', TABLE, { Action: 'constructor:x' }, 'maybe/maybe'],
  ];
  test.each(unknown)('%s may exist', (_name, resource, statement, answer) => {
    const judgement = about(resource, statement);
    expect(outsiders(judgement)).toBe(answer);
    expect(judgement.grants[0]?.reason).toBe('no action of this name is known');
  });

  test('is taken back by a Deny that names it', () => {
    expect(about(TABLE, { Action: 'dynamodb:Fly*' }, deny({ Action: 'dynamodb:*' })).grants).toEqual([]);
    expect(
      about(TABLE, { Action: 'dynamodb:Fly*' }, deny({ Action: 'dynamodb:FlyTable' })).grants,
    ).not.toEqual([]);
  });

  test('beside what is known, takes nothing from it', () => {
    const { grants } = about(TABLE, { Action: ['dynamodb:GetItem', 'dynamodb:FlyTable'] });
    const certain = grants.filter((grant) => grant.certainty === 'exact').flatMap((grant) => grant.actions);
    const perhaps = grants.filter((grant) => grant.certainty === 'maybe').flatMap((grant) => grant.actions);
    expect([certain, [...new Set(perhaps)]]).toEqual([['dynamodb:GetItem'], ['dynamodb:flytable']]);
  });

  test('in thousands is not told apart, and not called shut', () => {
    const names = Array.from({ length: 1500 }, (_, index) => `dynamodb:*Fly${index}*`);
    const start = process.cpuUsage();
    const judgement = about(TABLE, { Action: names }, deny({ Action: names.slice(0, 1499) }));
    const { user, system } = process.cpuUsage(start);
    expect(outsiders(judgement)).toBe('no/maybe');
    expect(judgement.grants[0]?.reason).toContain('more unknown actions');
    expect((user + system) / 1000).toBeLessThan(1000);
  });
});
