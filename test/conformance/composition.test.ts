// Random buckets: policy, ACLs, ownership and Block Public Access at three levels, against a small evaluator of their rules.
import { expect, test } from '@jest/globals';
import { ask } from './engine.ts';
import { dice } from './random.ts';

type Roll = (below: number) => number;
type Statement = {
  Effect: string;
  Principal: unknown;
  Action: string[];
  Resource: string[];
  Condition?: Condition;
};
type Condition = Record<string, Record<string, string>>;

const ARN = 'arn:aws:s3:::acme-data';
const GROUPS = 'http://acs.amazonaws.com/groups/global/';

/** Action, what it is asked of, and its word. */
const ACTIONS = [
  ['s3:ListBucket', ARN, 'list'],
  ['s3:ListBucketVersions', ARN, 'list'],
  ['s3:ListBucketMultipartUploads', ARN, 'list'],
  ['s3:GetBucketAcl', ARN, 'meta'],
  ['s3:PutBucketAcl', ARN, 'admin'],
  ['s3:GetObject', `${ARN}/a`, 'read'],
  ['s3:GetObjectVersion', `${ARN}/a`, 'read'],
  ['s3:GetObjectAcl', `${ARN}/a`, 'meta'],
  ['s3:GetObjectVersionAcl', `${ARN}/a`, 'meta'],
  ['s3:PutObject', `${ARN}/a`, 'write'],
  ['s3:PutObjectAcl', `${ARN}/a`, 'admin'],
  ['s3:PutObjectVersionAcl', `${ARN}/a`, 'admin'],
] as const;

const CONDITIONS: (Condition | undefined)[] = [
  undefined,
  undefined,
  undefined,
  { Bool: { 'aws:SecureTransport': 'false' } },
  { StringEquals: { 'aws:PrincipalOrgID': 'o-kagi123456' } },
  { StringNotEquals: { 'aws:PrincipalOrgID': 'o-kagi123456' } },
  { StringEquals: { 'aws:PrincipalType': 'Anonymous' } },
  { StringNotEquals: { 'aws:PrincipalType': 'Anonymous' } },
  { Null: { 'aws:PrincipalOrgID': 'true' } },
];

const BUCKET_ACL: Record<string, string[]> = {
  READ: ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
  WRITE: ['s3:PutObject'],
  READ_ACP: ['s3:GetBucketAcl'],
  WRITE_ACP: ['s3:PutBucketAcl'],
};
const OBJECT_ACL: Record<string, string[]> = {
  READ: ['s3:GetObject', 's3:GetObjectVersion'],
  READ_ACP: ['s3:GetObjectAcl', 's3:GetObjectVersionAcl'],
  WRITE_ACP: ['s3:PutObjectAcl', 's3:PutObjectVersionAcl'],
};

function pick<T>(roll: Roll, from: readonly T[], otherwise: T): T {
  return from[roll(from.length)] ?? otherwise;
}

function statement(roll: Roll): Statement {
  const names = ACTIONS.filter(() => roll(3) === 0).map(([name]) => name);
  const made: Statement = {
    Effect: roll(5) < 2 ? 'Deny' : 'Allow',
    Principal: pick(roll, ['*', '*', { AWS: '*' }, { AWS: '444455556666' }], '*'),
    Action: names.length > 0 ? names : ['s3:GetObject'],
    Resource: pick(roll, [[ARN], [`${ARN}/*`], [ARN, `${ARN}/*`]], [ARN]),
  };
  const condition = pick(roll, CONDITIONS, undefined);
  return condition === undefined ? made : { ...made, Condition: condition };
}

function acl(roll: Roll) {
  const grants = Array.from({ length: roll(3) }, () => ({
    Grantee: { Type: 'Group', URI: GROUPS + pick(roll, ['AllUsers', 'AuthenticatedUsers'], 'AllUsers') },
    Permission: pick(roll, ['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP', 'FULL_CONTROL'], 'READ'),
  }));
  return { Owner: { ID: 'owner' }, Grants: grants };
}

function block(roll: Roll): Record<string, boolean> | null {
  if (roll(3) === 0) return null;
  const names = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
  return Object.fromEntries(names.map((name) => [name, roll(6) === 0]));
}

