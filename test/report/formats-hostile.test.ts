// Names made to harm: harmless in every format for pipelines, and the same again where the format can hold them.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cell } from '../../src/report/csv.ts';
import { visible } from '../../src/report/escape.ts';
import { commandData, propertyValue } from '../../src/report/github.ts';
import { FORMATS, type FormatName } from '../../src/report/index.ts';
import { markdown } from '../../src/report/markdown.ts';
import type { RenderOptions, Report } from '../../src/report/report.ts';
import { LIMITS_PAGE } from '../../src/report/words.ts';
import { bucket, door, finding, report } from './build.ts';
import { all, csvRecords, readCommands, readCsv, readXml, untamed } from './formats/read.ts';
import { NAMES, named } from './hostile.ts';

const OPTIONS: RenderOptions = { lang: 'en', color: false, showProof: true, public: false, all: true };
const FORMAT_NAMES = ['junit', 'markdown', 'github', 'csv', 'gitlab-codequality', 'ocsf'] as const;
function render(format: FormatName, value: Report): string {
  return FORMATS[format].render(value, OPTIONS);
}

describe.each(NAMES.map((name): [string, string] => [JSON.stringify(name).slice(0, 40), name]))(
  '%s',
  (_shown, name) => {
    const value = named(name);

    test.each(FORMAT_NAMES)('%s: nothing controls the screen or hides', (format) => {
      const plain = render(format, value).replaceAll('\r\n', '').replaceAll('\n', '');
      expect(plain).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    });

    test.each(FORMAT_NAMES)('%s: no line is a command that we did not write', (format) => {
      const commands = render(format, value)
        .split('\n')
        .filter((line) => /^\s*(::|##\[|##vso\[)/.test(line));
      expect(commands.every((line) => format === 'github' && /^::(error|warning|notice) /.test(line))).toBe(
        true,
      );
    });

    test('JUnit is well-formed, has two failures and one error, and holds the name', () => {
      const root = readXml(render('junit', value));
      expect(['failure', 'error', 'skipped', 'testsuite'].map((each) => all(root, each).length)).toEqual([
        2, 1, 0, 2,
      ]);
      if (name.length < 100 && !/[\ufffe\uffff]/.test(name))
        expect(all(root, 'failure')[0]?.attributes['message']).toContain(visible(name));
    });

    test('CSV has three rows, none of which is a formula, and gives the names back', () => {
      const csv = render('csv', value);
      for (const cellText of readCsv(csv).flat()) expect(cellText).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      const [first, second] = csvRecords(csv);
      for (const row of [first, second]) expect(untamed(row?.['resource_name'] ?? '')).toBe(visible(name));
      expect(untamed(first?.['part'] ?? '')).toBe(visible(name));
    });

    test('each workflow command stays one, with our properties alone', () => {
      const commands = readCommands(render('github', value));
      expect(commands.map((command) => command.name)).toEqual(['error', 'error', 'error', 'notice']);
      for (const { properties } of commands)
        for (const key of Object.keys(properties))
          expect(['file', 'line', 'endLine', 'col', 'endColumn', 'title']).toContain(key);
      if (name.length < 100) expect(commands[0]?.message).toContain(visible(name));
    });

    test('GitLab and OCSF have three entries; OCSF holds the exact name', () => {
      const list: { description: string; location: { path: string } }[] = JSON.parse(
        render('gitlab-codequality', value),
      );
      expect(list).toHaveLength(3);
      for (const { location } of list) expect(location.path).not.toMatch(/^\/|(^|\/)\.\.(\/|$)/);
      const events: { resources: { uid: string; name?: string }[]; unmapped: { subject?: string } }[] =
        JSON.parse(render('ocsf', value));
      expect(events).toHaveLength(3);
      expect(events[0]?.resources[0]).toMatchObject({ uid: name, name });
      expect(events[0]?.unmapped.subject).toBe(name);
    });

    test('Markdown has our tags alone, no link, no mention, and fences that hold', () => {
      const page = render('markdown', value);
      // The one link there is, to a page of ours.
      const outside = withoutFences(page).replace(`](${LIMITS_PAGE})`, ']');
      const tags = [...outside.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
      for (const tag of tags)
        expect([
          '<details>',
          '</details>',
          '<summary>',
          '</summary>',
          '<sub>',
          '</sub>',
          '<!-- -->',
        ]).toContain(tag);
      expect(outside).not.toMatch(/:\/\/|www\.|@\w|!\[|\]\(/);
      for (const line of outside.split('\n').filter((each) => each.startsWith('|')))
        expect(line.match(/\|/g)).toHaveLength(4);
      expect(page.match(/^<details>/gm)).toHaveLength(2);
      expect(Buffer.byteLength(page)).toBeLessThan(30_000);
    });
  },
);

/** The page without its code, as CommonMark fences it. */
function withoutFences(page: string): string {
  const kept: string[] = [];
  let fence = '';
  for (const line of page.split('\n')) {
    const ticks = /^ {0,3}(`{3,})([^`]*)$/.exec(line);
    if (fence === '' && ticks !== null) fence = ticks[1] ?? '';
    else if (fence === '') kept.push(line);
    else if (ticks !== null && (ticks[1] ?? '').length >= fence.length && ticks[2]?.trim() === '') fence = '';
  }
  expect(fence).toBe('');
  return kept.join('\n');
}

describe('any text comes back', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 40 });
  const nasty = fc
    .array(
      fc.constantFrom(
        '=',
        "'",
        '"',
        ',',
        '\r\n',
        '%',
        '%0A',
        '%25',
        ':',
        '::',
        '@',
        '<',
        '&',
        ']]>',
        '|',
        '`',
        '\ud800',
        'a',
        ' ',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(''));
  const either = fc.oneof(anything, nasty);

  test('from a cell of CSV', () => {
    fc.assert(
      fc.property(fc.array(either, { minLength: 1, maxLength: 4 }), (texts) => {
        const [row] = readCsv(`${texts.map(cell).join(',')}\r\n`);
        expect(row?.map(untamed)).toEqual(texts);
      }),
    );
  });

  test('from a workflow command', () => {
    fc.assert(
      fc.property(either, either, (title, message) => {
        const line = `::error title=${propertyValue(title)}::${commandData(message)}\n`;
        if (/[\u0085\u2028\u2029]/.test(title + message)) return;
        expect(readCommands(line)).toEqual([{ name: 'error', properties: { title }, message }]);
      }),
    );
  });

  test('from XML, JSON and the table of Markdown, as its visible form', () => {
    fc.assert(
      fc.property(either, (name) => {
        const open = door(bucket('b', { id: name }));
        const value = report({ doors: [open], findings: [finding('aws.s3.a', 'high', open)] });
        const body = all(readXml(render('junit', value)), 'failure')[0]?.text ?? '';
        expect(body).toContain(
          visible(name).replace(/[\ufffe\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`),
        );
        expect(JSON.parse(render('ocsf', value))[0].resources[0].uid).toBe(name);
        const decoded = markdown(visible(name))
          .replaceAll('<!-- -->', '')
          .replace(/^(\s*\d*)\\(?=[-+=.)])/, '$1')
          .replace(/&#(\d+);/g, (_whole, code: string) => String.fromCharCode(Number(code)));
        expect(decoded).toBe(visible(name));
      }),
      { numRuns: 60 },
    );
  });
});
