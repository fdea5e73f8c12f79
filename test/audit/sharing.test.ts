// Equal pieces of what is said are held once, and nothing that is said is changed by it.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newHeld } from '../../src/audit/apart.ts';
import { newSharing } from '../../src/audit/sharing.ts';
import type { Missing, ReportEvidence } from '../../src/report/report.ts';

const missing = (setting: string): Missing[] => [{ setting, reason: 'not-held' }];
const about = (id: string): ReportEvidence => ({
  resource: { type: 'farm.yard', id },
  setting: 'gate',
  text: { en: 'the gate is open', ja: '門が開いている' },
  origin: { file: 'farm.json', pointer: '/yard/gate' },
});

test('what was not seen is one list for all, which nobody can add to', () => {
  const sharing = newSharing();
  const first = sharing.missing(missing('gate'));
  expect(sharing.missing(missing('gate'))).toBe(first);
  expect(sharing.missing(missing('door'))).not.toBe(first);
  expect(() => first.push(...missing('door'))).toThrow(TypeError);
});

test('what is said of another resource is one piece, and located once; what is said of the resource itself is its own', () => {
  const sharing = newSharing();
  const own = (): ReportEvidence => ({ setting: 'door', text: { en: 'open', ja: '開' } });
  const [mine, first] = sharing.evidence([own(), about('north')]);
  const [theirs, second, third] = sharing.evidence([own(), about('north'), about('south')]);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
  expect(theirs).toEqual(mine);
  expect(theirs).not.toBe(mine);
});

test('however much is said, it reads as it was said', () => {
  const words = fc.constantFrom('gate', 'door', 'bolt', '門', '\0', '');
  fc.assert(
    fc.property(fc.array(fc.tuple(words, words), { maxLength: 3000, size: 'max' }), (said) => {
      const sharing = newSharing();
      for (const [setting, id] of said) {
        expect(sharing.missing(missing(setting))).toEqual(missing(setting));
        expect(sharing.evidence([about(id)])).toEqual([about(id)]);
        const short = () => ({ type: setting, id, name: id, scope: setting, region: id });
        expect(sharing.resource(short())).toEqual(short());
      }
    }),
    { numRuns: 20 },
  );
});

test('more than is remembered is still told apart', () => {
  const sharing = newSharing();
  for (let round = 0; round < 2; round += 1)
    for (let index = 0; index < 2500; index += 1)
      expect(sharing.missing(missing(`gate${index}`))).toEqual(missing(`gate${index}`));
});

test('an id means something of its own in each scope, and what came last', () => {
  const held = newHeld<string>();
  held.set('aws/1', 'x', 'old');
  held.set('aws/2', 'x', 'other');
  held.set('aws/1', 'x', 'new');
  held.set('aws/1\0x', '', 'no key of another');
  expect(held.all().sort()).toEqual(['new', 'no key of another', 'other']);
});
