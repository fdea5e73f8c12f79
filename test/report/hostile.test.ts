// Names made to harm in the formats that formats-hostile.test.ts leaves: text, JSON, SARIF of both profiles, and the comparison of two states.
import { describe, expect, test } from '@jest/globals';
import type { Changes } from '../../src/report/changes.ts';
import { visible } from '../../src/report/escape.ts';
import { FORMATS } from '../../src/report/index.ts';
import { renderChangesJson } from '../../src/report/json.ts';
import { parseReport } from '../../src/report/parse.ts';
import type { RenderOptions } from '../../src/report/report.ts';
import { sarifLog } from '../../src/report/sarif.ts';
import { lintForGitHub } from '../../src/report/sarif-lint.ts';
import { renderChangesText } from '../../src/report/text-changes.ts';
import { accepted } from './build.ts';
import { NAMES, named } from './hostile.ts';

const OPTIONS: RenderOptions = { lang: 'en', color: false, showProof: true, public: false, all: true };
const HARMFUL = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const SHOWN = [
  ['text', {}],
  ['text', { lang: 'ja', width: 60 }],
  ['json', {}],
  ['sarif', {}],
  ['sarif', { sarifProfile: 'full' }],
] satisfies ['text' | 'json' | 'sarif', Partial<RenderOptions>][];

describe.each(NAMES.map((name): [string, string] => [JSON.stringify(name).slice(0, 40), name]))(
  '%s',
  (_shown, name) => {
    const value = accepted(named(name));

    test.each(SHOWN)(
      '%s %j: nothing controls the screen, hides, or is a command of a runner',
      (format, more) => {
        const page = FORMATS[format].render(value, { ...OPTIONS, ...more });
        expect(page.replaceAll('\n', '')).not.toMatch(HARMFUL);
        expect(page.split('\n').filter((line) => /^\s*(::[a-z]|##\[|##vso\[)/.test(line))).toEqual([]);
      },
    );

    test('JSON gives the report back as it was', () => {
      expect(parseReport(JSON.parse(FORMATS.json.render(value, OPTIONS)))).toEqual({ ok: true, value });
    });

    test('SARIF is what GitHub takes, and its messages are for reading', () => {
      const log = sarifLog(value, OPTIONS);
      expect(lintForGitHub(log)).toEqual([]);
      const results = log.runs.flatMap((run) => run.results);
      expect(results).toHaveLength(2);
      for (const { message, properties, locations } of results) {
        expect(message.text.length).toBeLessThan(10_000);
        expect(message.text.replaceAll(/\[here\]\(1\)/g, '')).not.toMatch(/\]\(/);
        expect(properties['resourceId']).toBe(visible(name));
        expect(locations[0]?.logicalLocations[0]?.name).toBe(visible(name));
      }
    });
  },
);

test.each(NAMES)('the comparison of two states holds %j and obeys nothing of it', (name) => {
  const { doors, rules } = named(name);
  const [door] = doors;
  if (door === undefined) throw new Error('no door');
  const side = { target: name, startedAt: '2026-11-01T00:00:00.000Z', complete: true, scopes: [] };
  const changes: Changes = {
    $schema: 'https://tojimari.dev/schema/changes-v1.json',
    version: 1,
    tool: { name: 'tojimari', version: '1.0.0' },
    before: side,
    after: side,
    changes: [
      {
        kind: 'opened',
        severity: 'high',
        rule: rules[0]?.id ?? 'aws.s3.a',
        resource: door.resource,
        settings: [{ resource: door.resource, setting: name, pointer: name, before: name, after: name }],
      },
    ],
    gate: { failOnNew: 'high', failing: 1, unknown: 0, exitCode: 1 },
  };
  const json = renderChangesJson(changes);
  const page = renderChangesText(changes, named(name), OPTIONS);
  expect(page.replaceAll('\n', '')).not.toMatch(HARMFUL);
  expect(page.split('\n').filter((line) => /^\s*(::[a-z]|##\[)/.test(line))).toEqual([]);
  expect(json.replaceAll('\n', '')).not.toMatch(HARMFUL);
  const [change] = JSON.parse(json).changes;
  expect(change.resource.name).toBe(name);
  expect(change.settings[0].after).toBe(name);
});
