// Sources of an export that its guest profiles name -> classes, pages and flows. Nothing else is opened.

import { InputError } from '../../../errors.ts';
import { BOUNDS, megabytes } from '../../../snapshot/bounds.ts';
import type { InputFile } from '../../../snapshot/files.ts';
import type { Resource, Unknown } from '../../../snapshot/resource.ts';
import type { Permissions } from '../guest/permissions.generated.ts';
import { type Element, readXml, text } from '../import/xml.ts';
import type { ApexPage } from './apex-page.generated.ts';
import { classesBehind, packageOf } from './granted.ts';
import { classResource, flowResource, packageResources, pageResource } from './resources.ts';

type Why = Omit<Unknown, 'setting'>;

/** Files with sources: `Orders.cls` and `Orders.cls-meta.xml`, `Orders.page`, `Orders.flow`, `Orders-3.flow`, `Orders.flow-meta.xml`. */
const SOURCE = /(?:^|\/)([^/]+)\.(cls-meta\.xml|cls|page|flow(?:-meta\.xml)?)$/;

/** Kind and lower-case name -> files, in the order they came. */
type Sources = Map<string, InputFile[]>;

/**
 * Reads the code that these containers let guests run, and the classes behind their pages. What is not in the export
 * has no resource. The first of two files of a name counts.
 */
export async function readCode(
  files: InputFile[],
  containers: Resource<Permissions>[],
  scope: string,
): Promise<Resource<object>[]> {
  const sources = sourcesOf(files);
  const named = (list: 'classAccess' | 'pageAccess' | 'flowAccess'): string[] => {
    const names = new Set(containers.flatMap(({ settings }) => settings[list] ?? []));
    return [...names].filter((name) => packageOf(name) === undefined).sort();
  };
  const pages: Resource<ApexPage>[] = [];
  for (const name of named('pageAccess')) {
    const [file] = sources.get(`page ${name.toLowerCase()}`) ?? [];
    if (file !== undefined)
      pages.push(pageResource({ name, scope, source: await sourceOf(file), file: file.path }));
  }
  const classNames = new Map(named('classAccess').map((name) => [name.toLowerCase(), name]));
  for (const { settings } of pages)
    for (const name of classesBehind(settings))
      if (!classNames.has(name.toLowerCase())) classNames.set(name.toLowerCase(), name);
  const classes: Resource<object>[] = [];
  for (const [key, name] of classNames) {
    const [file] = sources.get(`cls ${key}`) ?? [];
    if (file !== undefined)
      classes.push(await classOf(name, file, sources.get(`cls-meta.xml ${key}`) ?? [], scope));
  }
  const flows: Resource<object>[] = [];
  for (const name of named('flowAccess')) {
    const versions = sources.get(`flow ${name.toLowerCase()}`) ?? [];
    if (versions.length > 0) flows.push(await flowOf(name, versions, scope));
  }
  const packages = packageResources(
    containers.map(({ settings }) => settings),
    scope,
  );
  return [...classes, ...pages, ...flows, ...packages];
}

function sourcesOf(files: InputFile[]): Sources {
  const sources: Sources = new Map();
  for (const file of files) {
    const [, base = '', suffix] = SOURCE.exec(file.inside) ?? [];
    if (suffix === undefined) continue;
    const kind = suffix.startsWith('flow') ? 'flow' : suffix;
    const key = `${kind} ${(kind === 'flow' ? base.replace(/-\d+$/, '') : base).toLowerCase()}`;
    const others = sources.get(key);
    if (others === undefined) sources.set(key, [file]);
    else others.push(file);
  }
  return sources;
}

async function classOf(
  name: string,
  file: InputFile,
  beside: InputFile[],
  scope: string,
): Promise<Resource<object>> {
  const meta = beside.find(({ path }) => path === `${file.path}-meta.xml`) ?? beside[0];
  const about: Element | Why =
    meta === undefined
      ? {
          reason: 'missing',
          detail: `${file.path}-meta.xml is not in this export`,
          detailJa: `${file.path}-meta.xml がありません`,
        }
      : await xmlOf(meta);
  const version = 'reason' in about ? about : Number(text(about, 'apiVersion') ?? Number.NaN);
  const apiVersion: number | Why = Number.isNaN(version)
    ? {
        reason: 'malformed',
        detail: `${meta?.path} holds no API version`,
        detailJa: `${meta?.path} に API バージョンがありません`,
      }
    : version;
  return classResource({ name, scope, source: await sourceOf(file), file: file.path }, apiVersion);
}

/** Of several versions the active one, as in an org. */
async function flowOf(name: string, versions: InputFile[], scope: string): Promise<Resource<object>> {
  let best: { source: Element | Why; file: string } | undefined;
  for (const file of versions) {
    const source = await xmlOf(file);
    const active = !('reason' in source) && text(source, 'status') === 'Active';
    if (best === undefined || active) best = { source, file: file.path };
    if (active) break;
  }
  return flowResource({ name, scope, source: { reason: 'missing' }, ...best });
}

async function sourceOf(file: InputFile): Promise<string | Why> {
  // Four bytes are the most that a character takes.
  if (file.size > 4 * megabytes(BOUNDS.apex))
    return {
      reason: 'malformed',
      detail: `${file.path} is larger than ${4 * BOUNDS.apex} MB`,
      detailJa: `${file.path} は ${4 * BOUNDS.apex} MB を超えています`,
    };
  try {
    return await file.text();
  } catch (error) {
    return unreadable(error);
  }
}

async function xmlOf(file: InputFile): Promise<Element | Why> {
  try {
    return await readXml(file);
  } catch (error) {
    return unreadable(error);
  }
}

function unreadable(error: unknown): Why {
  if (!(error instanceof InputError)) throw error;
  return { reason: 'malformed', detail: error.message };
}
