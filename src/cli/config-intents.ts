// What tojimari.yaml declares to be meant, as the audit takes it, and what the schema cannot say of it.

import type { AcceptedUnknown, Declared, Intent } from '../audit/intents.ts';
import type { Override } from '../audit/overrides.ts';
import { PROVIDERS } from '../providers/index.ts';
import { didYouMean } from '../rules/nearest.ts';
import type { Misfit } from '../schema.ts';
import type { Config } from './config.generated.ts';
import type { Located } from './located.ts';

type Written = NonNullable<Config['intents']>[number];

/** The intents of a file with their places, in its order. */
export function declaredIn({ value, placeOf }: Located<Config>): Declared[] {
  return (value.intents ?? []).map((one, index) => {
    const { file, line, column } = placeOf(`/intents/${index}`);
    const origin = { file, ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
    return { ...declaredOf(one), origin };
  });
}

function declaredOf(one: Written): Declared {
  const { owner, reason, until, unknown, type = '', resource = [], audience = 'internal', access = [] } = one;
  const terms = { owner, reason, until };
  if (unknown !== undefined) return { unknown, ...terms } satisfies AcceptedUnknown;
  const { scope, under, parts, who } = one;
  return {
    type,
    resources: [resource].flat(),
    ...(scope !== undefined && { scope }),
    audience,
    access,
    ...(under !== undefined && { under }),
    ...(parts !== undefined && { parts }),
    ...(who !== undefined && { who }),
    ...terms,
  } satisfies Intent;
}

/** The same declaration, wherever it stands. */
export function keyOf(declared: Declared): string {
  const { origin: _origin, proposed: _proposed, ...rest } = declared;
  return JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Severities of a file that are not the rules' own. */
export function overridesIn({ severity = [] }: Config): Override[] {
  return severity;
}

export function badIntents({ intents = [] }: Config): Misfit[] {
  const types = PROVIDERS.flatMap(({ services }) => services.flatMap((service) => service.types)).map(
    ({ type }) => type,
  );
  return intents.flatMap(({ type, audience, who, until, unknown }, index) => {
    const misfits: Misfit[] = [];
    const say = (key: string, message: string) =>
      misfits.push({ pointer: `/intents/${index}/${key}`, message });
    if (!isDay(until)) say('until', `"${until}" is no day`);
    if (unknown !== undefined) return misfits;
    if (type !== undefined && !types.includes(type))
      say('type', `"${type}" is no resource type${didYouMean(type, types)}`);
    if (audience === 'named-outsider' && who === undefined)
      say('audience', 'named-outsider needs "who": globs of those who are meant');
    if (audience !== 'named-outsider' && who !== undefined)
      say('who', `belongs to the audience named-outsider, and this one is ${audience}`);
    return misfits;
  });
}

/** `2027-02-30` is none. */
export function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
