// What is said of one bucket is cast for another only when two have shown where the name stands in it.
import { expect, test } from '@jest/globals';
import type { Assessment } from '../../../../src/exposure.ts';
import { newMoulds } from '../../../../src/providers/aws/s3/mould.ts';

const said = (...texts: string[]): Assessment => ({ exposures: [], facts: { texts }, unknownFacts: {} });

test('the third is cast, the first two are not', () => {
  const moulds = newMoulds();
  expect(moulds.cast('key', 'one')).toBeUndefined();
  moulds.keep('key', 'one', said('s3://one/x', 'one'));
  expect(moulds.cast('key', 'two')).toBeUndefined();
  moulds.keep('key', 'two', said('s3://two/x', 'two'));
  expect(moulds.cast('key', 'six')).toEqual(said('s3://six/x', 'six'));
  expect(moulds.cast('other key', 'six')).toBeUndefined();
});

test.each([
  ['a word that is the name of one', said('one', 'one more'), said('two', 'one more')],
  ['another order', said('one', 'b'), said('b', 'two')],
  ['one text more', said('one'), said('two', 'two')],
])('%s proves nothing', (_, first, second) => {
  const moulds = newMoulds();
  moulds.keep('key', 'one', first);
  moulds.keep('key', 'two', second);
  expect(moulds.cast('key', 'six')).toBeUndefined();
});

test('two that agree after one that did not prove it', () => {
  const moulds = newMoulds();
  moulds.keep('key', 'one', said('one', 'one more'));
  moulds.keep('key', 'two', said('two', 'one more'));
  moulds.keep('key', 'six', said('six', 'one more'));
  expect(moulds.cast('key', 'ten')).toEqual(said('ten', 'one more'));
});
