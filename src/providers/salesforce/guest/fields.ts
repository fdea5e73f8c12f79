// Which fields of an object become readable to visitors, and which of those look sensitive.
import type { Evidence } from '../../../exposure.ts';
import { setting, type Text } from '../../../snapshot/resource.ts';
import type { Permit } from './judge.ts';
import { permissionOn } from './lookup.ts';
import type { Model } from './model.ts';
import { evidence } from './proof.ts';
import { type FieldDescription, sensitiveText } from './sensitive.ts';

/**
 * Fields of the object that the guest user can read by field-level security or View All Fields, without the object's
 * name, sorted.
 */
export function readableFields(model: Model, object: string): string[] {
  const fields = new Set<string>();
  for (const container of model.containers)
    for (const field of fieldsOf(container, object)) fields.add(field);
  if (viewsAllFields(model, object))
    for (const { name, required } of describedFields(model, object)) if (required !== true) fields.add(name);
  return [...fields].sort();
}

/** Those, and the fields that nothing hides from whoever reads the object. */
export function fieldsInReach(model: Model, object: string): FieldDescription[] {
  const described = describedFields(model, object);
  const names = new Set(readableFields(model, object));
  for (const { name, required } of described) if (required === true) names.add(name);
  return [...names].sort().map((name) => described.find((field) => field.name === name) ?? { name });
}

function describedFields(model: Model, object: string) {
  return model.object(object)?.settings.fields ?? [];
}

/** May the guest user see every field, whatever field-level security says? */
function viewsAllFields({ containers }: Model, object: string): boolean {
  return containers.some(
    ({ settings }) =>
      permissionOn(settings.objectPermissions ?? [], object)?.permission.viewAllFields === true,
  );
}

/** Which of those fields look sensitive, in words; undefined when none does. */
export function sensitiveFields(model: Model, object: string): Text | undefined {
  return sensitiveText(fieldsInReach(model, object), { object, own: model.sensitive });
}

/** Names come from files: "constructor" must not find what every object inherits. */
function fieldsOf(
  { settings: { readableFields = {} } }: Model['containers'][number],
  object: string,
): string[] {
  return Object.hasOwn(readableFields, object) ? (readableFields[object] ?? []) : [];
}

/** Which fields become readable, in words. */
export function fieldEvidence(model: Model, permit: Permit): Evidence {
  const { object } = permit.permission;
  const fields = readableFields(model, object);
  if (viewsAllFields(model, object))
    return evidence(
      permit.container,
      'objectPermissions',
      {
        en: 'readable: every field (View All Fields)',
        ja: '読める項目: すべて（「すべての項目の参照」権限）',
      },
      { part: object },
    );
  if (setting(permit.container, 'readableFields').state === 'unknown')
    return evidence(permit.container, 'readableFields', {
      en: 'which fields are readable could not be read',
      ja: 'どの項目を読めるかは読み取れませんでした',
    });
  const shown = fields.slice(0, 8).join(', ');
  const more = fields.length > 8 ? fields.length - 8 : 0;
  return evidence(
    permit.container,
    'readableFields',
    {
      en:
        fields.length === 0
          ? 'readable: the name and required fields'
          : `readable: the name, required fields and ${fields.length} more: ${shown}${more ? ` and ${more} more` : ''}`,
      ja:
        fields.length === 0
          ? '読める項目: 名前と必須項目'
          : `読める項目: 名前と必須項目のほか ${fields.length} 項目（${shown}${more ? ` ほか ${more} 項目` : ''}）`,
    },
    { part: permit.permission.object },
  );
}
