// The three questions behind guest access: does the site answer, may its guest use the object, which records are shared.
import { type Resource, setting, type Text, type Unknown } from '../../../snapshot/resource.ts';
import { breadth } from './breadth.ts';
import { permissionOn, rulesFor } from './lookup.ts';
import { type GuestRule, KIND_WORDS, type Model, type ObjectPermission, TYPES } from './model.ts';
import { lackOf } from './names.ts';
import type { Object as ObjectSettings } from './object.generated.ts';
import { leavesOutPersons, personAccounts } from './person-accounts.ts';
import type { Sharing } from './sharing.generated.ts';

/** Kleene: yes, no, or unknown and what is missing. */
export type Answer<T = unknown> =
  | { is: 'yes'; by: T }
  | { is: 'no'; because?: Text }
  | { is: 'unknown'; missing: Unknown[] };

export type Right = 'read' | 'create' | 'edit' | 'delete' | 'viewAll' | 'modifyAll';

/** Objects whose access can be controlled by a standard parent, by Salesforce's object reference. */
const STANDARD_MASTERS = new Map([
  ['Asset', ['Account']],
  ['CampaignMember', ['Campaign', 'Contact', 'Lead']],
  ['Contact', ['Account']],
  ['Contract', ['Account']],
  ['OpportunityLineItem', ['Opportunity']],
  ['Order', ['Account']],
  ['OrderItem', ['Order']],
  ['QuoteLineItem', ['Quote']],
]);

/** Objects that can control access to this one: its own master-detail parents, else Salesforce's; undefined when not known. */
export function mastersOf(
  object: string,
  described: Resource<ObjectSettings> | undefined,
): string[] | undefined {
  return described?.settings.masters ?? STANDARD_MASTERS.get(object);
}

/** Does the site answer visitors? It must be active and, when it is an Experience Cloud site, live. */
export function reach({ site }: Model): Answer<true> {
  const active = setting(site, 'active');
  const status = setting(site, 'networkStatus');
  if (active.state === 'present' && !active.value)
    return {
      is: 'no',
      because: { en: 'the state of the site (not active)', ja: 'サイトが有効化されていないこと' },
    };
  if (status.state === 'present' && status.value !== 'Live')
    return {
      is: 'no',
      because: {
        en: `the state of the site (${status.value}, not live)`,
        ja: `サイトが公開中でないこと（${status.value}）`,
      },
    };
  const missing: Unknown[] = [];
  if (active.state === 'unknown') missing.push(active.why);
  if (status.state === 'unknown') missing.push(status.why);
  return missing.length > 0 ? { is: 'unknown', missing } : { is: 'yes', by: true };
}

/** A permission and the container that gives it. */
export interface Permit {
  container: Model['containers'][number];
  permission: ObjectPermission;
  index: number;
}

/** May the guest user do this to the object, by any of its permission containers? */
export function permitted(model: Model, object: string, right: Right): Answer<Permit> {
  const missing = [...model.missingContainers];
  for (const container of model.containers) {
    const permissions = setting(container, 'objectPermissions');
    if (permissions.state !== 'present') {
      missing.push(elsewhere(TYPES.permissions, 'objectPermissions', container.name, permissions));
      continue;
    }
    const found = permissionOn(permissions.value, object);
    if (found?.permission[right]) return { is: 'yes', by: { container, ...found } };
    if (found === undefined && container.settings.covers !== 'every-object')
      missing.push({
        setting: `${TYPES.permissions}#objectPermissions`,
        reason: 'missing',
        detail: `"${container.name}" was exported without ${object}: retrieve it together with that CustomObject`,
        detailJa: `「${container.name}」は ${object} なしで取得されています。その CustomObject とともに取得してください`,
      });
  }
  for (const { name, settings } of model.perhaps)
    if (permissionOn(settings.objectPermissions ?? [], object)?.permission[right])
      missing.push({
        setting: 'guestPermissionSets',
        reason: 'not-held',
        detail: `whether the guest user holds the ${KIND_WORDS[settings.kind ?? 'permission-set'].en} "${name}"`,
        detailJa: `ゲストユーザーが${KIND_WORDS[settings.kind ?? 'permission-set'].ja}「${name}」を持つか`,
      });
  return missing.length > 0 ? { is: 'unknown', missing } : { is: 'no' };
}

/** A guest rule that shares records of the object, or of a parent that controls it. */
export interface Share {
  rule: GuestRule;
  index: number;
  /** The parent whose rule it is. */
  parent?: string;
  /** The parent is a person, whose contact comes with it. */
  byPerson?: boolean;
}

