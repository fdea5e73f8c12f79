// Rules as people read them.
import { describe, expect, test } from '@jest/globals';
import { PROVIDERS } from '../../src/providers/index.ts';
import { consolePath, partsOf } from '../../src/rules/console.ts';
import { loadRules } from '../../src/rules/load.ts';
import { ruleList, rulePage } from '../../src/rules/show.ts';
import { findFiles } from '../../src/snapshot/files.ts';
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

test('the way through web pages is told in Japanese, but for names of services and words in capitals', async () => {
  const types = PROVIDERS.flatMap(({ services }) => services.flatMap((service) => service.types));
  const rules = await loadRules(await findFiles(['rules']), types);
  const steps = rules.flatMap(({ fix }) =>
    fix.flatMap(({ console: path }) => (path === undefined ? [] : [path])),
  );
  const names =
    /^(S3|EC2|IAM|RDS|EKS|SSM|API Gateway|APIs|AMIs|Amazon (Cognito|ECR|EMR)|Cloud(Front|Trail)|Lambda|Lightsail|OpenSearch Service|Systems Manager|Session Manager|Salesforce Files|Classic|ACL|CORS|IMDSv2|AWS_IAM|GET|HEAD|[A-Z][A-Z ]*)$/;
  const english = steps
    .flatMap((path) => partsOf(consolePath(path, 'ja')))
    .filter((part) => /[A-Za-z]{2}/.test(part) && !/[ぁ-んァ-ヶ一-龠]/.test(part) && !names.test(part));
  expect([...new Set(english)]).toEqual([]);
  expect(consolePath('S3 > Buckets > BUCKET', 'ja')).toBe('S3 > バケット > BUCKET');
  expect(consolePath('S3 > Buckets > BUCKET', 'en')).toBe('S3 > Buckets > BUCKET');
  expect(consolePath('Made by us > constructor', 'ja')).toBe('Made by us > constructor');
});
