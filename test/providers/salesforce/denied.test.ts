// Every call denied in turn on an org that is shut: the exit code is 3 wherever the answer could have mattered.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { audit } from '../../../src/audit.ts';
import { salesforce } from '../../../src/providers/salesforce/provider.ts';
import type { Report } from '../../../src/report/report.ts';
import { loadRules } from '../../../src/rules/load.ts';
import type { Rule } from '../../../src/rules/rule.ts';
import { findFiles } from '../../../src/snapshot/files.ts';
import { type FakeOrg, startOrg } from '../../servers/salesforce.ts';
import { NOW, request, tokenEnv } from './judged.ts';

const types = salesforce.services.flatMap((service) => service.types);
const rules: Rule[] = await loadRules(
  (await findFiles(['rules'])).filter(({ inside }) => inside.startsWith('salesforce/')),
  types,
);
let org: FakeOrg;

beforeEach(async () => {
  org = await startOrg('examples/salesforce/closed');
});

afterEach(async () => {
  await org.close();
});

async function scan(): Promise<Report> {
  return await audit({
    streams: [{ provider: 'salesforce', records: salesforce.collect(request(tokenEnv(org.url))) }],
    providers: [salesforce],
    rules,
    ours: { accounts: [], organizations: [], networks: [], domains: [], vendors: [], declared: false },
    now: NOW,
    select: { services: [], resources: [], excludeResources: [] },
    failOn: 'medium',
    allowUnknown: undefined,
    exitZero: false,
    version: '0.0.0-test',
    startedAt: NOW,
    endedAt: () => NOW,
    calls: () => 0,
    locate: async () => {},
  });
}

describe('denied on an org that is shut', () => {
  test('nothing: exit 0, and everything was seen', async () => {
    const report = await scan();
    expect([report.gate.exitCode, report.complete, report.findings]).toEqual([0, true, []]);
  });

  test.each([
    'Site',
    'Network',
    'User',
    'PermissionSetAssignment',
    'PermissionSet',
    'ObjectPermissions',
    'NetworkMemberGroup',
    'EntityDefinition',
    'ContentDistribution',
    'SetupEntityAccess',
    'GroupMember',
    'Document',
    'ConnectedApplication',
    'ApexClass',
    'ApexPage',
    'FlowDefinitionView',
  ])('%s: exit 3, and the permission is named', async (call) => {
    org.faults.set(call, { status: 403, errorCode: 'INSUFFICIENT_ACCESS' });
    const { gate, complete, findings } = await scan();
    expect([gate.exitCode, complete, findings]).toEqual([3, false, []]);
    expect(JSON.stringify(gate.blind)).toMatch(/View Setup and Configuration|View All Users|View All Data/);
  });

  test('flows that visitors run: exit 3, and the permission is named', async () => {
    org.faults.set('Flow', { status: 500, errorCode: 'INSUFFICIENT_ACCESS' });
    const { gate, complete, findings } = await scan();
    expect([gate.exitCode, complete, findings]).toEqual([3, false, []]);
    expect(JSON.stringify(gate.blind)).toContain('Modify Metadata Through Metadata API Functions');
  });

  test.each(['listMetadata SharingGuestRule', 'SharingRules'])(
    '%s: a rule could share with external users; with guests as soon as they may read an object',
    async (call) => {
      org.faults.set(call, { status: 500, errorCode: 'INSUFFICIENT_ACCESS' });
      const blindTypes = async (): Promise<string[]> => {
        const { gate } = await scan();
        expect(gate.exitCode).toBe(3);
        expect(JSON.stringify(gate.blind)).toContain('Modify Metadata Through Metadata API Functions');
        return [...new Set(gate.blind.map((blind) => JSON.stringify(blind)))].filter((blind) =>
          blind.includes('salesforce.site'),
        );
      };
      // No guest may read anything here, so that no guest rule can open anything.
      expect(await blindTypes()).toEqual([]);
      const guest = org.rows
        .get('PermissionSet')
        ?.find((row) => JSON.stringify(row).includes('Kagi Support Profile'));
      org.rows
        .get('ObjectPermissions')
        ?.push({ ParentId: guest?.['Id'], SobjectType: 'Contact', PermissionsRead: true });
      expect(await blindTypes()).not.toEqual([]);
    },
  );
});
