// Reading settings and facts by dotted paths. At every depth: left out is unknown (undefined), null is absent.
import type { Subject } from './compile.ts';

/** Where a value stands. */
export interface Place {
  /** Top-level setting, or `facts.NAME`. */
  setting: string;
  /** JSON pointer within it. */
  pointer: string;
  /** For people: `accessKeys[0].createdAt`. */
  label: string;
}

/** A reader of one path: undefined is unknown, null is absent. `.` is the entry at hand. */
export function readPath(path: string): (subject: Subject) => unknown {
  const segments = path === '.' ? [] : path.split('.');
  const below = segments.slice(1);
  const isFact = segments[0] === 'facts';
  return ({ entry, facts, settings }) => {
    if (entry !== undefined) return descend(entry.value, segments);
    return isFact ? descend(facts, below) : descend(settings, segments);
  };
}

/** Where the value of a path stands. */
export function whereIs(path: string, subject: Subject): Place {
  const segments = path === '.' ? [] : path.split('.');
  const { entry } = subject;
  if (entry !== undefined) {
    const { setting, pointer, label } = entry.place;
    return {
      setting,
      pointer: [pointer, ...segments].join('/'),
      label: [label, ...segments].join('.'),
    };
  }
  const head = segments[0] === 'facts' ? 2 : 1;
  const below = segments.slice(head);
  return {
    setting: segments.slice(0, head).join('.'),
    pointer: below.map((segment) => `/${segment}`).join(''),
    label: path,
  };
}

function descend(start: unknown, segments: string[]): unknown {
  let value = start;
  for (const segment of segments) {
    if (value === null || value === undefined) return value;
    value = ownValue(value, segment);
  }
  return value;
}

function ownValue(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
