// Manners towards an org: its API budget, an end on the way, and never anything that is not on the list of reads.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CollectRequest } from '../../../src/providers/provider.ts';
import { refusal } from '../../../src/providers/salesforce/live/allowed.ts';
import {
  allowance,
  type Budget,
  leftOf,
  overBudget,
  spend,
} from '../../../src/providers/salesforce/live/budget.ts';
import { METADATA_READS } from '../../../src/providers/salesforce/live/metadata-reads.ts';
import { ALL_QUERIES, plannedCalls, reservedFor } from '../../../src/providers/salesforce/live/plan.ts';
import { salesforce } from '../../../src/providers/salesforce/provider.ts';
import type { Listing, Unknown } from '../../../src/snapshot/resource.ts';
import { type FakeOrg, startOrg } from '../../servers/salesforce.ts';
import { type Judged, judge, line, request, tokenEnv } from './judged.ts';

let org: FakeOrg;

beforeEach(async () => {
  org = await startOrg('examples/salesforce/open');
});

afterEach(async () => {
  await org.close();
});

async function collect(more: Partial<CollectRequest> = {}): Promise<Judged> {
  return await judge(salesforce.collect(request(tokenEnv(org.url), more)));
}

function lost({ resources, listings }: Judged): (Unknown | Listing)[] {
  return [
    ...resources.flatMap(({ unknowns }) => unknowns),
    ...listings.filter(({ state }) => state === 'unknown'),
  ];
}

describe('the budget', () => {
  const budget = (change: Partial<Budget>): Budget => ({
    percent: 5,
    spent: 0,
    left: 1000,
    reserved: 0,
    ...change,
  });

  test.each([
    [{}, 50],
    [{ left: 950, spent: 50 }, 50],
    [{ percent: 100, left: 10 }, 10],
    [{ percent: 0.5, left: 1000 }, 5],
    // Somebody else uses the org meanwhile: the share is of what is left for all.
    [{ left: 100, spent: 40 }, 7],
    [{ left: 0 }, 0],
    [{ left: undefined }, undefined],
  ])('of %o is %p', (change, expected) => {
    expect(allowance(budget(change))).toBe(expected);
  });

  test('is refused when it is used up, and earlier for what is good to know', () => {
    expect(overBudget(budget({ spent: 49, left: 951 }), false)).toBeUndefined();
    expect(overBudget(budget({ spent: 50, left: 950 }), false)?.en).toMatch(/--api-budget 5 allows 50/);
    expect(overBudget(budget({ spent: 41, left: 959, reserved: 10 }), true)?.en).toMatch(/10 are kept/);
    expect(overBudget(budget({ spent: 41, left: 959, reserved: 10 }), false)).toBeUndefined();
    expect(overBudget(budget({ spent: 9999, left: undefined }), true)).toBeUndefined();
  });

  test('counts down by itself, and believes /limits only where it says a number', () => {
    const spending = budget({});
    spend(spending);
    expect(spending).toMatchObject({ spent: 1, left: 999 });
    expect(leftOf({ DailyApiRequests: { Max: 5, Remaining: 3 } })).toBe(3);
    for (const odd of [
      undefined,
      [],
      { DailyApiRequests: { Remaining: '3' } },
      { DailyApiRequests: { Remaining: -1 } },
    ])
      expect(leftOf(odd)).toBeUndefined();
  });

  test.each([400, 700, 1000, 1400])(
    'with %p calls left today: kept, in every answer an unknown that names the budget, and the doors come first',
    async (left) => {
      org.daily = { left, max: 15_000 };
      const calls = { count: 0 };
      const judged = await collect({ calls });
      expect(calls.count).toBe(org.requests.length);
      expect(calls.count).toBeLessThanOrEqual(left * 0.05);
      const cut = lost(judged).filter(({ reason }) => reason === 'cut-short');
      expect(cut.length).toBeGreaterThan(0);
      for (const { detail } of cut) expect(detail).toContain('--api-budget 5');
      // Nothing that was not asked looks like an answer of nothing.
      const site = judged.resources.find(({ id }) => id === 'Kagi_Support');
      if (site !== undefined && left < 1200)
        expect(site.unknowns.map(({ setting }) => setting)).toEqual(
          expect.arrayContaining(['guestOwned', 'guestShares']),
        );
    },
  );

  test('what decides is asked before what is good to know', async () => {
    org.daily = { left: 1400, max: 15_000 };
    const judged = await collect();
    expect(judged.exposures.map(line)).toContain('open anyone list+read guest-rule Contact');
    expect(org.requests.some((asked) => asked.includes('ContentDistribution'))).toBe(true);
    expect(lost(judged).some(({ detail }) => detail?.includes('are kept for what decides') === true)).toBe(
      true,
    );
  });

  test('a wider budget reads everything', async () => {
    org.daily = { left: 400, max: 15_000 };
    expect(lost(await collect({ apiBudget: 100 }))).toEqual([]);
  });

  test('others who use the org up meanwhile stop us', async () => {
    const started = org.daily;
    const asking = collect({
      onProgress: () => {
        org.daily.left = Math.min(org.daily.left, 100);
      },
    });
    const judged = await asking;
    expect(started.left).toBeLessThanOrEqual(100);
    expect(
      lost(judged).some(({ reason, detail }) => reason === 'cut-short' && /allows \d+$/.test(detail ?? '')),
    ).toBe(true);
  });

  test('an org that does not say what is left: everything is read, and it is said', async () => {
    org.daily = { left: 10, max: 15_000, silent: true };
    const remarks: string[] = [];
    expect(lost(await collect({ onRemark: (remark) => remarks.push(remark) }))).toEqual([]);
    expect(remarks).toEqual([expect.stringContaining('--api-budget has no effect')]);
  });
});

