// Rows of the setup audit trail -> changes of what visitors are judged by. Their texts are compared, and not kept.
import type { Known, Unknown } from '../../../snapshot/resource.ts';
import type { Right } from '../guest/judge.ts';
import { type Row, textAt } from '../live/row.ts';
import type { History } from './history.generated.ts';
import { ofSystem } from './system.ts';

export type Change = NonNullable<History['trail']>['changes'][number];

/** What is looked for. Texts of the trail name profiles, labels of objects and labels of rules. */
export interface Named {
  profiles: string[];
  objects: { name: string; label: string }[];
  rules: { object: string; name: string; label: string }[];
}

/**
 * Actions of the trail that are asked for: permissions of profiles on objects and of the system, profiles that were made from
 * others, sharing rules. They are the same in every language of the org, while texts are in the language of who asks.
 */
export const ACTIONS = [
  'profileOlpChanged',
  'profilePermChanged',
  'profileCloned',
  'insertSharingRule',
  'updateSharingRule',
  'deleteSharingRule',
];

/** What a text calls the rights of an object permission, in English. */
const RIGHTS: Record<string, Right | 'viewAllFields'> = {
  Read: 'read',
  Create: 'create',
  Edit: 'edit',
  Delete: 'delete',
  'View All': 'viewAll',
  'View All Records': 'viewAll',
  'Modify All': 'modifyAll',
  'Modify All Records': 'modifyAll',
  'View All Fields': 'viewAllFields',
};

/**
 * The changes, newest first. An entry in the known English form is understood; any other that only names a thing may be about
 * it. A row without a date or a text could be about anything: then the trail says nothing.
 */
export function changesIn(rows: Row[], named: Named): Known<Change[]> {
  const changes: Change[] = [];
  for (const row of rows) {
    const action = textAt(row, 'Action') ?? '';
    const date = timeOf(textAt(row, 'CreatedDate'));
    const text = textAt(row, 'Display');
    if (date === undefined || text === undefined) {
      const why: Unknown = {
        setting: 'trail',
        reason: 'malformed',
        detail: 'an entry came without a date or a text',
        detailJa: '日付または文面のない記録があります',
      };
      return { state: 'unknown', why };
    }
    if (/^profileOlpChanged/i.test(action)) changes.push(...ofPermissions(date, text, named));
    else if (/^profilePermChanged/i.test(action)) changes.push(...ofSystem(date, text, named.profiles));
    else if (/^profileCloned/i.test(action))
      for (const name of named.profiles)
        if (text.includes(name)) changes.push({ date, what: 'profile', of: name, name, did: 'changed' });
    if (/SharingRule/i.test(action)) changes.push(...ofRules(date, action, text, named));
  }
  changes.sort((a, b) => (a.date < b.date ? 1 : -1));
  return { state: 'present', value: changes };
}

/** ISO 8601 in UTC; undefined for what is no time, and for the first second of 1970, which stands for none. */
export function timeOf(text: string | undefined): string | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) || time === 0 ? undefined : new Date(time).toISOString();
}

/** `Changed profile PROFILE: OBJECT object permissions were changed from RIGHTS to RIGHTS`, whole and with nothing after it. */
function ofPermissions(date: string, text: string, { profiles, objects }: Named): Change[] {
  const changes: Change[] = [];
  for (const profile of profiles) {
    if (!text.includes(profile)) continue;
    const told = toldOf(text, `Changed profile ${profile}: `);
    for (const { name, label } of objects) {
      const change: Change = { date, what: 'object-permission', of: profile, name, did: 'changed' };
      if (told?.label === label || told?.label === name)
        changes.push({ ...change, before: told.before, after: told.after });
      else if (told === undefined && (text.includes(label) || text.includes(name))) changes.push(change);
    }
  }
  return changes;
}

function toldOf(
  text: string,
  start: string,
): { label: string; before: string[]; after: string[] } | undefined {
  if (!text.startsWith(start)) return undefined;
  const [label = '', rights, ...more] = text
    .slice(start.length)
    .split(' object permissions were changed from ');
  const [before, after, ...others] = (rights ?? '').split(' to ').map(rightsIn);
  if (more.length + others.length > 0 || before === undefined || after === undefined) return undefined;
  return { label, before, after };
}

/** Undefined when a word is not a right. */
function rightsIn(list: string): string[] | undefined {
  if (list === 'No Access') return [];
  const rights = list.split(', ').map((word) => (Object.hasOwn(RIGHTS, word) ? RIGHTS[word] : undefined));
  const known = rights.filter((right) => right !== undefined);
  return known.length === rights.length ? known : undefined;
}

/** What a text calls a kind of rule, in English. Anything else there could be the rest of a longer name of an object. */
const KINDS = [
  'Owner',
  'Criteria-Based',
  'Criteria Based',
  'Guest',
  'Guest User',
  'Guest User Criteria-Based',
];

/** `Created OBJECT KIND Sharing Rule LABEL`; Updated and Deleted likewise, Updated with what was changed after a colon. */
const TOLD = new RegExp(`^(?:Created|Updated|Deleted) (.+?) (?:${KINDS.join('|')}) Sharing Rule (.+)$`);

function ofRules(date: string, action: string, text: string, { rules, objects }: Named): Change[] {
  const told = TOLD.exec(text);
  // An object that is not known may be a known one under another name.
  const whose = objects.find(({ label, name }) => [label, name].includes(told?.[1] ?? ''))?.name;
  return rules.flatMap(({ object, name, label }): Change[] => {
    if (![label, name].some((word) => text.includes(word))) return [];
    const labels = [objects.find((one) => one.name === object)?.label ?? object, object];
    const starts = labels.flatMap((of) => KINDS.map((kind) => `${of} ${kind} Sharing Rule ${label}`));
    const change = { date, what: 'sharing-rule', of: object, name } as const;
    if (/^insert/i.test(action) && starts.some((start) => text === `Created ${start}`))
      return [{ ...change, did: 'created' }];
    const ours = starts.some((start) => text === `Deleted ${start}` || text.startsWith(`Updated ${start}:`));
    if (!ours && whose !== undefined && whose !== object) return [];
    if (!ours && told !== null && !`${told[2]}:`.startsWith(`${label}:`)) return [];
    return [{ ...change, did: /^delete/i.test(action) && ours ? 'removed' : 'changed' }];
  });
}
