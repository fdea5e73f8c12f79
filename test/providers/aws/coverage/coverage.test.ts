// What is covered: every list as it is, and nothing that is claimed without a type that stands for it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { coverage } from '../../../../src/providers/aws/coverage/coverage.ts';
import { EXPOSABLE } from '../../../../src/providers/aws/coverage/exposable.ts';
import { SERVICES } from '../../../../src/providers/aws/services.ts';
import { ROOT, tojimari } from '../../../cli/harness.ts';

const types = SERVICES.flatMap((service) => service.types.map(({ type }) => type));

test('the analyzer list is the one of its API: all but IAM users, which it only checks for disuse', () => {
  const enums = readFileSync(
    join(ROOT, 'node_modules/@aws-sdk/client-accessanalyzer/dist-types/models/enums.d.ts'),
    'utf8',
  );
  const declared = /const ResourceType: \{([^}]*)\}/.exec(enums)?.[1] ?? '';
  const known = [...declared.matchAll(/"(AWS::[^"]+)"/g)].map(([, type]) => type);
  const listed = EXPOSABLE.flatMap(({ analyzer }) => analyzer ?? []);
  expect(listed.sort()).toEqual(known.filter((type) => type !== 'AWS::IAM::User').sort());
  expect(listed).toHaveLength(16);
});

test('an entry is covered when all of its types are there', () => {
  const { accessAnalyzer, community, beyond } = coverage();
  for (const { name, covered, types: found } of [...accessAnalyzer, ...community]) {
    const wanted = EXPOSABLE.find((entry) => entry.name === name)?.types ?? [];
    expect(`${name} ${covered}`).toBe(
      `${name} ${wanted.length > 0 && wanted.every((type) => types.includes(type))}`,
    );
    expect(found.every((type) => types.includes(type))).toBe(true);
  }
  expect(community.find(({ name }) => name === 'Global Accelerator')?.covered).toBe(false);
  expect(beyond.map(({ types: [type] }) => type)).not.toContain('aws.s3.bucket');
});

test('the command prints the same as text and as JSON', async () => {
  const { code, stdout } = await tojimari(['coverage', '--lang', 'en']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^IAM Access Analyzer \(external access\): \d+ of 16\n/);
  expect(stdout).toContain('  NO   Global Accelerator\n');
  expect(stdout).toContain('  yes  S3 bucket [aws.s3.bucket]\n');
  const json = await tojimari(['coverage', '--format', 'json']);
  expect(JSON.parse(json.stdout)).toEqual(coverage());
  expect((await tojimari(['coverage', '--lang', 'ja'])).stdout).toContain('  未対応  Global Accelerator\n');
});