describe('an end on the way', () => {
  test.each([6, 12, 18, 30])(
    'the session ends after %p requests: kept, told once, and nothing more is sent',
    async (after) => {
      org.endsAfter = after;
      const remarks: string[] = [];
      const judged = await collect({ onRemark: (remark) => remarks.push(remark) });
      expect(org.requests.length).toBeLessThanOrEqual(after + 1);
      expect(remarks).toEqual([expect.stringMatching(/session expired.*nothing more is asked.*kept/)]);
      expect(judged.scopes).toHaveLength(1);
      const ended = lost(judged).filter(({ detail }) => detail?.includes('sign in again') === true);
      expect(ended.length).toBeGreaterThan(0);
      for (const { reason } of ended) expect(reason).toBe('failed');
      expect(
        judged.listings.every(({ state, type }) => state === 'unknown' || type !== 'salesforce.public-file'),
      ).toBe(true);
    },
  );

  test('no calls left today stops the run; too many at one time does not', async () => {
    const of = (message: string) => ({ status: 403, errorCode: 'REQUEST_LIMIT_EXCEEDED', message });
    org.faults.set('PermissionSet', of('TotalRequests Limit exceeded.'));
    const ended = await collect();
    const sent = org.requests.length;
    expect(org.requests.at(-1)).toContain('PermissionSet');
    expect(lost(ended).every(({ reason }) => reason === 'throttled' || reason === 'failed')).toBe(true);
    expect(lost(ended).some(({ reason }) => reason === 'throttled')).toBe(true);
    org.faults.set('PermissionSet', of('ConcurrentRequests Limit exceeded.'));
    await collect();
    expect(org.requests.length - sent).toBeGreaterThan(sent);
  });
});

