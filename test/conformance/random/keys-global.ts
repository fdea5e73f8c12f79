// Global condition keys of the small universe: what policies say about them, and every value that tells those policies apart.
// Source: IAM user guide, "AWS global condition context keys".
import {
  ARNS,
  compare,
  everybody,
  type Key,
  NAMED,
  NEVER,
  OWNER,
  PATTERNS,
  STRANGER,
  signedOnly,
  sourceOnly,
  TAGS,
  TEXT,
  WORDS,
} from './words.ts';

export const GLOBAL_KEYS = {
  referer: {
    name: 'aws:Referer',
    operators: [...TEXT, 'BinaryEquals'],
    values: [...PATTERNS, '${s3:prefix}', '${*}', "${aws:PrincipalTag/team, 'a'}"],
    held: everybody(WORDS),
  },
  tagKeys: {
    name: 'aws:TagKeys',
    operators: TEXT,
    values: ['a', 'b*', 'A'],
    many: true,
    held: everybody([undefined, ...TAGS]),
  },
  secure: {
    name: 'aws:SecureTransport',
    operators: ['Bool', 'Bool', 'StringEquals'],
    values: ['true', 'false', true, false],
    held: everybody(['true', 'false']),
  },
  time: {
    name: 'aws:CurrentTime',
    operators: compare('Date'),
    values: ['2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z', '2030-01-01', '1893456000'],
    held: everybody([
      ...['2026-01-01T00:00:00Z', '2029-12-31T23:59:59Z', '2030-01-01T00:00:00Z', '2031-05-05T05:05:05Z'],
    ]),
  },
  issued: {
    name: 'aws:TokenIssueTime',
    operators: compare('Date'),
    values: ['2020-01-01T00:00:00Z', '2025-12-31', '2025-12-31T18:00:00Z'],
    // Temporary credentials last 36 hours at most.
    held: signedOnly([
      ...[undefined, '2025-12-30T12:00:00Z', '2025-12-31T00:00:00Z', '2025-12-31T06:00:00Z'],
      ...['2025-12-31T18:00:00Z', '2025-12-31T23:00:00Z'],
    ]),
  },
  mfa: {
    name: 'aws:MultiFactorAuthPresent',
    operators: ['Bool'],
    values: ['true', 'false'],
    held: signedOnly([undefined, 'true', 'false']),
  },
  mfaAge: {
    name: 'aws:MultiFactorAuthAge',
    operators: compare('Numeric'),
    values: ['300', 60, '299.5', 0],
    held: signedOnly([undefined, '0', '60', '100', '299.5', '299.9', '300', '301']),
  },
  organization: {
    name: 'aws:PrincipalOrgID',
    operators: TEXT,
    values: ['o-acme123456', 'o-*', '*', 'o-a*'],
    held: signedOnly([undefined, 'o-other12345', 'o-about12345']),
  },
  account: {
    name: 'aws:PrincipalAccount',
    operators: TEXT,
    values: ['anonymous', NAMED, '????????????', 'a*'],
    held: { anonymous: ['anonymous'], signed: [STRANGER], forwarded: [STRANGER] },
  },
  arn: {
    name: 'aws:PrincipalArn',
    operators: ARNS,
    values: [
      ...(['arn:aws:iam::*:role/*', `arn:aws:iam::${NAMED}:root`, 'arn:*:*:*:*:user/*'] as const),
      ...['arn:aws:iam::${aws:PrincipalAccount}:root', `arn:aws:iam::*${OWNER}:role/x`, '*'],
    ],
    held: {
      ...everybody(NEVER),
      service: undefined,
      ...Object.fromEntries(
        ['signed', 'forwarded'].map((sender) => [
          sender,
          [
            ...['role/x', 'user/x', 'root', 'role/:user/x', 'user/:role/x', `role/${OWNER}:role/x`].map(
              (name) => `arn:aws:iam::${STRANGER}:${name}`,
            ),
            `arn:aws:sts::${STRANGER}:federated-user/x`,
          ],
        ]),
      ),
    },
  },
  team: {
    name: 'aws:PrincipalTag/team',
    operators: TEXT,
    values: ['a', 'b*', '${*}'],
    held: signedOnly([undefined, 'a', 'b', 'xx', 'b*', 'A', 'B*', '*', '${*}', '${}']),
  },
  type: {
    name: 'aws:PrincipalType',
    operators: TEXT,
    values: ['Anonymous', 'User', 'A*'],
    held: {
      anonymous: ['Anonymous'],
      signed: ['User', 'AssumedRole', 'Account', 'FederatedUser'],
      forwarded: ['User', 'AssumedRole', 'Account', 'FederatedUser'],
    },
  },
  via: {
    name: 'aws:ViaAWSService',
    operators: ['Bool'],
    values: ['true', 'false'],
    held: { ...everybody(['false']), forwarded: ['true'] },
  },
  called: {
    name: 'aws:CalledVia',
    operators: TEXT,
    values: ['dynamodb.amazonaws.com', '*.amazonaws.com', 'd*'],
    many: true,
    held: {
      ...everybody(NEVER),
      forwarded: [
        ['dynamodb.amazonaws.com'],
        ['athena.amazonaws.com'],
        ['athena.amazonaws.com', 'dynamodb.amazonaws.com'],
        ['data.amazonaws.com'],
        ['athena.amazonaws.com', 'data.amazonaws.com'],
        ['data.amazonaws.com', 'dynamodb.amazonaws.com'],
      ],
    },
  },
  isService: {
    name: 'aws:PrincipalIsAWSService',
    operators: ['Bool'],
    values: ['true', 'false'],
    held: { ...everybody(['false']), anonymous: NEVER, service: ['true'], token: NEVER },
  },
  sourceArn: {
    name: 'aws:SourceArn',
    operators: ARNS,
    values: [
      'arn:aws:s3:::acme-in',
      'arn:aws:s3:::*',
      'arn:aws:s3:*:*:*',
      `arn:aws:sns:*:${OWNER}:*`,
      `arn:aws:logs:*:${OWNER}:*`,
    ],
    held: sourceOnly([
      ...[undefined, 'arn:aws:s3:::theirs', `arn:aws:sns:us-east-1:${STRANGER}:theirs`],
      ...[`arn:aws:s3:us-east-1:${STRANGER}:accesspoint/theirs`],
      ...[
        `arn:aws:logs:us-east-1:${STRANGER}:x:${OWNER}:x`,
        `arn:aws:s3:us-east-1:${STRANGER}:x/arn:aws:s3:::acme-in`,
      ],
    ]),
  },
  sourceAccount: {
    name: 'aws:SourceAccount',
    operators: TEXT,
    values: [OWNER, '????????????', '*', NAMED],
    held: sourceOnly([undefined, STRANGER]),
  },
  resourceAccount: {
    name: 'aws:ResourceAccount',
    operators: TEXT,
    values: [OWNER, NAMED, '1*'],
    held: everybody([OWNER]),
  },
} satisfies Record<string, Key>;
