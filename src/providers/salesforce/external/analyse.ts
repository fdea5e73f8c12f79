// An org -> what every logged-in external user reaches. One exposure a road, not one an object. Pure.
import type { Assessment, Context, Exposure } from '../../../exposure.ts';
import { type Resource, setting, typed, type Unknown } from '../../../snapshot/resource.ts';
import { containersOfMembers, objectNamed, objectNames, sharingOf, TYPES } from '../guest/model.ts';
import { external } from './exposure.ts';
import { type OpenObject, openObjects } from './members.ts';
import { openSettingExposures } from './open-settings.ts';
import { orgSchema } from './org.generated.ts';
import { externalPowers } from './powers.ts';
import { sharingSetExposures } from './sharing-sets.ts';
import { userVisibility } from './visibility.ts';
import { wordsOf } from './words.ts';

const FACTS = ['externalReadObjects', 'externalWriteObjects', 'externalRuleObjects', 'sharingSetObjects'];

/** Judges an org for its external users; guests are judged with their site. */
export function analyseExternal(resource: Resource, context: Context): Assessment {
  const org = typed(resource, orgSchema);
  const words = wordsOf(org);
  const users = setting(org, 'externalUsers');
  if (users.state === 'absent' || (users.state === 'present' && !users.value))
    return { exposures: [], facts: Object.fromEntries(FACTS.map((fact) => [fact, []])), words };

  const { holders, perhaps } = containersOfMembers(context, org.scope);
  const sharing = sharingOf(context, org.scope);
  const lookup = (name: string) => objectNamed(context, org.scope, name);
  const judged = openObjects(
    holders,
    { names: objectNames(context, org.scope), object: lookup, sharing },
    perhaps,
  );
  const missing: Unknown[] = [];
  if (users.state === 'unknown') missing.push(users.why);
  const held = setting(org, 'externalHolders');
  if (held.state === 'unknown') missing.push(held.why);
  // That the holders are not known says so already.
  if (holders.length === 0 && held.state !== 'unknown')
    missing.push({
      setting: `${TYPES.permissions}#objectPermissions`,
      reason: 'missing',
      detail: 'object permissions of a profile or permission set of external users',
      detailJa: '外部ユーザーのプロファイルまたは権限セットのオブジェクト権限',
    });
  missing.push(...judged.missing);

  const { open } = judged;
  const byRule = open.filter(({ by }) => by.setting === 'externalRules');
  const byDefault = open.filter(({ by }) => by.setting !== 'externalRules');
  const exposures: Exposure[] = [];
  if (byDefault.length > 0) exposures.push(openBy('external-default', byDefault));
  if (byRule.length > 0) exposures.push(openBy('external-rule', byRule));
  if (missing.length > 0)
    exposures.push({
      ...external('external-default', ['read']),
      state: 'unknown',
      missing,
      evidence: [],
    });
  const sets = sharingSetExposures(holders, sharing);
  exposures.push(...sets.exposures, ...userVisibility(org), ...externalPowers(org, holders, perhaps));
  exposures.push(...openSettingExposures(sharing, { holders, perhaps }, lookup));

  const facts: Record<string, unknown> = {};
  const unknownFacts: NonNullable<Assessment['unknownFacts']> = {};
  const put = (fact: string, value: string[], lacking: Unknown[]): void => {
    if (lacking.length > 0) unknownFacts[fact] = lacking;
    else facts[fact] = value;
  };
  put('externalReadObjects', namesOf(open), missing);
  put('externalWriteObjects', namesOf(open.filter(({ write }) => write)), missing);
  // What is missing about defaults leaves rules as they are.
  const ofDefaults = /#(externalSharingModel|sharingModel|masters)$/;
  const ofRules = missing.filter(({ setting: name }) => !ofDefaults.test(name));
  put('externalRuleObjects', namesOf(byRule), ofRules);
  put('sharingSetObjects', sets.objects, sets.missing);
  return { exposures, facts, unknownFacts, words };
}

function namesOf(open: OpenObject[]): string[] {
  return open.map(({ name }) => name);
}

function openBy(via: 'external-default' | 'external-rule', open: OpenObject[]): Exposure {
  const text =
    via === 'external-default'
      ? {
          en: 'set the default external access of these objects to Private and share by rule (Setup > Sharing Settings)',
          ja: 'これらのオブジェクトの外部組織の共有設定を「非公開」にし、必要な分だけ共有ルールで共有する（設定 > 共有設定）',
        }
      : {
          en: 'share with the roles or groups that need the records instead of all portal or partner users (Setup > Sharing Settings)',
          ja: '全ポータル・パートナーユーザーではなく、必要なロールやグループにだけ共有する（設定 > 共有設定）',
        };
  return {
    ...external(via, open.some(({ write }) => write) ? ['list', 'read', 'write'] : ['list', 'read']),
    subjectName: open.map(({ name }) => name).join(', '),
    state: 'open',
    evidence: open.map(({ by }) => by),
    cures: [{ text, rejudged: false }],
  };
}
