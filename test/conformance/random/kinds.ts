// The kinds of resources of the small universe: what their policies may say, and who asks for what.
import type { Some } from './dice.ts';
import type { KeyName } from './keys.ts';
import type { Ask, Universe } from './universe.ts';
import { GITHUB, NAMED, OWNER, type Sender } from './words.ts';

const S3 = 'arn:aws:s3:::acme';
const ROOT = `arn:aws:iam::${OWNER}:root`;
const FRIEND = `arn:aws:iam::${NAMED}:root`;
const EVERYBODY = ['*', '*', { AWS: '*' }] as const;
const NAMES = [{ AWS: NAMED }, { AWS: ROOT }, { AWS: [FRIEND, ROOT] }, { AWS: ['*', ROOT] }] as const;
const SERVICE = 's3.amazonaws.com';
const EXEMPT: Some<unknown> = [{ AWS: [ROOT, FRIEND] }, { AWS: ROOT }, { AWS: ROOT, Service: SERVICE }];
const GLOBAL: Some<KeyName> = [
  ...([
    'referer',
    'secure',
    'time',
    'organization',
    'account',
    'arn',
    'team',
    'type',
    'mfa',
    'mfaAge',
  ] as const),
  ...([
    'issued',
    'tagKeys',
    'via',
    'called',
    'isService',
    'sourceArn',
    'sourceAccount',
    'resourceAccount',
  ] as const),
];

/** The same action asked by each of the callers. */
function asked(action: string, on: string[], callers: Record<string, Sender[]>): Ask[] {
  return Object.entries(callers).map(([caller, senders]) => ({ caller, senders, action, on }));
}

const OUTSIDERS: Record<string, Sender[]> = {
  anonymous: ['anonymous'],
  'any-account': ['signed'],
  'any-account-via-service': ['forwarded', 'service'],
};
const SIGNED: Record<string, Sender[]> = {
  'any-account': ['signed'],
  'any-account-via-service': ['forwarded', 'service'],
};
const WITH_SERVICE: Record<string, Sender[]> = { ...OUTSIDERS, service: ['service'] };

const OBJECTS = [
  'xx',
  'a',
  'b',
  'ab',
  'ax',
  'xb',
  '${aws:PrincipalTag/team}',
  '${aws:PrincipalTag/team}b',
  'b*',
  'A',
  '*',
];

const bucket: Universe = {
  kind: 's3-bucket',
  resource: S3,
  principals: [...EVERYBODY, ...EVERYBODY, ...NAMES],
  exempt: EXEMPT,
  actions: ['s3:GetObject', 's3:*', 's3:List*', 's3:listbucket', 's3:PutObject', 's3:?etObject', '*'],
  resources: [
    ...([`${S3}/*`, S3, '*', `${S3}*`, `${S3}/a*`, `${S3}/*b`, `${S3}/a`, 'arn:aws:s3:::other/*'] as const),
    ...[`${S3}/\${aws:PrincipalTag/team}*`, `${S3}/\${aws:PrincipalTag/team, 'a'}`, `${S3}/?`],
  ],
  keys: [...GLOBAL, 'prefix', 'maxKeys', 'prefix'],
  network: true,
  questions: [
    ...['s3:GetObject', 's3:PutObject'].flatMap((action) =>
      asked(
        action,
        [...OBJECTS, "${aws:PrincipalTag/team, 'a'}"].map((key) => `${S3}/${key}`),
        OUTSIDERS,
      ),
    ),
    ...asked('s3:ListBucket', [S3], OUTSIDERS),
  ],
};

function messaging(kind: 'sns' | 'sqs', name: string, verbs: [string, string], keys: KeyName[]): Universe {
  const resource = `arn:aws:${kind}:us-east-1:${OWNER}:${name}`;
  return {
    kind,
    resource,
    principals: [
      ...EVERYBODY,
      ...EVERYBODY,
      ...NAMES,
      { Service: SERVICE },
      { AWS: NAMED, Service: SERVICE },
    ],
    exempt: EXEMPT,
    actions: [
      `${kind}:${verbs[0]}`,
      `${kind}:*`,
      `${kind}:${verbs[1]}`,
      `${kind.toUpperCase()}:${verbs[1]}*`,
      '*',
    ],
    resources: [resource, resource, '*', `arn:aws:${kind}:*:${OWNER}:*`, `${resource}-other`],
    keys: [...GLOBAL, 'sourceArn', 'sourceAccount', ...keys],
    network: true,
    questions: verbs.flatMap((verb) => asked(`${kind}:${verb}`, [resource], WITH_SERVICE)),
  };
}

