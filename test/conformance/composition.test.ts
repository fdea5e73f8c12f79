// Random buckets: policy, ACLs, ownership and Block Public Access at three levels, against a small evaluator of their rules.
import { expect, test } from '@jest/globals';
import { ask } from './engine.ts';
import {
  ACTIONS,
  ARN,
  type acl,
  BUCKET_ACL,
  bucket,
  type Condition,
  OBJECT_ACL,
  type Statement,
} from './random/bucket.ts';
import { dice } from './random/dice.ts';

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
