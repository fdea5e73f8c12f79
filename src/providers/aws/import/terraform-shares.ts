// Images, snapshots and documents that Terraform shares with accounts, with organizations or with everyone.
import type { Known } from '../../../snapshot/resource.ts';
import { raw, word } from '../answers/shape.ts';
import { type Part, present, unknown } from './declared.ts';
import { after, path } from './declared-names.ts';
import { attribute, type Block, nested, placeOf, textOf } from './terraform.ts';
import { flagAt, type Read, type Row, textAt } from './terraform-rows.ts';

const key: Read = (block) => {
  const encrypted = flagAt('encrypted')(block);
  const off = encrypted?.known.state === 'present' && encrypted.known.value === false;
  if (off) return { ...encrypted, known: { state: 'absent' } };
  const named = textAt('kms_key_id')(block);
  return named?.known.state === 'absent' ? encrypted && { known: present('unknown key') } : named;
};

/** Rows of what is shared by lists of accounts. */
export const SHARED_ROWS: Row[] = [
  {
    type: 'aws.ami.image',
    from: ['aws_ami', 'aws_ami_copy', 'aws_ami_from_instance'],
    name: ['id'],
    arn: { ...path('ec2', 'image'), ownerless: true },
    settings: { encrypted: disksEncrypted },
    companions: [
      { from: ['aws_ami_launch_permission'], of: 'image_id', setting: 'sharedWith', join: launchers },
    ],
  },
  {
    type: 'aws.ebs.snapshot',
    from: ['aws_ebs_snapshot', 'aws_ebs_snapshot_copy', 'aws_ebs_snapshot_import'],
    name: ['id'],
    arn: { ...path('ec2', 'snapshot'), ownerless: true },
    settings: { key, volume: textAt('volume_id') },
    companions: [
      {
        from: ['aws_snapshot_create_volume_permission'],
        of: 'snapshot_id',
        setting: 'sharedWith',
        join: (blocks) => joinedShares(blocks, (block) => [textOf(block, 'account_id')], {}),
      },
    ],
  },
  {
    type: 'aws.rds.snapshot',
    from: ['aws_db_snapshot', 'aws_db_snapshot_copy'],
    name: ['db_snapshot_identifier', 'target_db_snapshot_identifier'],
    arn: after('rds', 'snapshot'),
    settings: { sharedWith: sharedAccounts, key, engine: textAt('engine') },
  },
  {
    type: 'aws.rds.cluster-snapshot',
    from: ['aws_db_cluster_snapshot', 'aws_rds_cluster_snapshot_copy'],
    name: ['db_cluster_snapshot_identifier', 'target_db_cluster_snapshot_identifier'],
    arn: after('rds', 'cluster-snapshot'),
    settings: { sharedWith: sharedAccounts, key, engine: textAt('engine') },
  },
  {
    type: 'aws.ssm.document',
    from: ['aws_ssm_document'],
    name: ['name'],
    arn: path('ssm', 'document'),
    settings: { sharedWith: documentShares, documentType: textAt('document_type') },
  },
];

/** `shared_accounts`: account ids, or `all`. */
function sharedAccounts(block: Block): Part | undefined {
  const known = attribute(block, 'shared_accounts');
  if (known?.state === 'unknown') return { known };
  if (known === undefined && (block.fresh || !Object.hasOwn(block.values, 'shared_accounts')))
    return undefined;
  const value: unknown[] = known?.state === 'present' && Array.isArray(known.value) ? known.value : [];
  return { known: sharesOf(value, {}), origin: placeOf(block, 'shared_accounts') };
}

/** `permissions { type = "Share", account_ids = "All" or "111122223333,…" }` */
function documentShares(block: Block): Part | undefined {
  const known = attribute(block, 'permissions');
  if (known === undefined || known.state !== 'present') return known && { known };
  const ids = word(raw(known.value)?.['account_ids'])?.split(',') ?? [];
  return {
    known: sharesOf(
      ids.map((id) => id.trim()),
      {},
    ),
    origin: placeOf(block, 'permissions'),
  };
}

function launchers(blocks: Block[]): Part | undefined {
  const whom = (block: Block) => {
    if (textOf(block, 'group') === 'all') return ['all'];
    return ['account_id', 'organization_arn', 'organizational_unit_arn'].flatMap((name) => {
      const known = attribute(block, name);
      return known === undefined ? [] : [textOf(block, name)];
    });
  };
  return joinedShares(blocks, whom, { organizations: [] });
}

/** One share that is not known yet leaves the list open, unless everyone is in it anyway. */
function joinedShares(
  blocks: Block[],
  whom: (block: Block) => (string | undefined)[],
  start: { organizations?: string[] },
): Part | undefined {
  const [first] = blocks;
  if (first === undefined) return undefined;
  const named = blocks.flatMap((block) => whom(block).map((one) => ({ one, block })));
  const later = named.find(({ one }) => one === undefined);
  if (later !== undefined && !named.some(({ one }) => one === 'all'))
    return { known: unknown('missing', `whom ${later.block.address} names is known after apply`) };
  const deciding = named.find(({ one }) => one === 'all')?.block ?? first;
  return {
    known: sharesOf(
      named.map(({ one }) => one),
      start,
    ),
    origin: deciding.origin,
  };
}

function sharesOf(named: unknown[], start: { organizations?: string[] }): Known<unknown> {
  const texts = named.flatMap((one) => word(one) ?? []);
  const organizations = texts.filter((one) => one.startsWith('arn:') && one.includes(':organizations:'));
  return present({
    everyone: texts.some((one) => one.toLowerCase() === 'all'),
    accounts: texts.filter((one) => /^\d{12}$/.test(one)),
    ...((start.organizations !== undefined || organizations.length > 0) && { organizations }),
  });
}

/** Disks of an image that are made of encrypted snapshots. */
function disksEncrypted(block: Block): Part | undefined {
  const copy = flagAt('encrypted')(block);
  if (copy !== undefined) return copy;
  const known = attribute(block, 'ebs_block_device');
  if (known === undefined || known.state !== 'present') return known && { known };
  const on = nested(known.value).some((disk) => disk['encrypted'] === true);
  return { known: present(on), origin: placeOf(block, 'ebs_block_device') };
}
