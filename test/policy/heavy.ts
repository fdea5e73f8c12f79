// Bucket policies near the limit of 20 KB that are built to be slow.

export const HEAVY_BUCKET = 'arn:aws:s3:::kagi';

const LIMIT = 20_480;

type Made = Record<string, unknown>;

const letter = (index: number) => 'abcdefghijklmnopqrstuvwxyz'.charAt(index % 26);
const account = (index: number) => String(100_000_000_000 + index * 7919);
const allow = {
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:*',
  Resource: [HEAVY_BUCKET, `${HEAVY_BUCKET}/*`],
};
const deny = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
const when = (operator: string, key: string, values: unknown) => ({
  Condition: { [operator]: { [key]: values } },
});

/** As many members as the limit takes; some statements of a fixed size stand beside them. */
function fill<T>(make: (index: number) => T, others: unknown = ''): T[] {
  const found: T[] = [];
  let size = JSON.stringify(others).length + 300;
  for (let index = 0; ; index++) {
    const one = make(index);
    size += JSON.stringify(one).length + 1;
    if (size > LIMIT) return found;
    found.push(one);
  }
}

const repeated = (piece: string, size: number) => piece.repeat(Math.floor(size / piece.length));

/** Name -> statements. */
export function heavyPolicies(): [name: string, policy: unknown][] {
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
  const cases: [string, Made[]][] = [
    [
      'Denies of two conditions',
      [
        allow,
        ...fill((index) => ({
          ...deny,
          Resource: `${HEAVY_BUCKET}/*${letter(index)}*`,
          Condition: {
            StringLike: {
              'aws:Referer': `*${letter(index * 3)}*${index}*`,
              'aws:UserAgent': `*${letter(index * 5)}*`,
            },
          },
        })),
      ],
    ],
    [
      'Denies of four conditions',
      [
        allow,
        ...fill((index) => ({
          ...deny,
          Condition: {
            StringNotLike: {
              'aws:Referer': `*${letter(index)}*`,
              'aws:UserAgent': `${letter(index)}?*`,
              'aws:PrincipalTag/a': `*${index}`,
              'aws:SourceIdentity': `*${letter(index * 3)}`,
            },
          },
        })),
      ],
    ],
    [
      'infixes',
      [
        allow,
        {
          ...deny,
          Resource: fill(
            (index) => `${HEAVY_BUCKET}/*${letter(index)}${letter(index * 7)}*${letter(index * 11)}*`,
          ),
        },
      ],
    ],
    [
      'infixes of a header',
      [
        {
          ...allow,
          ...when(
            'StringNotLike',
            'aws:Referer',
            fill((index) => `*${letter(index)}${letter(index * 7)}*${letter(index * 11)}*`),
          ),
        },
      ],
    ],
    [
      'one long infix pattern',
      [
        { ...allow, Resource: `${HEAVY_BUCKET}/${repeated('*a', 6000)}` },
        { ...deny, Resource: `${HEAVY_BUCKET}/${repeated('*a*b', 6000)}*` },
        { ...deny, Resource: `${HEAVY_BUCKET}/${repeated('a*', 6000)}` },
      ],
    ],
    [
      'question marks',
      [
        { ...allow, Resource: `${HEAVY_BUCKET}/*a${'?'.repeat(9000)}` },
        { ...deny, Resource: `${HEAVY_BUCKET}/*b${'?'.repeat(9000)}` },
      ],
    ],
    [
      'a long piece of question marks',
      [
        { ...allow, Resource: `${HEAVY_BUCKET}/${'x'.repeat(9000)}*` },
        { ...deny, Resource: `${HEAVY_BUCKET}/*${'?'.repeat(4500)}y*z` },
        { ...deny, Resource: `${HEAVY_BUCKET}/*${'?'.repeat(4500)}w*` },
      ],
    ],
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
      'networks',
      fill((index) => ({
        ...(index % 2 === 0 ? allow : deny),
        Resource: `${HEAVY_BUCKET}/${letter(index)}*`,
        ...when('IpAddress', 'aws:SourceIp', `${index}.0.0.0/8`),
      })),
    ],
    [
      'many networks',
      [
        {
          ...allow,
          ...when(
            'IpAddress',
            'aws:SourceIp',
            fill((index) => `20.${index >> 6}.${(index & 63) * 4}.0/23`).slice(0, 500),
          ),
        },
        {
          ...deny,
          ...when(
            'NotIpAddress',
            'aws:SourceIp',
            fill((index) => `20.${index >> 6}.${(index & 63) * 4}.0/24`).slice(0, 400),
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
    [
      'values of a key with many',
      [
        {
          ...allow,
          ...when(
            'ForAnyValue:StringLike',
            'aws:TagKeys',
            fill((index) => `*${letter(index)}*${index}`).slice(0, 600),
          ),
        },
        {
          ...deny,
          ...when(
            'ForAllValues:StringNotLike',
            'aws:TagKeys',
            fill((index) => `*${letter(index)}*${index}`).slice(0, 600),
          ),
        },
      ],
    ],
    [
      'any value, many times',
      fill((index) => ({
        ...(index === 0 ? allow : deny),
        ...when(`ForAllValues:StringNotLike`, 'aws:TagKeys', [`*${letter(index)}*`, `${index}*`]),
      })),
    ],
    [
      'policy variables',
      [
        { ...allow, Resource: `${HEAVY_BUCKET}/\${aws:PrincipalTag/a}/*` },
        ...fill((index) => ({
          ...deny,
          Resource: `${HEAVY_BUCKET}/*\${aws:PrincipalTag/${letter(index)}}*${index}`,
          ...when('StringLike', 'aws:Referer', `*\${aws:PrincipalTag/${letter(index + 1)}, 'x'}*${index}`),
        })),
      ],
    ],
    [
      'actions',
      [
        {
          ...allow,
          Action: fill((index) => `s3:*${letter(index)}*${letter(index * 7)}*${letter(index * 11)}*`),
        },
      ],
    ],
    [
      'actions that tell all apart',
      [
        allow,
        ...fill((index) => ({
          ...deny,
          Action: [`s3:*${letter(index)}*${letter(index * 7 + 1)}*`],
          ...when('StringEquals', 's3:prefix', `${letter(index)}`),
        })),
      ],
    ],
    [
      'statements with keys of actions',
      fill((index) => ({
        ...(index % 3 === 0 ? allow : deny),
        ...when(
          'StringLike',
          ['s3:prefix', 's3:x-amz-acl', 's3:VersionId'][index % 3] ?? '',
          `*${letter(index)}*${index}`,
        ),
      })),
    ],
    [
      'any case',
      [
        {
          ...allow,
          ...when(
            'StringNotEqualsIgnoreCase',
            'aws:Referer',
            fill((index) => `${letter(index)}${index}`).slice(0, 900),
          ),
        },
        {
          ...deny,
          ...when(
            'StringEqualsIgnoreCase',
            'aws:UserAgent',
            fill((index) => `${letter(index)}${index}`).slice(0, 700),
          ),
        },
      ],
    ],
    [
      'all one-letter prefixes but one',
      [
        { ...allow, ...when('StringLike', 'aws:Referer', '*') },
        {
          ...deny,
          ...when('StringLike', 'aws:Referer', [
            '',
            ...Array.from(
              { length: 94 },
              (_, index) => `${String.fromCharCode(33 + index).replace(/[*?$]/, 'z')}*`,
            ),
          ]),
        },
      ],
    ],
    [
      'halves of long words',
      [
        {
          ...allow,
          ...when(
            'StringLike',
            'aws:Referer',
            fill((index) => `*${letter(index)}${'?'.repeat(index % 18)}`).slice(0, 600),
          ),
        },
        {
          ...deny,
          ...when(
            'StringLike',
            'aws:Referer',
            fill((index) => `*${letter(index + 13)}${'?'.repeat(index % 17)}`).slice(0, 600),
          ),
        },
      ],
    ],
  ];
  return cases.map(([name, Statement]) => [
    name,
    JSON.parse(JSON.stringify({ Version: '2012-10-17', Statement })),
  ]);
}
