// Which settings rules ask for by name, so that a live collection can leave out what none of them reads.
import type { Condition, Rule } from './rule.ts';

/** Tells whether any of the rules names a setting of a resource type, or a fact about it: `website`, `facts.aclsEnabled`. */
export function settingsNamed(
  rules: Pick<Rule, 'resource' | 'fail'>[],
): (type: string, setting: string) => boolean {
  const named = new Set<string>();
  for (const { resource, fail } of rules)
    for (const path of pathsOf(fail))
      for (const type of [resource].flat()) named.add(`${type}#${startOf(path)}`);
  return (type, setting) => named.has(`${type}#${setting}`);
}

function startOf(path: string): string {
  const [first = '', second] = path.split('.');
  return first === 'facts' ? `${first}.${second}` : first;
}

/** The paths a condition reads; below `where` they are those of an entry, whose list is named above it. */
function* pathsOf({ all, any, not, some, every, none, field }: Condition): Iterable<string> {
  for (const condition of [...(all ?? []), ...(any ?? [])]) yield* pathsOf(condition);
  if (not !== undefined) yield* pathsOf(not);
  for (const path of [some, every, none, field]) if (path !== undefined) yield path;
}
