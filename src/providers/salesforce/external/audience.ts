// Which objects open to every logged-in external user: external org-wide defaults and rules for all portal users.
import type { Evidence } from '../../../exposure.ts';
import { type Resource, setting, type Unknown } from '../../../snapshot/resource.ts';
import type { Object as ObjectSettings } from '../guest/object.generated.ts';
import { evidence } from '../guest/proof.ts';
import type { Sharing } from '../guest/sharing.generated.ts';

/** How far an object's records are open to any external user who has the object permission. */
export type Openness =
  | { is: 'read' | 'write'; by: Evidence }
  | { is: 'none' }
  | { is: 'unknown'; missing: Unknown[] };

const EVERY_EXTERNAL = ['allCustomerPortalUsers', 'allPartnerUsers'];

/**
 * Judges an object for external users. An absent external default is the internal one (sharing settings, "external
 * sharing model"); an object controlled by its parent is as open as its most open parent.
 */
export function openToExternal(
  object: Resource<ObjectSettings>,
  sharing: Resource<Sharing> | undefined,
  lookup: (name: string) => Resource<ObjectSettings> | undefined,
  below: string[] = [],
): Openness {
  const name = object.settings.name ?? object.id;
  const rules = sharing === undefined ? undefined : setting(sharing, 'externalRules');
  if (sharing !== undefined && rules?.state === 'present') {
    const rule = rules.value.find(
      (candidate) =>
        candidate.object === name && candidate.sharedTo.some((group) => EVERY_EXTERNAL.includes(group)),
    );
    if (rule !== undefined)
      return {
        is: rule.access === 'Edit' ? 'write' : 'read',
        by: evidence(
          sharing,
          'externalRules',
          {
            en: `rule ${rule.name} shares ${name} with all portal or partner users`,
            ja: `共有ルール ${rule.name} が ${name} をすべてのポータル・パートナーユーザーに共有`,
          },
          { part: `${name}.${rule.name}` },
        ),
      };
  }
  const external = setting(object, 'externalSharingModel');
  const internal = setting(object, 'sharingModel');
  const model = external.state === 'absent' ? internal : external.state === 'present' ? external : undefined;
  if (model === undefined || model.state === 'unknown') {
    // The external default is never wider than the internal one.
    if (internal.state === 'present' && internal.value === 'Private') return { is: 'none' };
    const why =
      external.state === 'unknown' ? external.why : { setting: 'sharingModel', reason: 'missing' as const };
    return {
      is: 'unknown',
      missing: [
        { ...why, setting: 'salesforce.object#externalSharingModel', detail: `external default of ${name}` },
      ],
    };
  }
  if (model.state === 'absent') return { is: 'none' };
  if (model.value.startsWith('ControlledBy')) return byParents(object, sharing, lookup, [...below, name]);
  const is = model.value.startsWith('ReadWrite') || model.value === 'FullAccess' ? 'write' : 'read';
  if (!model.value.startsWith('Read') && model.value !== 'FullAccess') return { is: 'none' };
  return {
    is,
    by: evidence(
      object,
      external.state === 'present' ? 'externalSharingModel' : 'sharingModel',
      {
        en: `${name}: the default for external users is ${model.value}`,
        ja: `${name}: 外部ユーザーの既定のアクセス権は ${model.value}`,
      },
      { value: model.value },
    ),
  };
}

function byParents(
  object: Resource<ObjectSettings>,
  sharing: Resource<Sharing> | undefined,
  lookup: (name: string) => Resource<ObjectSettings> | undefined,
  below: string[],
): Openness {
  const masters = object.settings.masters ?? [];
  const missing: Unknown[] = [];
  for (const name of masters) {
    if (below.includes(name) || below.length > 5) continue;
    const master = lookup(name);
    if (master === undefined) {
      missing.push({
        setting: 'salesforce.object#externalSharingModel',
        reason: 'missing',
        detail: `${name} is not in this input`,
      });
      continue;
    }
    const answer = openToExternal(master, sharing, lookup, below);
    if (answer.is === 'read' || answer.is === 'write') {
      const own = object.settings.name ?? object.id;
      const { text } = answer.by;
      return {
        is: answer.is,
        by: {
          ...answer.by,
          text: { en: `${own} is controlled by ${text.en}`, ja: `${own} は親に従う: ${text.ja}` },
        },
      };
    }
    if (answer.is === 'unknown') missing.push(...answer.missing);
  }
  return missing.length > 0 ? { is: 'unknown', missing } : { is: 'none' };
}
