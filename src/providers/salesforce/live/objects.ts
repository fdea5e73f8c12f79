// Org-wide defaults of the objects that outsiders have something to do with, their parents, and what their fields hold.
import type { Known, Resource, Unknown } from '../../../snapshot/resource.ts';
import { TYPES } from '../guest/model.ts';
import type { Object as ObjectSettings } from '../guest/object.generated.ts';
import type { Org } from '../session.ts';
import { QUERIES } from './queries.ts';
import { at, type Row, textAt } from './row.ts';

const PARENT_LEVELS = 4;

/**
 * Reads objects, and upwards those that control access to them. Fields are read where guests can read the object
 * (`byGuests`) and its records may be shared with them: by a rule (`ruled`), or by a parent.
 */
export async function readObjects(
  org: Org,
  names: string[],
  { byGuests, ruled }: { byGuests: Set<string>; ruled: Set<string> },
  externalModel: boolean | null | undefined,
  scope: string,
): Promise<Resource<ObjectSettings>[]> {
  const found = new Map<string, Resource<ObjectSettings>>();
  let wanted = names;
  for (let level = 0; level <= PARENT_LEVELS && wanted.length > 0; level += 1) {
    const answer = await org.rows(QUERIES.objects, { field: 'QualifiedApiName', values: wanted });
    const above = new Set<string>();
    for (const name of wanted) {
      const resource = objectFromRow(name, answer, externalModel, scope);
      found.set(name, resource);
      const controlled = resource.settings.sharingModel === 'ControlledByParent';
      if (controlled) {
        const masters = await org.mastersOf(name);
        if (masters.state === 'unknown') resource.unknowns.push({ ...masters.why, setting: 'masters' });
        else if (masters.state === 'present' && masters.value.length > 0) {
          resource.settings.masters = masters.value;
          for (const master of masters.value) if (!found.has(master)) above.add(master);
        }
      }
      if (byGuests.has(name) && (ruled.has(name) || controlled)) await describeFields(org, resource);
    }
    wanted = [...above].sort();
  }
  const account = found.get('Account');
  // Only contacts depend on it.
  if (account !== undefined && found.has('Contact')) await askPersonAccounts(org, account);
  return [...found.values()];
}

async function askPersonAccounts(org: Org, account: Resource<ObjectSettings>): Promise<void> {
  const answer = await org.rows(QUERIES.personAccounts, {
    field: 'EntityDefinition.QualifiedApiName',
    values: ['Account'],
  });
  if (answer.state === 'unknown') account.unknowns.push({ ...answer.why, setting: 'personAccounts' });
  else account.settings.personAccounts = answer.state === 'present' && answer.value.length > 0;
}

function objectFromRow(
  name: string,
  answer: Known<Row[]>,
  externalModel: boolean | null | undefined,
  scope: string,
): Resource<ObjectSettings> {
  const settings: Partial<ObjectSettings> = { name };
  const unknowns: Unknown[] = [];
  const row =
    answer.state === 'present'
      ? answer.value.find((candidate) => textAt(candidate, 'QualifiedApiName') === name)
      : undefined;
  if (row === undefined) {
    const why: Unknown =
      answer.state === 'unknown'
        ? answer.why
        : {
            setting: 'sharingModel',
            reason: 'failed',
            detail: `${name} was not listed by EntityDefinition`,
            detailJa: `${name} が EntityDefinition の一覧にありません`,
          };
    for (const setting of ['label', 'sharingModel', 'externalSharingModel'])
      unknowns.push({ ...why, setting });
  } else {
    settings.label = textAt(row, 'Label') ?? null;
    settings.sharingModel = textAt(row, 'InternalSharingModel') ?? null;
    const external = at(row, 'ExternalSharingModel');
    if (externalModel === false || external === null) settings.externalSharingModel = null;
    else if (typeof external === 'string') settings.externalSharingModel = external;
    else
      unknowns.push({
        setting: 'externalSharingModel',
        reason: 'failed',
        detail: `${name} came without an external sharing model`,
        detailJa: `${name} の外部共有モデルが返されませんでした`,
      });
  }
  return { record: 'resource', type: TYPES.object, id: name, name, scope, settings, unknowns };
}

async function describeFields(org: Org, resource: Resource<ObjectSettings>): Promise<void> {
  const answer = await org.rows(QUERIES.fields, {
    field: 'EntityDefinition.QualifiedApiName',
    values: [resource.id],
  });
  if (answer.state === 'unknown') {
    resource.unknowns.push({ ...answer.why, setting: 'fields' });
    return;
  }
  resource.settings.fields = (answer.state === 'present' ? answer.value : []).map((row) => {
    const label = textAt(row, 'Label');
    const classification = textAt(row, 'SecurityClassification');
    const compliance = textAt(row, 'ComplianceGroup');
    const name = textAt(row, 'QualifiedApiName') ?? '';
    return {
      name,
      ...(label === undefined ? {} : { label }),
      ...(classification === undefined ? {} : { classification }),
      ...(compliance === undefined ? {} : { compliance }),
      ...(name.endsWith('__c') && at(row, 'IsFlsEnabled') === false ? { required: true } : {}),
    };
  });
}
