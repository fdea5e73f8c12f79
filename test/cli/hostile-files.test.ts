// Every kind of export, damaged in every way that files are: a place or an unknown, never a crash, a hang, or an all-clear.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { folder, tojimari } from './harness.ts';
import { EXPORTS } from './whole-exports.ts';

const NAMES = Object.keys(EXPORTS);

interface Seen {
  code: number;
  stderr: string;
  findings: string[];
}

async function seen(
  name: string,
  content: string | Buffer,
  beside: Record<string, string> = {},
): Promise<Seen> {
  const place = folder(beside);
  writeFileSync(join(place, name), content);
  const target = Object.keys(beside).length > 0 ? place : join(place, name);
  const { code, stdout, stderr } = await tojimari(['scan', target, '--format', 'json']);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(code).not.toBe(4);
  const findings: { rule: string; resource: { name: string } }[] =
    stdout === '' ? [] : JSON.parse(stdout).findings;
  return { code, stderr, findings: findings.map(({ rule, resource }) => `${rule} ${resource.name}`).sort() };
}

const text = (name: string) => EXPORTS[name] ?? '';

const wholes = new Map<string, Promise<Seen>>();

/** Judged once, however many tests ask. */
function wholeOf(name: string): Promise<Seen> {
  const known = wholes.get(name) ?? seen(name, text(name));
  wholes.set(name, known);
  return known;
}

/** Puts a member in front of all others of the innermost object that every format has one of, or of the outermost one. */
function withMember(name: string, member: string, deep: boolean): string {
  const mark = name === 'details.json' ? '"RoleName"' : '"kagi-open"';
  const whole = text(name);
  if (!deep && name !== 'estate.jsonl') return whole.replace('{', `{${member},`);
  const at = whole.lastIndexOf('{', whole.indexOf(mark));
  return `${whole.slice(0, at + 1)}${member},${whole.slice(at + 1)}`;
}

describe.each(NAMES)('%s', (name) => {
  test('whole: open', async () => {
    const { code, findings } = await wholeOf(name);
    expect(findings.join()).toMatch(/public-read kagi-open|role-any-account open/);
    expect(code).toBe(1);
  });

  test('with a mark, in UTF-16, with Windows line ends, packed: the same', async () => {
    const plain = await wholeOf(name);
    const wide = Buffer.from(`\ufeff${text(name)}`, 'utf16le');
    for (const content of [`\ufeff${text(name)}`, wide, text(name).replaceAll('\n', '\r\n')])
      expect(await seen(name, content)).toMatchObject({ code: plain.code, findings: plain.findings });
    const packed = await seen(`${name}.gz`, gzipSync(text(name)));
    expect(packed).toMatchObject({ code: plain.code, findings: plain.findings });
  });

  test.each([0.35, 0.6, 0.99])(
    'cut at %d: alone a mistake with its place, or a list that is not whole',
    async (share) => {
      const { code, stderr, findings } = await seen(name, text(name).slice(0, text(name).length * share));
      // A snapshot may end after any of its lines, and then says so.
      if (code !== 2) expect([1, 3]).toContain(code);
      else {
        expect(findings).toEqual([]);
        expect(stderr).toContain(name);
      }
    },
  );

  test('cut, beside another one: what is whole is judged, and the other is no all-clear', async () => {
    const whole = name === 'details.json' ? 'template.json' : 'details.json';
    const cut = text(name).slice(0, text(name).length * 0.6);
    const { code, findings } = await seen(name, cut, { [whole]: text(whole) });
    if (name !== 'estate.jsonl') {
      expect(findings.length).toBeGreaterThan(0);
      expect(code).toBe(1);
    }
  });

  test('broken characters in the middle', async () => {
    const bytes = Buffer.from(text(name));
    bytes[Math.floor(bytes.length / 2)] = 0xff;
    const { code, stderr } = await seen(name, bytes);
    expect(code).toBe(2);
    expect(stderr).toContain(name);
  });

  test.each([
    [
      '"__proto__": {"policy": null, "polluted": true}, "constructor": {"prototype": {"polluted": true}}',
      [false, true],
    ],
    ['"huge": 1e999, "long": 123456789012345678901234567890', [true]],
    [`"deep": ${'['.repeat(10_000)}${']'.repeat(10_000)}`, [false, true]],
    [`"deep": ${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, [true]],
    [`"wide": "${'x'.repeat(3 * 1024 * 1024)}"`, [true]],
  ])('a member %.40s changes nothing, or is a mistake with its place', async (member, places) => {
    for (const deep of places) {
      const { code, stderr, findings } = await seen(name, withMember(name, member, deep));
      if (code === 2) expect(stderr).toContain(name);
      else {
        expect([1, 3]).toContain(code);
        expect(findings.length).toBeGreaterThan(0);
      }
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('a key twice hides nothing', async () => {
    const twice = text(name).replace(
      /"(policy|policyText|PolicyDocument|AssumeRolePolicyDocument)"\s*:/,
      '"$1": null, "$1":',
    );
    const { code } = await seen(name, twice);
    expect(code).toBe(1);
  });
});
