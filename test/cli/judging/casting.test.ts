// What travels as forms comes back as it was, whatever names and texts it has.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newDecoder, newEncoder } from '../../../src/cli/judging/casting.ts';
import { newOnce } from '../../../src/cli/judging/once.ts';

interface Finding {
  resource: { name: string; [more: string]: unknown };
  [more: string]: unknown;
}

const ID = fc.stringMatching(/^[0-9a-f]{32}$/);
const NAME = fc.oneof(
  fc.stringMatching(/^[a-z0-9.-]{3,20}$/),
  fc.constantFrom('resource', 'u00e9abc', 'nabcdef', 'evidence', 'kagi-logs', '1234567890', 'false-1'),
  fc.string(),
);

/** Something about a thing of this name, with the name in texts, in names of members and beside escapes, and with ids. */
const FINDING = fc
  .tuple(
    NAME,
    fc.array(ID, { maxLength: 3 }),
    fc.jsonValue(),
    fc.constantFrom('', 'é', '"', '\u0001'),
    fc.nat(4),
  )
  .map(([name, ids, value, text, way]): Finding => {
    const member = [name, `${name}"${text}`, ids[1]][way] ?? 'none';
    return {
      id: ids[0],
      resource: { name, id: `arn:aws:s3:::${name}` },
      doors: ids,
      evidence: [{ en: `the bucket ${name}`, ja: `バケット ${name}` }, text, `${text}${name} ${name}`],
      command: JSON.stringify({ [name]: { Resource: `arn:aws:s3:::${name}/*` } }),
      members: { [member]: value },
      beside: [`\n ${name}`, `\n${name.slice(1)}`, `\n${name}`, `\\${name}`].slice(0, way),
    };
  });

function roundTrip(batches: Finding[][]): Finding[][] {
  const found = newEncoder();
  const cast = newDecoder<Finding>(newOnce());
  return batches.map((batch) => cast(JSON.parse(JSON.stringify(found(batch)))));
}

test('comes back as it was, in every batch', () => {
  fc.assert(
    fc.property(fc.array(fc.array(FINDING, { maxLength: 6 }), { maxLength: 4 }), (batches) => {
      expect(JSON.stringify(roundTrip(batches))).toBe(JSON.stringify(batches));
    }),
    { numRuns: 500 },
  );
});

test('the form of things alike travels once, and what holds neither name nor id is one object', () => {
  const finding = (name: string, id: string): Finding => ({
    id,
    resource: { name },
    evidence: [{ en: 'open to anyone', ja: '誰でも' }, { en: `bucket ${name}` }],
  });
  const things = [finding('kagi-logs-1', '0'.repeat(32)), finding('kagi-logs-2', 'a'.repeat(32))];
  const found = newEncoder();
  const said = [found(things), found(things)];
  expect(said.map(({ forms }) => forms.length)).toEqual([1, 0]);
  const cast = newDecoder<Finding>(newOnce());
  const [one, two] = said.flatMap(cast);
  expect([one, two]).toEqual(things);
  const shared = (thing: Finding | undefined) => Reflect.get(Object(thing?.['evidence']), 0);
  expect(shared(one)).toBe(shared(two));
});

test('two about one thing share what it is called', () => {
  const finding = (rule: string): Finding => ({ rule, resource: { name: 'kagi-logs-1', scope: 'aws/1' } });
  const [[one, two] = []] = roundTrip([[finding('a'), finding('b')]]);
  expect(one?.resource).toBe(two?.resource);
});

test('forms are counted anew when there are many, and both sides know it', () => {
  const batches = Array.from({ length: 60 }, (_, batch) =>
    Array.from({ length: 5 }, (_, nth) => ({
      resource: { name: `kagi-${batch}-${nth}` },
      text: `${batch} ${nth} ${'x'.repeat(9000)}`,
    })),
  );
  const found = newEncoder();
  const said = batches.map((batch) => found(batch));
  expect(said.filter(({ anew }) => anew).length).toBeGreaterThan(0);
  const cast = newDecoder<Finding>(newOnce());
  expect(said.map((one) => cast(one))).toEqual(batches);
});
