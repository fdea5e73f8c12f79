// Apex classes that visitors can call: those that run past their sharing, and those that answer as a REST service.
import type { Exposure, Witness } from '../../../exposure.ts';
import type { Resource, Text } from '../../../snapshot/resource.ts';
import { API_PERMISSIONS, held } from '../guest/powers.ts';
import { evidence, siteEvidence } from '../guest/proof.ts';
import { guest } from '../guest/state.ts';
import type { ApexClass } from './apex-class.generated.ts';
import { type Grant, packageOf } from './granted.ts';
import { judgedOver } from './judge.ts';
import {
  accessOf,
  bypassEvidence,
  declareSharing,
  grantEvidence,
  type SiteCode,
  stateOfCode,
  whyNoVersion,
  whyUnread,
  withdraw,
} from './site-code.ts';
import { isStandardClass } from './standard.ts';
import { CODE } from './types.ts';

type EntryPoint = NonNullable<ApexClass['entryPoints']>[number];

const KINDS: Record<EntryPoint['kind'], string> = {
  aura: '@AuraEnabled',
  rest: 'Apex REST',
  remote: '@RemoteAction',
  invocable: '@InvocableMethod',
  webservice: 'webservice',
};
const WAY: Text = { en: 'Enabled Apex Class Access', ja: '有効化された Apex クラスアクセス' };

/** `runsFlows`: visitors may run some flow, which is how methods for flows are reached. */
export function classExposures(site: SiteCode, grants: Grant[], runsFlows: boolean): Exposure[] {
  const { model, code, alive, unread } = site;
  const roads = openRoads(site, runsFlows);
  const exposures: Exposure[] = [];
  for (const grant of grants) {
    if (packageOf(grant.name) !== undefined) continue;
    const found = code.class(grant.name);
    const why = whyUnread(found, 'entryPoints');
    if (why !== undefined) {
      if (!isStandardClass(grant.name))
        unread.push({ road: 'guest-apex-unread', type: CODE.class, name: grant.name, why });
      continue;
    }
    if (found === undefined || found.settings.test === true) continue;
    const entries = (found.settings.entryPoints ?? []).filter(({ kind }) => roads.has(kind));
    if (entries.length === 0) continue;
    const rest = entries.some(({ kind }) => kind === 'rest');
    const judgement = judgedOver(
      found.settings,
      entries.map(({ kind }) => kind),
    );
    if (judgement.is === 'unknown')
      unread.push({
        road: 'guest-apex-unread',
        type: CODE.class,
        name: grant.name,
        why: whyNoVersion(found),
      });
    const bypass = judgement.is === 'ignores' ? judgement.by : undefined;
    if (bypass === undefined && !rest) continue;
    const { data = [] } = found.settings;
    const through = bypass === undefined ? data : bypass.data.flatMap((position) => data[position] ?? []);
    const via = `guest-apex${rest ? '-rest' : ''}${bypass === undefined ? '' : '-unshared'}`;
    exposures.push({
      ...guest(via, accessOf(through)),
      subject: grant.name,
      ...stateOfCode(alive),
      evidence: [
        ...(bypass === undefined ? [] : bypassEvidence(found, bypass)),
        entryEvidence(found, entries),
        grantEvidence(grant, 'classAccess'),
        siteEvidence(model),
      ],
      witness: witnessOf(site, found, entries, grant),
      cures: [
        ...(bypass === undefined
          ? []
          : [
              declareSharing(
                found.settings,
                grant.name,
                entries.map(({ kind }) => kind),
              ),
            ]),
        withdraw(site, grant, 'classAccess', WAY),
      ],
    });
  }
  return exposures;
}

/** Kinds of entry points that this site's visitors can reach at all. */
function openRoads({ model }: SiteCode, runsFlows: boolean): Set<EntryPoint['kind']> {
  const roads = new Set<EntryPoint['kind']>(['rest', 'remote']);
  // Only a site that is nothing but Visualforce pages can do without Lightning requests.
  const { auraRequests, siteType } = model.site.settings;
  if (auraRequests !== false || siteType !== 'Visualforce') roads.add('aura');
  const calls = held(model, API_PERMISSIONS).names;
  if (runsFlows || calls.length > 0) roads.add('invocable');
  if (calls.includes('ApiEnabled')) roads.add('webservice');
  return roads;
}

function entryEvidence(found: Resource<ApexClass>, entries: EntryPoint[]) {
  const [first] = entries;
  const shown = entries.slice(0, 3).map(({ name, kind }) => `${name} (${KINDS[kind]})`);
  const more = entries.length - shown.length;
  const position = first === undefined ? -1 : (found.settings.entryPoints ?? []).indexOf(first);
  return evidence(
    found,
    'entryPoints',
    {
      en: `can be called from outside: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
      ja: `外部から呼び出せるメソッド: ${shown.join('、')}${more > 0 ? ` ほか ${more} 件` : ''}`,
    },
    { part: String(position), pointer: `/${position}` },
  );
}

/** The call of a visitor. `checked`: asked of the settings once more, for this one method. */
function witnessOf(
  { model }: SiteCode,
  found: Resource<ApexClass>,
  entries: EntryPoint[],
  { container, name }: Grant,
): Witness {
  const { settings } = model.site;
  const [first] = [...entries].sort((a, b) => Number(b.kind === 'rest') - Number(a.kind === 'rest'));
  const prefix = settings.urlPathPrefix ?? '';
  const at = prefix === '' ? '' : `/${prefix}`;
  const isLive = settings.active !== false && (settings.networkStatus ?? 'Live') === 'Live';
  return {
    request: {
      principal: `guest user of site ${settings.name ?? model.site.id}`,
      action: first === undefined ? 'invoke' : `${KINDS[first.kind]} ${first.name}`,
      resource: name,
      context: {
        site: at === '' ? '/' : at,
        ...(first?.path === undefined ? {} : { path: `${at}/services/apexrest${first.path}` }),
      },
    },
    checked:
      isLive &&
      container.settings.classAccess?.includes(name) === true &&
      found.settings.entryPoints?.some((entry) => entry.name === first?.name) === true,
  };
}
