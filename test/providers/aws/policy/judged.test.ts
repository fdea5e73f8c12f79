// Services whose resources are shared by their policy alone: who gets in, and what the service itself refuses.
import { describe, expect, test } from '@jest/globals';
import { backup } from '../../../../src/providers/aws/backup/service.ts';
import { codeartifact } from '../../../../src/providers/aws/codeartifact/service.ts';
import { glacier } from '../../../../src/providers/aws/glacier/service.ts';
import { glue } from '../../../../src/providers/aws/glue/service.ts';
import { logs } from '../../../../src/providers/aws/logs/service.ts';
import { s3ObjectLambda } from '../../../../src/providers/aws/s3-object-lambda/service.ts';
import { s3express } from '../../../../src/providers/aws/s3express/service.ts';
import { s3tables } from '../../../../src/providers/aws/s3tables/service.ts';
import type { AwsService } from '../../../../src/providers/aws/service.ts';
import { ses } from '../../../../src/providers/aws/ses/service.ts';
import { allow, exposures, judged, PARTNER, policy } from '../judged.ts';

const HERE = 'eu-west-1:111122223333';
const STRANGER = { AWS: `arn:aws:iam::${PARTNER}:root` };
const ANYONE = { AWS: '*' };

interface Kind {
  service: AwsService;
  type: string;
  id: string;
  /** An action that other accounts may be given. */
  action: string;
  access: string;
  /** A line that takes the policy away; undefined where there is none. */
  remove?: string;
}

const KINDS: Kind[] = [
  {
    service: backup,
    type: 'aws.backup.vault',
    id: `arn:aws:backup:${HERE}:backup-vault:daily`,
    action: 'backup:CopyIntoBackupVault',
    access: 'write',
    remove: 'aws backup delete-backup-vault-access-policy --backup-vault-name daily --region eu-west-1',
  },
  {
    service: glue,
    type: 'aws.glue.catalog',
    id: `arn:aws:glue:${HERE}:catalog`,
    action: 'glue:GetTable',
    access: 'read',
    remove: 'aws glue delete-resource-policy --region eu-west-1',
  },
  {
    service: logs,
    type: 'aws.logs.resource-policy',
    id: `arn:aws:logs:${HERE}:resource-policy:intake`,
    action: 'logs:PutLogEvents',
    access: 'write',
    remove: 'aws logs delete-resource-policy --policy-name intake --region eu-west-1',
  },
  {
    service: logs,
    type: 'aws.logs.destination',
    id: `arn:aws:logs:${HERE}:destination:central`,
    action: 'logs:PutSubscriptionFilter',
    access: 'write',
  },
  {
    service: glacier,
    type: 'aws.glacier.vault',
    id: `arn:aws:glacier:${HERE}:vaults/archive`,
    action: 'glacier:DeleteArchive',
    access: 'delete',
    remove: 'aws glacier delete-vault-access-policy --account-id - --vault-name archive --region eu-west-1',
  },
  {
    service: codeartifact,
    type: 'aws.codeartifact.domain',
    id: `arn:aws:codeartifact:${HERE}:domain/kagi`,
    action: 'codeartifact:GetAuthorizationToken',
    access: 'read',
    remove: 'aws codeartifact delete-domain-permissions-policy --domain kagi --region eu-west-1',
  },
  {
    service: codeartifact,
    type: 'aws.codeartifact.repository',
    id: `arn:aws:codeartifact:${HERE}:repository/kagi/internal`,
    action: 'codeartifact:ReadFromRepository',
    access: 'read',
    remove:
      'aws codeartifact delete-repository-permissions-policy --domain kagi --repository internal --region eu-west-1',
  },
  {
    service: s3tables,
    type: 'aws.s3tables.bucket',
    id: `arn:aws:s3tables:${HERE}:bucket/sales`,
    action: 's3tables:GetTableData',
    access: 'read',
    remove: `aws s3tables delete-table-bucket-policy --table-bucket-arn arn:aws:s3tables:${HERE}:bucket/sales --region eu-west-1`,
  },
  {
    service: s3tables,
    type: 'aws.s3tables.table',
    id: `arn:aws:s3tables:${HERE}:bucket/sales/table/0a1b`,
    action: 's3tables:GetTableData',
    access: 'read',
  },
  {
    service: s3express,
    type: 'aws.s3express.bucket',
    id: `arn:aws:s3express:${HERE}:bucket/hot--euw1-az1--x-s3`,
    action: 's3express:CreateSession',
    access: 'write',
    remove: 'aws s3api delete-bucket-policy --bucket hot--euw1-az1--x-s3 --region eu-west-1',
  },
  {
    service: s3ObjectLambda,
    type: 'aws.s3-object-lambda.access-point',
    id: `arn:aws:s3-object-lambda:${HERE}:accesspoint/redacted`,
    action: 's3-object-lambda:GetObject',
    access: 'read',
    remove:
      'aws s3control delete-access-point-policy-for-object-lambda --account-id 111122223333 --name redacted --region eu-west-1',
  },
];
/** Block Public Access is always on there. */
const NEVER_PUBLIC = ['aws.s3tables.bucket', 'aws.s3tables.table', 'aws.s3express.bucket'];

