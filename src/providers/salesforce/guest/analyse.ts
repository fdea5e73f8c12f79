// Settings of a site -> what its visitors can reach. Pure.
import type { Assessment, Context, Evidence } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { codeExposures } from '../code/exposures.ts';
import { breadth } from './breadth.ts';
import { classifiedFields } from './classified.ts';
import { reach } from './judge.ts';
import { leftoverExposures } from './leftovers.ts';
import { memberExposures } from './members.ts';
import { type ContainerKind, KIND_WORDS, type Model, modelOf, permissionsNamed, TYPES } from './model.ts';
import { someOf } from './names.ts';
import { objectPowers, objectsByPower } from './object-powers.ts';
import { adminExposures, apiExposures, systemPermissions } from './powers.ts';
import { evidence, siteEvidence } from './proof.ts';
import { recordExposures } from './records.ts';
import { secretSettings } from './secret-settings.ts';
import { selfRegistrationExposures } from './self-registration.ts';
import { siteSchema } from './site.generated.ts';
import { memberVisibilityExposures, publicApiExposures } from './switches.ts';

/** Judges a site; permission containers, objects and sharing are context and have no exposures of their own. */
export function analyseGuest(resource: Resource, context: Context): Assessment {
  if (resource.type !== TYPES.site) return { exposures: [], facts: {} };
  const model = modelOf(typed(resource, siteSchema), context);
  const facts: Record<string, unknown> = {};
  const unknownFacts: NonNullable<Assessment['unknownFacts']> = {};

  const alive = reach(model);
  if (alive.is === 'unknown') unknownFacts['reachable'] = alive.missing;
  else facts['reachable'] = alive.is === 'yes';

  const system = systemPermissions(model);
  if (system.missing.length > 0) unknownFacts['guestSystemPermissions'] = system.missing;
  else facts['guestSystemPermissions'] = system.held;

  const unread = model.containers.flatMap(({ unknowns }) =>
    unknowns
      .filter(({ setting: name }) => name === 'objectPermissions')
      .map((why) => ({ ...why, setting: `${TYPES.permissions}#objectPermissions` })),
  );
  const missing = [...model.missingContainers, ...unread];
  const powers = objectsByPower(model);
  for (const [fact, power] of [
    ['guestViewAllObjects', 'viewAll'],
    ['guestChangeObjects', 'change'],
    ['guestCreateObjects', 'create'],
    ['conflictingObjects', 'onPaper'],
  ] as const)
    if (missing.length > 0) unknownFacts[fact] = missing;
    else facts[fact] = powers[power];

  const nickname = setting(model.site, 'guestUser');
  const rules = model.sharing === undefined ? undefined : setting(model.sharing, 'guestRules');
  if (nickname.state === 'present' && rules?.state === 'present') {
    const every = rules.value.filter(
      (rule) => rule.guestUsers.includes(nickname.value) && breadth(rule) !== 'part',
    );
    facts['everyRecordObjects'] = [...new Set(every.map(({ object }) => object))].sort();
  } else
    unknownFacts['everyRecordObjects'] = [
      nickname.state === 'unknown'
        ? nickname.why
        : { setting: `${TYPES.sharing}#guestRules`, reason: 'missing' },
    ];

  const code = codeExposures(model, context);
  const classified = classifiedFields(model);
  if (classified.missing.length > 0 && classified.fields.length === 0)
    unknownFacts['classifiedFields'] = classified.missing;
  else facts['classifiedFields'] = classified.fields;
  const secrets = secretSettings(model);
  if (secrets.missing.length > 0) unknownFacts['secretSettings'] = secrets.missing;
  else facts['secretSettings'] = secrets.names;

  const ownerPowers = model.site.settings.defaultOwnerPowers ?? [];
  return {
    exposures: [
      ...recordExposures(model),
      ...apiExposures(model),
      ...adminExposures(model),
      ...objectPowers(model),
      ...memberExposures(model),
      ...leftoverExposures(model),
      ...secrets.exposures,
      ...publicApiExposures(model),
      ...memberVisibilityExposures(model),
      ...selfRegistrationExposures(model, (name) =>
        permissionsNamed(context, resource.scope, name, 'profile'),
      ),
      ...code.exposures,
    ],
    facts: { ...facts, ...code.facts },
    unknownFacts: { ...unknownFacts, ...code.unknownFacts },
    words: {
      'facts.classifiedFields': classified.words,
      'facts.reachable': [siteEvidence(model)],
      guestPermissionSets: [held(model, 'guestPermissionSets', 'permission-set')],
      guestPermissionSetGroups: [held(model, 'guestPermissionSetGroups', 'permission-set-group')],
      active: [siteEvidence(model)],
      networkStatus: [notLive(model)],
      defaultOwnerPowers: [
        evidence(
          model.site,
          'defaultOwnerPowers',
          {
            en: `the default owner of records that guests create has ${ownerPowers.join(', ')}`,
            ja: `ゲストが作成したレコードの既定の所有者が ${ownerPowers.join('・')} を持つ`,
          },
          { own: true },
        ),
      ],
      looseSwitches: [
        evidence(
          model.site,
          'looseSwitches',
          {
            en: `looser than the default: ${(model.site.settings.looseSwitches ?? []).join(', ')}`,
            ja: `既定より緩い設定: ${(model.site.settings.looseSwitches ?? []).join('、')}`,
          },
          { own: true },
        ),
      ],
    },
  };
}

function held(
  { site }: Model,
  key: 'guestPermissionSets' | 'guestPermissionSetGroups',
  kind: ContainerKind,
): Evidence {
  const some = someOf((site.settings[key] ?? []).map((name) => `"${name}"`));
  const words = KIND_WORDS[kind];
  const text = {
    en: `the guest user has the ${words.en} ${some.en}`,
    ja: `ゲストユーザーに${words.ja} ${some.ja} がある`,
  };
  return evidence(site, key, text, { own: true });
}

function notLive({ site }: Model): Evidence {
  const status = site.settings.networkStatus ?? '';
  return evidence(
    site,
    'networkStatus',
    {
      en: `its Experience Cloud site is ${status}`,
      ja: `Experience Cloud サイトの状態は ${status}`,
    },
    { own: true, value: status },
  );
}
