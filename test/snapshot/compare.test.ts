// Differences of settings: the smallest places, by the names that things have.
import { expect, test } from '@jest/globals';
import { differences } from '../../src/snapshot/compare.ts';
import type { Resource } from '../../src/snapshot/resource.ts';

function resource(settings: Record<string, unknown>): Resource {
  return { record: 'resource', type: 'a.b', id: 'x', name: 'x', scope: 's', settings, unknowns: [] };
}

const places = (before: Record<string, unknown>, after: Record<string, unknown>) =>
  differences(resource(before), resource(after)).map(
    ({ setting, pointer, before: was, after: is }) => `${setting}${pointer}: ${was} -> ${is}`,
  );

test('the smallest differing node', () => {
  expect(
    places({ policy: { Statement: { Effect: 'Allow' } } }, { policy: { Statement: { Effect: 'Deny' } } }),
  ).toEqual(['policy/Statement/Effect: "Allow" -> "Deny"']);
});

test('lists of named things are compared by name, whatever their order', () => {
  const a = { object: 'A', read: true };
  const b = { object: 'B', read: true };
  expect(places({ list: [a, b] }, { list: [{ ...b, read: false }, a] })).toEqual([
    'list/B/read: true -> false',
  ]);
  expect(places({ list: ['x', 'y'] }, { list: ['y'] })).toEqual(['list/x: "x" -> undefined']);
});

test('null, missing and present are three things', () => {
  expect(places({ acl: null }, {})).toEqual(['acl: null -> undefined']);
  expect(places({ acl: null }, { acl: null })).toEqual([]);
});

test('an entry that the input did not write counts as absent', () => {
  expect(
    places({ p: [{ object: 'A', read: true }] }, { p: [{ object: 'A', read: false, implied: true }] }),
  ).toEqual(['p/A: {"object":"A","read":true} -> undefined']);
});

test('a resource that is new or gone differs in all it has', () => {
  expect(differences(undefined, resource({ a: 1 }))).toEqual([{ setting: 'a', pointer: '', after: '1' }]);
  expect(differences(resource({ a: 1 }), undefined)).toEqual([{ setting: 'a', pointer: '', before: '1' }]);
});

test('long values are shortened and thousands of differences bounded', () => {
  const many = Object.fromEntries(
    Array.from({ length: 5000 }, (_, index) => [`k${index}`, 'v'.repeat(1000)]),
  );
  const found = differences(resource({ a: {} }), resource({ a: many }));
  expect(found).toHaveLength(200);
  expect(found.every(({ after = '' }) => after.length <= 160)).toBe(true);
});

test('a setting that could not be read is told from one that is not there', () => {
  const [read, unread] = [resource({ policy: { Sid: 'a' } }), resource({})];
  const sides = (before: Resource | undefined, after: Resource | undefined) =>
    differences(before, after).map(({ unread: side }) => side);
  expect(sides(read, unread)).toEqual(['after']);
  expect(sides(unread, read)).toEqual(['before']);
  expect(sides(read, resource({ policy: null }))).toEqual([undefined]);
  expect(sides(read, undefined)).toEqual([undefined]);
});
