// Origins, remote sites, IP ranges and the Health Check of a running org.
import type { Known, Resource } from '../../../snapshot/resource.ts';
import { hardeningFrom, rangesOf } from '../hardening/from-metadata.ts';
import type { Hardening } from '../hardening/hardening.generated.ts';
import { text } from '../import/xml.ts';
import type { Org } from '../session.ts';
import { readComponents } from './components.ts';
import { QUERIES } from './queries.ts';
import { textAt } from './row.ts';

/** Reads them all. */
export async function readHardening(
  org: Org,
  whole: { scope: string; name: string },
): Promise<Resource<Hardening>> {
  const security = await org.readMetadata('SecuritySettings', ['Security']);
  const [root] = security.state === 'present' ? security.value : [];
  return hardeningFrom(
    {
      cors: await readComponents(org, 'CorsWhitelistOrigin'),
      csp: await readComponents(org, 'CspTrustedSite'),
      remote: await readComponents(org, 'RemoteSiteSetting'),
      security:
        security.state === 'unknown'
          ? security
          : root === undefined
            ? { state: 'absent' }
            : { state: 'present', value: { name: 'Security', root, path: '' } },
      profiles: await loginRanges(org),
      risks: await healthRisks(org),
    },
    whole,
  );
}

async function loginRanges(org: Org): Promise<Known<{ profile: string; ranges: string[] }[]>> {
  const names = await org.listMetadata('Profile');
  if (names.state !== 'present') return names;
  const read = await org.readMetadata('Profile', names.value);
  if (read.state !== 'present') return read;
  if (read.value.length !== names.value.length) {
    const detail = `${read.value.length} of ${names.value.length} profiles were answered`;
    const detailJa = `プロファイル ${names.value.length} 件中 ${read.value.length} 件しか返されませんでした`;
    return { state: 'unknown', why: { setting: 'Profile', reason: 'cut-short', detail, detailJa } };
  }
  const value = read.value.map((root) => ({
    profile: text(root, 'fullName') ?? '',
    ranges: rangesOf(root, 'loginIpRanges', 'startAddress', 'endAddress'),
  }));
  return { state: 'present', value };
}

async function healthRisks(org: Org): Promise<Known<NonNullable<Hardening['healthRisks']>>> {
  const answer = await org.rows(QUERIES.healthRisks);
  if (answer.state !== 'present') return answer;
  const value = answer.value.map((row) => ({
    setting: textAt(row, 'Setting') ?? '',
    value: textAt(row, 'OrgValue') ?? '',
    standard: textAt(row, 'StandardValue') ?? '',
  }));
  return { state: 'present', value: value.sort((a, b) => (a.setting < b.setting ? -1 : 1)) };
}