function bucket(roll: Roll) {
  return {
    bucket: 'acme-data',
    ownerAccount: '111122223333',
    policy:
      roll(5) === 0
        ? null
        : { Version: '2012-10-17', Statement: Array.from({ length: 1 + roll(3) }, () => statement(roll)) },
    acl: acl(roll),
    ownership: pick(roll, [null, 'ObjectWriter', 'BucketOwnerPreferred', 'BucketOwnerEnforced'], null),
    bucketBpa: block(roll),
    accountBpa: block(roll),
    organizationBpa: pick(roll, [null, null, null, null, null, 'all', 'none'], null),
    objectAcls: roll(2) === 0 ? {} : { a: acl(roll) },
    bucketType: roll(12) === 0 ? 'directory' : 'general',
  };
}

type Caller = { signed: boolean; organization?: string; https: boolean };

const CALLERS: Caller[] = [true, false].flatMap((https) => [
  { signed: false, https },
  { signed: true, https },
  { signed: true, organization: 'o-stranger12', https },
]);

function holds(condition: Condition | undefined, caller: Caller): boolean {
  const value = (key: string) =>
    key === 'aws:SecureTransport'
      ? String(caller.https)
      : key === 'aws:PrincipalType'
        ? caller.signed
          ? 'User'
          : 'Anonymous'
        : caller.organization;
  return Object.entries(condition ?? {}).every(([operator, block]) =>
    Object.entries(block).every(([key, wanted]) => {
      if (operator === 'Null') return String(value(key) === undefined) === wanted;
      return (value(key) === wanted) !== operator.includes('Not');
    }),
  );
}

function applies(one: Statement, caller: Caller, action: string, resource: string): boolean {
  const everybody = one.Principal === '*' || JSON.stringify(one.Principal) === '{"AWS":"*"}';
  const below = resource !== ARN;
  const named = one.Resource.includes(below ? `${ARN}/*` : ARN);
  return everybody && named && one.Action.includes(action) && holds(one.Condition, caller);
}

/** A statement for everybody that no fixed value confines. */
function isPublic({ Effect, Principal, Condition }: Statement): boolean {
  const fixed = Condition?.['StringEquals']?.['aws:PrincipalOrgID'] !== undefined;
  return Effect === 'Allow' && JSON.stringify(Principal) !== '{"AWS":"444455556666"}' && !fixed;
}

function expected(input: ReturnType<typeof bucket>) {
  const statements = input.policy?.Statement ?? [];
  const directory = input.bucketType === 'directory';
  const on = (name: string) =>
    directory ||
    input.organizationBpa === 'all' ||
    input.bucketBpa?.[name] === true ||
    input.accountBpa?.[name] === true;
  const restricted = on('RestrictPublicBuckets') && statements.some(isPublic);
  const acls = input.ownership !== 'BucketOwnerEnforced' && !on('IgnorePublicAcls');
  const granted = (
    grants: ReturnType<typeof acl>['Grants'],
    table: Record<string, string[]>,
    caller: Caller,
    action: string,
  ) =>
    grants.some(
      ({ Grantee, Permission }) =>
        (caller.signed || Grantee.URI.endsWith('AllUsers')) &&
        (Permission === 'FULL_CONTROL' ? Object.values(table).flat() : (table[Permission] ?? [])).includes(
          action,
        ),
    );
  const found = { anonymous: false, anyAwsAccount: false, access: new Set<string>() };
  for (const caller of CALLERS) {
    for (const [action, resource, word] of ACTIONS) {
      const matching = statements.filter((one) => applies(one, caller, action, resource));
      if (matching.some((one) => one.Effect === 'Deny')) continue;
      const object = input.objectAcls.a?.Grants ?? [];
      const byAcl =
        granted(input.acl.Grants, BUCKET_ACL, caller, action) || granted(object, OBJECT_ACL, caller, action);
      if (!(matching.length > 0 && !restricted) && !(acls && byAcl)) continue;
      if (caller.signed) found.anyAwsAccount = true;
      else found.anonymous = true;
      found.access.add(word);
    }
  }
  return { ...found, access: [...found.access].sort(), status: statements.some(isPublic) };
}

test('random buckets are judged as their rules say', () => {
  const roll = dice(2026);
  let exposed = 0;
  for (let count = 0; count < 1000; count++) {
    const input = bucket(roll);
    const wanted = expected(input);
    if (wanted.access.length > 0) exposed++;
    const said = ask({ id: 'random', kind: 's3-account-combo', input, expect: null }, Date.UTC(2026, 0, 1));
    const { anonymous, anyAwsAccount, access } = said;
    const status = said.policyStatusIsPublic;
    expect({ input, anonymous, anyAwsAccount, access, status }).toEqual({ input, ...wanted });
  }
  expect(exposed).toBeGreaterThan(200);
});