describe('answers that go wrong', () => {
  test.each([
    ['ObjectPermissions', { status: 503, errorCode: 'SERVER_UNAVAILABLE' }, 'throttled'],
    ['ObjectPermissions', { status: 500, errorCode: 'QUERY_TIMEOUT' }, 'failed'],
    ['ObjectPermissions', { status: 400, errorCode: 'INVALID_TYPE' }, 'denied'],
    ['ObjectPermissions', { status: 403, errorCode: 'API_DISABLED_FOR_ORG' }, 'denied'],
  ])('%s: %o is %s', async (call, fault, reason) => {
    org.faults.set(call, fault);
    const judged = await collect({ services: ['guest'] });
    const profile = judged.resources.find(({ id }) => id === 'profile/Kagi Support Profile');
    expect(profile?.settings['objectPermissions']).toBeUndefined();
    expect(profile?.unknowns).toContainEqual(
      expect.objectContaining({ setting: 'objectPermissions', reason }),
    );
  });

  test('what fails for the moment is asked again twice, and every try is counted', async () => {
    const calls = { count: 0 };
    org.faults.set('ObjectPermissions', { status: 503, errorCode: 'SERVER_UNAVAILABLE' });
    org.faults.set('FieldPermissions', { status: 500, errorCode: 'QUERY_TIMEOUT' });
    org.breaks = 'SOAP readMetadata CustomSite';
    await collect({ services: ['guest'], calls });
    const tries = (what: string) => org.requests.filter((asked) => asked.includes(what)).length;
    expect(tries('FROM ObjectPermissions')).toBe(3);
    expect(tries('SOAP readMetadata CustomSite')).toBe(3);
    expect(tries('FROM FieldPermissions')).toBe(1);
    expect(calls.count).toBe(org.requests.length);
  });

  test.each(['FROM ObjectPermissions', 'SOAP readMetadata SharingRules'])(
    'a connection that breaks at %s',
    async (at) => {
      org.breaks = at;
      const judged = await collect({ services: ['guest'] });
      const why = lost(judged).filter(({ reason }) => reason === 'failed');
      expect(why.length).toBeGreaterThan(0);
      expect(judged.exposures.map(line)).not.toContain('open anyone list+read guest-rule Contact');
    },
  );

  test.each(['PermissionsRead', 'SobjectType', 'ParentId'])(
    'ObjectPermissions without %s says too little: unknown, not an object that nobody may read',
    async (field) => {
      org.unknownFields.add(`ObjectPermissions.${field}`);
      const judged = await collect({ services: ['guest'] });
      const profile = judged.resources.find(({ id }) => id === 'profile/Kagi Support Profile');
      expect(profile?.unknowns).toContainEqual(
        expect.objectContaining({ setting: 'objectPermissions', reason: 'failed' }),
      );
      expect(judged.exposures.map(line)).toContain('unknown anyone list+read guest-rule Contact');
    },
  );

  test('a next page at another address, or on a path that runs code, is never asked for', async () => {
    const rows = Array.from({ length: 3_000 }, (_, index) => ({ Id: `05D${index}`, Name: 'a' }));
    org.rows.set('ContentDistribution', rows);
    for (const next of [
      'https://elsewhere.example/services/data/v67.0/query/01g-2000',
      '//elsewhere.example/services/data/v67.0/query/01g-2000',
      '/services/data/v67.0/tooling/executeAnonymous?anonymousBody=delete',
      '/services/apexrest/anything',
    ]) {
      org.nextUrl = next;
      const { listings } = await collect({ services: ['files'] });
      expect(listings).toEqual([expect.objectContaining({ state: 'unknown', seen: 0 })]);
    }
    expect(org.requests.filter((asked) => /executeAnonymous|apexrest|elsewhere/.test(asked))).toEqual([]);
  });

  test('a redirect is not followed', async () => {
    const elsewhere = await startOrg('examples/salesforce/closed');
    const redirect = `${elsewhere.url}/services/data/v67.0/query?q=SELECT+Id`;
    org.redirects.set('/services/data/v67.0/query', redirect);
    const { listings } = await collect({ services: ['files'] });
    await elsewhere.close();
    expect(elsewhere.requests).toEqual([]);
    expect(listings).toEqual([
      expect.objectContaining({ state: 'unknown', detail: expect.stringContaining('redirect') }),
    ]);
  });
});

