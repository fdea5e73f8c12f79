// A resource in the making: every setting ends up as a value, null, or an unknown with its reason.
import type { Origin, Resource, Unknown } from '../../../snapshot/resource.ts';

/** Where raw values come from. */
export interface Source {
  scope: string;
  /** File and pointer of the raw object; absent when it comes from the API itself. */
  origin?: Origin;
  /** Why a setting that the raw object does not have is not known. */
  lacking(setting: string): Unknown;
}

/** A resource without settings. */
export function draft(type: string, id: string, name: string, source: Source): Resource {
  return {
    record: 'resource',
    type,
    id,
    name,
    scope: source.scope,
    settings: {},
    unknowns: [],
    ...(source.origin === undefined ? {} : { origins: {} }),
  };
}

/** Gives a setting its value (null: there is none); undefined makes it unknown. `keys` lead to it in the raw object. */
export function put(
  into: Resource,
  source: Source,
  name: string,
  value: unknown,
  ...keys: (string | number)[]
): void {
  if (value === undefined) {
    into.unknowns.push({ ...source.lacking(name), setting: name });
    return;
  }
  into.settings[name] = value;
  if (into.origins !== undefined && source.origin !== undefined)
    into.origins[name] = keys.length === 0 ? source.origin : below(source.origin, ...keys);
}

/** Marks a setting as unknown for a reason of its own. */
export function putUnknown(into: Resource, unknown: Unknown): void {
  delete into.settings[unknown.setting];
  into.unknowns = into.unknowns.filter((other) => other.setting !== unknown.setting);
  into.unknowns.push(unknown);
}

/** The origin of a part: its pointer goes on with these keys, `/` between them. */
export function below(origin: Origin, ...keys: (string | number)[]): Origin {
  const steps = keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`);
  return { file: origin.file, pointer: (origin.pointer ?? '') + steps.join('') };
}
