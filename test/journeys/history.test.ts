// Ten nights over a changing estate, shown as code scanning would show them: an alert is a path, a rule and a hash, and it closes when the
// next run of its category does not have it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/report/report.ts';
import { lintForGitHub } from '../../src/report/sarif-lint.ts';
import { folder, tojimari } from '../cli/harness.ts';
import { state } from '../source/grammar.ts';
import { type Estate, snapshotOf } from './history-estate.ts';

interface Log {
  runs: {
    automationDetails: { id: string };
    results: {
      ruleId: string;
      partialFingerprints: { primaryLocationLineHash: string };
      baselineState?: string;
      locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[];
      properties: Record<string, string>;
    }[];
  }[];
}

/** Alerts as GitHub keeps them: open or closed, by category, path, rule and hash. */
class Alerts {
  readonly #alerts = new Map<string, { category: string; name: string; open: boolean }>();

  /** What one upload does: `opened export read`, `kept …`, `closed …`, `reopened …`. */
  upload(log: Log): string[] {
    const events: string[] = [];
    for (const run of log.runs) {
      const category = run.automationDetails.id.replace(/[^/]*$/, '');
      const now = new Set<string>();
      for (const result of run.results) {
        const uri = result.locations[0]?.physicalLocation.artifactLocation.uri ?? '';
        const key = [category, uri, result.ruleId, result.partialFingerprints.primaryLocationLineHash].join(
          '\n',
        );
        const name = `${result.properties['resourceId']?.split(':').at(-1)} ${result.ruleId.replace('aws.s3.bucket-public-', '')}`;
        now.add(key);
        const known = this.#alerts.get(key);
        events.push(`${known === undefined ? 'opened' : known.open ? 'kept' : 'reopened'} ${name}`);
        this.#alerts.set(key, { category, name, open: true });
      }
      for (const [key, alert] of this.#alerts) {
        if (alert.category !== category || !alert.open || now.has(key)) continue;
        alert.open = false;
        events.push(`closed ${alert.name}`);
      }
    }
    return events.sort();
  }
}

interface Night {
  what: string;
  estate: Omit<Estate, 'at'>;
  /** Lines before the bucket in the Terraform file. */
  above?: number;
  flags?: string[];
  alerts: string[];
  changes: string[];
  exit: number;
  /** The day on which each open bucket was first seen, by name. */
  since: Record<string, number>;
}

const NIGHTS: Night[] = [
  {
    what: 'assets is open',
    estate: { buckets: { assets: 'public', export: 'closed' } },
    alerts: ['opened assets read'],
    changes: [],
    exit: 1,
    since: { assets: 0 },
  },
  {
    what: 'nothing changes',
    estate: { buckets: { assets: 'public', export: 'closed' } },
    alerts: ['kept assets read'],
    changes: [],
    exit: 0,
    since: { assets: 0 },
  },
  {
    what: 'assets moves down in the Terraform file',
    estate: { buckets: { assets: 'public', export: 'closed' } },
    above: 40,
    alerts: ['kept assets read'],
    changes: [],
    exit: 0,
    since: { assets: 0 },
  },
  {
    what: 'export opens',
    estate: { buckets: { assets: 'public', export: 'list' } },
    above: 40,
    alerts: ['kept assets read', 'opened export list-read'],
    changes: ['opened export'],
    exit: 1,
    since: { assets: 0, export: 3 },
  },
  {
    what: 'the permission to list buckets is lost',
    estate: { buckets: {}, cut: true },
    above: 40,
    alerts: [],
    changes: ['became-unknown export', 'became-unknown assets'],
    exit: 3,
    since: {},
  },
  {
    what: 'and is still lost',
    estate: { buckets: {}, cut: true },
    above: 40,
    alerts: [],
    changes: [],
    exit: 0,
    since: {},
  },
  {
    what: 'the permission is back, and the words are Japanese',
    estate: { buckets: { assets: 'public', export: 'list' } },
    above: 40,
    flags: ['--lang', 'ja'],
    alerts: ['kept assets read', 'kept export list-read'],
    changes: [],
    exit: 0,
    since: { assets: 0, export: 3 },
  },
  {
    what: 'assets is closed, and export lists no more',
    estate: { buckets: { assets: 'closed', export: 'public' } },
    above: 40,
    alerts: ['closed assets read', 'closed export list-read', 'opened export read'],
    changes: ['narrowed export', 'closed assets'],
    exit: 0,
    since: { export: 3 },
  },
  {
    what: 'assets opens again',
    estate: { buckets: { assets: 'public', export: 'public' } },
    above: 40,
    alerts: ['kept export read', 'reopened assets read'],
    changes: ['opened assets'],
    exit: 1,
    since: { assets: 8, export: 3 },
  },
  {
    what: 'everything is closed',
    estate: { buckets: { assets: 'closed', export: 'closed' } },
    above: 40,
    alerts: ['closed assets read', 'closed export read'],
    changes: ['closed assets', 'closed export'],
    exit: 0,
    since: {},
  },
];

