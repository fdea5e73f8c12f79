// Sharing rules and org settings, read as metadata because no query knows them.
import type { Known, Resource, Unknown } from '../../../snapshot/resource.ts';
import { TYPES } from '../guest/model.ts';
import type { Sharing } from '../guest/sharing.generated.ts';
import { addRules, type RulesSeen } from '../import/sharing.ts';
import { all, type Element, flag, text } from '../import/xml.ts';
import type { Org } from '../session.ts';

const RULE_TYPES = ['SharingGuestRule', 'SharingCriteriaRule', 'SharingOwnerRule'];

/** A rule by what the setup audit trail calls it, and when it was made. */
export interface NamedRule {
  object: string;
  name: string;
  label: string;
  created: string | undefined;
}

/** Reads the rules of every object that has some. */
export async function readSharing(
  org: Org,
  settings: Known<Element[]>,
  scope: string,
): Promise<{ sharing: Resource<Sharing>; named: NamedRule[] }> {
  const unknowns: Unknown[] = [];
  const values: Partial<Sharing> = {};
  const objects = new Set<string>();
  const made = new Map<string, string | undefined>();
  const named: NamedRule[] = [];
  let lost: Unknown | undefined;
  for (const type of RULE_TYPES) {
    const names = await org.listDated(type);
    if (names.state === 'unknown') lost ??= names.why;
    for (const { name, created } of names.state === 'present' ? names.value : []) {
      objects.add(name.split('.')[0] ?? '');
      made.set(name, created);
    }
  }
  const wanted = [...objects].filter((name) => name !== '').sort();
  const read =
    lost === undefined && wanted.length > 0 ? await org.readMetadata('SharingRules', wanted) : undefined;
  if (read?.state === 'unknown') lost = read.why;
  if (lost !== undefined)
    for (const setting of ['guestRules', 'externalRules', 'covers']) unknowns.push({ ...lost, setting });
  else {
    const seen: RulesSeen = {
      guestRules: [],
      externalRules: [],
      objects: new Set(),
      unread: new Set(),
      origins: {},
    };
    const elements = read?.state === 'present' ? read.value : [];
    for (const element of elements) {
      const object = element.children.find((child) => child.name === 'fullName')?.text ?? '';
      addRules(seen, element, object, '');
      for (const rule of all(element, 'sharingGuestRules')) {
        const name = (text(rule, 'fullName') ?? '').split('.').at(-1) ?? '';
        const label = text(rule, 'label') ?? name;
        named.push({ object, name, label, created: made.get(`${object}.${name}`) });
      }
    }
    values.guestRules = seen.guestRules;
    values.externalRules = seen.externalRules;
    values.covers = 'every-object';
    values.coveredObjects = [...seen.objects].sort();
    values.unreadObjects = wanted.filter((name) => !seen.objects.has(name));
  }
  if (settings.state === 'unknown') unknowns.push({ ...settings.why, setting: 'externalModel' });
  else {
    const [element] = settings.state === 'present' ? settings.value : [];
    values.externalModel =
      element === undefined ? null : (flag(element, 'enableExternalSharingModel') ?? null);
  }
  const sharing: Resource<Sharing> = {
    record: 'resource',
    type: TYPES.sharing,
    id: 'sharing',
    name: 'sharing',
    scope,
    settings: values,
    unknowns,
  };
  return { sharing, named };
}
