// Grants of a key to principals of other accounts -> exposures. Pure.
import type { Context, Cure, Evidence, Exposure } from '../../../exposure.ts';
import type { Known } from '../../../snapshot/resource.ts';
import { raw } from '../answers/shape.ts';
import { many, statementsOf } from '../answers/statements.ts';
import { ownerOf } from '../policy/alone.ts';
import { policyExposures } from '../policy/doors.ts';
import { shellWord } from '../words/shell.ts';
import type { Key } from './key.generated.ts';

type Grant = NonNullable<Key['grants']>[number];

/** The key that the grants are on. */
export interface GrantedKey {
  id: string;
  scope: string;
  region?: string;
}

/** Grants that say the same of the same principal. */
interface Alike {
  grants: { grant: Grant; index: number }[];
  statement: object;
}

/** Ids that are named in one line of words. */
const MOST_NAMED = 3;
/** Grants that are revoked in one command line. */
const MOST_REVOKED = 20;

/**
 * A grant lets its grantee in without the key policy; only a Deny in that policy, or in one of the organization, holds it back (KMS
 * developer guide, "Grants in AWS KMS", "Determining access to AWS KMS keys"). An encryption context that a grant asks for is for the
 * caller to say, so it holds nobody back.
 */
export function grantExposures(
  key: GrantedKey,
  policy: Known<unknown>,
  grants: Grant[],
  context: Context,
): Exposure[] {
  const alike = alikeOf(grants);
  return judged(key, policy, alike, context).map(({ cures: _cures, ...exposure }) => {
    const named = new Set(exposure.evidence.flatMap(({ pointer }) => statementIn(pointer)));
    const deciding = alike.filter((_one, index) => named.has(index));
    const without = alike.filter((_one, index) => !named.has(index));
    const still = judged(key, policy, without, context).some((other) => isSame(exposure, other));
    return {
      ...exposure,
      evidence: [
        ...deciding.map(evidenceOf),
        ...exposure.evidence.filter(({ resource }) => resource !== undefined),
      ],
      cures: [{ ...cureOf(key, deciding), rejudged: !still }],
    };
  });
}

/** What grants allow, as statements of a policy, for where they are judged beside one. */
export function grantStatements(grants: Grant[]): object[] {
  return alikeOf(grants).map(({ statement }) => statement);
}

function judged(key: GrantedKey, policy: Known<unknown>, alike: Alike[], context: Context): Exposure[] {
  if (alike.length === 0) return [];
  const denies = policy.state === 'present' ? deniesOf(policy.value) : [];
  const document = { Version: '2012-10-17', Statement: [...alike.map((one) => one.statement), ...denies] };
  return policyExposures(
    {
      setting: 'grants',
      policy: { state: 'present', value: document },
      about: { kind: 'kms', resource: key.id, ...ownerOf(key.id) },
    },
    key.scope,
    context,
  );
}

function isSame(one: Exposure, other: Exposure): boolean {
  return one.audience === other.audience && one.via === other.via && one.subject === other.subject;
}

function alikeOf(grants: Grant[]): Alike[] {
  const found = new Map<string, Alike>();
  for (const [index, grant] of grants.entries()) {
    const { grantee } = grant;
    const operations = [...grant.operations].sort();
    const key = JSON.stringify([grantee, operations]);
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: grantee },
      Action: operations.map((operation) => `kms:${operation}`),
      Resource: '*',
    };
    const known = found.get(key) ?? { grants: [], statement };
    known.grants.push({ grant, index });
    found.set(key, known);
  }
  return [...found.values()];
}

function deniesOf(policy: unknown): object[] {
  return statementsOf(raw(policy) ?? {}).flatMap(({ statement }) =>
    statement?.['Effect'] === 'Deny' ? [statement] : [],
  );
}

function statementIn(pointer: string | undefined): number[] {
  return many(/^\/Statement\/(\d+)$/.exec(pointer ?? '')?.[1] ?? []).map(Number);
}

function evidenceOf({ grants }: Alike): Evidence {
  const [first] = grants;
  const ids = grants.map(({ grant }) => grant.id);
  const more = ids.length > MOST_NAMED ? ` +${ids.length - MOST_NAMED}` : '';
  const named = `${ids.slice(0, MOST_NAMED).join(', ')}${more}`;
  const grantee = first?.grant.grantee ?? '';
  const operations = first?.grant.operations.join(', ') ?? '';
  const context = first?.grant.encryptionContext === true;
  return {
    setting: 'grants',
    ...(first !== undefined && { pointer: `/${first.index}` }),
    text: {
      en: `grant ${named} admits ${grantee} to ${operations}${context ? ', with an encryption context that the caller says' : ''}`,
      ja: `許可 (グラント) ${named} が ${grantee} に ${operations} を許可しています${context ? ' (暗号化コンテキストは呼び出し側が指定するもの)' : ''}`,
    },
    value: grantee,
  };
}

function cureOf({ id, region }: GrantedKey, deciding: Alike[]): Omit<Cure, 'rejudged'> {
  const ids = deciding.flatMap(({ grants }) => grants.map(({ grant }) => grant.id));
  const where = region === undefined ? '' : ` --region ${shellWord(region)}`;
  const lines = ids.map(
    (grant) => `aws kms revoke-grant --key-id ${shellWord(id)} --grant-id ${shellWord(grant)}${where}`,
  );
  return {
    text: {
      en: ids.length === 1 ? `Revoke the grant ${ids[0]}.` : `Revoke the ${ids.length} grants.`,
      ja:
        ids.length === 1
          ? `許可 (グラント) ${ids[0]} を取り消します。`
          : `${ids.length} 件の許可 (グラント) を取り消します。`,
    },
    ...(lines.length <= MOST_REVOKED && { command: lines.join(' && ') }),
  };
}
