// Every link between the documents leads somewhere.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...['docs', 'examples'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => join(folder, file)),
  ),
];
const texts = new Map(pages.map((page) => [page, readFileSync(join(ROOT, page), 'utf8')]));

/** The anchors of a page: of its headings, as GitHub makes them, and those that are written out. */
function anchorsOf(page: string): Set<string> {
  const prose = (texts.get(page) ?? '').replace(/```[\s\S]*?```/g, '');
  const anchors = new Set([...prose.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id));
  for (const [, heading = ''] of prose.matchAll(/^#{1,6} (.+)$/gm))
    anchors.add(
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
        .replaceAll(' ', '-'),
    );
  return anchors;
}

describe('links between documents', () => {
  test('there are pages', () => {
    expect(pages.length).toBeGreaterThan(100);
  });

  test.each(pages)('%s', (page) => {
    const prose = (texts.get(page) ?? '').replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');
    const broken: string[] = [];
    for (const [, target = ''] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(ROOT, file))) broken.push(target);
      else if (anchor !== undefined && texts.has(file) && !anchorsOf(file).has(anchor)) broken.push(target);
    }
    expect(broken).toEqual([]);
  });
});

test('every shipped rule names its page, and the page is there', () => {
  const rules: { id: string; page?: string }[] = JSON.parse(
    readFileSync(join(ROOT, 'dist/rules.json'), 'utf8'),
  );
  for (const { id, page = '' } of rules) {
    const file = page.replace('https://github.com/tojimari/tojimari/blob/main/', '');
    expect([id, file !== page && existsSync(join(ROOT, file))]).toEqual([id, true]);
  }
});
