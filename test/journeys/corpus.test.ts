// Real settings that nobody here wrote: each folder gives a sensible report in every format, twice the same.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseReport } from '../../src/report/parse.ts';
import { lintForGitHub } from '../../src/report/sarif-lint.ts';
import { folder, ROOT, tojimari } from '../cli/harness.ts';

const CORPUS = resolve(ROOT, process.env['TOJIMARI_CORPUS'] ?? '../shared/corpus');
const HERE = existsSync(CORPUS);
if (!HERE) process.stderr.write('skipped: real settings are not on this machine (TOJIMARI_CORPUS)\n');

/** Folders by provider: `aws/terraform-plan`. */
function folders(): string[] {
  if (!HERE) return [];
  const providers = readdirSync(CORPUS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return providers.flatMap(({ name }) => readdirSync(join(CORPUS, name)).map((below) => `${name}/${below}`));
}

const described = HERE ? describe : describe.skip;
described('each folder of the corpus', () => {
  test.each(folders())('%s', async (name) => {
    const out = folder();
    const argv = ['scan', join(CORPUS, name), '--format', 'text', '--format', 'json', '--format', 'sarif'];
    const outputs = ['txt', 'json', 'sarif'].flatMap((extension) => [
      '--output',
      join(out, `1.${extension}`),
    ]);
    const { code, stderr } = await tojimari([...argv, ...outputs]);
    expect(stderr).not.toMatch(/is a bug|error:/);
    expect([0, 1, 3]).toContain(code);

    const text = readFileSync(join(out, '1.txt'), 'utf8');
    expect(text).toMatch(/looked at/);
    expect(text).toMatch(new RegExp(`exit ${code}`));
    const report = parseReport(JSON.parse(readFileSync(join(out, '1.json'), 'utf8')));
    if (!report.ok) throw new Error(JSON.stringify(report.misfits.slice(0, 5)));
    expect(report.value.scopes.length).toBeGreaterThan(0);
    const sarif: unknown = JSON.parse(readFileSync(join(out, '1.sarif'), 'utf8'));
    expect(lintForGitHub(sarif)).toEqual([]);

    const again = ['txt', 'json', 'sarif'].flatMap((extension) => ['--output', join(out, `2.${extension}`)]);
    await tojimari([...argv, ...again]);
    for (const extension of ['json', 'sarif']) {
      expect(readFileSync(join(out, `2.${extension}`), 'utf8')).toBe(
        readFileSync(join(out, `1.${extension}`), 'utf8'),
      );
    }
  });
});

test('the corpus is looked for where it should be', () => {
  expect(HERE ? folders().length : 10).toBeGreaterThanOrEqual(10);
});
