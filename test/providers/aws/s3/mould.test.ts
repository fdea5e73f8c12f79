// What is said of a bucket under a name that is nobody's is cast for every bucket like it.
import { expect, test } from '@jest/globals';
import type { Assessment } from '../../../../src/exposure.ts';
import { newMoulds } from '../../../../src/providers/aws/s3/mould.ts';

const said = (...texts: string[]): Assessment => ({ exposures: [], facts: { texts }, unknownFacts: {} });

test('every place of the name, and nothing else', () => {
  const moulds = newMoulds();
  expect(moulds.cast('key', 'one')).toBeUndefined();
  moulds.keep('key', 'xq0', said('s3://xq0/x', 'xq0', 'one more'));
  expect(moulds.cast('key', 'one')).toEqual(said('s3://one/x', 'one', 'one more'));
  expect(moulds.cast('key', 'two')).toEqual(said('s3://two/x', 'two', 'one more'));
  expect(moulds.cast('other key', 'two')).toBeUndefined();
});

test('each cast is its own: what is changed in one stands in no other', () => {
  const moulds = newMoulds();
  moulds.keep('key', 'xq0', said('xq0'));
  moulds.cast('key', 'one')?.exposures.push({
    audience: 'anyone',
    access: ['read'],
    state: 'open',
    basis: 'configuration',
    evidence: [],
  });
  expect(moulds.cast('key', 'one')).toEqual(said('one'));
});