const KEY = `arn:aws:kms:us-east-1:${OWNER}:key/11111111-2222-3333-4444-555555555555`;
const key: Universe = {
  kind: 'kms',
  resource: KEY,
  principals: [...EVERYBODY, ...EVERYBODY, ...NAMES],
  exempt: EXEMPT,
  actions: ['kms:*', 'kms:Decrypt', 'kms:*crypt', 'kms:Encrypt', 'kms:decrypt'],
  resources: ['*', '*', KEY, `arn:aws:kms:*:${OWNER}:key/*`, `arn:aws:kms:us-east-1:${NAMED}:key/*`],
  keys: [
    ...GLOBAL,
    'viaService',
    'viaService',
    'callerAccount',
    'encryption',
    'encryptionKeys',
    'via',
    'called',
  ],
  network: true,
  questions: ['kms:Decrypt', 'kms:Encrypt'].flatMap((action) => asked(action, [KEY], SIGNED)),
};

const SECRET = `arn:aws:secretsmanager:us-east-1:${OWNER}:secret:acme-AbCdEf`;
const secret: Universe = {
  kind: 'secret',
  resource: SECRET,
  // Whoever may read the secret may also use its key.
  more: {
    keyPolicy: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }],
    },
  },
  principals: [...EVERYBODY, ...EVERYBODY, ...NAMES],
  exempt: EXEMPT,
  actions: [
    'secretsmanager:GetSecretValue',
    'secretsmanager:*',
    'secretsmanager:Get*',
    'secretsmanager:DescribeSecret',
  ],
  resources: ['*', '*', SECRET, `arn:aws:secretsmanager:*:${OWNER}:secret:acme-??????`, `${SECRET}x`],
  keys: [...GLOBAL, 'stage', 'stage'],
  network: true,
  questions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'].flatMap((action) =>
    asked(action, [SECRET], { 'any-account': ['signed'] }),
  ),
};

const FUNCTION = `arn:aws:lambda:us-east-1:${OWNER}:function:acme`;
const onFunction = [FUNCTION, `${FUNCTION}:1`, `${FUNCTION}:prod`];
const lambda: Universe = {
  kind: 'lambda',
  resource: FUNCTION,
  more: { functionUrl: { authType: 'NONE', needsInvoke: false } },
  principals: [...EVERYBODY, ...EVERYBODY, ...NAMES, { Service: SERVICE }],
  exempt: EXEMPT,
  actions: [
    'lambda:InvokeFunction',
    'lambda:InvokeFunctionUrl',
    'lambda:Invoke*',
    'lambda:*',
    'lambda:GetFunction',
  ],
  resources: [FUNCTION, FUNCTION, '*', `${FUNCTION}:*`, `${FUNCTION}:prod`, `${FUNCTION}*`],
  keys: [...GLOBAL, 'sourceArn', 'sourceAccount', 'authType', 'authType', 'eventToken'],
  questions: [
    ...asked('lambda:InvokeFunctionUrl', onFunction, { anonymous: ['anonymous'] }),
    ...asked('lambda:InvokeFunction', onFunction, { 'any-account': ['signed'], service: ['service'] }),
    ...asked('lambda:GetFunction', onFunction, { 'any-account': ['signed'] }),
  ],
};

const ROLE = `arn:aws:iam::${OWNER}:role/acme`;
const PROVIDER = `arn:aws:iam::${OWNER}:oidc-provider/${GITHUB}`;
const role: Universe = {
  kind: 'role-trust',
  resource: ROLE,
  principals: [
    ...(['*', { AWS: '*' }, { AWS: '*' }, { AWS: NAMED }, { AWS: ROOT }] as const),
    ...[{ Federated: PROVIDER }, { Federated: PROVIDER }, { Federated: PROVIDER, AWS: NAMED }],
    ...[{ Federated: GITHUB }, { Service: SERVICE }],
  ],
  exempt: [{ AWS: ROOT }, { Federated: PROVIDER }, { AWS: [ROOT, FRIEND] }],
  actions: [
    ...(['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity', 'sts:*', 'sts:AssumeRole*'] as const),
    ...['sts:assumerolewithwebidentity', 'sts:TagSession'],
  ],
  keys: [
    ...([
      'subject',
      'subject',
      'subject',
      'audience',
      'audience',
      'externalId',
      'session',
      'secure',
      'time',
    ] as const),
    ...(['organization', 'account', 'arn', 'team', 'mfa', 'referer', 'isService'] as const),
  ],
  questions: [
    ...asked('sts:AssumeRole', [ROLE], { 'any-account': ['signed'] }),
    ...asked('sts:AssumeRoleWithWebIdentity', [ROLE], { 'web-identity': ['token'] }),
  ],
};

/** Each kind comes as often as it stands here. */
export const UNIVERSES: Some<Universe> = [
  bucket,
  bucket,
  messaging('sns', 'acme', ['Publish', 'Subscribe'], ['protocol']),
  messaging('sqs', 'acme', ['SendMessage', 'ReceiveMessage'], []),
  key,
  secret,
  lambda,
  role,
  role,
];
