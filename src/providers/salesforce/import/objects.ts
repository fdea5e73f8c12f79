// Object and field files, decomposed or not -> who sees an object's records by default, and what its fields hold.
import type { Origin, Resource, Unknown } from '../../../snapshot/resource.ts';
import { TYPES } from '../guest/model.ts';
import type { Object as ObjectSettings } from '../guest/object.generated.ts';
import { all, type Element, flag, text } from './xml.ts';

type Field = NonNullable<ObjectSettings['fields']>[number];

/** What the files of one object said so far. */
export interface ObjectSeen {
  name: string;
  label?: string;
  sharingModel?: string;
  externalSharingModel?: string;
  /** List or Hierarchy, of a custom setting. */
  settingsType?: string;
  visibility?: string;
  masters: Set<string>;
  fields: Field[];
  origins: Record<string, Origin>;
  /** Standard fields that files describe, and whether one of them is there for person accounts only. */
  standardFields: number;
  personFields: boolean;
  /** Settings that two files give different values. */
  disputed: Set<string>;
  /** A file of it could not be read. */
  malformed?: string;
}

export function newObject(name: string): ObjectSeen {
  return {
    name,
    masters: new Set(),
    disputed: new Set(),
    fields: [],
    standardFields: 0,
    personFields: false,
    origins: {},
  };
}

/** Adds an object file. */
export function addObject(seen: ObjectSeen, root: Element, path: string): void {
  for (const key of ['label', 'sharingModel', 'externalSharingModel'] as const) {
    const element = root.children.find((child) => child.name === key);
    if (element === undefined || element.text === '') continue;
    // Two package directories may describe one object; which of them the org follows is not known.
    if (seen[key] !== undefined && seen[key] !== element.text) seen.disputed.add(key);
    seen[key] = element.text;
    seen.origins[key] = { file: path, line: element.line, column: element.column };
  }
  const settingsType = text(root, 'customSettingsType');
  const visibility = text(root, 'visibility');
  if (settingsType) seen.settingsType = settingsType;
  if (visibility) seen.visibility = visibility;
  for (const field of all(root, 'fields')) addField(seen, field);
}

/** Adds a field, from its own file or from inside the object's. */
export function addField(seen: ObjectSeen, field: Element): void {
  const name = text(field, 'fullName');
  if (name === undefined || name === '') return;
  if (!name.includes('__')) seen.standardFields += 1;
  if (ofPersonAccount(name)) seen.personFields = true;
  const label = text(field, 'label');
  const classification = text(field, 'securityClassification');
  const compliance = text(field, 'complianceGroup');
  if (text(field, 'type') === 'MasterDetail') {
    const master = text(field, 'referenceTo');
    if (master) seen.masters.add(master);
  }
  // Source: Metadata API developer guide, "Profile": required fields have no field permissions.
  const required =
    name.endsWith('__c') && (flag(field, 'required') === true || text(field, 'type') === 'MasterDetail');
  if (!label && !classification && !compliance && !required) return;
  seen.fields.push({
    name,
    ...(label ? { label } : {}),
    ...(classification ? { classification } : {}),
    ...(compliance ? { compliance } : {}),
    ...(required ? { required } : {}),
  });
}

/** Fields that Account has where person accounts are on: PersonEmail, Level__pc. */
export function ofPersonAccount(field: string): boolean {
  return /^(IsPersonAccount|Person[A-Z]\w*|\w+__pc)$/.test(field);
}

/** A retrieval of Account lists dozens of standard fields; a project may keep a few that were changed. */
const MANY_FIELDS = 10;

/** The resource. Without an external default of its own an object has the internal one, where the org says that it has no external model. */
export function objectFrom(
  seen: ObjectSeen,
  scope: string,
  externalModel: boolean | undefined,
): Resource<ObjectSettings> {
  const settings: Partial<ObjectSettings> = {
    name: seen.name,
    label: seen.label ?? null,
    fields: seen.fields,
  };
  const unknowns: Unknown[] = [];
  const missing = (name: string): void => {
    const [lost, lostJa] = seen.disputed.has(name)
      ? [
          `two files of ${seen.name} give different values for ${name}`,
          `${seen.name} の 2 つのファイルで ${name} の値が異なります`,
        ]
      : [seen.malformed, undefined];
    unknowns.push({
      setting: name,
      reason: lost === undefined ? 'missing' : 'malformed',
      ...(lost === undefined ? {} : { detail: lost }),
      ...(lostJa === undefined ? {} : { detailJa: lostJa }),
    });
  };
  if (seen.sharingModel !== undefined && !seen.disputed.has('sharingModel'))
    settings.sharingModel = seen.sharingModel;
  else missing('sharingModel');
  if (seen.disputed.has('externalSharingModel')) missing('externalSharingModel');
  else if (seen.externalSharingModel !== undefined) settings.externalSharingModel = seen.externalSharingModel;
  else if (externalModel === false) settings.externalSharingModel = null;
  else missing('externalSharingModel');
  if (seen.name === 'Account') {
    if (seen.personFields) settings.personAccounts = true;
    else if (seen.standardFields >= MANY_FIELDS) settings.personAccounts = false;
    else missing('personAccounts');
  }
  // Masters of a custom object are its own fields; those of standard objects are Salesforce's and not in files.
  if (seen.masters.size > 0) settings.masters = [...seen.masters].sort();
  else missing('masters');
  return {
    record: 'resource',
    type: TYPES.object,
    id: seen.name,
    name: seen.name,
    scope,
    settings,
    unknowns,
    origins: seen.origins,
  };
}
