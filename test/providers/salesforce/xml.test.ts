// Metadata XML: places of elements, and input that must be refused.
import { describe, expect, test } from '@jest/globals';
import { InputError } from '../../../src/errors.ts';
import { all, flag, parseXml, text } from '../../../src/providers/salesforce/import/xml.ts';

function fault(source: string): string {
  try {
    parseXml(source, 'x.profile');
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'parsed';
}

describe('metadata XML', () => {
  test('keeps line and column of elements, also where a tag is broken over lines', () => {
    const root = parseXml(
      '<?xml version="1.0"?>\n<A>\n  <b>t &amp; u</b>\n  <long\n  >true</long>\r\n\t<c/></A>',
      'a',
    );
    expect([root.line, root.column]).toEqual([2, 1]);
    expect(all(root, 'b').map(({ line, column }) => [line, column])).toEqual([[3, 3]]);
    expect(all(root, 'long').map(({ line, column }) => [line, column])).toEqual([[4, 3]]);
    expect(all(root, 'c').map(({ line, column }) => [line, column])).toEqual([[6, 2]]);
    expect(text(root, 'b')).toBe('t & u');
    expect(flag(root, 'long')).toBe(true);
    expect(text(root, 'c')).toBe('');
    expect(text(root, 'd')).toBeUndefined();
    expect(flag(root, 'b')).toBeUndefined();
  });

  test('a file of 3 MB in a single line is no trouble', () => {
    const root = parseXml(`<A>${'<item>value of an item</item>'.repeat(100_000)}<last/></A>`, 'a');
    expect(root.children).toHaveLength(100_001);
    expect(root.children.at(-1)).toMatchObject({ name: 'last', line: 1, column: 4 + 29 * 100_000 });
  });

  test('refuses entity declarations before anything is expanded', () => {
    const bomb = `<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>`;
    expect(fault(bomb)).toMatch(/^x\.profile:2:\d+: declares a document type/);
    expect(fault('<a>&xxe;</a>')).toMatch(/^x\.profile:1:\d+: undefined entity/);
  });

  test.each([
    ['truncated', '<A><b>text'],
    ['crossed tags', '<A><b></A></b>'],
    ['empty', ''],
    ['not XML', '{"a": 1}'],
    ['two roots', '<A/><B/>'],
    ['deep', `${'<a>'.repeat(40)}${'</a>'.repeat(40)}`],
  ])('says where it is %s', (_name, source) => {
    expect(fault(source)).toMatch(/^x\.profile:\d+:\d+: ./);
  });
});