describe('the guard, before the network', () => {
  const ORG = 'https://kagi.my.salesforce.com';
  const data = `${ORG}/services/data/v67.0`;
  test.each([
    `${data}/tooling/executeAnonymous?anonymousBody=x`,
    `${data}/tooling//executeAnonymous`,
    `${data}/tooling/query/../executeAnonymous?anonymousBody=x`,
    `${data}/tooling/%65xecuteAnonymous?anonymousBody=x`,
    `${data}/query/%2e%2e/tooling/executeAnonymous`,
    `${data}/query/..%2ftooling%2fexecuteAnonymous`,
    `${data}/query\\..\\tooling\\executeAnonymous`,
    `${data}/query?q=SELECT+Id+FROM+Site&_HttpMethod=DELETE`,
    `${data}/limits?_HttpMethod=PATCH`,
    `${data}/query?q=SELECT+Id+FROM+Site&q=DELETE`,
    `${data}/query?q=SELECT+Id+FROM+Account+FOR+VIEW`,
    `${data}/query?q=SELECT+Id+FROM+Account%0Afor%09reference`,
    `${data}/query?q=SELECT+Id+FROM+Account+FOR+UPDATE`,
    `${data}/query?q=SELECT+Title+FROM+FAQ__kav+UPDATE+VIEWSTAT`,
    `${data}/query?explain=SELECT+Id+FROM+Site`,
    `${data}/queryAll?q=SELECT+Id+FROM+Account`,
    `${data}/search?q=FIND`,
    `${data}/sobjects/Contact`,
    `${data}/sobjects/Contact/003000000000001`,
    `${data}/sobjects/ContentVersion/068/VersionData`,
    `${data}/composite/batch`,
    `${data}/limits/recordCount`,
    `${ORG}/services/apexrest/kagi`,
    `${ORG}/services/oauth2/revoke?token=x`,
    `${ORG}/servlet/servlet.FileDownload?file=015`,
    `${ORG}.elsewhere.example/services/data/v67.0/limits`,
    'https://kagi.my.salesforce.com@elsewhere.example/services/data/v67.0/limits',
    'https://kagi.my.salesforce.com:8443/services/data/v67.0/limits',
  ])('%s is refused', (url) => {
    expect(refusal({ method: 'GET', url }, ORG)).toEqual(expect.any(String));
  });

  test('words inside a value are no mark', () => {
    const query = encodeURIComponent(
      "SELECT Id FROM ApexClass WHERE Name IN ('for view', 'it\\'s for update')",
    );
    expect(refusal({ method: 'GET', url: `${data}/query?q=${query}` }, ORG)).toBeUndefined();
    expect(refusal({ method: 'GET', url: `${data}/limits` }, ORG)).toBeUndefined();
  });
});

describe('the list of questions', () => {
  test('holds everything that a collection sends', async () => {
    await collect();
    const known = new Set(ALL_QUERIES.map(({ object }) => object));
    const types = METADATA_READS.flatMap(({ types: some }) => some.split(', '));
    for (const asked of org.requests) {
      const object = / FROM (\w+)/.exec(asked)?.[1];
      const type = /^SOAP (\w+) (\w+)/.exec(asked)?.[2];
      const listed =
        (object === undefined && type === undefined) ||
        (object !== undefined && (known.has(object) || /^(Contact|Account|\w+__c|\w+Share)$/.test(object))) ||
        (type !== undefined && (types.includes(type) || /^Sharing(Guest|Criteria|Owner)Rule$/.test(type)));
      expect([asked, listed]).toEqual([asked, true]);
    }
  });

  test('keeps calls back for services that are asked for', () => {
    expect(reservedFor(['guest'])).toBeLessThan(reservedFor(['guest', 'hardening']));
    expect(reservedFor([])).toBeGreaterThan(reservedFor(['guest', 'files']));
    expect(plannedCalls(['files'], {}).map(({ what }) => what)).toEqual([
      'query Organization',
      'query ContentDistribution',
    ]);
  });

  test('an org has to be asked about 40 calls and what its objects add', async () => {
    const calls = { count: 0 };
    await collect({ calls });
    const plan = await salesforce.plan?.(request(tokenEnv(org.url)));
    const least = plan?.calls.reduce((sum, call) => sum + call.least, 0) ?? 0;
    const most = plan?.calls.reduce((sum, call) => sum + call.most, 0) ?? 0;
    expect(plan?.budget).toMatchObject({ percent: 5 });
    // Signing in takes four; empty lists save reads.
    expect(calls.count - 4).toBeLessThanOrEqual(most);
    expect(calls.count - 4).toBeGreaterThan(least / 2);
  });

  test('a plan asks for three counts and what is left, and nothing of the org', async () => {
    await salesforce.plan?.(request(tokenEnv(org.url)));
    expect(org.requests.map((asked) => asked.replace(/^GET \/services\/(data\/v67\.0\/)?/, ''))).toEqual([
      'data',
      'oauth2/userinfo',
      'limits',
      'query SELECT COUNT(Id) n FROM Site',
      "query SELECT COUNT_DISTINCT(SobjectType) n FROM ObjectPermissions WHERE PermissionsRead = true AND Parent.Profile.UserLicense.Name = 'Guest User License'",
      'query SELECT COUNT(Id) n FROM Profile',
    ]);
  });
});
