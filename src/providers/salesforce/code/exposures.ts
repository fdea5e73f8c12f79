// Code that visitors of a site can start: what is known to run past their sharing, and what could not be read.
import type { Assessment, Context, Exposure } from '../../../exposure.ts';
import type { Unknown } from '../../../snapshot/resource.ts';
import { reach } from '../guest/judge.ts';
import type { Model } from '../guest/model.ts';
import { someOf } from '../guest/names.ts';
import { guest } from '../guest/state.ts';
import type { ApexPage } from './apex-page.generated.ts';
import { classExposures } from './class-exposures.ts';
import { flowExposures } from './flow-exposures.ts';
import { ACCESS_LISTS, codeOf, granted, packageOf } from './granted.ts';
import { pageExposures } from './page-exposures.ts';
import type { Unread } from './site-code.ts';
import { CODE } from './types.ts';

/** All exposures of a site through code, and the facts about it. */
export function codeExposures(
  model: Model,
  context: Context,
): Required<Pick<Assessment, 'exposures' | 'facts' | 'unknownFacts'>> {
  const code = codeOf(context, model.site.scope);
  const facts: Record<string, unknown> = {};
  const unknownFacts: Record<string, Unknown[]> = {};
  const lists = Object.fromEntries(ACCESS_LISTS.map((list) => [list, granted(model, list)]));
  for (const [fact, list] of [
    ['guestClasses', 'classAccess'],
    ['guestPages', 'pageAccess'],
    ['guestFlows', 'flowAccess'],
  ] as const) {
    const { grants = [], missing = [] } = lists[list] ?? {};
    if (missing.length > 0) unknownFacts[fact] = missing;
    else facts[fact] = grants.map(({ name }) => name);
  }
  const [classes = [], pages = [], flows = []] = ACCESS_LISTS.map((list) => lists[list]?.grants);
  const alive = reach(model);
  const unread: Unread[] = [];
  const site = { model, code, alive, unread };
  const exposures = [
    ...classExposures(site, classes, flows.length > 0),
    ...pageExposures(site, pages),
    ...flowExposures(site, flows),
  ];
  // Where the site answers nobody, what was not read opens nothing.
  if (alive.is === 'no') return { exposures, facts, unknownFacts };
  const all = [...classes, ...pages, ...flows].map(({ name }) => name);
  for (const { name } of pages) all.push(...packagedBehind(code.page(name)?.settings ?? {}));
  return { exposures: [...exposures, ...packaged(all), ...unreadExposures(unread)], facts, unknownFacts };
}

/** Classes of packages behind a page, `kagipkg.Orders`, as `kagipkg__Orders`. */
function packagedBehind({ controller, extensions = [] }: Partial<ApexPage>): string[] {
  const names = [controller ?? '', ...extensions].filter((name) => name.includes('.'));
  return names.map((name) => name.replace('.', '__'));
}

/** One line a package: nobody but its maker can read its code. */
function packaged(names: string[]): Exposure[] {
  const packages = new Map<string, Set<string>>();
  for (const name of names) {
    const prefix = packageOf(name);
    if (prefix === undefined) continue;
    packages.set(prefix, (packages.get(prefix) ?? new Set()).add(name));
  }
  return [...packages].map(([prefix, own]) => ({
    ...guest('guest-package', ['invoke']),
    subject: prefix,
    state: 'unknown',
    missing: [
      {
        setting: `${CODE.class}#source`,
        reason: 'not-held',
        detail: `package ${prefix}: visitors may run ${someOf([...own]).en}, whose code its maker does not show`,
        detailJa: `パッケージ ${prefix}: 訪問者が実行できる ${someOf([...own]).ja} のコードは非公開です`,
      },
    ],
    evidence: [],
  }));
}

/** What to retrieve, in the words of a manifest. */
const METADATA_TYPES: Record<string, string> = {
  [CODE.class]: 'ApexClass',
  [CODE.page]: 'ApexPage',
  [CODE.flow]: 'Flow',
};

/** One line for all that was not read for one reason. */
function unreadExposures(unread: Unread[]): Exposure[] {
  const groups = new Map<string, { road: string; type: string; why: Unknown; names: Set<string> }>();
  for (const { road, type, name, why } of unread) {
    const key = `${road} ${type} ${why.reason} ${why.permission ?? ''}`;
    const group = groups.get(key) ?? { road, type, why, names: new Set<string>() };
    groups.set(key, group);
    group.names.add(name);
  }
  return [...groups.values()].map(({ road, type, why, names }) => {
    const { en: listed, ja: listedJa } = someOf([...names].sort());
    const because = names.size === 1 && why.detail !== undefined ? `: ${why.detail}` : '';
    const remedy = why.reason === 'missing' ? `: retrieve ${METADATA_TYPES[type]}` : because;
    const said = names.size === 1 ? (why.detailJa ?? why.detail) : undefined;
    const becauseJa = said === undefined ? '' : `: ${said}`;
    const remedyJa = why.reason === 'missing' ? `（${METADATA_TYPES[type]} を取得してください）` : becauseJa;
    return {
      ...guest(road, ['invoke']),
      subjectName: listed,
      state: 'unknown',
      missing: [
        {
          setting: `${type}#source`,
          reason: why.reason,
          ...(why.permission === undefined ? {} : { permission: why.permission }),
          detail: `${listed}, which visitors may run${remedy}`,
          detailJa: `訪問者が実行できる ${listedJa}${remedyJa}`,
        },
      ],
      evidence: [],
    };
  });
}