describe.each(KINDS)('$type', ({ service, type, id, action, access, remove }) => {
  const given = (document: object | null | undefined) => ({
    type,
    id,
    settings: { policy: document, ...(type.includes('lambda') && { blockPublicAccess: false }) },
  });
  const closedToAll = NEVER_PUBLIC.includes(type);

  test('no policy lets nobody in', () => {
    expect(judged(service, given(null))).toEqual([]);
  });

  test('another account by name', () => {
    expect(judged(service, given(policy(allow(STRANGER, action))))).toEqual([
      `named-outsider ${access} open aws-account ${PARTNER}`,
    ]);
  });

  test('every account', () => {
    const found = judged(service, given(policy(allow(ANYONE, action))));
    expect(found).toEqual(closedToAll ? [] : [`anyone-registered ${access} open aws-account`]);
  });

  test('the account itself, and only itself', () => {
    expect(judged(service, given(policy(allow({ AWS: '111122223333' }, action))))).toEqual([]);
    const Condition = { StringEquals: { 'aws:PrincipalAccount': '111122223333' } };
    expect(judged(service, given(policy(allow(ANYONE, action, { Condition }))))).toEqual([]);
  });

  test('a policy that could not be read is unknown', () => {
    const [found] = exposures(service, given(undefined));
    expect([found?.state, found?.audience]).toEqual(['unknown', closedToAll ? 'named-outsider' : 'anyone']);
  });

  test('a checked proof, and a line that closes it', () => {
    const [found] = exposures(service, given(policy(allow(STRANGER, action))));
    expect(found?.witness).toMatchObject({ checked: true, request: { action } });
    const commands = found?.cures?.map(({ command }) => command) ?? [];
    expect(commands.length).toBeGreaterThan(0);
    if (remove !== undefined) expect(commands).toContain(remove);
  });
});

describe('what the services refuse', () => {
  test('of other accounts a vault takes copies and nothing else', () => {
    const vault = (action: string) => ({
      type: 'aws.backup.vault',
      id: `arn:aws:backup:${HERE}:backup-vault:daily`,
      settings: { policy: policy(allow(STRANGER, action)) },
    });
    expect(judged(backup, vault('backup:DeleteRecoveryPoint'))).toEqual([]);
    expect(judged(backup, vault('backup:*'))).toEqual([`named-outsider write open aws-account ${PARTNER}`]);
  });

  test('a public policy on a directory bucket shuts out those whom it names as well', () => {
    const id = `arn:aws:s3express:${HERE}:bucket/hot--euw1-az1--x-s3`;
    const statements = [allow(ANYONE, 's3express:CreateSession'), allow(STRANGER, 's3express:*')];
    const made = { type: 'aws.s3express.bucket', id, settings: { policy: policy(...statements) } };
    expect(judged(s3express, made)).toEqual([]);
  });

  test('an Object Lambda access point: blocked, or open unless the block that could not be read is on', () => {
    const point = (blockPublicAccess: boolean | undefined) => ({
      type: 'aws.s3-object-lambda.access-point',
      id: `arn:aws:s3-object-lambda:${HERE}:accesspoint/redacted`,
      settings: { policy: policy(allow(ANYONE, 's3-object-lambda:GetObject')), blockPublicAccess },
    });
    expect(judged(s3ObjectLambda, point(true))).toEqual([]);
    expect(judged(s3ObjectLambda, point(undefined))).toEqual([
      'anyone-registered read open-unless aws-account',
    ]);
    const [found] = exposures(s3ObjectLambda, point(undefined));
    expect(found?.missing).toMatchObject([{ setting: 'blockPublicAccess', reason: 'denied' }]);
  });
});

test.each([
  [
    s3tables,
    'aws.s3tables.bucket',
    `arn:aws:s3tables:${HERE}:bucket/sales`,
    's3tables:*',
    'aws s3tables list-tables --table-bucket-arn',
  ],
  [
    s3ObjectLambda,
    'aws.s3-object-lambda.access-point',
    `arn:aws:s3-object-lambda:${HERE}:accesspoint/redacted`,
    's3-object-lambda:*',
    'aws s3api list-objects-v2 --max-items 5 --bucket',
  ],
])('the proof of $name is a line that only looks', (service, type, id, action, line) => {
  const settings = {
    policy: policy(allow(STRANGER, action)),
    ...(type.includes('lambda') && { blockPublicAccess: false }),
  };
  const [found] = exposures(service, { type, id, settings });
  expect(found?.witness?.command).toBe(`${line} ${id} --region eu-west-1 --profile ANOTHER_ACCOUNT`);
});

describe('SES identities', () => {
  const id = `arn:aws:ses:${HERE}:identity/kagi.example`;
  const given = (policies: object | null | undefined) => ({
    type: 'aws.ses.identity',
    id,
    settings: { policies },
  });

  test('none, unread, another account', () => {
    expect(judged(ses, given(null))).toEqual([]);
    expect(exposures(ses, given(undefined))[0]?.state).toBe('unknown');
    expect(judged(ses, given({ partner: policy(allow(STRANGER, 'ses:SendEmail')) }))).toEqual([
      `named-outsider write open aws-account ${PARTNER}`,
    ]);
  });

  test('one account by two policies is one exposure, with evidence of both', () => {
    const both = {
      'a/b': policy(allow(STRANGER, 'ses:SendEmail')),
      raw: policy(allow(STRANGER, 'ses:SendRawEmail')),
    };
    const [found, ...others] = exposures(ses, given(both));
    expect(others).toEqual([]);
    const pointers = found?.evidence.map(({ pointer }) => pointer) ?? [];
    expect(pointers.some((pointer) => pointer?.startsWith('/a~1b/Statement'))).toBe(true);
    expect(pointers.some((pointer) => pointer?.startsWith('/raw/Statement'))).toBe(true);
    expect(found?.cures?.every(({ rejudged }) => !rejudged)).toBe(true);
  });

  test('a cure names the policy it changes', () => {
    const [found] = exposures(ses, given({ partner: policy(allow(STRANGER, 'ses:SendEmail')) }));
    expect(found?.cures?.map(({ command }) => command)).toContain(
      'aws ses delete-identity-policy --identity kagi.example --policy-name partner --region eu-west-1',
    );
  });
});
