// Fields that the org itself classifies as not for the public, and that guests can read.
import type { Evidence } from '../../../exposure.ts';
import type { Unknown } from '../../../snapshot/resource.ts';
import { setting } from '../../../snapshot/resource.ts';
import { fieldsInReach } from './fields.ts';
import { permitted, reach, shared } from './judge.ts';
import { type Model, TYPES } from './model.ts';
import { someOf } from './names.ts';
import { evidence } from './proof.ts';
import { sensitivity } from './sensitive.ts';

/** `Contact.NationalId__c (PII)` for each, and what was missing to tell. Names alone are a guess and do not count here. */
export function classifiedFields(model: Model): { fields: string[]; missing: Unknown[]; words: Evidence[] } {
  const fields: string[] = [];
  const missing: Unknown[] = [];
  if (reach(model).is === 'no') return { fields, missing, words: [] };
  for (const object of openNames(model)) {
    const described = model.object(object);
    const known = described === undefined ? undefined : setting(described, 'fields');
    if (known === undefined || known.state === 'unknown') {
      const why: Partial<Unknown> = known?.state === 'unknown' ? known.why : {};
      missing.push({
        reason: 'missing',
        ...(why.detail === undefined
          ? {
              detail: `the fields of ${object} are not in this input`,
              detailJa: `${object} の項目がこの入力にありません`,
            }
          : {}),
        ...why,
        setting: `${TYPES.object}#fields`,
      });
      continue;
    }
    for (const field of fieldsInReach(model, object)) {
      const hit = sensitivity(field);
      if (hit?.marked === true) fields.push(`${object}.${field.name} (${hit.kind.en})`);
    }
  }
  const some = someOf(fields);
  const text = {
    en: `classified in the org, and readable: ${some.en}`,
    ja: `組織で分類されている項目が読める: ${some.ja}`,
  };
  return { fields, missing, words: [evidence(model.site, 'guestProfile', text, { own: true })] };
}

/** Objects whose records are shared with the guest user, who may read them. */
function openNames(model: Model): string[] {
  const names = new Set<string>();
  for (const { settings } of model.containers)
    for (const { object, read } of settings.objectPermissions ?? []) if (read) names.add(object);
  return [...names]
    .sort()
    .filter((name) => permitted(model, name, 'read').is === 'yes' && shared(model, name).is === 'yes');
}
