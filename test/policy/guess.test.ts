// What a policy is attached to, told by its ARN or by the document.
import { describe, expect, test } from '@jest/globals';
import { guessAccount, guessKind, guessResource } from '../../src/policy/kinds/guess.ts';
import type { PolicyKind } from '../../src/policy/question.ts';
import { OWNER } from './ask.ts';

const at = (service: string, rest: string) => `arn:aws:${service}:us-east-1:${OWNER}:${rest}`;
const policy = (...Statement: Record<string, unknown>[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: unknown, Resource?: unknown) => ({
  Effect: 'Allow',
  Principal: '*',
  Action,
  ...(Resource === undefined ? {} : { Resource }),
});

describe('the kind', () => {
  const ARNS: [arn: string, kind: PolicyKind][] = [
    ['arn:aws:s3:::kagi', 's3-bucket'],
    ['arn:aws:s3:::kagi/logs/*', 's3-bucket'],
    ['arn:aws-cn:s3:::kagi', 's3-bucket'],
    [at('s3', 'accesspoint/kagi'), 's3-access-point'],
    [`arn:aws:s3::${OWNER}:accesspoint/mfzwi23gnjvgw.mrap`, 's3-access-point'],
    [at('s3', 'storage-lens/kagi'), 'generic'],
    [at('s3', 'job/1234'), 'generic'],
    [`arn:aws:iam::${OWNER}:role/service-role/app`, 'role-trust'],
    [`arn:aws:iam::${OWNER}:user/kagi`, 'generic'],
    [at('sns', 'orders'), 'sns'],
    [at('sqs', 'jobs'), 'sqs'],
    [at('kms', 'key/1234'), 'kms'],
    [at('kms', 'alias/kagi'), 'kms'],
    [at('lambda', 'function:api'), 'lambda'],
    [at('lambda', 'function:api:prod'), 'lambda'],
    [at('lambda', 'layer:kagi:3'), 'lambda-layer'],
    [at('lambda', 'event-source-mapping:1'), 'generic'],
    [at('secretsmanager', 'secret:db-AbCdEf'), 'secret'],
    [at('ecr', 'repository/team/app'), 'ecr'],
    [`arn:aws:ecr-public::${OWNER}:repository/app`, 'generic'],
    [at('elasticfilesystem', 'file-system/fs-1'), 'efs'],
    [at('es', 'domain/kagi'), 'opensearch'],
    [at('es', 'domain/kagi/*'), 'opensearch'],
    [at('dynamodb', 'table/kagi'), 'generic'],
    ['arn:aws:constructor:::x', 'generic'],
  ];
  test.each(ARNS)('of %s', (arn, kind) => {
    // The ARN is believed whatever the document says.
    expect(guessKind(arn, policy(allow('events:PutEvents')))).toBe(kind);
  });

  const DOCUMENTS: [name: string, document: unknown, kind: PolicyKind][] = [
    [
      'a bucket and its keys',
      policy(allow('s3:*', ['arn:aws:s3:::kagi', 'arn:aws:s3:::kagi/*'])),
      's3-bucket',
    ],
    ['an access point', policy(allow('s3:*', `${at('s3', 'accesspoint/kagi')}/object/*`)), 's3-access-point'],
    ['a trust policy', policy(allow(['sts:AssumeRole', 'sts:TagSession'])), 'role-trust'],
    ['a lone statement', { Statement: allow('sts:AssumeRoleWithWebIdentity') }, 'role-trust'],
    ['sts with a Resource', policy(allow('sts:AssumeRole', '*')), 'generic'],
    ['a key', policy(allow('kms:*', '*')), 'kms'],
    ['a repository', policy(allow(['ecr:BatchGetImage'])), 'ecr'],
    ['a layer by its action', policy(allow('lambda:GetLayerVersion', '*')), 'lambda-layer'],
    ['a function by its action', policy(allow('lambda:InvokeFunction', '*')), 'lambda'],
    ['a file system', policy(allow('elasticfilesystem:ClientMount')), 'efs'],
    ['a domain', policy(allow('es:ESHttp*', '*')), 'opensearch'],
    [
      'a Deny of everything beside',
      policy(allow('sqs:SendMessage', '*'), { ...allow('*', '*'), Effect: 'Deny' }),
      'sqs',
    ],
    ['two services', policy(allow(['sns:Publish', 'sqs:SendMessage'], '*')), 'generic'],
    ['resources of two kinds', policy(allow('s3:*', ['arn:aws:s3:::kagi', at('sns', 'orders')])), 'generic'],
    ['another service', policy(allow('events:PutEvents', '*')), 'generic'],
    ['everything', policy(allow('*', '*')), 'generic'],
    ['a name of an object', policy(allow('__proto__:x', '*')), 'generic'],
    ['no policy', null, 'generic'],
    ['a text', 'x', 'generic'],
    ['no statements', policy(), 'generic'],
    ['statements that are none', { Statement: [null, 1, 'x', []] }, 'generic'],
  ];
  test.each(DOCUMENTS)('of %s', (_name, document, kind) => {
    expect(guessKind(undefined, document)).toBe(kind);
    expect(guessKind('not an ARN', document)).toBe(kind);
  });
});

describe('the resource', () => {
  const RESOURCES: [kind: PolicyKind, resources: unknown, arn: string | undefined][] = [
    ['s3-bucket', ['arn:aws:s3:::kagi', 'arn:aws:s3:::kagi/*'], 'arn:aws:s3:::kagi'],
    ['s3-bucket', 'arn:aws:s3:::kagi/logs/${aws:username}/*', 'arn:aws:s3:::kagi'],
    ['s3-bucket', ['arn:aws:s3:::kagi/*', 'arn:aws:s3:::other/*'], undefined],
    ['s3-bucket', 'arn:aws:s3:::kagi*', undefined],
    ['s3-bucket', 'arn:aws:s3:::${aws:PrincipalTag/team}/*', undefined],
    ['s3-access-point', `${at('s3', 'accesspoint/kagi')}/object/*`, at('s3', 'accesspoint/kagi')],
    ['sns', at('sns', 'orders'), at('sns', 'orders')],
    ['lambda', at('lambda', 'function:api:prod'), at('lambda', 'function:api')],
    ['lambda-layer', at('lambda', 'layer:kagi:3'), at('lambda', 'layer:kagi:3')],
    ['opensearch', at('es', 'domain/kagi/logs/*'), at('es', 'domain/kagi')],
    ['secret', at('secretsmanager', 'secret:db-??????'), undefined],
    [
      'generic',
      [`${at('dynamodb', 'table/kagi')}/*`, at('dynamodb', 'table/kagi')],
      at('dynamodb', 'table/kagi'),
    ],
    ['kms', '*', undefined],
    ['sns', at('sqs', 'jobs'), undefined],
    ['ecr', undefined, undefined],
  ];
  test.each(RESOURCES)('%s of %p', (kind, resources, arn) => {
    expect(guessResource(policy(allow('*', resources)), kind)).toBe(arn);
  });

  test('is not told by what a statement leaves out', () => {
    const statement = { ...allow('s3:*'), NotResource: 'arn:aws:s3:::kagi' };
    expect(guessResource(policy(statement), 's3-bucket')).toBeUndefined();
    expect(guessKind(undefined, policy(statement))).toBe('s3-bucket');
  });
});

describe('the account', () => {
  const trust = (...Federated: string[]) =>
    policy({ ...allow('sts:AssumeRoleWithWebIdentity'), Principal: { Federated } });

  test("is the resource's", () => {
    expect(guessAccount(null, 'sns', at('sns', 'orders'))).toBe(OWNER);
    expect(guessAccount(policy(allow('sns:*', at('sns', 'orders'))), 'sns')).toBe(OWNER);
    expect(guessAccount(policy(allow('sns:*', at('sns', '*'))), 'sns')).toBe(OWNER);
    expect(guessAccount(policy(allow('s3:*', 'arn:aws:s3:::kagi')), 's3-bucket')).toBeUndefined();
  });

  test('is the one of the identity provider that a role trusts', () => {
    const provider = (id: string) => `arn:aws:iam::${id}:oidc-provider/token.actions.githubusercontent.com`;
    expect(guessAccount(trust(provider(OWNER)), 'role-trust')).toBe(OWNER);
    expect(guessAccount(trust(provider(OWNER), provider('444455556666')), 'role-trust')).toBeUndefined();
    expect(guessAccount(trust('accounts.google.com'), 'role-trust')).toBeUndefined();
  });

  test('is never one that is let in', () => {
    const statement = { ...allow('kms:*', '*'), Principal: { AWS: `arn:aws:iam::${OWNER}:root` } };
    expect(guessAccount(policy(statement), 'kms')).toBeUndefined();
    expect(guessAccount({ Statement: 3 }, 'kms', 'x')).toBeUndefined();
  });
});
