// Whatever the policy engine gives as its reason is said in Japanese too.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { doubtWords, faultPart } from '../../../../src/providers/aws/words/policy-doubts.ts';

const ENGINE = new URL('../../../../src/policy/', import.meta.url).pathname;
const LITERAL =
  /(?:\b(?:doubt|reason|TOO_COMPLEX|UNREAD_CONTROL|UNKNOWN|NO_RESOURCE)(?::| =)\s*|doubted\(grant, )(['"])((?:(?!\1).)+ (?:(?!\1).)+)\1/g;

function sources(): string[] {
  return readdirSync(ENGINE, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(ENGINE, name), 'utf8'));
}

test('every reason of the engine has Japanese words', () => {
  const reasons = sources().flatMap((text) => [...text.matchAll(LITERAL)].map(([, , reason = '']) => reason));
  expect(reasons.length).toBeGreaterThan(15);
  for (const reason of reasons) expect(doubtWords([reason]).detailJa).toMatch(/[ぁ-ん]/);
});

test('every fault of a document has Japanese words', () => {
  const faults = sources().flatMap((text) =>
    [...text.matchAll(/(?:fault\(desk, [^']*?'[^']*', |broken\('[^']*', |message: )'([^']+)'/g)].map(
      ([, message = '']) => message,
    ),
  );
  expect(faults.length).toBeGreaterThan(5);
  for (const message of faults)
    expect(doubtWords([faultPart({ pointer: '/Statement/0', message })]).detailJa).toMatch(/[ぁ-ん]/);
});

test.each([
  [
    ['/Statement/1', 'it could not be decided'],
    '/Statement/1: it could not be decided',
    '/Statement/1: 判定できません',
  ],
  [
    ['/Statement/0/Effect must be Allow or Deny'],
    '/Statement/0/Effect must be Allow or Deny',
    '/Statement/0/Effect は Allow か Deny でなければなりません',
  ],
  [['words of somebody else', undefined, ''], 'words of somebody else', undefined],
])('%j', (parts, detail, detailJa) => {
  expect(doubtWords(parts)).toEqual(detailJa === undefined ? { detail } : { detail, detailJa });
});
