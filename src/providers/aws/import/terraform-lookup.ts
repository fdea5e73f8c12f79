// What a plan knows by address and name, and the policies that it leaves open: by its own policy documents, and by its source.
import type { Origin } from '../../../snapshot/resource.ts';
import { type Known, type Told, toldOf, type Written } from '../../../snapshot/told.ts';
import type { Raw } from '../answers/shape.ts';
import { below } from '../iam/draft.ts';
import { instancesBy, keysOf, moduleOf, withoutKeys } from './terraform.ts';
import { type Entry, entriesOf, toldAt } from './terraform-entries.ts';
import { constantOf, finer } from './terraform-finer.ts';
import { type Configured, type Sole, variableOf } from './terraform-references.ts';
import type { Sift } from './terraform-sensitive.ts';
import { standInOf } from './terraform-stand-ins.ts';
import { documentIn, documentOfArguments } from './told-documents.ts';

/** What one attribute is told to be, and where. */
export interface Found {
  /** The policy document. */
  told: Told;
  origin: Origin;
}

/** Finds the policy document that an attribute of an address will hold. */
export type FindPolicy = (address: string, attribute: string) => Found | undefined;

/** Looks through a plan once; `written`: its source, where there is some. */
export function lookupOf(
  plan: Raw,
  file: string,
  {
    sift,
    configuration,
    written,
  }: { sift: Sift; configuration: Map<string, Configured> | undefined; written: Written | undefined },
): FindPolicy {
  let read: Map<string, Entry> | undefined;
  const entries = (): Map<string, Entry> => {
    read ??= entriesOf(plan, file, sift);
    return read;
  };
  let byName: Map<string, { address: string }[]> | undefined;
  const byKeys = instancesBy<{ address: string }>(keysOf);
  const byModule = instancesBy<{ address: string }>(moduleOf);
  /** Addresses of the instances of each policy document. */
  const named = (): Map<string, { address: string }[]> => {
    if (byName !== undefined) return byName;
    byName = new Map();
    for (const address of entries().keys()) {
      if (!address.includes('data.aws_iam_policy_document.')) continue;
      const name = withoutKeys(address);
      const others = byName.get(name);
      if (others === undefined) byName.set(name, [{ address }]);
      else others.push({ address });
    }
    return byName;
  };
  const made = new Map<string, Found | undefined>();

  const known: Known = (module, reference) => {
    const variable = /^var\.([\w-]+)$/.exec(reference)?.[1];
    if (variable !== undefined) {
      const given = variableOf(plan, withoutKeys(module), variable);
      return given && toldOf(given.value);
    }
    const [, local = '', attribute = '', rest = ''] = REFERENCE.exec(reference) ?? [];
    const address = module + local;
    if (local.startsWith('data.aws_iam_policy_document.') && /^(minified_)?json$/.test(attribute)) {
      const found = document(address);
      return found && { is: 'json', of: found.told };
    }
    const entry = entries().get(address);
    if (entry === undefined || attribute === '') return undefined;
    const told = rest === '' ? toldAt(entry, attribute, address) : undefined;
    const stands = told?.is === 'later' ? standInOf(address, attribute) : undefined;
    return told?.is === 'later' && stands !== undefined ? { ...told, stands } : told;
  };

  /** The document of a data source; undefined where nothing of it is told. */
  const document = (address: string): Found | undefined => {
    if (made.has(address)) return made.get(address);
    // One that speaks of itself is told nothing of.
    made.set(address, undefined);
    const found = documentAt(address);
    made.set(address, found);
    return found;
  };

  const documentAt = (address: string): Found | undefined => {
    const entry = entries().get(address);
    const text = entry && toldAt(entry, 'json', address);
    const whole = text && documentIn(text);
    if (entry !== undefined && whole !== undefined) {
      const entries = whole.is === 'map' ? whole.entries : [];
      const placed = entries.map(([name, inner]): [string, Told] => [
        name,
        name === 'Statement' ? placedAt(inner, below(entry.origin, 'json', name)) : inner,
      ]);
      return { told: { is: 'map', entries: placed }, origin: entry.origin };
    }
    const configured = configuration?.get(withoutKeys(address));
    const said = (name: string) => written?.told(address, name, known);
    const body: [string, Told][] = [];
    let origin = entry?.origin;
    for (const name of ARGUMENTS) {
      const source = said(name);
      const planned = entry && toldAt(entry, name, address);
      const listed = /documents$/.test(name) ? documentsIn(configured?.documents(name), address) : undefined;
      const constant = constantOf(configured, name);
      const told =
        planned === undefined
          ? (source?.told ?? constant)
          : finer(planned, source?.told ?? (name === 'statement' ? constant : undefined), listed);
      const own =
        planned !== undefined && entry && name === 'statement' ? below(entry.origin, name) : undefined;
      if (told !== undefined) body.push([name, own === undefined ? told : placedAt(told, own)]);
      if (name === 'statement') origin ??= source?.place;
    }
    if (origin === undefined && configured === undefined) return undefined;
    if (body.length === 0) return undefined;
    return { told: documentOfArguments({ is: 'map', entries: body }), origin: origin ?? { file } };
  };

  const documentsIn = (all: Sole[] | undefined, from: string): Told[] | undefined =>
    all?.map((one) => {
      const found = pick(one, from);
      return found === undefined
        ? { is: 'later', why: `${one.address} is known after apply` }
        : { is: 'json', of: found.told };
    });

  /** The instance that a reference means: the one that there is, or the one with the keys of who refers to it, or of its module. */
  const pick = ({ address, key }: Sole, from: string): Found | undefined => {
    const all = named().get(address);
    if (all === undefined) return document(address + key);
    const [first, ...more] = all;
    if (first !== undefined && more.length === 0)
      return first.address.endsWith(key) ? document(first.address) : undefined;
    const module = moduleOf(from);
    const same =
      key === ''
        ? [byKeys(all, keysOf(from)), byModule(all, module)]
        : [byKeys(all, keysOf(module) + key), byKeys(all, key)];
    const [only, ...others] = same.find((found) => found.length > 0) ?? [];
    return only !== undefined && others.length === 0 ? document(only.address) : undefined;
  };

  return (address, attribute) => {
    const source = written?.told(address, attribute, known);
    const inSource = source && documentIn(source.told);
    if (source !== undefined && inSource !== undefined) return { told: inSource, origin: source.place };
    const sole = configuration?.get(withoutKeys(address))?.document(attribute);
    return sole && source === undefined ? pick(sole, address) : undefined;
  };
}

/** The items of a list, each with its place in the plan. */
function placedAt(list: Told, origin: Origin): Told {
  if (list.is !== 'list') return list;
  const items = list.items.map((item, index) =>
    item.is === 'map' ? { ...item, at: below(origin, index) } : item,
  );
  return { is: 'list', items };
}

const ARGUMENTS = [
  'version',
  'source_policy_documents',
  'source_json',
  'statement',
  'override_policy_documents',
  'override_json',
];

/** `data.type.name["key"].attribute…` */
const REFERENCE = /^((?:data\.)?[\w-]+\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?)\.([\w-]+)(.*)$/;
