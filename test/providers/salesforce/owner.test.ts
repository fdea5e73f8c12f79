// The owner of what guests create: joined with the users who hold administrative permissions, and never guessed.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { salesforce } from '../../../src/providers/salesforce/provider.ts';
import type { Resource, Unknown } from '../../../src/snapshot/resource.ts';
import { type FakeOrg, startOrg } from '../../servers/salesforce.ts';
import { judge, judgeFolder, request, tokenEnv } from './judged.ts';

let org: FakeOrg;

beforeEach(async () => {
  org = await startOrg('examples/salesforce/open');
});

afterEach(async () => {
  await org.close();
});

const NAME = 'defaultOwnerPowers';

function said(resources: Resource[]): { powers: unknown; why: Unknown | undefined } {
  const site = resources.find(({ type, id }) => type === 'salesforce.site' && id === 'Kagi_Support');
  return { powers: site?.settings[NAME], why: site?.unknowns.find(({ setting }) => setting === NAME) };
}

async function live(services: string[] = []): Promise<ReturnType<typeof said>> {
  return said((await judge(salesforce.collect(request(tokenEnv(org.url), { services })))).resources);
}

function owner(id: string | null): void {
  for (const site of org.rows.get('Site') ?? []) site['GuestRecordDefaultOwnerId'] = id;
}

test.each([
  ['005AUDITOR00000AAA', ['ManageUsers', 'ModifyAllData', 'ViewAllData']],
  // The same id without its last three characters.
  ['005AUDITOR00000', ['ManageUsers', 'ModifyAllData', 'ViewAllData']],
  ['005OWNER0000000AAA', []],
  ['00GQUEUE0000000AAA', []],
  [null, null],
])('owner %s: %j', async (id, powers) => {
  owner(id);
  expect(await live()).toEqual({ powers, why: undefined });
});

test('what several permission sets give adds up', async () => {
  owner('005SALES0000000AAA');
  const granted = (power: string) => ({
    AssigneeId: '005SALES0000000AAA',
    Assignee: { Username: 'sales@kagi.example', UserType: 'Standard', IsActive: true },
    PermissionSet: { Name: power, IsOwnedByProfile: false, [`Permissions${power}`]: true },
  });
  org.rows.get('PermissionSetAssignment')?.push(granted('ViewAllData'), granted('ManageUsers'));
  expect((await live()).powers).toEqual(['ManageUsers', 'ViewAllData']);
});

test('guests alone are asked for: the holders are asked all the same', async () => {
  owner('005AUDITOR00000AAA');
  expect((await live(['guest'])).powers).toContain('ViewAllData');
});

test('holders that were denied or cut short are unknown; without an owner nothing is missing', async () => {
  org.faults.set('PermissionSetAssignment', { status: 403, errorCode: 'INSUFFICIENT_ACCESS' });
  expect(await live()).toMatchObject({
    powers: undefined,
    why: { reason: 'denied', permission: 'View Setup and Configuration' },
  });
  org.faults.clear();
  org.totals.set('PermissionSetAssignment', 9);
  expect((await live()).why).toMatchObject({ reason: 'cut-short' });
  owner(null);
  expect(await live()).toEqual({ powers: null, why: undefined });
});

test('files never say it', async () => {
  const { resources } = await judgeFolder('examples/salesforce/open');
  expect(said(resources)).toMatchObject({ powers: undefined, why: { reason: 'not-held' } });
});