/** Are records of the object shared with the site's guest user? Org-wide defaults do not open anything to guests. */
export function shared(model: Model, object: string, below: string[] = []): Answer<Share> {
  const { site, sharing } = model;
  const rules = sharing === undefined ? undefined : setting(sharing, 'guestRules');
  if (sharing === undefined || rules === undefined || rules.state !== 'present')
    return { is: 'unknown', missing: [elsewhere(TYPES.sharing, 'guestRules', 'sharing rules', rules)] };
  const nickname = setting(site, 'guestUser');
  const own = rulesFor(rules.value, object);
  const mine = own.filter(
    ({ rule }) => nickname.state === 'present' && rule.guestUsers.includes(nickname.value),
  );
  // Of several rules the one that shares most speaks.
  const found =
    mine.find(({ rule }) => breadth(rule) === 'every') ??
    mine.find(({ rule }) => breadth(rule) === 'every-filled') ??
    mine[0];
  if (found !== undefined) return { is: 'yes', by: found };

  const missing: Unknown[] = [];
  if (nickname.state === 'unknown' && own.length > 0) missing.push(nickname.why);
  if (!rulesWereRead(sharing.settings, object))
    missing.push({
      setting: `${TYPES.sharing}#guestRules`,
      reason: 'missing',
      detail: `the sharing rules of ${object} could not be read or are not in this input`,
      detailJa: `${object} の共有ルールが読み取れないか、この入力にありません`,
    });
  const fromParent = sharedByParent(model, object, below);
  if (fromParent.is === 'yes') return fromParent;
  if (fromParent.is === 'unknown') missing.push(...fromParent.missing);
  return missing.length > 0 ? { is: 'unknown', missing } : { is: 'no' };
}

/** Were the sharing rules of an object read, so that finding none means that there are none? */
export function rulesWereRead(
  { covers, coveredObjects = [], unreadObjects = [] }: Partial<Sharing>,
  object: string,
): boolean {
  return (covers === 'every-object' || coveredObjects.includes(object)) && !unreadObjects.includes(object);
}

function sharedByParent(model: Model, object: string, below: string[]): Answer<Share> {
  if (below.length > 5 || below.includes(object)) return { is: 'no' };
  const described = model.object(object);
  const sharingModel = described === undefined ? undefined : setting(described, 'sharingModel');
  if (sharingModel?.state === 'absent') return { is: 'no' };
  // ControlledByParent, ControlledByCampaign, ControlledByLeadOrContact.
  const controlled = sharingModel?.state === 'present';
  if (controlled && !sharingModel.value.startsWith('ControlledBy'))
    return object === 'Contact' ? sharedByPerson(model, below) : { is: 'no' };
  const masters = mastersOf(object, described);
  if (masters === undefined) {
    // A standard object without a standard parent has none; a custom one may be the detail of whatever is shared.
    if (!controlled && !(object.endsWith('__c') && sharesAnything(model))) return { is: 'no' };
    if (!controlled)
      return {
        is: 'unknown',
        missing: [elsewhere(TYPES.object, 'sharingModel', object, sharingModel)],
      };
    return {
      is: 'unknown',
      missing: [elsewhere(TYPES.object, 'masters', object, undefined)],
    };
  }
  const missing: Unknown[] = [];
  for (const master of masters) {
    const answer = shared(model, master, [...below, object]);
    if (answer.is === 'yes' && controlled)
      return { is: 'yes', by: { ...answer.by, parent: answer.by.parent ?? master } };
    if (answer.is === 'yes') missing.push(elsewhere(TYPES.object, 'sharingModel', object, sharingModel));
    if (answer.is === 'unknown' && controlled) missing.push(...answer.missing);
  }
  return missing.length > 0 ? { is: 'unknown', missing } : { is: 'no' };
}

/** Contacts of accounts that are persons, where rules share these accounts. */
function sharedByPerson(model: Model, below: string[]): Answer<Share> {
  const accounts = shared(model, 'Account', [...below, 'Contact']);
  if (accounts.is === 'no') return accounts;
  const persons = personAccounts(model.object);
  if (persons.is === 'no') return { is: 'no' };
  if (accounts.is === 'unknown') return accounts;
  const nickname = setting(model.site, 'guestUser');
  const own = rulesFor(model.sharing?.settings.guestRules ?? [], 'Account').filter(
    ({ rule }) => nickname.state === 'present' && rule.guestUsers.includes(nickname.value),
  );
  const [share] = [accounts.by, ...own].filter(({ rule }) => !leavesOutPersons(rule));
  if (share === undefined) return { is: 'no' };
  return persons.is === 'unknown'
    ? persons
    : { is: 'yes', by: { ...share, parent: 'Account', byPerson: true } };
}

/** Does any rule name this site's guest user? Without one no parent can pass anything on. */
function sharesAnything({ site, sharing }: Model): boolean {
  const nickname = setting(site, 'guestUser');
  return (sharing?.settings.guestRules ?? []).some(
    ({ guestUsers }) => nickname.state !== 'present' || guestUsers.includes(nickname.value),
  );
}

/** A missing setting of another resource, named so that people can find it. */
function elsewhere(
  type: string,
  name: string,
  of: string,
  known: { state: string; why?: Unknown } | undefined,
): Unknown {
  const why = known?.why;
  const lack: Unknown = { reason: 'missing', ...why, setting: `${type}#${name}` };
  return why?.detail === undefined ? { ...lack, ...lackOf([of], lack) } : lack;
}
