// The fast reader against the full one: on whatever it accepts both give the same tree.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plainXml } from '../../../src/providers/salesforce/import/plain-xml.ts';
import { parseXml } from '../../../src/providers/salesforce/import/xml.ts';

/** A comment behind the root sends the same text to the full parser. */
function fully(source: string): unknown {
  try {
    return parseXml(`${source}<!-- full -->`, 'x');
  } catch {
    return 'refused';
  }
}

const piece = fc.constantFrom(
  '<a>',
  '</a>',
  '<b>',
  '</b>',
  '<c/>',
  '<c />',
  '</b >',
  '<d e="f">',
  'text',
  ' ',
  '\n',
  '\r\n',
  '&amp;lt;',
  '&lt;',
  '&x;',
  '&#65;',
  ']]>',
  '>',
  '<![CDATA[x]]>',
  '<!-- y -->',
  '口座',
  '\u00a0',
  '\u0001',
  '<?pi?>',
);

describe('plain XML', () => {
  test('gives the tree of the full parser, or leaves the text to it', () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.boolean(), (pieces, wrapped) => {
        const body = pieces.join('');
        const source = wrapped
          ? `<?xml version="1.0" encoding="UTF-8"?>\n<R xmlns="n">\n${body}</R>\n`
          : body;
        const plain = plainXml(source, 32, 1000);
        if (plain === undefined) return;
        accepted += 1;
        expect(plain).toEqual(fully(source));
      }),
      { numRuns: 3000, seed: 7 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  test.each([
    ['a document type', '<!DOCTYPE a><a/>'],
    ['two roots', '<a/><b/>'],
    ['no root', ' '],
    ['text outside', 'x<a/>'],
    ['an open element', '<a><b></b>'],
    ['a wrong end', '<a></b>'],
    ['a longer end', '<a></ab>'],
    ['an unknown entity', '<a>&xxe;</a>'],
    ['more elements than allowed', `<a>${'<b/>'.repeat(40)}</a>`],
    ['deeper than allowed', `${'<a>'.repeat(9)}${'</a>'.repeat(9)}`],
  ])('does not take %s', (_name, source) => {
    expect(plainXml(source, 8, 40)).toBeUndefined();
  });

  test('a file of a million elements and more is refused, not held', () => {
    expect(() => parseXml(`<a>${'<b/>'.repeat(1_000_001)}</a>`, 'x')).toThrow(
      /holds more than 1000000 elements/,
    );
  });
});
