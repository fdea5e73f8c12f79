// Sharing rules and org settings, read as metadata because no query knows them.
import type { Known, Resource, Unknown } from '../../../snapshot/resource.ts';
import { TYPES } from '../guest/model.ts';
import type { Sharing } from '../guest/sharing.generated.ts';
import { addRules, type RulesSeen } from '../import/sharing.ts';
import { type Element, flag } from '../import/xml.ts';
import type { Org } from '../session.ts';

const RULE_TYPES = ['SharingGuestRule', 'SharingCriteriaRule', 'SharingOwnerRule'];

/** Reads the rules of every object that has some. */
export async function readSharing(
  org: Org,
  settings: Known<Element[]>,
  scope: string,
): Promise<Resource<Sharing>> {
  const unknowns: Unknown[] = [];
  const values: Partial<Sharing> = {};
  const objects = new Set<string>();
  let lost: Unknown | undefined;
  for (const type of RULE_TYPES) {
    const names = await org.listMetadata(type);
    if (names.state === 'unknown') lost ??= names.why;
    if (names.state === 'present') for (const name of names.value) objects.add(name.split('.')[0] ?? '');
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
  return {
    record: 'resource',
    type: TYPES.sharing,
    id: 'sharing',
    name: 'sharing',
    scope,
    settings: values,
    unknowns,
  };
}
