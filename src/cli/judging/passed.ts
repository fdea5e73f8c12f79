// Things made by one module differ in little more than their names: where everything passed for one of them, it does for the others.
import type { Kinds } from '../../audit/kinds.ts';
import type { Selection } from '../../audit/select.ts';
import type { Condition, Rule } from '../../rules/rule.ts';
import { typesOf } from '../../rules/rule.ts';
import { type Skeleton, skeletonOf } from '../../snapshot/skeleton.ts';
import { fits, markOf, type Named, namedLine, type Template, templateOf } from '../../snapshot/template.ts';

/** Characters of all that is kept of each of two generations. */
const MOST = 4_000_000;
/** Of so many lines that look the same at a glance, the latest are kept. */
const MOST_ALIKE = 32;

/** A line of something that others may be like. */
export interface Like extends Pick<Skeleton, 'scope' | 'type'> {
  /** Everything passed for one like it. */
  passed: boolean;
  /** Everything passed for this one, which was not known. */
  keep?(): void;
}

export interface Passed {
  /** Of a line of UTF-8, with a character for each byte. Undefined: it has to be judged, and says nothing about others. */
  find(line: string): Like | undefined;
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
    find(text) {
      const named = namedLine(text);
      if (named === undefined) return undefined;
      const mark = markOf(named);
      const before = knownIn(young, mark, named) ?? knownIn(old, mark, named);
      if (before !== undefined) return { type: before.type, scope: before.scope, passed: true };
      const line = skeletonOf(text, asideOf);
      const alike = line && kinds.get(line.type)?.service.alike;
      if (line === undefined || alike === undefined) return undefined;
      const { type, scope, name, head, tail } = line;
      const settings = alike.unnamed(line.settings, name);
      if (settings === undefined) return undefined;
      const keep = () => {
        if (alike.dependsOnName(settings)) return;
        if (young.size > MOST) {
          old = young;
          young = newMemory();
        }
        young.size += text.length;
        const others = young.lines.get(mark);
        // What is added behind a spread gives each object a shape of its own; these are compared a million times.
        const one = { type, scope, ...templateOf(head + settings + tail) };
        if (others === undefined) young.lines.set(mark, [one]);
        else others.splice(0, others.length < MOST_ALIKE ? 0 : 1, one);
      };
      return { type, scope, passed: false, keep };
    },
    forget() {
      young = newMemory();
      old = newMemory();
    },
  };
}

/** A line of which everything passed. */
interface Known extends Template, Pick<Skeleton, 'type' | 'scope'> {}

/** Lines, by how they look at a glance. */
interface Memory {
  lines: Map<number, Known[]>;
  size: number;
}

function knownIn({ lines }: Memory, mark: number, line: Named): Known | undefined {
  return lines.get(mark)?.find((one) => fits(one, line));
}

function newMemory(): Memory {
  return { lines: new Map(), size: 0 };
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
