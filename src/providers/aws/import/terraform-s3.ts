// Buckets of a Terraform plan or state: the bucket's own attributes and the resources that each set one part of it.
import type { Known, Text } from '../../../snapshot/resource.ts';
import { isBucketDefault, type Part, placeholderId, present, type Thing, unknown } from './declared.ts';
import type { Home } from './declared-names.ts';
import { type Addresses, addressesOf, type Block, placeOf, referred, textOf } from './terraform.ts';
import { addAccessPoints, doubtMultiRegion, POINT_TYPES } from './terraform-points.ts';
import {
  aclPart,
  blockPart,
  ownershipPart,
  policyPart,
  tagsPart,
  websitePart,
} from './terraform-s3-parts.ts';

type Reader = (block: Block) => Part | undefined;

/** Resource type -> the setting that it is, and how to read it. `removed`: what its removal leaves; left out: no change. */
const COMPANIONS: Record<string, { setting: string; read: Reader; removed?: Known<unknown> }> = {
  aws_s3_bucket_policy: { setting: 'policy', read: policyPart, removed: { state: 'absent' } },
  aws_s3_bucket_acl: { setting: 'acl', read: aclPart },
  aws_s3_bucket_ownership_controls: {
    setting: 'ownership',
    read: ownershipPart,
    removed: { state: 'absent' },
  },
  aws_s3_bucket_public_access_block: {
    setting: 'blockPublicAccess',
    read: blockPart,
    removed: { state: 'absent' },
  },
  aws_s3_bucket_website_configuration: {
    setting: 'website',
    read: websitePart,
    removed: { state: 'absent' },
  },
};

/** Types that become buckets or parts of them. */
export const S3_TYPES = new Set([
  'aws_s3_bucket',
  ...Object.keys(COMPANIONS),
  ...POINT_TYPES,
  'aws_s3_account_public_access_block',
]);

interface Shelf {
  things: Map<Block | string, Thing>;
  byName: Map<string, Thing>;
  buckets: Addresses;
  /** Setting -> the resources that set it on a bucket that cannot be told. */
  untied: Map<string, string[]>;
}

/** The buckets, and the account's Block Public Access where it is declared. */
export function bucketsIn(blocks: Block[], scope: string, home: Home): { things: Thing[]; notes: Text[] } {
  const buckets = blocks.filter(({ type, gone }) => type === 'aws_s3_bucket' && !gone);
  const shelf: Shelf = {
    things: new Map(),
    byName: new Map(),
    buckets: addressesOf(buckets),
    untied: new Map(),
  };
  for (const block of buckets) {
    const thing = bucketOf(block);
    shelf.things.set(block, thing);
    shelf.byName.set(thing.name, thing);
  }
  // What is removed first: where something else takes its place, that counts.
  for (const block of [...blocks.filter(({ gone }) => gone), ...blocks.filter(({ gone }) => !gone)]) {
    const companion = COMPANIONS[block.type];
    if (companion === undefined) continue;
    const part: Part | undefined = block.gone
      ? companion.removed && { known: companion.removed, origin: block.origin }
      : companion.read(block);
    // One that only says what holds anyway leaves no doubt, whichever bucket it is about.
    const harmless = part !== undefined && isBucketDefault(companion.setting, part.known);
    const thing = bucketFor(block, shelf, harmless ? undefined : companion.setting);
    if (part === undefined || thing === undefined || (block.gone && thing.fresh)) continue;
    thing.parts.set(companion.setting, part);
  }
  addAccessPoints(blocks, home, (block) => bucketFor(block, shelf, 'accessPoints'));
  doubtMultiRegion(blocks, shelf.things.values());
  doubt(shelf);
  const things = [...shelf.things.values()];
  for (const block of blocks)
    if (block.type === 'aws_s3_account_public_access_block' && !block.gone)
      things.push(accountOf(block, scope));
  return { things, notes: notesOn(shelf) };
}

function bucketOf(block: Block): Thing {
  const name = textOf(block, 'bucket') ?? textOf(block, 'id');
  const arn = textOf(block, 'arn');
  const region = textOf(block, 'region');
  const parts = new Map<string, Part>();
  const keep = (setting: string, part: Part | undefined) => part && parts.set(setting, part);
  keep('policy', policyPart(block));
  keep('acl', aclPart(block));
  keep('website', websitePart(block));
  keep('tags', tagsPart(block));
  if (region !== undefined) keep('location', { known: present(region), origin: placeOf(block, 'region') });
  return {
    type: 'aws.s3.bucket',
    id:
      arn ?? (name === undefined ? placeholderId(block.origin.file, block.address) : `arn:aws:s3:::${name}`),
    name: name ?? block.address,
    fresh: block.fresh,
    ...(region !== undefined && { region }),
    parts,
    origin: block.origin,
  };
}

/** The bucket that a resource is about: by name, by reference, or one that exists already and is not declared here. */
function bucketFor(block: Block, shelf: Shelf, setting: string | undefined): Thing | undefined {
  const name = textOf(block, 'bucket');
  if (name === undefined) {
    const found = referred(block, 'bucket', shelf.buckets);
    const thing = found && shelf.things.get(found);
    if (thing === undefined && !block.gone && setting !== undefined) {
      const others = shelf.untied.get(setting);
      if (others === undefined) shelf.untied.set(setting, [block.address]);
      else others.push(block.address);
    }
    return thing;
  }
  const known = shelf.byName.get(name);
  if (known !== undefined || block.gone) return known;
  const thing: Thing = {
    type: 'aws.s3.bucket',
    id: `arn:aws:s3:::${name}`,
    name,
    fresh: false,
    parts: new Map(),
    origin: block.origin,
  };
  shelf.things.set(name, thing);
  shelf.byName.set(name, thing);
  return thing;
}

/** A setting that belongs to one of the buckets, and to which cannot be told, is unknown for all that do not have it. */
function doubt({ things, untied }: Shelf): void {
  for (const [setting, addresses] of untied) {
    const more = addresses.length > 3 ? ', …' : '';
    const detail = `${addresses.slice(0, 3).join(', ')}${more} may be about this bucket`;
    for (const { parts } of things.values())
      if (!parts.has(setting)) parts.set(setting, { known: unknown('missing', detail) });
  }
}

function notesOn({ untied }: Shelf): Text[] {
  const addresses = [...untied.values()].flat();
  if (addresses.length === 0) return [];
  const names = `${addresses.slice(0, 3).join(', ')}${addresses.length > 3 ? ', …' : ''}`;
  return [
    {
      en: `${addresses.length} bucket settings do not say which bucket they are about (${names}).`,
      ja: `どのバケットのものか分からない設定が ${addresses.length} 件あります (${names})。`,
    },
  ];
}

function accountOf(block: Block, scope: string): Thing {
  const account = textOf(block, 'account_id') ?? textOf(block, 'id');
  return {
    type: 'aws.s3.account',
    id: account === undefined ? `${scope}/s3` : `arn:aws:s3:::account/${account}`,
    name: account ?? scope,
    fresh: false,
    parts: new Map([['blockPublicAccess', blockPart(block)]]),
    origin: block.origin,
  };
}
