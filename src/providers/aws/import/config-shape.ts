// How AWS Config writes what an API said: JSON inside JSON, and keys with a small first letter.

import { tooDeepAt } from '../../../snapshot/depth.ts';
import type { Known, Unknown } from '../../../snapshot/resource.ts';
import { type Raw, raw } from '../answers/shape.ts';

/** Config wraps values in JSON strings, at times twice. */
export function unpacked(value: unknown): unknown {
  let inner = value;
  for (let depth = 0; depth < 3 && typeof inner === 'string'; depth += 1) {
    try {
      inner = tooDeepAt(inner) === undefined ? JSON.parse(inner) : undefined;
    } catch {
      return undefined;
    }
  }
  return inner;
}

/** The same as a setting: malformed when it is not JSON. */
export function unpackedKnown(value: unknown): Known<unknown> {
  const inner = unpacked(value);
  return inner === undefined ? unknown('malformed') : { state: 'present', value: inner };
}

/** An unknown setting. */
export function unknown(reason: Unknown['reason']): Known<never> {
  return { state: 'unknown', why: { setting: '', reason } };
}

/** `roleName` -> `RoleName`, through all lists and objects but policy documents, which are strings here. */
export function capitalised(from: Raw): Raw {
  const result: Raw = {};
  for (const [key, value] of Object.entries(from))
    result[key.slice(0, 1).toUpperCase() + key.slice(1)] = deeper(value);
  return result;
}

function deeper(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deeper);
  const object = raw(value);
  return object === undefined ? value : capitalised(object);
}
