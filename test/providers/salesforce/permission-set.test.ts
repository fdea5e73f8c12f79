// The permission set that a live collection needs: deployable, made of what the questions declare, and no more.
import { describe, expect, test } from '@jest/globals';
import { all, parseXml, text } from '../../../src/providers/salesforce/import/xml.ts';
import { permissionSet } from '../../../src/providers/salesforce/permission-set.ts';
import { salesforce } from '../../../src/providers/salesforce/provider.ts';
import { tojimari } from '../../cli/harness.ts';
import { startOrg, TOKEN } from '../../servers/salesforce.ts';

const granted = (xml: string): string[] => {
  const root = parseXml(xml, 'permission set');
  expect(root.name).toBe('PermissionSet');
  for (const one of all(root, 'userPermissions')) expect(text(one, 'enabled')).toBe('true');
  return all(root, 'userPermissions').map((one) => text(one, 'name') ?? '');
};

/** What a deployment refuses View All Data and View Setup without. */
const WITH = ['ViewEventLogFiles', 'ViewPublicDashboards', 'ViewPublicReports', 'ViewRoles'];

describe('the permission set', () => {
  test.each(['en', 'ja'] as const)(
    'grants everything that a question declares, and nothing else (%s)',
    async (lang) => {
      const { stdout, code } = await tojimari(['permissions', 'salesforce', '--lang', lang]);
      expect(code).toBe(0);
      const names = granted(stdout);
      expect(names).toEqual(
        [
          'ApiEnabled',
          'ExternalClientAppAdmin',
          'ManageSharing',
          'ModifyMetadata',
          'ViewAllData',
          'ViewAllUsers',
          'ViewSetup',
          ...WITH,
        ].sort(),
      );
      // Every declared permission has an API name: nothing is left to be granted by hand.
      expect(stdout).not.toMatch(/Grant in Setup|設定で付与/);
      for (const { permission } of salesforce.permissions) expect(stdout).toContain(permission);
      expect(stdout).not.toMatch(/<objectPermissions>|ModifyAllData|ManageUsers|AuthorApex/);
      expect(stdout).toContain('sf org assign permset -n Tojimari_Auditor -b USER -o ORG');
    },
  );

  test('holds no more than what was missing', () => {
    expect(granted(permissionSet(['View All Users'], 'en'))).toEqual(['ApiEnabled', 'ViewAllUsers']);
    expect(granted(permissionSet(['View Setup and Configuration'], 'en'))).toEqual([
      'ApiEnabled',
      'ViewRoles',
      'ViewSetup',
    ]);
  });

  test('of a report that lacked some, and of one that lacked none', async () => {
    const org = await startOrg('examples/salesforce/closed');
    const env = { SF_INSTANCE_URL: org.url, SF_ACCESS_TOKEN: TOKEN };
    const lacking = async () => {
      const { stdout: stdin } = await tojimari(['scan', 'salesforce', '--format', 'json', '--quiet'], {
        env,
      });
      return await tojimari(['permissions', 'salesforce', '--from', '-'], { stdin });
    };
    expect(await lacking()).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('Nothing'),
    });
    org.faults.set('User', { status: 403, errorCode: 'INSUFFICIENT_ACCESS' });
    expect(granted((await lacking()).stdout)).toEqual(['ApiEnabled', 'ViewAllUsers']);
    await org.close();
  });

  test('a permission without a known API name is named, and cannot break the file', () => {
    const xml = permissionSet(['Odd --> <userPermissions> & "thing"', 'View All Users'], 'en');
    expect(granted(xml)).toEqual(['ApiEnabled', 'ViewAllUsers']);
    expect(xml).toContain('Grant in Setup: Odd');
  });
});
