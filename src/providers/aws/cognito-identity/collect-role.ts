// Reads through the SDK what the role of guests may do: its policies and its permissions boundary. Each role once.
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import type { Known } from '../../../snapshot/resource.ts';
import { andThen, ask } from '../collecting/ask.ts';
import { readPages } from '../collecting/pages.ts';
import { connect, type Place } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

type Document = Record<string, unknown>;

/** What a role may do, as far as it could be read. */
export interface GuestRole {
  /** Absent: there is no such role. */
  policies: Known<{ name: string; document: Document }[]>;
  boundary: Known<Document>;
}

const NONE = ['NoSuchEntity', 'NoSuchEntityException'];

/** A reader of roles by their ARN. */
export function guestRoles(place: Place): (arn: string) => Promise<GuestRole> {
  const known = new Map<string, Promise<GuestRole>>();
  // IAM answers in one region.
  const client = connect(IAMClient, { ...place, region: place.home });
  return (arn) => {
    const role = known.get(arn) ?? readRole(place, client, arn);
    known.set(arn, role);
    return role;
  };
}

async function readRole(place: Place, client: IAMClient, arn: string): Promise<GuestRole> {
  const RoleName = arn.split('/').at(-1) ?? arn;
  const asking = (permission: string, setting = 'guestPolicies') => ({ setting, permission, absent: NONE });
  const boundary = await ask(place.calls, asking('iam:GetRole', 'guestBoundary'), () =>
    client.send(new GetRoleCommand({ RoleName })),
  );
  const inline = await readPages(place.calls, asking('iam:ListRolePolicies'), async (Marker) => {
    const answer = await client.send(new ListRolePoliciesCommand({ RoleName, Marker }));
    return { items: answer.PolicyNames, next: answer.IsTruncated === true ? answer.Marker : undefined };
  });
  const attached = await readPages(place.calls, asking('iam:ListAttachedRolePolicies'), async (Marker) => {
    const answer = await client.send(new ListAttachedRolePoliciesCommand({ RoleName, Marker }));
    return { items: answer.AttachedPolicies, next: answer.IsTruncated === true ? answer.Marker : undefined };
  });
  const policies = await wholeOf(inline, async (PolicyName) => {
    const answer = await ask(place.calls, asking('iam:GetRolePolicy'), () =>
      client.send(new GetRolePolicyCommand({ RoleName, PolicyName })),
    );
    const document = andThen(answer, ({ PolicyDocument }) => policyIn(decoded(PolicyDocument)));
    return andThen(document, (value) => ({ state: 'present', value: { name: PolicyName, document: value } }));
  });
  const managed = await wholeOf(attached, async ({ PolicyArn = '' }) => {
    const document = await managedPolicy(place, client, PolicyArn, 'guestPolicies');
    return andThen(document, (value) => ({ state: 'present', value: { name: PolicyArn, document: value } }));
  });
  return {
    policies: andThen(policies, (own) =>
      andThen(managed, (others) => ({ state: 'present', value: [...own, ...others] })),
    ),
    boundary: await boundaryOf(place, client, boundary),
  };
}

async function boundaryOf(
  place: Place,
  client: IAMClient,
  role: Known<{
    Role?: { PermissionsBoundary?: { PermissionsBoundaryArn?: string | undefined } | undefined } | undefined;
  }>,
): Promise<Known<Document>> {
  if (role.state !== 'present') return role;
  const arn = role.value.Role?.PermissionsBoundary?.PermissionsBoundaryArn;
  return arn === undefined ? { state: 'absent' } : await managedPolicy(place, client, arn, 'guestBoundary');
}

async function managedPolicy(
  place: Place,
  client: IAMClient,
  PolicyArn: string,
  setting: string,
): Promise<Known<Document>> {
  const policy = await ask(place.calls, { setting, permission: 'iam:GetPolicy', absent: NONE }, () =>
    client.send(new GetPolicyCommand({ PolicyArn })),
  );
  if (policy.state !== 'present') return policy;
  const VersionId = policy.value.Policy?.DefaultVersionId;
  const question = { setting, permission: 'iam:GetPolicyVersion', absent: NONE };
  const version = await ask(place.calls, question, () =>
    client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId })),
  );
  const document = andThen(version, ({ PolicyVersion }) => policyIn(decoded(PolicyVersion?.Document)));
  return document.state === 'unknown' ? { state: 'unknown', why: { ...document.why, setting } } : document;
}

/** All of a list read; what is gone by now is left out, and one that is unknown makes the whole unknown. */
async function wholeOf<T, V>(list: Known<T[]>, read: (item: T) => Promise<Known<V>>): Promise<Known<V[]>> {
  if (list.state !== 'present') return list;
  const found: V[] = [];
  for (const item of list.value) {
    const one = await read(item);
    if (one.state === 'unknown') return { state: 'unknown', why: { ...one.why, setting: 'guestPolicies' } };
    if (one.state === 'present') found.push(one.value);
  }
  return { state: 'present', value: found };
}

/** IAM gives documents percent-encoded (RFC 3986); some servers give them plain. */
function decoded(text: string | undefined): string | undefined {
  if (text === undefined || !text.startsWith('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
