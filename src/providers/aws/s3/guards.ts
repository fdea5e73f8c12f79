// What can only close a bucket: the switches of Block Public Access at every level, ownership, and what they do to a way in.

import { ANY_SERVICE } from '../../../policy/question.ts';
import type { Known } from '../../../snapshot/resource.ts';
import type { BlockPublicAccess, BucketFacts, GuardName, Way } from './ways.ts';

/** Guards that are on, and guards that could not be read. Any one that is on suffices. */
export interface Guards {
  on: GuardName[];
  unread: GuardName[];
}

export const NO_GUARDS: Guards = { on: [], unread: [] };

/** A switch over all levels: S3 takes the most restrictive combination. */
export function guardsOf(facts: BucketFacts, name: 'ignorePublicAcls' | 'restrictPublicBuckets'): Guards {
  const found: Guards = { on: facts.directory === true ? ['directory'] : [], unread: [] };
  const levels = ['bucketBpa', 'accountBpa', 'organizationBpa'] as const;
  for (const level of levels) {
    const known: Known<BlockPublicAccess> = facts[level] ?? { state: 'absent' };
    if (known.state === 'unknown') found.unread.push(`${level}.${name}`);
    else if (known.state === 'present' && known.value[name] === true) found.on.push(`${level}.${name}`);
  }
  return found;
}

export function together(one: Guards, other: Guards): Guards {
  return { on: [...one.on, ...other.on], unread: [...one.unread, ...other.unread] };
}

/** What the guards make of a way that is open, or may be (`certainty`), without them. */
export function verdict(
  certainty: Way['certainty'],
  guards: Guards,
): Pick<Way, 'state' | 'missing' | 'guards'> {
  if (guards.on.length > 0) return { state: 'shut-by', missing: [], guards: guards.on };
  if (certainty === 'maybe') return { state: 'unknown', missing: guards.unread, guards: [] };
  if (guards.unread.length > 0) return { state: 'open-unless', missing: guards.unread, guards: [] };
  return { state: 'open', missing: [], guards: [] };
}

/** Somebody by name, it is not known who. */
export const SOMEBODY: Way['caller'] = { class: 'named-account', accounts: [], externalId: false };

/** A service that acts for anybody, it is not known which. */
export const SOME_SERVICE: Way['caller'] = { class: 'service', service: ANY_SERVICE, confused: true };

/** A way of which only the door's name is known. */
export function unreadDoor(
  caller: Way['caller'],
  via: Way['via'],
  door: Way['missingDoors'][number],
  unread: GuardName[] = [],
): Way {
  return {
    caller,
    via,
    actions: [],
    access: [],
    state: 'unknown',
    missing: unread,
    guards: [],
    missingDoors: [door],
    certainty: 'maybe',
    indexes: [],
    conditions: [],
  };
}
