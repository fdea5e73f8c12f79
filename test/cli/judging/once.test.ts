// Equal pieces of findings become one, and nothing is changed by it.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newOnce } from '../../../src/cli/judging/once.ts';
import { newPacker, newUnpacker } from '../../../src/cli/judging/packing.ts';

test('whatever it goes through reads the same afterwards', () => {
  const once = newOnce();
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (values) => {
      const before = JSON.stringify(values);
      once(values);
      expect(JSON.stringify(values)).toBe(before);
    }),
  );
});

test('objects of short texts are one when all of their names and texts are equal', () => {
  const text = () => ({ en: 'open', ja: '開' });
  const all = [
    { at: text(), list: ['open'] },
    { at: text(), list: ['open'] },
    { at: { ja: '開', en: 'open' } },
    { at: { en: 'open', ja: '閉' } },
  ];
  newOnce()(all);
  const [first, second, third, fourth] = all;
  expect(first?.at).toBe(second?.at);
  expect(first?.list).not.toBe(second?.list);
  expect(third?.at).not.toBe(first?.at);
  expect(fourth?.at).toEqual({ en: 'open', ja: '閉' });
});

test('names and texts are told apart, also where one holds what stands between them', () => {
  const all = [{ one: { a: 'b\0c', d: '' } }, { one: { a: 'b', c: '\0d\0' } }];
  const before = structuredClone(all);
  newOnce()(all);
  expect(all).toEqual(before);
});

test('what is packed comes back', () => {
  const found = { doors: [], findings: [] };
  const [pack, unpack] = [newPacker(), newUnpacker()];
  for (let batch = 0; batch < 3; batch += 1) expect(unpack(pack(found))).toEqual(found);
});
