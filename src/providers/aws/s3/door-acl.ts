// ACLs as doors: of the bucket, and of objects where they are known. A Deny of the policy beats them.
// Source: S3 user guide, "Access control list (ACL) overview" (mapping of ACL permissions to actions).
import type { Grant, Question } from '../../../policy/question.ts';
import { raw } from '../answers/shape.ts';
import { statementsOf } from '../answers/statements.ts';
import { remembered } from './beside.ts';
import { bucketArn, parts, shared } from './door-policy.ts';
import { type Guards, guardsOf, NO_GUARDS, SOMEBODY, together, unreadDoor, verdict } from './guards.ts';
import type { Acl, BucketFacts, Way } from './ways.ts';

const GROUP = 'http://acs.amazonaws.com/groups/global/';

const BUCKET: Record<string, string[]> = {
  READ: ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
  // Overwriting and deleting is for the owners of the objects.
  WRITE: ['s3:PutObject'],
  READ_ACP: ['s3:GetBucketAcl'],
  WRITE_ACP: ['s3:PutBucketAcl'],
};

const OBJECT: Record<string, string[]> = {
  READ: ['s3:GetObject', 's3:GetObjectVersion'],
  WRITE: [],
  READ_ACP: ['s3:GetObjectAcl', 's3:GetObjectVersionAcl'],
  WRITE_ACP: ['s3:PutObjectAcl', 's3:PutObjectVersionAcl'],
};

/** The ways that ACLs open, unless ownership or IgnorePublicAcls turns them off. */
export function aclWays(facts: BucketFacts): Way[] {
  const ignore = guardsOf(facts, 'ignorePublicAcls');
  const ownership = ownershipGuard(facts);
  const unreadPolicy: Guards = facts.policy.state === 'unknown' ? { on: [], unread: ['policy'] } : NO_GUARDS;
  const ways: Way[] = [];
  const everybody = together(ownership, ignore);
  if (facts.acl.state === 'unknown' && ownership.on.length === 0) {
    const caller = widestOfUnread(facts, everybody);
    if (caller !== undefined) ways.push(unreadDoor(caller, 'acl', 'acl', everybody.unread));
  }
  const look = (acl: Acl, object?: string) => {
    for (const [index, { grantee, permission }] of acl.grants.entries()) {
      const group = grantee.uri?.startsWith(GROUP) ? grantee.uri.slice(GROUP.length) : undefined;
      const id = grantee.id ?? grantee.emailAddress ?? undefined;
      if (group === undefined && (id === undefined || id === acl.ownerId || grantee.uri)) continue;
      const guards = together(group === undefined ? ownership : everybody, unreadPolicy);
      for (const grant of judgeAcl(facts, group ?? { id: id ?? '' }, permission, object)) {
        const { reason } = grant;
        ways.push({
          ...parts(grant),
          indexes: [index],
          via: 'acl',
          ...(object === undefined ? {} : { object }),
          ...verdict(grant.certainty, guards),
          missingDoors: [],
          certainty: grant.certainty,
          ...(reason === undefined ? {} : { reason }),
        });
      }
    }
  };
  if (facts.acl.state === 'present') look(facts.acl.value);
  for (const [key, acl] of Object.entries(facts.objectAcls ?? {})) look(acl, key);
  return ways;
}

/** Whom an ACL that could not be read may let in, whatever it grants: a Deny of the policy beats it. */
function widestOfUnread(facts: BucketFacts, everybody: Guards): Way['caller'] | undefined {
  if (everybody.on.length === 0 && judgeAcl(facts, 'AllUsers', 'FULL_CONTROL').length > 0)
    return { class: 'anonymous' };
  const documents = [...(facts.rcps ?? []), facts.policy.state === 'present' ? facts.policy.value : {}];
  const spares = documents
    .flatMap((document) => statementsOf(raw(document) ?? {}))
    .some(
      ({ statement }) =>
        statement?.['Effect'] === 'Deny' &&
        (statement['NotPrincipal'] ?? statement['Condition']) !== undefined,
    );
  const named = spares || judgeAcl(facts, { id: 'somebody' }, 'FULL_CONTROL').length > 0;
  return named ? SOMEBODY : undefined;
}

/** With BucketOwnerEnforced ACLs play no part; without an ownership configuration they do. */
function ownershipGuard(facts: BucketFacts): Guards {
  const on: Guards['on'] = facts.directory === true ? ['directory'] : [];
  if (facts.ownership.state === 'unknown') return { on, unread: ['ownership'] };
  const enforced = facts.ownership.state === 'present' && facts.ownership.value === 'BucketOwnerEnforced';
  return { on: enforced ? [...on, 'ownership'] : on, unread: [] };
}

/** An ACL grant is an Allow without conditions, to be judged among the Denies of the bucket policy. */
function judgeAcl(
  facts: BucketFacts,
  who: string | { id: string },
  permission: string,
  object?: string,
): Grant[] {
  const table = object === undefined ? BUCKET : OBJECT;
  const known = Object.hasOwn(table, permission) ? table[permission] : undefined;
  const actions = permission === 'FULL_CONTROL' ? Object.values(table).flat() : (known ?? []);
  if (actions.length === 0) return [];
  const arn = bucketArn(facts);
  const allow = {
    Effect: 'Allow',
    Principal: typeof who === 'string' ? '*' : { CanonicalUser: who.id },
    Action: actions,
    Resource: object === undefined ? [arn, `${arn}/*`] : [`${arn}/${object.replace(/[$*?]/g, '$${$&}')}`],
  };
  const policy = facts.policy.state === 'present' ? facts.policy.value : undefined;
  const question: Question = {
    kind: 's3-bucket',
    policy: { Version: '2012-10-17', Statement: [allow] },
    resource: arn,
    ...shared(facts),
    alsoDeny: [...(facts.rcps ?? []), ...(policy === undefined ? [] : [policy])],
  };
  const { grants } = remembered(question, facts.memo);
  if (typeof who !== 'string') return grants.filter((grant) => grant.caller.class === 'named-account');
  const callers =
    who === 'AllUsers' ? ['anonymous', 'any-account'] : who === 'AuthenticatedUsers' ? ['any-account'] : [];
  return grants.filter((grant) => callers.includes(grant.caller.class));
}
