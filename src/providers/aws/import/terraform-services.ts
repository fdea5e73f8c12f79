// Things of a Terraform plan or state that are reached through policies and shares: what they hold, and what other resources set on them.
import type { Text } from '../../../snapshot/resource.ts';
import type { Part, Thing } from './declared.ts';
import { unknown } from './declared.ts';
import { arnIn, arnOf, type Home, lastName } from './declared-names.ts';
import { type Addresses, addressesOf, type Block, referred, textOf } from './terraform.ts';
import { aliasesIn } from './terraform-aliases.ts';
import type { Companion, Row } from './terraform-rows.ts';
import { keyPolicies } from './terraform-secrets.ts';
import { ROWS } from './terraform-types.ts';

/** The things of one row, and how they are found. */
export interface Shelf {
  row: Row;
  things: Map<Block | string, Thing>;
  byText: Map<string, Thing>;
  addresses: Addresses;
}

/** All of them; a remark for each kind of setting that cannot be tied to its thing. */
export function servicesIn(blocks: Block[], home: Home): { things: Thing[]; notes: Text[] } {
  const shelves = new Map<string, Shelf>();
  const untied: string[] = [];
  for (const row of ROWS) {
    const shelf = shelfOf(row, blocks, home);
    shelves.set(row.type, shelf);
    for (const companion of row.companions ?? [])
      untied.push(...addCompanion(shelf, companion, blocks, home));
  }
  keyPolicies(shelves.get('aws.secretsmanager.secret'), shelves.get('aws.kms.key'));
  const functions = shelves.get('aws.lambda.function');
  const aliases = functions === undefined ? [] : aliasesIn(blocks, functions);
  const things = [...shelves.values()].flatMap((shelf) => [...shelf.things.values()]);
  return { things: [...things, ...aliases], notes: notesOn(untied) };
}

/** Attributes by which others may call a thing. */
const CALLED = ['arn', 'id', 'url', 'key_id', 'name'];

function shelfOf(row: Row, blocks: Block[], home: Home): Shelf {
  const own = blocks.filter(({ type, gone }) => row.from.includes(type) && !gone);
  const shelf: Shelf = { row, things: new Map(), byText: new Map(), addresses: addressesOf(own) };
  for (const block of own) {
    const thing = thingOf(row, block, home);
    shelf.things.set(block, thing);
    for (const text of [thing.id, thing.name, ...CALLED.map((name) => textOf(block, name))])
      if (text !== undefined && !shelf.byText.has(text)) shelf.byText.set(text, thing);
  }
  return shelf;
}

function thingOf(row: Row, block: Block, home: Home): Thing {
  const parts = new Map<string, Part>();
  for (const [setting, read] of Object.entries(row.settings ?? {})) {
    const part = read(block);
    if (part !== undefined) parts.set(setting, part);
  }
  const name =
    row.named?.(block) ?? row.name.map((one) => textOf(block, one)).find((one) => one !== undefined);
  const policy = parts.get('policy')?.known;
  const region = textOf(block, 'region') ?? home.region;
  const at = { ...home, ...(region !== undefined && { region }) };
  const said = textOf(block, 'arn');
  const arn = said?.startsWith('arn:') === true ? said : undefined;
  const id =
    arn ?? arnOf(row.arn, name ?? block.address, at, policy?.state === 'present' ? policy.value : undefined);
  const where = arn?.split(':')[3] || region;
  return {
    type: row.type,
    id,
    name: name ?? block.address,
    fresh: block.fresh,
    ...(where !== undefined && { region: where }),
    parts,
    origin: block.origin,
  };
}

/** Addresses of those that cannot be tied to a thing. */
function addCompanion(shelf: Shelf, companion: Companion, blocks: Block[], home: Home): string[] {
  const { setting, read, join, when } = companion;
  const mine = blocks.filter((block) => companion.from.includes(block.type) && (when?.(block) ?? true));
  const untied: string[] = [];
  const joined = new Map<Thing, Block[]>();
  // What is removed first: where something else takes its place, that counts.
  for (const block of [...mine.filter(({ gone }) => gone), ...mine.filter(({ gone }) => !gone)]) {
    const thing = thingFor(block, companion, shelf, home);
    if (thing === undefined) {
      if (!block.gone) untied.push(block.address);
    } else if (join !== undefined) {
      if (!block.gone) joined.set(thing, [...(joined.get(thing) ?? []), block]);
    } else {
      const part = block.gone ? { known: ABSENT, origin: block.origin } : read?.(block);
      if (part !== undefined && !(block.gone && thing.fresh)) thing.parts.set(setting, part);
    }
  }
  for (const [thing, all] of joined) {
    const part = join?.(all, thing.id);
    if (part !== undefined) thing.parts.set(setting, part);
  }
  doubt(shelf, setting, untied);
  return untied;
}

const ABSENT = { state: 'absent' } as const;

/** The thing that a resource is about: by name, by reference, or one that exists already and is not declared here. */
function thingFor(block: Block, companion: Companion, shelf: Shelf, home: Home): Thing | undefined {
  const text = companion.about?.(block) ?? (companion.about ? undefined : textOf(block, companion.of));
  if (text === undefined) {
    const found = referred(block, companion.of, shelf.addresses);
    return found && shelf.things.get(found);
  }
  const known = shelf.byText.get(text) ?? shelf.byText.get(lastName(text));
  const arn = arnIn(text, home.partition);
  if (known !== undefined && arn !== undefined) learnArn(known, arn);
  if (known !== undefined || block.gone) return known;
  const name = lastName(text);
  const region = arn?.split(':')[3] || (textOf(block, 'region') ?? home.region);
  const at = { ...home, ...(region !== undefined && { region }) };
  const thing: Thing = {
    type: shelf.row.type,
    id: arn ?? arnOf(shelf.row.arn, name, at, block.values['policy']),
    name,
    fresh: false,
    ...(region !== undefined && { region }),
    parts: new Map(),
    origin: block.origin,
  };
  shelf.things.set(text, thing);
  shelf.byText.set(text, thing);
  return thing;
}

/** What speaks of a new thing by its ARN says which account and region it will be in. */
function learnArn(thing: Thing, arn: string): void {
  const [, , , region = '', account] = arn.split(':');
  if (!thing.fresh || !/^\d{12}$/.test(account ?? '')) return;
  thing.id = arn;
  thing.region = region;
}

/** A setting that belongs to one of them, and to which cannot be told, is unknown for all that do not have it. */
function doubt({ things }: Shelf, setting: string, untied: string[]): void {
  const [first] = untied;
  if (first === undefined) return;
  for (const { parts } of things.values())
    if (!parts.has(setting)) parts.set(setting, { known: unknown('missing', `${first} may be about it`) });
}

function notesOn(untied: string[]): Text[] {
  if (untied.length === 0) return [];
  const names = `${untied.slice(0, 3).join(', ')}${untied.length > 3 ? ', …' : ''}`;
  return [
    {
      en: `${untied.length} settings do not say which resource they are about (${names}).`,
      ja: `どのリソースのものか分からない設定が ${untied.length} 件あります (${names})。`,
    },
  ];
}
