// A small good rule on IAM users, for tests that break it in one place.
import { expect } from '@jest/globals';
import { InputError } from '../../src/errors.ts';
import { loadRules } from '../../src/rules/load.ts';
import type { LoadedRule, RuleTarget } from '../../src/rules/rule.ts';
import { type InputFile, textFile } from '../../src/snapshot/files.ts';

export const TYPES: RuleTarget[] = [
  { type: 'aws.iam.user', schema: 'providers/aws/iam/user' },
  { type: 'aws.s3.bucket', schema: 'providers/aws/s3/bucket' },
];

export const GOOD = `id: aws.iam.user-key-old
title: { en: A key is old, ja: 鍵が古い }
severity: medium
resource: aws.iam.user
fail:
  some: accessKeys
  where:
    all:
      - { field: active, equals: true }
      - { field: createdAt, older_than: 90d }
why: { en: Old keys leak., ja: 古い鍵は漏れる。 }
fix:
  - { en: Replace the key., ja: 鍵を交換する。 }
references: [https://docs.aws.amazon.com/IAM/]
cases:
  - { name: old, given: { accessKeys: [{ active: true, createdAt: 2025-01-01T00:00:00Z }] }, expect: fail }
  - { name: new, given: { accessKeys: [{ active: true, createdAt: 2025-12-01T00:00:00Z }] }, expect: pass }
  - { name: denied, given: { path: / }, expect: unknown }
`;

/** The good rule with one text replaced by another. */
export function changed(from: string, to: string): string {
  expect(GOOD).toContain(from);
  return GOOD.replace(from, to);
}

export function ruleFile(text: string, inside = 'aws/iam/user-key-old.yaml'): InputFile {
  return textFile(inside, text, false);
}

export async function load(...files: InputFile[]): Promise<LoadedRule[]> {
  return loadRules(files, TYPES);
}

/** The faults that loading finds, one line each, `file:line:column: message`. */
export async function faultsOf(...files: InputFile[]): Promise<string[]> {
  try {
    await load(...files);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message.split('\n');
  }
}
