// Rules as people read them.
import { describe, expect, test } from '@jest/globals';
import { ruleList, rulePage } from '../../src/rules/show.ts';
import { changed, GOOD, load, ruleFile } from './example.ts';

const EXTRA = changed(
  'references:',
  'controls: { cis-aws-7.0.0: ["1.13"] }\nincidents: [https://example.com/breach]\nreferences:',
).replace('ja: 鍵を交換する。 }', 'ja: 鍵を交換する。, cli: aws iam create-access-key }');

describe('showing rules', () => {
  test('a page', async () => {
    const [rule] = await load(ruleFile(EXTRA));
    expect(rule && rulePage(rule, 'en')).toBe(`# A key is old

\`aws.iam.user-key-old\` · medium · aws.iam.user

## Why

Old keys leak.

## Fix

1. Replace the key.

   \`\`\`sh
   aws iam create-access-key
   \`\`\`

## Fails when

- for at least one entry of \`accessKeys\`
  - all of:
    - \`active\` equals \`true\`
    - \`createdAt\` older than \`"90d"\`

## Controls

- cis-aws-7.0.0: 1.13

## References

- <https://docs.aws.amazon.com/IAM/>

## Incidents

- <https://example.com/breach>
`);
  });

  test('a page in Japanese, and an exposure in words', async () => {
    const text = GOOD.replace(
      /fail:\n(?: .*\n)+/,
      'fail: { exposed: { to_at_least: anyone-registered, for: [list, read], via: acl } }\n',
    );
    const [rule] = await load(ruleFile(text));
    expect(rule && rulePage(rule, 'en')).toContain(
      '- exposed to anyone-registered or wider for list + read via acl (open, open-unless)',
    );
    const page = rule && rulePage(rule, 'ja');
    expect(page).toContain('# 鍵が古い');
    expect(page).toContain('## なぜ問題か\n\n古い鍵は漏れる。');
    expect(page).toContain('- anyone-registered（またはより広い範囲） に公開: list + read、経路 acl');
  });

  test('the list', async () => {
    expect(ruleList(await load(ruleFile(GOOD)), 'en')).toEqual([
      'medium    aws.iam.user-key-old  A key is old',
    ]);
  });
});
