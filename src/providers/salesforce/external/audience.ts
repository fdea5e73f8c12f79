// Which objects open to every logged-in external user: external org-wide defaults and rules for all portal users.
import type { Evidence } from '../../../exposure.ts';
import { type Resource, setting, type Unknown } from '../../../snapshot/resource.ts';
import { mastersOf, rulesWereRead } from '../guest/judge.ts';
import { lackOf } from '../guest/names.ts';
import type { Object as ObjectSettings } from '../guest/object.generated.ts';
import { personAccounts } from '../guest/person-accounts.ts';
import { evidence } from '../guest/proof.ts';
import type { Sharing } from '../guest/sharing.generated.ts';

/** How far an object's records are open to any external user who has the object permission. */
export type Openness =
  | { is: 'read' | 'write'; by: Evidence }
  | { is: 'none' }
  | { is: 'unknown'; missing: Unknown[] };

type Lookup = (name: string) => Resource<ObjectSettings> | undefined;

const EVERY_EXTERNAL = ['allCustomerPortalUsers', 'allPartnerUsers'];
const WIDTH = { none: 0, unknown: 1, read: 2, write: 3 } as const;

/**
 * Judges an object for external users: by a rule for all of them, or by its default. An absent external default is the
 * internal one (sharing settings, "external sharing model"); an object controlled by its parent is as open as its most
 * open parent. The wider of the two counts, and closed is said only when both are known.
 */
export function openToExternal(
  object: Resource<ObjectSettings>,
  sharing: Resource<Sharing> | undefined,
  lookup: Lookup,
  below: string[] = [],
): Openness {
  const byRule = openByRule(object.settings.name ?? object.id, sharing);
  const byDefault = openByDefault(object, sharing, lookup, below);
  if (byRule.is === 'unknown' && byDefault.is === 'unknown')
    return { is: 'unknown', missing: [...byDefault.missing, ...byRule.missing] };
  return WIDTH[byDefault.is] > WIDTH[byRule.is] ? byDefault : byRule;
}

function openByRule(name: string, sharing: Resource<Sharing> | undefined): Openness {
  const rules = sharing === undefined ? undefined : setting(sharing, 'externalRules');
  const lost = (why: Omit<Unknown, 'setting'>): Openness => ({
    is: 'unknown',
    missing: [{ ...why, setting: 'salesforce.sharing#externalRules' }],
  });
  if (rules?.state === 'unknown') return lost(rules.why);
  if (sharing === undefined || rules?.state !== 'present')
    return lost({
      reason: 'missing',
      detail: 'retrieve SharingRules',
      detailJa: 'SharingRules を取得してください',
    });
  const own = rules.value.filter(
    (rule) => rule.object === name && rule.sharedTo.some((group) => EVERY_EXTERNAL.includes(group)),
  );
  const rule = own.find(({ access }) => access === 'Edit') ?? own[0];
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
  if (rulesWereRead(sharing.settings, name)) return { is: 'none' };
  return lost({
    reason: 'missing',
    detail: `the sharing rules of ${name} were not read`,
    detailJa: `${name} の共有ルールが読めていません`,
  });
}

function openByDefault(
  object: Resource<ObjectSettings>,
  sharing: Resource<Sharing> | undefined,
  lookup: Lookup,
  below: string[],
): Openness {
  const name = object.settings.name ?? object.id;
  const external = setting(object, 'externalSharingModel');
  const internal = setting(object, 'sharingModel');
  const model = external.state === 'absent' ? internal : external;
  if (model.state === 'absent') return { is: 'none' };
  if (model.state === 'unknown') {
    // The external default is never wider than the internal one.
    if (internal.state === 'present' && internal.value === 'Private') return { is: 'none' };
    return { is: 'unknown', missing: [unknownDefault(name, model.why)] };
  }
  const { value } = model;
  if (value.startsWith('ControlledBy')) return byParents(object, sharing, lookup, [...below, name]);
  if (!value.startsWith('Read') && value !== 'FullAccess')
    return name === 'Contact' ? byPersons(sharing, lookup) : { is: 'none' };
  return {
    is: value.startsWith('ReadWrite') || value === 'FullAccess' ? 'write' : 'read',
    by: evidence(
      object,
      external.state === 'present' ? 'externalSharingModel' : 'sharingModel',
      {
        en: `${name}: the default for external users is ${value}`,
        ja: `${name}: 外部ユーザーの既定のアクセス権は ${value}`,
      },
      { value },
    ),
  };
}

/**
 * Contacts of accounts that are persons come with these. Where contacts have a default of their own the accounts are
 * private by default, so that only a rule can open them.
 */
function byPersons(sharing: Resource<Sharing> | undefined, lookup: Lookup): Openness {
  const answer = openByRule('Account', sharing);
  if (answer.is === 'none') return answer;
  const persons = personAccounts(lookup);
  if (persons.is === 'no') return { is: 'none' };
  if (answer.is === 'unknown') return answer;
  if (persons.is === 'unknown') return persons;
  const { text } = answer.by;
  return {
    is: answer.is,
    by: {
      ...answer.by,
      text: {
        en: `Contact comes with accounts that are persons: ${text.en}`,
        ja: `Contact は個人取引先に伴って公開される: ${text.ja}`,
      },
    },
  };
}

function byParents(
  object: Resource<ObjectSettings>,
  sharing: Resource<Sharing> | undefined,
  lookup: Lookup,
  below: string[],
): Openness {
  const own = object.settings.name ?? object.id;
  const masters = mastersOf(own, object);
  if (masters === undefined)
    return {
      is: 'unknown',
      missing: [
        {
          setting: 'salesforce.object#masters',
          reason: 'missing',
          ...lackOf([own], { setting: 'salesforce.object#masters', reason: 'missing' }),
        },
      ],
    };
  let widest: Openness = { is: 'none' };
  const missing: Unknown[] = [];
  for (const name of masters) {
    if (below.includes(name) || below.length > 5) continue;
    const master = lookup(name);
    const answer: Openness =
      master === undefined
        ? { is: 'unknown', missing: [unknownDefault(name)] }
        : openToExternal(master, sharing, lookup, below);
    if (answer.is === 'unknown') missing.push(...answer.missing);
    if (WIDTH[answer.is] > WIDTH[widest.is]) widest = answer;
  }
  if (widest.is === 'unknown') return { is: 'unknown', missing };
  if (widest.is === 'none') return widest;
  const { text } = widest.by;
  return {
    is: widest.is,
    by: {
      ...widest.by,
      text: { en: `${own} is controlled by ${text.en}`, ja: `${own} は親に従う: ${text.ja}` },
    },
  };
}

/** That an object's default for external users is not known, and why. */
export function unknownDefault(object: string, why: Partial<Unknown> = {}): Unknown {
  const lack: Unknown = { reason: 'missing', ...why, setting: 'salesforce.object#externalSharingModel' };
  return { ...lack, ...lackOf([object], lack) };
}
