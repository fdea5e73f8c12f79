// The replays: each finds what it has to, on the day it has to, its fixed twin is clean, and no real name is in it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { allIncidents } from '../../src/cli/incidents.ts';
import { auditTwin } from '../../src/cli/run/replay.ts';
import type { Incident } from '../../src/incidents/incident.ts';
import { finds, firstCaught } from '../../src/incidents/replay.ts';
import { cadenceWords } from '../../src/incidents/replay-words.ts';
import { dayAfter, spanOf } from '../../src/incidents/window.ts';
import { builtRules, fakeIo, ROOT } from '../cli/harness.ts';

const incidents = await allIncidents({ root: ROOT });
const io = { ...fakeIo().io, builtRules: await builtRules() };
const FOLDER = join(ROOT, 'incidents', 'replays');

type Replayed = Incident & { replay: NonNullable<Incident['replay']> };
const replayed = incidents.filter((incident): incident is Replayed => incident.replay !== undefined);
const own = replayed.filter(({ replay }) => replay.folder === undefined);

test('the six that have to be there have estates of their own', () => {
  expect(own.map(({ id }) => id).sort()).toEqual([
    'paypay-2020',
    'rakuten-ichiba-2020',
    'toyota-connected-2023',
    'toyota-t-connect-2022',
    'twilio-2020',
    'welcomehr-2024',
  ]);
  expect(readdirSync(FOLDER).sort()).toEqual(own.map(({ id }) => id).sort());
});

describe.each(own.map((incident) => [incident.id, incident] as const))('%s', (id, incident) => {
  const { replay } = incident;

  test('is found at the end of the window, and its fixed twin is clean', async () => {
    const open = await auditTwin(incident, 'open', replay.until, io);
    expect(
      finds(
        replay,
        open.findings.map(({ rule }) => rule),
      ),
    ).toBe(true);
    expect(open.complete).toBe(true);
    const fixed = await auditTwin(incident, 'fixed', replay.until, io);
    expect(fixed.findings).toEqual([]);
    expect(fixed.doors.filter(({ state }) => state === 'open' || state === 'open-unless')).toEqual([]);
    expect(fixed.gate).toMatchObject({ exitCode: 0, blind: [] });
    expect(fixed.complete).toBe(true);
  });

  test('is fiction', () => {
    for (const twin of ['open', 'fixed']) {
      const text = readFileSync(join(FOLDER, id, `${twin}.jsonl`), 'utf8');
      expect(text).not.toMatch(/toyota|rakuten|paypay|twilio|welcome|workstyle|トヨタ|楽天/i);
      expect(text).toMatch(/kagi/);
    }
  });
});

const auditOn = (incident: Incident) => async (day: string) =>
  (await auditTwin(incident, 'open', day, io)).findings.map(({ rule }) => rule);

test('a door in the settings is caught on day 0', async () => {
  const paypay = replayed.find(({ id }) => id === 'paypay-2020');
  if (paypay === undefined) throw new Error('no paypay-2020');
  const caught = await firstCaught(paypay.replay, auditOn(paypay));
  expect(caught).toEqual({ day: 0, date: '2020-10-18', left: 46 });
  expect(cadenceWords({ day: 0, date: '2020-10-18', left: 46 }).en).toBe(
    'daily, weekly runs catch it; quarterly, yearly runs may have missed it',
  );
});

test('an access key is caught when it is older than 90 days, not before', async () => {
  const connect = replayed.find(({ id }) => id === 'toyota-t-connect-2022');
  if (connect === undefined) throw new Error('no toyota-t-connect-2022');
  expect(await firstCaught(connect.replay, auditOn(connect))).toEqual({
    day: 91,
    date: '2018-03-02',
    left: 1658,
  });
  const before = await auditTwin(connect, 'open', dayAfter(connect.replay.from, 90), io);
  expect(before.findings).toEqual([]);
});

describe('the first day is found by halving', () => {
  const replay = { from: '2020-01-01', until: '2020-12-31', finds: ['a.b.c'], estate: T(), honest: T() };
  function T() {
    return { en: 'x', ja: 'x' };
  }
  test.each([0, 1, 2, 90, 91, 364, 365])('day %d', async (first) => {
    let audits = 0;
    const caught = await firstCaught(replay, async (day) => {
      audits += 1;
      return spanOf(replay.from, day)[0] >= first ? ['a.b.c', 'd.e.f'] : ['d.e.f'];
    });
    expect(caught).toMatchObject({ day: first, date: dayAfter('2020-01-01', first), left: 365 - first });
    expect(audits).toBeLessThan(13);
  });
  test('or never', async () => {
    expect(await firstCaught(replay, async () => ['d.e.f'])).toBeUndefined();
  });
});
