// Things that one export holds and another one, which lists all of their kind, does not.
import type { Resource, Text } from '../snapshot/resource.ts';
import type { KindOf } from './export.ts';
import type { Sight } from './sight.ts';

/** The export with a whole list of a kind of thing, and what others hold beyond it. */
interface Whole {
  export: number;
  path: string | undefined;
  count: number;
  names: string[];
}

/** What was not in the whole list of another export. */
export interface Absence {
  /** Takes note of a resource that no other export holds; `index` is its own export. */
  see(resource: Resource, scope: string, index: number): void;
  /** One sentence for each kind of thing in a scope. */
  notes(scope: string): Text[];
}

const MOST_NAMED = 3;

/** `scopeIdOf`: what the scope of this number goes by. `pathOf`: what an export was read from. */
export function absences(
  listings: Sight['listings'],
  { scopes }: Sight,
  scopeIdOf: (scope: number) => string,
  pathOf: (scope: number) => string | undefined,
  kindOf: KindOf,
): Absence {
  const wholes = new Map<string, Whole[]>();
  for (const { listing, scope } of listings) {
    const from = scopes[scope]?.export;
    if (listing.state !== 'complete' || listing.region !== undefined || from === undefined) continue;
    const key = `${scopeIdOf(scope)} ${listing.type}`;
    const known = wholes.get(key) ?? [];
    wholes.set(key, [...known, { export: from, path: pathOf(scope), count: 0, names: [] }]);
  }
  return {
    see({ type, name }, scope, index) {
      const lists = wholes.get(`${scope} ${type}`) ?? [];
      // A list is not taken to deny what it holds itself.
      if (lists.some((one) => one.export === index)) return;
      const [whole] = lists;
      if (whole === undefined) return;
      whole.count += 1;
      if (whole.names.length < MOST_NAMED) whole.names.push(name);
    },
    notes: (scope) =>
      [...wholes].flatMap(([key, [whole]]) => {
        const type = key.slice(scope.length + 1);
        return key === `${scope} ${type}` && whole !== undefined && whole.count > 0
          ? [noteOf(whole, kindOf(type))]
          : [];
      }),
  };
}

function noteOf({ count, names, path }: Whole, kind: ReturnType<KindOf>): Text {
  const list = `${names.join(', ')}${count > names.length ? ', …' : ''}`;
  const what = count === 1 ? (kind?.name ?? kind?.plural) : kind?.plural;
  const where = { en: path ?? 'another export', ja: path ?? '別のエクスポート' };
  return {
    en: `${count} ${what?.en ?? 'resources'} of one export ${count === 1 ? 'is' : 'are'} not in the whole list of ${where.en} (${list}): gone by now, made since, or of another account. Judged all the same.`,
    ja: `${where.ja} の全件一覧にない${what?.ja ?? 'リソース'}が別のエクスポートに ${count} 件あります (${list})。削除済みか、その後に作られたか、別アカウントのものかもしれませんが、判定に含めています。`,
  };
}
