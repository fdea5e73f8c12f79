// tojimari permissions --beyond: only what a managed policy lacks.
import { expect, test } from '@jest/globals';
import { beyondSecurityAudit } from '../../src/providers/aws/permissions/beyond.ts';
import { aws } from '../../src/providers/aws/provider.ts';
import { tojimari } from './harness.ts';

test('the whole policy names each permission once, and fits into one managed policy', async () => {
  const { stdout } = await tojimari(['permissions', 'aws']);
  const [{ Action, Resource }] = JSON.parse(stdout).Statement;
  expect(Action).toEqual([...new Set(aws.permissions.map(({ permission }) => permission))].sort());
  expect(Resource).toBe('*');
  expect(JSON.stringify(JSON.parse(stdout)).length).toBeLessThanOrEqual(6144);
});

test('what SecurityAudit lacks, as a policy, and nothing that it has', async () => {
  const { code, stdout } = await tojimari(['permissions', 'aws', '--beyond', 'SecurityAudit']);
  expect(code).toBe(0);
  const { Statement } = JSON.parse(stdout);
  const actions = Statement.flatMap(({ Action }: { Action: string[] }) => Action);
  const whole = aws.permissions.map(({ permission }) => permission);
  expect([...new Set(actions)].sort()).toEqual(beyondSecurityAudit(whole));
  expect(actions).not.toContain('s3:ListAllMyBuckets');
  expect(actions.length).toBeLessThan(whole.length / 2);
});

test.each([
  [
    ['aws', '--beyond', 'ReadOnlyAccess'],
    'What ReadOnlyAccess of aws lacks is not known.',
    'Known: SecurityAudit.',
  ],
  [['salesforce', '--beyond', 'SecurityAudit'], 'What SecurityAudit of salesforce lacks is not known.', ''],
  [['aws', '--beyond', 'SecurityAudit', '--from', 'report.json'], 'mutually exclusive', ''],
])('%j is refused', async (words, sentence, hint) => {
  const { code, stdout, stderr } = await tojimari(['permissions', ...words]);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(sentence);
  expect(stderr).toContain(hint);
});
