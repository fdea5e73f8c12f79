// Code that guests may run, live: what their permission sets name, then the sources of the org's own.
import type { Known, Resource, Unknown } from '../../../snapshot/resource.ts';
import type { Permissions } from '../guest/permissions.generated.ts';
import { type Element, text } from '../import/xml.ts';
import { QUERIES } from '../live/queries.ts';
import { at, type Row, textAt } from '../live/row.ts';
import type { Org } from '../session.ts';
import { ACCESS_LISTS, classesBehind } from './granted.ts';
import { classResource, flowResource, packageResources, pageResource } from './resources.ts';

/** Sources are long: this many a request. */
const SOURCES_A_REQUEST = 50;

/** What a permission set lets its holders run. */
export type Access = { settings: Partial<Permissions>; unknowns: Unknown[] };

/** Reads what these permission sets of guests let them run, with the sources. */
export async function readCode(
  org: Org,
  permissionSets: string[],
  scope: string,
): Promise<{ access: Map<string, Access>; resources: Resource<object>[] }> {
  const named = await org.rows(QUERIES.setupAccess, { field: 'ParentId', values: permissionSets });
  const rows = named.state === 'present' ? named.value : [];
  const idsOf = (type: string): string[] => {
    const own = rows.filter((row) => textAt(row, 'SetupEntityType') === type);
    return [...new Set(own.map((row) => textAt(row, 'SetupEntityId') ?? ''))].sort();
  };
  const classes = await inParts(org, QUERIES.apexClasses, 'Id', idsOf('ApexClass'));
  const pages = await inParts(org, QUERIES.apexPages, 'Id', idsOf('ApexPage'));
  const flows = await org.rows(QUERIES.flows, { field: 'DurableId', values: idsOf('FlowDefinition') });

  const pageResources = ownOf(pages).map((row) =>
    pageResource({
      name: nameOf(row),
      scope,
      source:
        textAt(row, 'Markup') ??
        failed('the page came without markup', 'ページのマークアップが返されませんでした'),
    }),
  );
  const known = new Set(rowsOf(classes).map((row) => nameOf(row).toLowerCase()));
  const behind = pageResources.flatMap(({ settings }) => classesBehind(settings));
  const wanted = new Set(behind.filter((name) => !known.has(name.toLowerCase())));
  const controllers = await inParts(org, QUERIES.apexClasses, 'Name', [...wanted].sort());
  const classResources = [...ownOf(classes), ...ownOf(controllers)].map((row) => classFrom(row, scope));
  for (const name of wanted)
    if (controllers.state === 'unknown')
      classResources.push(
        classResource({ name, scope, source: without(controllers.why) }, without(controllers.why)),
      );

  const flowNames = ownOf(flows).map(nameOf).sort();
  const definitions: Known<Element[]> =
    flowNames.length === 0 ? { state: 'absent' } : await org.readMetadata('Flow', flowNames);
  const flowResources = flowNames.map((name) =>
    flowResource({ name, scope, source: definitionOf(name, definitions) }),
  );

  const access = new Map<string, Access>();
  const lists = [
    ['classAccess', 'ApexClass', classes, 'Id'],
    ['pageAccess', 'ApexPage', pages, 'Id'],
    ['flowAccess', 'FlowDefinition', flows, 'DurableId'],
  ] as const;
  for (const set of permissionSets) {
    const settings: Partial<Permissions> = {};
    const unknowns: Unknown[] = [];
    access.set(set, { settings, unknowns });
    if (named.state === 'unknown') {
      for (const setting of ACCESS_LISTS) unknowns.push({ ...named.why, setting });
      continue;
    }
    const own = rows.filter((row) => textAt(row, 'ParentId') === set);
    for (const [setting, type, answer, id] of lists) {
      const ids = own
        .filter((row) => textAt(row, 'SetupEntityType') === type)
        .map((row) => textAt(row, 'SetupEntityId'));
      const names = ids
        .map((one) => rowsOf(answer).find((row) => textAt(row, id) === one))
        .map((row) => row && nameOf(row));
      const unnamed = names.filter((name) => name === undefined).length;
      // Ids without names lead nowhere.
      if (ids.length > 0 && answer.state === 'unknown') unknowns.push({ ...answer.why, setting });
      else if (unnamed > 0)
        unknowns.push({
          setting,
          reason: 'denied',
          permission: QUERIES.setupAccess.permission,
          detail: `${unnamed} of ${ids.length} ${type} were not listed`,
          detailJa: `${type} ${ids.length} 件中 ${unnamed} 件が一覧にありません`,
        });
      else settings[setting] = [...new Set(names.filter((name) => name !== undefined))].sort();
    }
  }
  const packages = packageResources(
    [...access.values()].map(({ settings }) => settings),
    scope,
  );
  return { access, resources: [...classResources, ...pageResources, ...flowResources, ...packages] };
}

function definitionOf(name: string, answer: Known<Element[]>): Element | Omit<Unknown, 'setting'> {
  if (answer.state === 'unknown') return without(answer.why);
  const all = answer.state === 'present' ? answer.value : [];
  return (
    all.find((element) => text(element, 'fullName') === name) ??
    failed('the flow was not answered', 'フローが返されませんでした')
  );
}

function classFrom(row: Row, scope: string) {
  const version = at(row, 'ApiVersion');
  return classResource(
    {
      name: nameOf(row),
      scope,
      source:
        textAt(row, 'Body') ?? failed('the class came without a body', 'クラスの本体が返されませんでした'),
    },
    typeof version === 'number'
      ? version
      : failed('the class came without an API version', 'クラスの API バージョンが返されませんでした'),
  );
}

/** A query in parts that are not too long to answer at once; the first that fails stands for all. */
async function inParts(
  org: Org,
  query: (typeof QUERIES)['apexClasses'] | (typeof QUERIES)['apexPages'],
  field: string,
  values: string[],
): Promise<Known<Row[]>> {
  const found: Row[] = [];
  for (let start = 0; start < values.length; start += SOURCES_A_REQUEST) {
    const part = await org.rows(query, { field, values: values.slice(start, start + SOURCES_A_REQUEST) });
    if (part.state === 'unknown') return part;
    if (part.state === 'present') found.push(...part.value);
  }
  return { state: 'present', value: found };
}

function rowsOf(answer: Known<Row[]>): Row[] {
  return answer.state === 'present' ? answer.value : [];
}

/** What belongs to no package. */
function ownOf(answer: Known<Row[]>): Row[] {
  return rowsOf(answer).filter((row) => textAt(row, 'NamespacePrefix') === undefined);
}

/** With the prefix of its package, as files write it. */
function nameOf(row: Row): string {
  const prefix = textAt(row, 'NamespacePrefix');
  const name = textAt(row, 'ApiName') ?? textAt(row, 'Name') ?? '';
  return prefix === undefined || name.startsWith(`${prefix}__`) ? name : `${prefix}__${name}`;
}

function without({ setting: _, ...why }: Unknown): Omit<Unknown, 'setting'> {
  return why;
}

function failed(detail: string, detailJa: string): Omit<Unknown, 'setting'> {
  return { reason: 'failed', detail, detailJa };
}
