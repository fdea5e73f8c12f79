// What is missing is said in both languages, whatever part of an export is not there and whatever answer is cut short.
import { expect, test } from '@jest/globals';
import { salesforce } from '../../../src/providers/salesforce/provider.ts';
import { findFiles, type InputFile, textFile } from '../../../src/snapshot/files.ts';
import type { Unknown } from '../../../src/snapshot/resource.ts';
import { startOrg } from '../../servers/salesforce.ts';
import { type Judged, judge, judgeFiles, request, tokenEnv } from './judged.ts';

const JAPANESE = /[\u3040-\u30ff\u4e00-\u9fff]/;

/** Details of what is missing or cut short that a Japanese reader would get in English; object names alone are nobody's language. */
function untold({ resources, exposures, listings }: Judged): string[] {
  const all: Pick<Unknown, 'reason' | 'detail' | 'detailJa'>[] = [
    ...resources.flatMap(({ unknowns }) => unknowns),
    ...exposures.flatMap(({ exposure }) => exposure.missing ?? []),
    ...listings.map(({ reason = 'not-held', ...listing }) => ({ ...listing, reason })),
  ];
  return all
    .filter(({ reason }) => reason === 'missing' || reason === 'cut-short')
    .filter(({ detail, detailJa }) => detail !== undefined && !JAPANESE.test(detailJa ?? ''))
    .filter(({ detail, detailJa }) => detailJa === undefined || !/^\w+(, \w+)*$/.test(detail ?? ''))
    .map(({ detail }) => detail ?? '');
}

const ESTATE = 'test/providers/salesforce/estate';
const GROUPS = 'test/providers/salesforce/groups';
const PARTS =
  'sites networks profiles objects sharingRules settings sharingSets connectedApps permissionsets mutingpermissionsets permissionsetgroups reports';

test.each(PARTS.split(' '))('an export without %s', async (part) => {
  for (const project of [ESTATE, GROUPS]) {
    const files: InputFile[] = [];
    for (const file of await findFiles([project]))
      if (!file.path.includes(`/${part}/`)) files.push(textFile(file.path, await file.text(), false));
    expect(untold(await judgeFiles(files))).toEqual([]);
  }
});

test.each(['Site', 'Network', 'PermissionSet', 'ObjectPermissions', 'EntityDefinition', 'SetupEntityAccess'])(
  'an org that answers fewer rows of %s than it says',
  async (object) => {
    const org = await startOrg(ESTATE);
    try {
      org.totals.set(object, 9999);
      const judged = await judge(salesforce.collect(request(tokenEnv(org.url))));
      const cut = judged.resources
        .flatMap(({ unknowns }) => unknowns)
        .filter((one) => one.reason === 'cut-short');
      const lists = judged.listings.filter(({ reason }) => reason === 'cut-short');
      expect(cut.length + lists.length).toBeGreaterThan(0);
      expect(untold(judged)).toEqual([]);
    } finally {
      await org.close();
    }
  },
);

test('an org whose calls do not fit the budget', async () => {
  const org = await startOrg(ESTATE);
  try {
    org.daily = { left: 300, max: 15_000 };
    const judged = await judge(salesforce.collect(request(tokenEnv(org.url))));
    expect(JSON.stringify(judged.resources)).toContain('API コールの上限に達しました');
    expect(untold(judged)).toEqual([]);
  } finally {
    await org.close();
  }
});
