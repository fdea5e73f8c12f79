// Sources of classes, pages and flows, from a file or an org -> resources. The sources themselves are not kept.
import type { Origin, Resource, Unknown } from '../../../snapshot/resource.ts';
import type { Permissions } from '../guest/permissions.generated.ts';
import type { Element } from '../import/xml.ts';
import type { ApexClass } from './apex-class.generated.ts';
import type { ApexPage } from './apex-page.generated.ts';
import type { Flow } from './flow.generated.ts';
import { flowFrom } from './flow.ts';
import { ACCESS_LISTS, packageOf } from './granted.ts';
import { outlineOf } from './outline.ts';
import type { Package } from './package.generated.ts';
import { pageFrom } from './page.ts';
import { CODE } from './types.ts';

/** What was read under a name: a source, or why there is none. `file`: the file it stands in. */
export interface Source<T> {
  name: string;
  scope: string;
  source: T | Omit<Unknown, 'setting'>;
  file?: string;
}

const OF_CLASS = ['test', 'classes', 'entryPoints', 'data', 'guards', 'calls'] as const;
const OF_PAGE = ['standardController', 'controller', 'extensions', 'line'] as const;
const OF_FLOW = [
  'status',
  'processType',
  'runInMode',
  'needsPermission',
  'inputs',
  'screens',
  'data',
  'calls',
] as const;

/** An Apex class. What is no class, or too long, is an unknown that says so. */
export function classResource(
  { name, scope, source, file }: Source<string>,
  apiVersion: number | Omit<Unknown, 'setting'>,
): Resource<ApexClass> {
  const unknowns: Unknown[] = [];
  const settings: Partial<ApexClass> = { name, namespace: null };
  const origins: Record<string, Origin> = {};
  if (typeof apiVersion === 'number') settings.apiVersion = apiVersion;
  else unknowns.push({ ...apiVersion, setting: 'apiVersion' });
  // Salesforce answers so for what it does not show.
  const shown =
    source === '(hidden)'
      ? { reason: 'denied' as const, detail: 'its source is hidden', detailJa: 'ソースは非公開です' }
      : source;
  const outline = typeof shown === 'string' ? outlineOf(shown) : shown;
  if (typeof outline === 'string') unknowns.push(...lost(OF_CLASS, { reason: 'malformed', detail: outline }));
  else if ('reason' in outline) unknowns.push(...lost(OF_CLASS, outline));
  else {
    Object.assign(settings, outline);
    if (file !== undefined) {
      origins['name'] = { file, line: 1 };
      for (const key of ['classes', 'entryPoints', 'data'] as const)
        for (const [index, { line }] of outline[key].entries()) origins[`${key}/${index}`] = { file, line };
    }
  }
  return { record: 'resource', type: CODE.class, id: name, name, scope, settings, unknowns, origins };
}

/** A Visualforce page. */
export function pageResource({ name, scope, source, file }: Source<string>): Resource<ApexPage> {
  const settings: Partial<ApexPage> = { name, namespace: null };
  const unknowns: Unknown[] = [];
  const origins: Record<string, Origin> = {};
  const behind = typeof source === 'string' ? pageFrom(source) : source;
  if (behind === undefined)
    unknowns.push(
      ...lost(OF_PAGE, {
        reason: 'malformed',
        detail: 'holds no page',
        detailJa: 'ページの定義がありません',
      }),
    );
  else if ('reason' in behind) unknowns.push(...lost(OF_PAGE, behind));
  else {
    Object.assign(settings, behind);
    if (file !== undefined) origins['controller'] = { file, line: behind.line };
  }
  return { record: 'resource', type: CODE.page, id: name, name, scope, settings, unknowns, origins };
}

/** A flow. */
export function flowResource({ name, scope, source, file }: Source<Element>): Resource<Flow> {
  const settings: Partial<Flow> = { name, namespace: null };
  const unknowns: Unknown[] = [];
  const origins: Record<string, Origin> = {};
  if ('reason' in source) unknowns.push(...lost(OF_FLOW, source));
  else {
    Object.assign(settings, flowFrom(source));
    if (file !== undefined) {
      const place = ({ line, column }: Element): Origin => ({ file, line, column });
      origins['runInMode'] = place(source.children.find((child) => child.name === 'runInMode') ?? source);
      for (const element of source.children) {
        const named = element.name.startsWith('record') ? nameOf(element) : undefined;
        if (named !== undefined) origins[`data/${named}`] = place(element);
      }
    }
  }
  return { record: 'resource', type: CODE.flow, id: name, name, scope, settings, unknowns, origins };
}

/** Packages of which these containers let guests run something. */
export function packageResources(containers: Partial<Permissions>[], scope: string): Resource<Package>[] {
  const packages = new Map<string, Set<string>>();
  for (const settings of containers)
    for (const name of ACCESS_LISTS.flatMap((list) => settings[list] ?? [])) {
      const prefix = packageOf(name);
      if (prefix !== undefined) packages.set(prefix, (packages.get(prefix) ?? new Set()).add(name));
    }
  return [...packages].sort().map(([name, names]) => ({
    record: 'resource',
    type: CODE.package,
    id: name,
    name,
    scope,
    settings: { name, guestRuns: [...names].sort() },
    unknowns: [
      {
        setting: 'source',
        reason: 'not-held',
        detail: 'the maker of a managed package shows its code to nobody',
        detailJa: '管理パッケージのコードは非公開です',
      },
    ],
  }));
}

function nameOf(element: Element): string | undefined {
  return element.children.find((child) => child.name === 'name')?.text;
}

function lost(keys: readonly string[], why: Omit<Unknown, 'setting'>): Unknown[] {
  return keys.map((setting) => ({ ...why, setting }));
}
