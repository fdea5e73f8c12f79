// A line fits a template when it is that line with another name and other texts in its holes, and in no other case.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HOLE, NAME } from '../../src/snapshot/skeleton.ts';
import { fits, markOf, namedLine, templateOf } from '../../src/snapshot/template.ts';

/** A line with a name, at places where it is the name and in texts that may be any. */
function line(name: string, team: string, policy = `arn:aws:s3:::${name}/*`): string {
  return `{"id":"arn:aws:s3:::${name}","name":"${name}","settings":{"policy":"${policy}","acl":"${'-'.repeat(300)}","team":"${team}","end":1}}`;
}

const TEMPLATE = templateOf(line(NAME, HOLE));

function isFit(text: string): boolean {
  const named = namedLine(text);
  return named !== undefined && fits(TEMPLATE, named);
}

test.each([
  ['another name', line('kagi-logs', 'tokyo')],
  ['the name in a text that may be any', line('kagi-logs', 'of kagi-logs and kagi-logs')],
  ['nothing in it', line('kagi-logs', '')],
  ['a short name', line('x', 'yy')],
  ['bytes of another script', line('kagi-logs', Buffer.from('営業').toString('latin1'))],
])('fits: %s', (_what, text) => {
  expect(isFit(text)).toBe(true);
});

test.each([
  ['another policy', line('kagi-logs', 'tokyo', 'arn:aws:s3:::another/*')],
  ['the name where the template has something else', line('policy', 'tokyo')],
  ['the name at the end', line('end', 'tokyo')],
  ['a text that ends early', line('kagi-logs', 'to","kyo":"')],
  ['an escape in a text', line('kagi-logs', 'to\\u006byo')],
  ['an escaped quotation mark', line('kagi-logs', 'to\\"')],
  ['a control character in a text', line('kagi-logs', 'to\tkyo')],
  ['a control character in the name', line('kagi\tlogs', 'tokyo')],
  ['an escape in the name', line('kagi\\nlogs', 'tokyo')],
  ['something behind it', `${line('kagi-logs', 'tokyo')} `],
  ['something before it', ` ${line('kagi-logs', 'tokyo')}`],
  ['too little', line('kagi-logs', 'tokyo').slice(0, -1)],
  ['no name', '{}'],
  ['a name without an end', '{"name":"kagi'],
  ['an empty name', line('', 'tokyo')],
  ['nothing', ''],
])('does not fit: %s', (_what, text) => {
  expect(isFit(text)).toBe(false);
});

describe('any line', () => {
  const text = fc.string({ unit: 'grapheme-ascii', maxLength: 12 });
  const plain = (value: string) => !/["\\]/.test(value);

  test('fits with another name and another text, and looks the same at a glance', () => {
    const first = namedLine(line('kagi-logs', 'tokyo'));
    fc.assert(
      fc.property(text, text, (name, team) => {
        // Names that stand in the template as well are no such names; marks may differ where a text has the name as an id has it.
        fc.pre(name !== '' && plain(name) && plain(team) && !line('', '').includes(name));
        fc.pre(!/[:/]/.test(name) && !team.includes(`:${name}`));
        const named = namedLine(line(name, team));
        if (first === undefined || named === undefined) throw new Error('both have a name');
        expect(fits(TEMPLATE, named)).toBe(true);
        expect(markOf(named)).toBe(markOf(first));
      }),
    );
  });

  test('fits only when it is the template with its own name and one text', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.string({ maxLength: 3 }), (at, change) => {
        const before = line('kagi-logs', 'tokyo');
        const changed = before.slice(0, at % before.length) + change + before.slice((at % before.length) + 1);
        const named = namedLine(changed);
        if (named === undefined || !fits(TEMPLATE, named)) return;
        const [, team = ''] = /"team":"([^"]*)"/.exec(changed) ?? [];
        expect(changed).toBe(line(named.name, team));
        expect(() => JSON.parse(changed)).not.toThrow();
      }),
      { numRuns: 2000 },
    );
  });
});
