// The actions of every AWS service by name, with their access levels, unpacked one service at a time.
// Source: Service Authorization Reference, as of the version that `catalogVersion` names.
import { services, verbs, version } from './actions.generated.ts';

/** Access levels of the Service Authorization Reference. */
export type AccessLevel = 'read' | 'list' | 'write' | 'tagging' | 'permissions';

export interface CatalogAction {
  /** `PutImage` */
  name: string;
  level: AccessLevel;
  /** The action is asked of a resource; of the others (ListTables) no resource policy can speak. */
  ofResource: boolean;
}

/** Version of the data, whose last part is its date. */
export const catalogVersion = version;

const LEVELS: readonly AccessLevel[] = ['read', 'list', 'write', 'tagging', 'permissions'];

let packed: Map<string, string> | undefined;
const unpacked = new Map<string, readonly CatalogAction[]>();
const VERBS = verbs.split(' ').map((verb) => ({ word: verb.slice(0, -1), digit: verb.slice(-1) }));

/** All actions of a service by its lower-case prefix (`ecr`), sorted by name; undefined where there is no such service. */
export function catalog(service: string): readonly CatalogAction[] | undefined {
  const known = unpacked.get(service);
  if (known !== undefined) return known;
  packed ??= new Map(Object.entries(services()));
  const text = packed.get(service);
  if (text === undefined) return undefined;
  const actions = unpack(text).sort((a, b) => (a.name < b.name ? -1 : 1));
  unpacked.set(service, actions);
  return actions;
}

/** The prefixes of all services. */
export function catalogServices(): string[] {
  packed ??= new Map(Object.entries(services()));
  return [...packed.keys()];
}

function unpack(text: string): CatalogAction[] {
  const actions: CatalogAction[] = [];
  let word = '';
  for (const entry of text === '' ? [] : text.split(' ')) {
    const colon = entry.indexOf(':');
    word = word.slice(0, Number.parseInt(entry.charAt(0), 36)) + entry.slice(1, colon);
    for (const [, code = '', digit = ''] of entry.slice(colon + 1).matchAll(/([a-zA-Z.])(\d?)/g)) {
      const verb = code === '.' ? undefined : VERBS[code.toLowerCase().charCodeAt(0) - 97];
      const plural = /[A-Z]/.test(code) ? 's' : '';
      actions.push({
        name: `${verb?.word ?? ''}${word}${plural}`,
        ...meaning(digit || (verb?.digit ?? '3')),
      });
    }
  }
  return actions;
}

/** 1 to 5: a level; five more, of no resource. */
function meaning(digit: string): { level: AccessLevel; ofResource: boolean } {
  const at = (Number(digit) + 9) % 10;
  return { level: LEVELS[at % 5] ?? 'write', ofResource: at < 5 };
}
