// Keys, their grants, and the secrets that they encrypt: a key of the same file says who may use it.
import type { Known } from '../../../snapshot/resource.ts';
import { type Part, present, type Thing, unknown } from './declared.ts';
import { lastName } from './declared-names.ts';
import { attribute, type Block, nested, referred, textOf } from './terraform.ts';
import type { Shelf } from './terraform-services.ts';

/** aws_kms_grant: those to principals of other accounts. */
export function grantsPart(blocks: Block[], id: string): Part | undefined {
  const own = id.split(':')[4];
  const grants: object[] = [];
  for (const block of blocks) {
    const grantee = textOf(block, 'grantee_principal');
    const operations = attribute(block, 'operations');
    if (grantee === undefined || operations?.state !== 'present')
      return { known: unknown('missing', `whom ${block.address} lets in is known after apply`) };
    const account = /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(grantee)?.[1];
    if (account === undefined || account === own) continue;
    const name = textOf(block, 'name');
    const constraints = attribute(block, 'constraints');
    grants.push({
      id: textOf(block, 'grant_id') ?? block.address,
      grantee,
      operations: Array.isArray(operations.value)
        ? operations.value.filter((one) => typeof one === 'string')
        : [],
      ...(name !== undefined && { name }),
      ...(constraints?.state === 'present' &&
        nested(constraints.value).length > 0 && { encryptionContext: true }),
    });
  }
  const [first] = blocks;
  return { known: present(grants), ...(first !== undefined && { origin: first.origin }) };
}

/** Sets `key`, `keyPolicy` and `keyGrants` of every secret, as far as the file says. */
export function keyPolicies(secrets: Shelf | undefined, keys: Shelf | undefined): void {
  for (const [block, thing] of secrets?.things ?? []) {
    const key = thing.parts.get('key');
    if (key === undefined) continue;
    if (key.known.state === 'absent') {
      for (const setting of ['keyPolicy', 'keyGrants']) thing.parts.set(setting, { known: key.known });
      continue;
    }
    const found = typeof block === 'string' ? undefined : keyOf(block, key.known, keys);
    if (found !== undefined) thing.parts.set('key', { ...key, known: present(found.id) });
    thing.parts.set('keyPolicy', partOf(found, 'policy', { state: 'absent' }));
    thing.parts.set('keyGrants', partOf(found, 'grants', present([])));
  }
}

function keyOf(block: Block, known: Known<unknown>, keys: Shelf | undefined): Thing | undefined {
  if (keys === undefined) return undefined;
  if (known.state === 'present' && typeof known.value === 'string')
    return keys.byText.get(known.value) ?? keys.byText.get(lastName(known.value));
  const made = referred(block, 'kms_key_id', keys.addresses);
  return made && keys.things.get(made);
}

/** A new key has no grants, and without a policy the one that admits the account alone. */
function partOf(key: Thing | undefined, setting: string, fresh: Known<unknown>): Part {
  if (key === undefined) return { known: unknown('not-held') };
  return key.parts.get(setting) ?? { known: key.fresh ? fresh : unknown('not-held') };
}
