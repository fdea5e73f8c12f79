// What the engine reads by hand is what plain regular expressions say.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { filling, named, shape, tokensOf } from '../../src/policy/language/pattern.ts';
import { addAccounts, addOrganizations } from '../../src/policy/read/names.ts';

const pieces = fc.array(fc.constantFrom('111122223333', '4', 'o-acme1', 'O-ACME2', ':', '-', 'x', '*', '٣'), {
  maxLength: 12,
});

test('accounts are runs of exactly twelve digits, organizations ids without wildcards in any case', () => {
  fc.assert(
    fc.property(pieces, (list) => {
      const text = list.join('');
      const accounts = new Set<string>();
      addAccounts(text, accounts);
      expect([...accounts]).toEqual([...new Set(text.match(/(?<!\d)\d{12}(?!\d)/g) ?? [])]);
      const organizations = new Set<string>();
      addOrganizations(text, organizations);
      const ids = /(?<![a-z0-9-])o-[a-z0-9]{3,32}(?![a-z0-9*?])/g;
      const expected = [...(text.match(ids) ?? []), ...(text.toLowerCase().match(ids) ?? [])];
      expect([...organizations]).toEqual([...new Set(expected)]);
    }),
  );
});

test('a name in a shape is taken as it is', () => {
  expect(named('arn:<>:<any*>', 'x')).toMatchObject({ begin: 'arn:x:', around: 0 });
  expect(tokensOf(named('arn:<>:<any*>', 'x'))).toEqual(tokensOf(shape('arn:x:<any*>')));
  expect(named('<>', '<digit>').text).toBe('<digit>');
  expect(tokensOf(filling('arn:aws:s3:::kagi/*'))).toEqual(tokensOf(shape('arn:aws:s3:::kagi/<any+>')));
  expect(filling('a<digit>b').text).toBe('a<digit>b');
});
