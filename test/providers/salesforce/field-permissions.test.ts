// Field permissions read on their own against the same file parsed whole: both say the same of every field.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fieldsOf, parseContainer } from '../../../src/providers/salesforce/import/field-permissions.ts';
import { parseXml } from '../../../src/providers/salesforce/import/xml.ts';

const field = (name: string, readable: string, space = '\n        ') =>
  `<fieldPermissions>${space}<editable>false</editable>${space}<field>${name}</field>${space}<readable>${readable}</readable>${space}</fieldPermissions>`;

/** The same text for the full parser, which a comment behind the root asks for. */
function whole(source: string) {
  try {
    const root = parseXml(`${source}<!-- full -->`, 'x');
    const children = root.children.filter(({ name }) => name !== 'fieldPermissions');
    return { root: { ...root, children }, fields: fieldsOf(root, new Map()) };
  } catch {
    return 'refused';
  }
}

function alone(source: string) {
  try {
    const { root, fields } = parseContainer(source, 'x', new Map());
    const children = root.children.filter(({ name }) => name !== 'fieldPermissions');
    return { root: { ...root, children }, fields };
  } catch {
    return 'refused';
  }
}

const usual = fc.constantFrom(
  field('Account.Phone', 'true'),
  field('Account.Phone', 'false'),
  field('Kagi__c.Key__c', 'true', ''),
  field('Kagi__c.Key__c', 'false', '\r\n\t'),
  field('constructor.__proto__', 'true'),
  '\n    ',
  '<custom>true</custom>',
  '<objectPermissions><object>Account</object></objectPermissions>',
);
const odd = fc.constantFrom(
  field('Account.A.B', 'true'),
  field('Account', 'true'),
  field('Account.', 'true'),
  field('.Phone', 'true'),
  field('口座__c.Key__c', 'true'),
  field(' Account.Phone ', 'true'),
  field('Account.Phone', 'TRUE'),
  field('Account.Phone&amp;', 'true'),
  field('Account.Phone', 'true', '\u000b'),
  field('Account.Phone', 'true', '\u00a0'),
  field('Account.Phone', 'true', 'x'),
  field('Account.Phone', 'true').replace('<field>', '<hidden>false</hidden><field>'),
  field('Account.Phone', 'true').replace('</fieldPermissions>', ''),
  `<deeper>${field('Account.Phone', 'true')}</deeper>`,
  '<fieldPermissions/>',
  '<fieldPermissions >',
  'text',
  ']]>',
  '&#65;',
  '\u0001',
  '<!-- y -->',
);

describe('field permissions of a file', () => {
  test('are those of the file parsed whole, whatever stands beside them', () => {
    let read = 0;
    const pieces = fc.array(fc.oneof({ arbitrary: usual, weight: 6 }, { arbitrary: odd, weight: 1 }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(pieces, (body) => {
        const source = `<?xml version="1.0" encoding="UTF-8"?>\n<Profile xmlns="n">\n${body.join('')}</Profile>\n`;
        const found = alone(source);
        if (found !== 'refused') read += 1;
        expect(found).toEqual(whole(source));
      }),
      { numRuns: 3000, seed: 7 },
    );
    expect(read).toBeGreaterThan(1000);
  });

  test('make no elements where Salesforce wrote them, and keep the place of the first readable one', () => {
    const { root, fields } = parseContainer(
      `<Profile>\n  ${field('Account.Phone', 'false')}\n  ${field('Account.Fax', 'true')}${field('Account.Site', 'true')}\n  <custom>true</custom></Profile>`,
      'x',
      new Map(),
    );
    expect(root.children.map(({ name }) => name)).toEqual(['custom']);
    expect([...fields.described]).toEqual(['Account']);
    expect(fields.readable.get('Account')).toEqual({ names: ['Fax', 'Site'], line: 7, column: 3 });
  });

  test('are as many as a file may hold elements, and no more', () => {
    const most = field('A.B', 'true', '').repeat(250_001);
    expect(() => parseContainer(`<Profile>${most}</Profile>`, 'x', new Map())).toThrow(
      /holds more than 1000000 elements/,
    );
  });
});