const START = Date.parse('2026-11-01T03:00:00Z') / 1000;
const DAY = 86_400;

interface Seen {
  alerts: string[];
  log: Log;
  report: Report;
  code: number;
}

/** The nights one after the other, each compared with the report of the one before. */
async function tenNights(): Promise<Seen[]> {
  const cwd = folder();
  mkdirSync(join(cwd, 'infra'));
  writeFileSync(join(cwd, 'infra/terraform.tfstate'), state({ 'aws_s3_bucket.assets': 'assets' }));
  const alerts = new Alerts();
  const seen: Seen[] = [];
  for (const [day, { estate, above = 0, flags = [] }] of NIGHTS.entries()) {
    const at = START + day * DAY;
    const block = 'resource "aws_s3_bucket" "assets" {\n  bucket = "assets"\n}\n';
    writeFileSync(join(cwd, 'infra/main.tf'), '# more\n'.repeat(above) + block);
    writeFileSync(join(cwd, 'now.jsonl'), snapshotOf({ ...estate, at }));
    const [json, sarif] = [join(cwd, `${day}.json`), join(cwd, `${day}.sarif`)];
    const compared = day === 0 ? [] : ['--baseline', join(cwd, `${day - 1}.json`), '--fail-on-new', 'high'];
    const { code, stderr } = await tojimari(
      [
        ...['scan', join(cwd, 'now.jsonl'), '--source', 'infra', '--rule', 'aws.s3.bucket-public*'],
        ...['--format', 'json', '--output', json, '--format', 'sarif', '--output', sarif],
        ...[...compared, ...flags],
      ],
      { cwd, env: { SOURCE_DATE_EPOCH: String(at) } },
    );
    if (code === 2 || code === 4) throw new Error(stderr);
    const log: Log = read(sarif);
    seen.push({ code, log, report: read(json), alerts: alerts.upload(log) });
  }
  return seen;
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8'));
}

describe('ten nights', () => {
  let seen: Seen[] = [];
  beforeAll(async () => {
    seen = await tenNights();
  }, 60_000);

  test.each(NIGHTS.map((night, day) => ({ ...night, day })))(
    'night $day: $what',
    ({ day, alerts, changes, exit, since }) => {
      const night = seen[day];
      expect(night?.alerts).toEqual(alerts);
      const told = (night?.report.baseline?.changes ?? []).map(
        ({ kind, resource }) => `${kind} ${resource.name}`,
      );
      expect(told).toEqual(changes);
      expect(night?.code).toBe(exit);
      const dates = (night?.report.doors ?? []).flatMap(({ resource, state, firstSeen = '' }) =>
        state === 'open' && firstSeen !== '' ? [[resource.name, firstSeen.slice(0, 10)]] : [],
      );
      const expected = Object.entries(since).map(([name, first]) => [
        name,
        new Date((START + first * DAY) * 1000).toISOString().slice(0, 10),
      ]);
      if (day > 0) expect(dates).toEqual(expected);
    },
  );

  test('what is uploaded is what GitHub takes', () => {
    for (const { log } of seen) expect(lintForGitHub(log)).toEqual([]);
  });

  test('a scope that could not be seen whole is not uploaded, and a clean one is, empty', () => {
    expect(seen[4]?.log.runs).toEqual([]);
    expect(
      seen[9]?.log.runs.map(({ automationDetails, results }) => [automationDetails.id, results.length]),
    ).toEqual(seen[0]?.log.runs.map(({ automationDetails }) => [automationDetails.id, 0]));
  });

  test('the alert moves with its block and stays the same alert', () => {
    const lineOf = (day: number) => {
      const [result] = seen[day]?.log.runs[0]?.results ?? [];
      return result?.locations[0]?.physicalLocation;
    };
    expect(lineOf(1)).toMatchObject({ artifactLocation: { uri: 'infra/main.tf' }, region: { startLine: 1 } });
    expect(lineOf(2)).toMatchObject({
      artifactLocation: { uri: 'infra/main.tf' },
      region: { startLine: 41 },
    });
  });

  test('SARIF says what is new and what is not', () => {
    const states = (day: number) =>
      Object.fromEntries(
        (seen[day]?.log.runs[0]?.results ?? []).map(({ properties, baselineState }) => [
          properties['resourceId']?.split(':').at(-1),
          baselineState,
        ]),
      );
    expect(states(3)).toEqual({ assets: 'unchanged', export: 'new' });
    expect(states(7)).toEqual({ export: 'updated' });
    expect(states(8)).toEqual({ assets: 'new', export: 'unchanged' });
  });
});
