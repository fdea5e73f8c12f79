// Things made by one module differ in little more than their names: where everything passed for one of them, it does for the others.
import type { Kinds } from '../../audit/kinds.ts';
import type { Selection } from '../../audit/select.ts';
import type { Condition, Rule } from '../../rules/rule.ts';
import { typesOf } from '../../rules/rule.ts';
import { type Bytes, type Skeleton, skeletonOf } from '../../snapshot/skeleton.ts';

/** Characters of all that is kept of each of two generations. */
const MOST = 8_000_000;

/** A line of something that others may be like. */
export interface Like extends Pick<Skeleton, 'scope' | 'type'> {
  /** Everything passed for one like it. */
  passed: boolean;
  /** Everything passed for this one, which was not known. */
  keep?(): void;
}

export interface Passed {
  /** Undefined: it has to be judged, and says nothing about others. */
  find(line: Bytes): Like | undefined;
  /** What things are judged by is no longer the same. */
  forget(): void;
}

/** What is known of the lines of one run; nothing yet. */
export function newPassed(kinds: Kinds, rules: Rule[], select: Selection): Passed {
  const asides = new Map<string, string[] | undefined>();
  // Whoever selects by names tells things apart that differ in nothing else.
  const byName = select.resources.length > 0 || select.excludeResources.length > 0;
  const asideOf = (type: string) => {
    if (!asides.has(type)) asides.set(type, byName ? undefined : asideFor(type, kinds, rules));
    return asides.get(type);
  };
  let young = newMemory();
  let old = newMemory();
  return {
    find(bytes) {
      const line = skeletonOf(bytes, asideOf);
      const alike = line && kinds.get(line.type)?.service.alike;
      if (line === undefined || alike === undefined || !line.id.endsWith(line.name)) return undefined;
      const { type, scope, region, id, name } = line;
      const settings = alike.unnamed(line.settings, name);
      if (settings === undefined) return undefined;
      const place = `${type} ${scope} ${region} ${id.slice(0, -name.length)}`;
      if (isIn(young, place, settings) || isIn(old, place, settings)) return { type, scope, passed: true };
      const keep = () => {
        if (alike.dependsOnName(settings)) return;
        if (young.size > MOST) {
          old = young;
          young = newMemory();
        }
        young.size += settings.length;
        const here = young.places.get(place);
        if (here === undefined) young.places.set(place, new Set([settings]));
        else here.add(settings);
      };
      return { type, scope, passed: false, keep };
    },
    forget() {
      young = newMemory();
      old = newMemory();
    },
  };
}

/** Settings, by what besides them tells things apart. */
interface Memory {
  places: Map<string, Set<string>>;
  size: number;
}

function isIn({ places }: Memory, place: string, settings: string): boolean {
  return places.get(place)?.has(settings) === true;
}

function newMemory(): Memory {
  return { places: new Map(), size: 0 };
}

/** The settings of a type that neither its service nor any rule looks at where nothing stands open; undefined where that is not known. */
function asideFor(type: string, kinds: Kinds, rules: Rule[]): string[] | undefined {
  const kind = kinds.get(type);
  const { alike, opinion } = kind?.service ?? {};
  if (alike === undefined || opinion !== undefined || kind?.type.context === true) return undefined;
  const used = new Set<string>();
  for (const rule of rules) if (typesOf(rule).includes(type)) addSettings(rule.fail, used);
  return alike.aside.filter((name) => !used.has(name));
}

/** The first word of every path that a condition looks at. */
function addSettings({ all = [], any = [], not, where, ...own }: Condition, found: Set<string>): void {
  for (const path of [own.field, own.some, own.every, own.none])
    if (path !== undefined) found.add(path.split(/[.[#]/)[0] ?? path);
  for (const child of [...all, ...any, not, where]) if (child !== undefined) addSettings(child, found);
}
