// The line of a block that says where the source declares the resource.
import type { Block } from './blocks.ts';
import { shorten } from './escape.ts';
import type { Entry, Page } from './page.ts';

const MAX_NAME = 80;
const MOST = 3;

/** Where the source declares it, naming the resource where there are several. */
export function declaredEntries(page: Page, { voices, findings }: Block): Entry[] {
  const shown = new Map<string, Entry>();
  const all = [...voices.map(({ door }) => door), ...findings];
  const several = new Set(all.map(({ resource }) => resource.id)).size > 1;
  for (const { resource, source } of all) {
    if (source === undefined) continue;
    const { file, line, column, certain, by } = source;
    const name = several ? `${page.say(shorten(resource.name, MAX_NAME))}: ` : '';
    const perhaps = certain ? '' : page.say({ en: 'perhaps ', ja: 'おそらく ' });
    const comma = page.lang === 'ja' ? '' : ',';
    const place = { solid: `${page.say(`${file}:${line}:${column}`)}${comma}` };
    shown.set(resource.id, [`${name}${perhaps}`, place, page.say(by)]);
  }
  const entries = [...shown.values()];
  const kept = page.all ? entries : entries.slice(0, MOST);
  const rest = entries.length - kept.length;
  if (rest > 0) kept.push(page.say({ en: `and ${rest} more (--all)`, ja: `他 ${rest} 件 (--all)` }));
  return kept;
}
