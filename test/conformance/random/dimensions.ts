// What varies from request to request: for each key that a policy speaks of, the values that it can tell apart.
import { conditionHolds } from '../../../src/policy/evaluate/condition.ts';
import { like, substitute } from '../../../src/policy/evaluate/text.ts';
import { ENDPOINT, ENDPOINT_ADDRESS, KEYS, NETWORK, REGIONS } from './keys.ts';
import { type Option, toRequest } from './request.ts';
import { type Spoken, varies } from './spoken.ts';
import type { Ask, Universe } from './universe.ts';
import type { Key, Sender } from './words.ts';

export type Region = (typeof REGIONS)[number];

/** One choice: values of one or a few keys; the Denies (as bits) that it does not escape. */
export interface Choice {
  set: Option;
  region?: Region;
  denied: number;
}

export interface Dimension {
  options: Choice[];
}

const BY_NAME = new Map<string, Key>(Object.values(KEYS).map((key) => [key.name.toLowerCase(), key]));
const ROADS = [NETWORK, ENDPOINT, ENDPOINT_ADDRESS].map((key) => key.name.toLowerCase());

/** What varies from request to request; undefined where a key is asked of which the universe knows nothing. */
export function dimensionsOf(
  universe: Universe,
  ask: Ask,
  sender: Sender,
  spoken: Spoken,
): Dimension[] | undefined {
  const names = new Set([...spoken.conditions.map((one) => one.key), ...spoken.variables]);
  const made: Dimension[] = [{ options: ask.on.map((resource) => ({ set: { '': resource }, denied: 0 })) }];
  let roads = false;
  for (const name of names) {
    if (/^[*?$]?$/.test(name)) continue;
    if (ROADS.includes(name)) {
      roads = true;
      continue;
    }
    const key = BY_NAME.get(name);
    const held = key?.held[sender];
    if (key === undefined || held === undefined) return undefined;
    const carried = key.actions === undefined || key.actions.test(ask.action) ? held : [undefined];
    made.push({ options: carried.map((value) => ({ set: { [name]: value }, denied: 0 })) });
  }
  if (roads && (sender === 'service' || !universe.network)) return undefined;
  if (roads) {
    const internet = REGIONS.map((region) => ({
      set: { 'aws:sourceip': region.address },
      region,
      denied: 0,
    }));
    const endpoint = ['10.1.2.3', '52.1.2.3', '203.0.113.9', '2600::1'].map((address) => ({
      set: { 'aws:sourcevpce': 'vpce-9f9f', 'aws:vpcsourceip': address },
      denied: 0,
    }));
    made.push({ options: [...internet, ...endpoint] });
  }
  return made.map((one) => collapse(one, spoken)).sort((a, b) => a.options.length - b.options.length);
}

/** Options that no test of the policy tells apart are one; addresses stay, because their number counts. */
function collapse(dimension: Dimension, spoken: Spoken): Dimension {
  const names = Object.keys(dimension.options[0]?.set ?? {});
  if (dimension.options.some((one) => one.region)) names.push(...ROADS);
  if (names.some((name) => spoken.variables.has(name))) return dimension;
  const conditions = spoken.conditions.filter((one) => names.includes(one.key));
  if (conditions.some((one) => one.values.some((value) => varies(value, one.variables)))) return dimension;
  const resources = names.includes('') ? spoken.resources : [];
  if (resources.some((one) => varies(one.pattern, one.variables))) return dimension;
  const seen = new Set<string>();
  const options = dimension.options.filter(({ set, region }) => {
    const request = toRequest('', '', set);
    const answers = [
      ...conditions.map((one) => conditionHolds(one.operator, one.key, one.values, one.variables, request)),
      ...resources.map((one) => like(substitute(one.pattern, one.variables, {}) ?? '', request.resource)),
    ];
    const key = `${region ? region.address : ''} ${answers.join()}`;
    return !seen.has(key) && seen.add(key);
  });
  return { options };
}

/** The options of a dimension that an Allow does not rule out by one of its own conditions. */
export function admitted(dimension: Dimension, spoken: Spoken): Dimension {
  const options = dimension.options.filter(({ set }) => {
    const request = toRequest('', '', set);
    return spoken.conditions.every(
      (one) =>
        !(one.key in set) ||
        one.values.some((value) => varies(value, one.variables)) ||
        conditionHolds(one.operator, one.key, one.values, one.variables, request) !== false,
    );
  });
  return { options };
}

/**
 * Marks, for Denies that surely name the sender and the action, which choices they take in; returns for each dimension the
 * Denies that it completes: a request that has escaped none of their tests by then is denied, whatever else it holds.
 */
export function mark(dimensions: Dimension[], denies: Spoken[]): number[] {
  const complete = dimensions.map(() => 0);
  for (const [index, spoken] of denies.entries()) {
    const fixed =
      spoken.conditions.every((one) => !one.values.some((value) => varies(value, one.variables))) &&
      spoken.resources.every((one) => !varies(one.pattern, one.variables));
    let last = 0;
    for (const [at, { options }] of dimensions.entries()) {
      const names = options.flatMap(({ set }) => Object.keys(set));
      if (options.some((one) => one.region)) names.push(...ROADS);
      const conditions = spoken.conditions.filter((one) => names.includes(one.key));
      const resources = names.includes('') ? spoken.resources : [];
      if (conditions.length + resources.length > 0) last = at;
      for (const choice of options) {
        const request = toRequest('', '', choice.set);
        const named = resources.some((one) =>
          like(substitute(one.pattern, one.variables, {}) ?? '', request.resource),
        );
        const holds =
          (resources.length === 0 || named !== spoken.notResource) &&
          conditions.every(
            (one) => conditionHolds(one.operator, one.key, one.values, one.variables, request) === true,
          );
        if (fixed && holds) choice.denied |= 1 << index;
      }
    }
    if (fixed) complete[last] = (complete[last] ?? 0) | (1 << index);
  }
  return complete;
}
