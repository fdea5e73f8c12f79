// Slow by whom they name: accounts, organizations, services.
import { account, allow, type Case, deny, fill, letter, type Made, when } from './heavy-parts.ts';

export function heavyCallers(): Case[] {
  const roles = fill((index) => `arn:aws:iam::${account(index)}:role/r`);
  const half = roles.slice(0, roles.length / 2);
  const perimeter: Made = {
    ...deny,
    Condition: {
      StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-acme123456' },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  };
  const actions =
    'GetObject PutObject DeleteObject ListBucket GetBucketAcl PutBucketPolicy GetObjectAcl PutObjectAcl'.split(
      ' ',
    );
  return [
    ['accounts', [{ ...allow, Principal: { AWS: roles } }]],
    ['accounts by number', [{ ...allow, Principal: { AWS: fill(account) } }]],
    ['accounts under a perimeter', [{ ...allow, Principal: { AWS: roles.slice(0, -12) } }, perimeter]],
    [
      'accounts by number under a perimeter',
      [{ ...allow, Principal: { AWS: fill(account, perimeter) } }, perimeter],
    ],
    [
      'accounts of a condition',
      [{ ...allow, ...when('StringEquals', 'aws:PrincipalAccount', fill(account)) }],
    ],
    [
      'accounts, one statement each',
      fill((index) => ({ ...allow, Principal: { AWS: account(index) }, Action: `s3:${actions[index % 8]}` })),
    ],
    [
      'accounts spared by a Deny',
      [allow, { ...deny, NotPrincipal: { AWS: fill(account) }, Principal: undefined }],
    ],
    [
      'organizations',
      [
        {
          ...allow,
          ...when(
            'StringEquals',
            'aws:PrincipalOrgID',
            fill((index) => `o-${account(index)}`),
          ),
        },
      ],
    ],
    [
      'organization paths',
      [
        {
          ...allow,
          ...when(
            'ForAnyValue:StringLike',
            'aws:PrincipalOrgPaths',
            fill((index) => `o-${account(index)}/r-*/ou-*${letter(index)}*/*`),
          ),
        },
      ],
    ],
    [
      'services, one statement each',
      fill((index) => ({
        Effect: 'Allow',
        Principal: { Service: `s${index}.amazonaws.com` },
        Action: `s3:${actions[index % 8]}`,
        Resource: '*',
      })),
    ],
    [
      'services and source patterns',
      [
        {
          ...allow,
          Principal: { Service: fill((index) => `s${index}.amazonaws.com`).slice(0, 300) },
          ...when(
            'ArnLike',
            'aws:SourceArn',
            fill((index) => `arn:aws:*:*:${account(index)}:*${letter(index)}*`).slice(0, 200),
          ),
        },
      ],
    ],
    [
      'source patterns without an account',
      [
        {
          ...allow,
          Principal: { Service: 'sns.amazonaws.com' },
          ...when(
            'ArnLike',
            'aws:SourceArn',
            fill((index) => `arn:aws:*${letter(index)}*:*:*${index}*:*${letter(index * 5)}*`),
          ),
        },
      ],
    ],
    [
      'ARN patterns',
      [
        { ...allow, ...when('StringNotLike', 'aws:PrincipalArn', half.slice(0, 200)) },
        {
          ...deny,
          ...when(
            'StringNotLike',
            'aws:PrincipalArn',
            half.slice(10, 200).map((arn) => `${arn}*`),
          ),
        },
      ],
    ],
  ];
}
