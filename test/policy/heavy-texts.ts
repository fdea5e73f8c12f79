// Slow by their patterns: many wildcards, long texts, prefixes that add up.
import { allow, type Case, deny, fill, HEAVY_BUCKET, letter, repeated, when } from './heavy-parts.ts';

export function heavyTexts(): Case[] {
  return [
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
}
