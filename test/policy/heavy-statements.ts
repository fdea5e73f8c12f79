// Slow by their statements: networks, keys of many values, variables, actions.
import { allow, type Case, deny, fill, HEAVY_BUCKET, letter, when } from './heavy-parts.ts';

export function heavyStatements(): Case[] {
  return [
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
  ];
}
