// What would have to be declared for the doors of a block to be meant: as narrow as they are. Pure.
import type { Block } from './blocks.ts';
import type { Door, IntentReport } from './report.ts';

/** A declaration without its terms. */
export type Wanted = Pick<
  IntentReport['declared'],
  'type' | 'resource' | 'audience' | 'access' | 'under' | 'parts' | 'who'
>;

/** One declaration for the doors that differ in nothing but the resource. */
export function intentsFor({ voices }: Block): Wanted[] {
  const found = new Map<string, Wanted>();
  for (const { door } of voices) {
    const { audience, access, resource } = door;
    const under = folderOf(door);
    const rest: Wanted = {
      audience,
      access: [...access],
      ...(under !== undefined && { under }),
      ...partsOf(door),
    };
    const key = JSON.stringify([resource.type, rest]);
    const known = found.get(key)?.resource ?? [];
    const name = literal(nameOf(door));
    found.set(key, { type: resource.type, resource: [...new Set([...known, name])].sort(), ...rest });
  }
  return [...found.values()];
}

/** The name where it is one, else the id: names of things in an org are not unique. */
function nameOf({ resource }: Door): string {
  return resource.type.startsWith('aws.s3.') ? resource.name : resource.id;
}

/** Globs know no escape: what looks like a wildcard stands for any character. */
function literal(name: string): string {
  return name.replaceAll('*', '?');
}

/** The folder that holds every key, where all of what can be done is done to keys. */
function folderOf({ keys, access }: Door): string | undefined {
  if (keys === undefined || !access.every((word) => ['read', 'write', 'delete'].includes(word)))
    return undefined;
  const paths = keys.map((key) => (key.split(/[*?$]/)[0] ?? '').split('/').slice(0, -1));
  const [first = [], ...others] = paths;
  const common = first.slice(
    0,
    Math.min(
      ...[first, ...others]
        .map((path) => first.findIndex((part, at) => path[at] !== part))
        .map((at) => (at < 0 ? first.length : at)),
    ),
  );
  return common.length === 0 ? undefined : `/${common.join('/')}`;
}

function partsOf({ audience, via = '', subject, who = [] }: Door): Pick<Wanted, 'parts' | 'who'> {
  const caller = subject !== undefined && (who.includes(subject) || /^(aws-|log-)/.test(via));
  const callers = who.length > 0 ? who : caller && subject !== undefined ? [subject] : ['*'];
  return {
    ...(subject !== undefined && !caller && { parts: [literal(subject)] }),
    ...(audience === 'named-outsider' && { who: callers.map(literal) }),
  };
}
