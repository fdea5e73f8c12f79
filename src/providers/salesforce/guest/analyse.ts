// Settings of a site -> what its visitors can reach. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { breadth, reach } from './judge.ts';
import { memberExposures } from './members.ts';
import { modelOf, permissionsNamed, TYPES } from './model.ts';
import { objectPowers, objectsByPower } from './object-powers.ts';
import { adminExposures, apiExposures, systemPermissions } from './powers.ts';
import { recordExposures } from './records.ts';
import { selfRegistrationExposures } from './self-registration.ts';
import { siteSchema } from './site.generated.ts';

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
    unknowns.filter(({ setting: name }) => name === 'objectPermissions'),
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

  return {
    exposures: [
      ...recordExposures(model),
      ...apiExposures(model),
      ...adminExposures(model),
      ...objectPowers(model),
      ...memberExposures(model),
      ...selfRegistrationExposures(model, (name) =>
        permissionsNamed(context, resource.scope, name, 'profile'),
      ),
    ],
    facts,
    unknownFacts,
  };
}
