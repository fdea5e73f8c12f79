// Condition keys of services in the small universe, and which actions carry them.
// Source: Service Authorization Reference, condition keys of S3, STS, KMS, Secrets Manager, SNS and Lambda.
import {
  compare,
  everybody,
  GITHUB,
  type Key,
  NAMED,
  NEVER,
  OWNER,
  PATTERNS,
  STRANGER,
  sourceOnly,
  TAGS,
  TEXT,
  WORDS,
} from './words.ts';

export const SERVICE_KEYS = {
  prefix: {
    name: 's3:prefix',
    operators: TEXT,
    values: ['a', 'b*', '*', "${aws:Referer, 'a'}"],
    actions: /^s3:ListBucket$/,
    held: { anonymous: WORDS, signed: WORDS, forwarded: WORDS, service: WORDS },
  },
  maxKeys: {
    name: 's3:max-keys',
    operators: compare('Numeric'),
    values: ['10', '1000', 5, '10.5', '0'],
    actions: /^s3:ListBucket$/,
    held: everybody([undefined, '0', '5', '7', '10', '10.2', '10.5', '100', '1000', '2000']),
  },
  externalId: {
    name: 'sts:ExternalId',
    operators: TEXT,
    values: PATTERNS,
    actions: /^sts:AssumeRole$/,
    held: { signed: WORDS, token: NEVER },
  },
  session: {
    name: 'sts:RoleSessionName',
    operators: TEXT,
    values: PATTERNS,
    held: {
      signed: WORDS.filter((word) => word !== undefined),
      token: WORDS.filter((word) => word !== undefined),
    },
  },
  subject: {
    name: `${GITHUB}:sub`,
    operators: TEXT,
    values: [
      ...(['repo:acme/app:ref:refs/heads/main', 'repo:acme/*', 'repo:acme*', 'repo:*/app:*'] as const),
      ...['*', 'repo:*:environment:prod'],
    ],
    held: {
      ...everybody(NEVER),
      token: ['evil/app', 'acme-evil/app', 'evil/x', 'acme-evil/x'].flatMap((repository) =>
        ['ref:refs/heads/main', 'environment:prod', 'environment:test'].map(
          (rest) => `repo:${repository}:${rest}`,
        ),
      ),
    },
  },
  audience: {
    name: `${GITHUB}:aud`,
    operators: TEXT,
    values: ['sts.amazonaws.com', '*', 's*', 'STS.amazonaws.com'],
    held: {
      ...everybody(NEVER),
      token: ['sts.amazonaws.com', 'STS.amazonaws.com', 's', 'x', 'Sts.amazonaws.com', 's*', 'S*', '*'],
    },
  },
  viaService: {
    name: 'kms:ViaService',
    operators: TEXT,
    values: ['s3.us-east-1.amazonaws.com', 's3.*.amazonaws.com', '*'],
    held: {
      ...everybody(NEVER),
      service: undefined,
      forwarded: ['s3.us-east-1.amazonaws.com', 's3.eu-west-1.amazonaws.com', 'rds.us-east-1.amazonaws.com'],
    },
  },
  callerAccount: {
    name: 'kms:CallerAccount',
    operators: TEXT,
    values: [OWNER, NAMED, '*'],
    held: { signed: [STRANGER], forwarded: [STRANGER] },
  },
  encryption: {
    name: 'kms:EncryptionContext:app',
    operators: TEXT,
    values: PATTERNS,
    held: { signed: WORDS, forwarded: WORDS },
  },
  encryptionKeys: {
    name: 'kms:EncryptionContextKeys',
    operators: TEXT,
    values: ['a', 'b*'],
    many: true,
    held: { signed: [undefined, ...TAGS], forwarded: [undefined, ...TAGS] },
  },
  stage: {
    name: 'secretsmanager:VersionStage',
    operators: TEXT,
    values: PATTERNS,
    actions: /GetSecretValue/,
    held: { signed: WORDS, forwarded: WORDS },
  },
  protocol: {
    name: 'sns:Protocol',
    operators: TEXT,
    values: ['https', 's*', 'HTTPS', '*'],
    actions: /Subscribe/,
    held: everybody('http https email email-json sms sqs application lambda firehose'.split(' ')),
  },
  authType: {
    name: 'lambda:FunctionUrlAuthType',
    operators: TEXT,
    values: ['NONE', 'AWS_IAM', 'N*'],
    actions: /InvokeFunctionUrl/,
    held: everybody(['NONE']),
  },
  eventToken: {
    name: 'lambda:EventSourceToken',
    operators: TEXT,
    values: ['amzn1.ours', 'amzn1.*', '*'],
    held: sourceOnly([undefined, 'amzn1.theirs', 'x', 'AMZN1.theirs', 'amzn1.*', 'AMZN1.*', '*']),
  },
} satisfies Record<string, Key>;
