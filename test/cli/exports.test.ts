// What can be read, and scripts that make it.
import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { tojimari } from './harness.ts';

test('formats and export scripts are printed, and the scripts are sound', async () => {
  const listed = await tojimari(['formats', '--lang', 'en']);
  expect(listed).toMatchObject({ code: 0, stderr: '' });
  for (const words of ['AWS CLI answers', 'Terraform', 'CloudFormation', 'AWS Config', 'SFDX', 'snapshot'])
    expect(listed.stdout).toContain(words);
  expect((await tojimari(['formats', '--lang', 'ja'])).stdout).toContain('スナップショット');
  for (const provider of ['aws', 'salesforce']) {
    const { code, stdout } = await tojimari(['export-script', provider]);
    expect(code).toBe(0);
    expect(spawnSync('bash', ['-n'], { input: stdout, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
    // It only reads.
    expect(stdout).not.toMatch(/\b(create|put|delete|update|set|deploy)-[a-z-]+ /);
  }
});
