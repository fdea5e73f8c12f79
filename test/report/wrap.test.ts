// Lines that fit, in both scripts, and commands that still run when they are copied.
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { maskAccounts, shorten, visible } from '../../src/report/escape.ts';
import { widthOf, wrap, wrapCommand } from '../../src/report/wrap.ts';

describe('wrapping', () => {
  test.each([
    ['one two three', 7, ['one two', 'three']],
    ['a-word-that-is-too-wide x', 10, ['a-word-that-is-too-wide', 'x']],
    ['見た範囲では、閉じています。', 12, ['見た範囲', 'では、閉じ', 'ています。']],
    ['found 412 buckets', 10, ['found', '412 buckets']],
    ['', 10, ['']],
  ])('%s at %i', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });

  test('what is solid stays whole', () => {
    expect(wrap(['see', { solid: 'profiles/Kagi Support.xml:8' }], 20)).toEqual([
      'see',
      'profiles/Kagi Support.xml:8',
    ]);
  });

  test('no Japanese line begins with a closing mark or is wider than asked', () => {
    const text =
      'バケットポリシー（ステートメント「share」）が、全員に閲覧を許可しています。「公開」状態です。';
    for (let width = 12; width < 60; width += 1) {
      for (const line of wrap(text, width)) {
        expect(line).not.toMatch(/^[、。）」ー]/);
        expect(line).not.toMatch(/[（「]$/);
      }
    }
    expect(wrap(text, 40).every((line) => widthOf(line) <= 40)).toBe(true);
  });

  test('loses and adds nothing but spaces', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom('バケット', '412', '件', 'acme-export', '（公開）', '。'),
            fc.string({ maxLength: 8 }),
          ),
          { maxLength: 12 },
        ),
        fc.integer({ min: 5, max: 60 }),
        (words, width) => {
          const text = words.join(' ');
          expect(wrap(text, width).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        },
      ),
    );
  });
});

test('the width of a text is what a terminal gives it', () => {
  const kinds = [
    'a',
    '~',
    '件',
    'ー',
    'が',
    'か\u3099',
    'ｶﾞ',
    '（',
    '、',
    '…',
    '🔒',
    'é',
    'e\u0301',
    '한',
    '\u3000',
    '々',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...kinds), { maxLength: 12 }), (parts) => {
      expect(widthOf(parts.join(''))).toBe(stringWidth(parts.join('')));
    }),
  );
});

test.each([20, 40, 80])('a command wrapped at %i columns is the same command', (width) => {
  const command = `printf '%s|' --bucket 'a b' "c \\" d" --policy '{"Statement": [1, 2]}' plain`;
  const lines = wrapCommand(command, width);
  expect(execFileSync('sh', ['-c', lines.join('\n')], { encoding: 'utf8' })).toBe(
    '--bucket|a b|c " d|--policy|{"Statement": [1, 2]}|plain|',
  );
});

test.each([
  ['\u001b[31m', '\\u001b[31m'],
  ['a\nb', 'a\\u000ab'],
  ['\u202e', '\\u202e'],
  ['\u200b', '\\u200b'],
  ['\u2066', '\\u2066'],
  ['\ufeff', '\\ufeff'],
  ['\u0085', '\\u0085'],
  ['\u2028', '\\u2028'],
  ['\ud800', '\\ud800'],
  ['\u{e0041}', '\\u{e0041}'],
  ['\u3164', '\\u3164'],
  ['a ::error file=x::y', 'a \\u003a:error file=x::y'],
  ['::stop-commands::y', '\\u003a:stop-commands::y'],
  ['##[error]y', '#\\u0023[error]y'],
  ['##vso[task.complete]y', '#\\u0023vso[task.complete]y'],
  ['arn:aws:s3:::acme ::/0 ::1 x::y::z', 'arn:aws:s3:::acme ::/0 ::1 x::y::z'],
  ['顧客 データ é 🔒', '顧客 データ é 🔒'],
])('%j is shown as %s', (raw, shown) => {
  expect(visible(raw)).toBe(shown);
});

test.each([
  ['arn:aws:iam::210987654321:role/x', 'arn:aws:iam::2109-****-4321:role/x'],
  ['2109-8765-4321 (prod)', '2109-****-4321 (prod)'],
  ['1234567890123', '1234567890123'],
])('%s is masked as %s', (raw, masked) => {
  expect(maskAccounts(raw)).toBe(masked);
});

test('a long name keeps its ends', () => {
  expect(shorten('acme-export', 20)).toBe('acme-export');
  expect([...shorten('x'.repeat(300), 20)]).toHaveLength(20);
  expect(shorten('', 20)).toBe('""');
});
