// Action patterns against names: the matcher says what its definition says.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { globMatcher } from '../../src/policy/solve/action-glob.ts';

/** The definition, by recursion. */
function defined(glob: string, text: string): boolean {
  if (glob === '') return text === '';
  if (glob.startsWith('*'))
    return defined(glob.slice(1), text) || (text !== '' && defined(glob, text.slice(1)));
  return (
    text !== '' &&
    (glob.startsWith('?') || glob.charAt(0) === text.charAt(0)) &&
    defined(glob.slice(1), text.slice(1))
  );
}

describe('patterns of actions', () => {
  test.each([
    ['s3:getobject', 's3:getobject', true],
    ['s3:getobject', 's3:getobjectacl', false],
    ['s3:get*', 's3:getobject', true],
    ['s3:*acl', 's3:getobjectacl', true],
    ['s3:*', 's3:', true],
    ['s3:get?bject', 's3:getobject', true],
    ['s3:get?', 's3:get', false],
    ['s3:g*t*t', 's3:get', false],
    ['*', '', true],
    ['', '', true],
  ])('%s and %s', (glob, text, answer) => {
    expect(globMatcher(glob)(text)).toBe(answer);
  });

  test('match by their definition', () => {
    const letters = (characters: string) => fc.string({ unit: fc.constantFrom(...characters), maxLength: 9 });
    fc.assert(
      fc.property(
        letters('ab*?'),
        letters('ab'),
        (glob, text) => globMatcher(glob)(text) === defined(glob, text),
      ),
      { numRuns: 2000 },
    );
  });
});
