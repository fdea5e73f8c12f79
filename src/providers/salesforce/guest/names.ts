// Naming many objects in one line: an org has hundreds, a reader takes in five.
import type { Text, Unknown } from '../../../snapshot/resource.ts';
import type { Model } from './model.ts';

const SHOWN = 5;

/** `A, B and 3 more`. */
export function someOf(names: string[]): Text {
  const more = names.length - SHOWN;
  if (more <= 0) return { en: names.join(', '), ja: names.join('、') };
  const shown = names.slice(0, SHOWN);
  return { en: `${shown.join(', ')} and ${more} more`, ja: `${shown.join('、')} ほか ${more} 件` };
}

/** Metadata to retrieve for what an export lacks. */
const RETRIEVE: Record<string, string> = {
  'salesforce.object': 'CustomObject',
  'salesforce.sharing': 'SharingRules',
  'salesforce.permissions': 'Profile',
};

/** Whose setting is not known, and where an export lacks it what to retrieve. `setting`: `salesforce.object#masters`. */
export function lackOf(
  names: string[],
  { setting, reason }: Pick<Unknown, 'setting' | 'reason'>,
): Pick<Unknown, 'detail' | 'detailJa'> {
  const { en, ja } = someOf(names);
  const wanted = RETRIEVE[setting.split('#')[0] ?? ''];
  if (reason !== 'missing' || wanted === undefined) return { detail: en, detailJa: ja };
  return { detail: `${en} (retrieve ${wanted})`, detailJa: `${ja}（${wanted} を取得してください）` };
}

/** One unknown for all objects that lack the same thing for the same reason. */
export function summed(undecided: { object: string; missing: Unknown[] }[]): Unknown[] {
  const groups = new Map<string, { why: Unknown; details: Set<string>; names: Set<string> }>();
  for (const { object, missing } of undecided)
    for (const why of missing) {
      const key = `${why.setting} ${why.reason}`;
      const group = groups.get(key) ?? { why, details: new Set(), names: new Set() };
      groups.set(key, group);
      group.details.add(why.detail ?? '');
      group.names.add(object);
    }
  const found: Unknown[] = [];
  // One cause speaks for itself; causes that differ by object are summed up by its name.
  for (const { why, details, names } of groups.values())
    found.push(details.size === 1 ? why : { ...why, ...lackOf([...names], why) });
  return found;
}

/** What people call an object, where its label is not its API name. */
export function labelOf(model: Model, object: string): { subjectName?: string } {
  const label = model.object(object)?.settings.label;
  return label && label !== object ? { subjectName: `${label} (${object})` } : {};
}
