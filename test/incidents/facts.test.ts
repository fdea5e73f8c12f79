// The shipped incidents: all of them are there, in both languages, with sources and rules that exist, and nothing is claimed that nobody published.
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { allIncidents } from '../../src/cli/incidents.ts';
import { rulesIn } from '../../src/cli/ruleset.ts';
import { frontPage, incidentsPage } from '../../src/incidents/document.ts';
import {
  daysOpen,
  type Incident,
  incidentsOfRule,
  isNameable,
  measure,
} from '../../src/incidents/incident.ts';
import { limitSentences } from '../../src/incidents/limits.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const incidents = await allIncidents({ root: ROOT });
const rules = await rulesIn([`${ROOT}rules`]);
const ruleIds = new Set(rules.flatMap(({ id, aliases = [] }) => [id, ...aliases]));
const byId = (id: string): Incident => {
  const found = incidents.find((incident) => incident.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
};

test('seventeen were studied: five direct, three preconditions, nine not visible', () => {
  const { incidents: all, direct, precondition, no, directShare, records } = measure(incidents);
  expect({ all, direct, precondition, no }).toEqual({ all: 17, direct: 5, precondition: 3, no: 9 });
  expect(directShare).toBe(74);
  expect(records.direct).toBe(23_712_307);
  expect(records.precondition / records.all).toBeCloseTo(0.01, 2);
  expect(records.no / records.all).toBeCloseTo(0.25, 2);
});

test('the nine that no setting shows', () => {
  const nine = incidents
    .filter(({ set, visible }) => set === 'studied' && visible === 'no')
    .map(({ id }) => id);
  expect(nine.sort()).toEqual([
    'adastria-2023',
    'aichi-2020',
    'docomo-nexia-2023',
    'mufg-secondees-2025',
    'ohashi-technica-2023',
    'softbank-agency-2021',
    'sourcenext-2023',
    'token-2020',
    'xcom-global-2013',
  ]);
  for (const id of nine) expect(byId(id)).toMatchObject({ rules: [] });
});

test.each([
  ['rakuten-ichiba-2020', 1775, 1_381_735],
  ['rakuten-card-2020', 1777, 15_415],
  ['rakuten-edy-2020', 1777, 89_141],
  ['paypay-2020', 46, 20_076_016],
  ['toyota-connected-2023', 3449, 2_150_000],
  ['toyota-g-link-2023', 3014, 260_000],
  ['welcomehr-2024', 1538, 162_830],
  ['microsoft-sas-2023', 1069, undefined],
])('%s was open for %d days', (id, days, records) => {
  expect(daysOpen(byId(id))).toEqual({ least: days, most: days });
  expect(byId(id).records?.count).toBe(records);
});

test('where only the month is known, the days are a range', () => {
  expect(daysOpen(byId('toyota-t-connect-2022'))).toEqual({ least: 1719, most: 1749 });
});

describe.each(incidents.map((incident) => [incident.id, incident] as const))('%s', (_id, incident) => {
  const texts = textsIn(incident);

  test('speaks both languages', () => {
    for (const { en, ja } of texts) {
      expect(en).not.toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
      expect(en.trim()).toBe(en);
      expect(ja.trim()).toBe(ja);
    }
    for (const { en, ja } of [
      incident.title,
      incident.setting,
      incident.unseen,
      incident.lesson,
      ...incident.facts,
    ]) {
      expect(ja).toMatch(/[\u3040-\u30ff]/);
      expect(ja).not.toBe(en);
    }
    // A title is no sentence with a stop; what follows a label is one.
    expect(incident.title.en).not.toMatch(/\.$/);
    expect(incident.title.ja).not.toMatch(/。$/);
    for (const { en, ja } of [incident.lesson, incident.unseen, ...incident.facts]) {
      expect(en).toMatch(/\.$/);
      expect(ja).toMatch(/。$/);
    }
  });

  test('calls a wrong setting no crime, and writes as the glossary does', () => {
    const ja = texts.map((text) => text.ja).join('\n');
    if (incident.visible === 'direct') expect(ja).not.toContain('不正アクセス');
    expect(ja).not.toMatch(/漏洩|ユーザ[^ー]|サーバ[^ー]|コントローラ[^ー]/);
    if (incident.visible === 'direct') expect(ja).not.toContain('脆弱性による');
  });

  test('its rules exist', () => {
    for (const rule of [...incident.rules, ...(incident.analogue ?? []), ...(incident.replay?.finds ?? [])])
      expect(ruleIds).toContain(rule);
  });

  test('its sources are pages', () => {
    for (const source of Object.values(incident.sources)) {
      const { protocol, hostname } = new URL(source);
      expect(['https:', 'http:']).toContain(protocol);
      expect(hostname).toContain('.');
    }
  });

  test('is named beside findings only where the facts name platform and setting', () => {
    if (!isNameable(incident))
      return expect(incidentsOfRule(incidents, incident.rules[0] ?? '')).not.toContain(incident);
    expect(incident.visible).toBe('direct');
    expect(incident.facts.some(({ certainty }) => certainty === 'verified' || certainty === 'reported')).toBe(
      true,
    );
  });
});

test('Toyota never stands under a rule: its provider and setting were never published', () => {
  for (const rule of ruleIds)
    for (const { id } of incidentsOfRule(incidents, rule)) expect(id).not.toMatch(/toyota|welcomehr/);
});

test('a guest rule is reminded of Rakuten, a writable bucket of Twilio, a role for any token of GitHub', () => {
  const first = (rule: string) => incidentsOfRule(incidents, rule)[0]?.id;
  expect(first('salesforce.guest.every-record')).toBe('rakuten-ichiba-2020');
  expect(first('aws.s3.bucket-public-write')).toBe('twilio-2020');
  expect(first('aws.s3.bucket-public-list-read')).toBe('verizon-nice-2017');
  expect(first('aws.iam.role-any-token')).toBe('github-oidc-2023');
  // An old key is what made an incident possible, not the incident.
  expect(first('aws.iam.access-key-old')).toBeUndefined();
});

test('the documents say what was measured, and hold every incident', () => {
  const front = frontPage(incidents, [{ file: 'aws.md', about: 'Asking AWS' }]);
  for (const sentence of limitSentences(measure(incidents), 'en')) expect(front).toContain(sentence);
  for (const { id, set } of incidents) if (set === 'studied') expect(front).toContain(`(incidents.md#${id})`);
  const page = incidentsPage(incidents);
  for (const { id, sources } of incidents) {
    expect(page).toContain(`<a id="${id}"></a>`);
    expect(page).toContain(`](#${id})`);
    for (const source of Object.values(sources)) expect(page).toContain(`(${source})`);
  }
});

/** Every pair of languages in a value. */
function textsIn(value: unknown): { en: string; ja: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const found = Object.values(value).flatMap(textsIn);
  if ('en' in value && 'ja' in value && typeof value.en === 'string' && typeof value.ja === 'string')
    found.push({ en: value.en, ja: value.ja });
  return found;
}
