// Which classes, pages and flows the guest user of a site may run, and where that is said.
import type { Context } from '../../../exposure.ts';
import type { Schema } from '../../../schema.ts';
import { type Resource, setting, typed, type Unknown } from '../../../snapshot/resource.ts';
import { entriesNamed } from '../guest/lookup.ts';
import { type Model, TYPES } from '../guest/model.ts';
import { type ApexClass, apexClassSchema } from './apex-class.generated.ts';
import { type ApexPage, apexPageSchema } from './apex-page.generated.ts';
import { type Flow, flowSchema } from './flow.generated.ts';
import { CODE } from './types.ts';

/** A thing that a container lets its holders run. */
export interface Grant {
  name: string;
  container: Model['containers'][number];
  /** Position in the container's list. */
  index: number;
}

export const ACCESS_LISTS = ['classAccess', 'pageAccess', 'flowAccess'] as const;
export type AccessList = (typeof ACCESS_LISTS)[number];

/** What the guest user may run, each name once, and what could not be read about it. */
export function granted(model: Model, list: AccessList): { grants: Grant[]; missing: Unknown[] } {
  const grants = new Map<string, Grant>();
  const missing = [...model.missingContainers];
  for (const container of model.containers) {
    const known = setting(container, list);
    if (known.state === 'unknown') missing.push({ ...known.why, setting: `${TYPES.permissions}#${list}` });
    if (known.state !== 'present') continue;
    for (const [index, name] of known.value.entries())
      if (!grants.has(name)) grants.set(name, { name, container, index });
  }
  return { grants: [...grants.values()].sort((a, b) => (a.name < b.name ? -1 : 1)), missing };
}

/** The prefix of the package that something belongs to; undefined for what is the org's own. No own name holds two underscores in a row. */
export function packageOf(name: string): string | undefined {
  return /^([A-Za-z]\w*?)__\w/.exec(name)?.[1];
}

/** The code of an org by name; undefined when it was not read. Apex does not tell cases apart. */
export interface Code {
  class(name: string): Resource<ApexClass> | undefined;
  page(name: string): Resource<ApexPage> | undefined;
  flow(name: string): Resource<Flow> | undefined;
}

/** Code that was read with an org. */
export function codeOf(context: Context, scope: string): Code {
  const found = (type: string, name: string): Resource | undefined =>
    entriesNamed(context.all(type, scope), name.toLowerCase(), ({ settings }) =>
      String(settings['name'] ?? '').toLowerCase(),
    )[0]?.[0];
  return {
    class: (name) => asClass(found(CODE.class, name)),
    page: (name) => asPage(found(CODE.page, name)),
    flow: (name) => asFlow(found(CODE.flow, name)),
  };
}

/** See typed; what many sites ask for is checked once. */
function checkedOnce<S extends object>(
  schema: Schema<S>,
): (resource: Resource | undefined) => Resource<S> | undefined {
  const seen = new WeakMap<Resource, Resource<S>>();
  return (resource) => {
    if (resource === undefined) return undefined;
    const known = seen.get(resource) ?? typed(resource, schema);
    seen.set(resource, known);
    return known;
  };
}

const asClass = checkedOnce(apexClassSchema);
const asPage = checkedOnce(apexPageSchema);
const asFlow = checkedOnce(flowSchema);

/** Classes of the org itself behind a page; `kagipkg.Orders` is one of a package. */
export function classesBehind({ controller, extensions = [] }: Partial<ApexPage>): string[] {
  const names = [controller ?? '', ...extensions];
  return names.filter((name) => /^\w+$/.test(name) && packageOf(name) === undefined);
}
