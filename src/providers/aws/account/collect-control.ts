// Reads the resource control policies that bind an account: from the account up to the root of its organization.
import {
  DescribePolicyCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import pMap from 'p-map';
import type { Known, Unknown } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import type { Session } from '../session/session.ts';
import type { Account } from './account.generated.ts';
import { type Attached, controlEnabled, policyContent, policySummaries } from './project-control.ts';

export type ControlPolicies = NonNullable<Account['resourceControlPolicies']>;

const SETTING = 'resourceControlPolicies';
const TYPE = 'RESOURCE_CONTROL_POLICY';
const NOT_IN_USE = 'AWSOrganizationsNotInUseException';
const NOT_ENABLED = 'PolicyTypeNotEnabledException';
/** AWS attaches it to everything once resource control policies are enabled; it denies nothing and cannot be detached. */
const FULL_ACCESS = 'p-RCPFullAWSAccess';
/** An organization nests its units five deep. */
const MOST_PARENTS = 10;
const MOST_POLICIES = 100;
const MOST_PAGES = 20;
const CONCURRENCY = 4;

/**
 * Every resource control policy from the account to the root. Absent where none can bind it: no organization, the management account, or
 * a root on which the type is not enabled. A member account may ordinarily not ask, which its first call tells.
 * Source: AWS Organizations user guide, "Resource control policies (RCPs)" and "RCP evaluation".
 */
export async function readControlPolicies(
  session: Session,
  client: OrganizationsClient,
  organization: Known<{ managementAccount?: string }>,
): Promise<Known<ControlPolicies>> {
  if (organization.state === 'absent') return organization;
  if (organization.state === 'unknown') return unknown(organization.why);
  if (organization.value.managementAccount === session.account) return { state: 'absent' };
  const enabled = await readEnabled(session, client);
  if (enabled.state !== 'present') return enabled;
  const targets = await readPath(session, client);
  if (targets.state !== 'present') return targets;
  const attached = await readAttached(session, client, targets.value);
  if (attached.state !== 'present') return attached;
  return await readDocuments(session, client, attached.value);
}

async function readEnabled(session: Session, client: OrganizationsClient): Promise<Known<true>> {
  const question = { setting: SETTING, permission: 'organizations:ListRoots', absent: [NOT_IN_USE] };
  const answer = await ask(session.calls, question, () => client.send(new ListRootsCommand({})));
  return andThen(answer, (roots): Known<true> => {
    const enabled = controlEnabled(roots);
    if (enabled === undefined) return unknown({ reason: 'malformed', permission: question.permission });
    return enabled ? { state: 'present', value: true } : { state: 'absent' };
  });
}

/** The account, the organizational units above it, and the root. */
async function readPath(session: Session, client: OrganizationsClient): Promise<Known<string[]>> {
  const question = { setting: SETTING, permission: 'organizations:ListParents', absent: [NOT_IN_USE] };
  const path = [session.account];
  for (;;) {
    const ChildId = path.at(-1);
    const answer = await ask(session.calls, question, () => client.send(new ListParentsCommand({ ChildId })));
    if (answer.state !== 'present') return answer;
    // What is in an organization has exactly one parent.
    const [parent] = answer.value.Parents ?? [];
    if (parent?.Id === undefined) return unknown({ reason: 'malformed', permission: question.permission });
    path.push(parent.Id);
    if (parent.Type === 'ROOT') return { state: 'present', value: path };
    if (path.length > MOST_PARENTS)
      return unknown({ reason: 'cut-short', detail: `more than ${MOST_PARENTS} levels above the account` });
  }
}

/** The policies on all targets, each once, with those that it is attached to. */
async function readAttached(
  session: Session,
  client: OrganizationsClient,
  targets: string[],
): Promise<Known<Map<string, Attached>>> {
  const lists = await pMap(targets, (target) => readTarget(session, client, target), {
    concurrency: CONCURRENCY,
  });
  const found = new Map<string, Attached>();
  for (const [index, list] of lists.entries()) {
    if (list.state !== 'present') return list;
    for (const { id, name } of list.value) {
      if (id === FULL_ACCESS) continue;
      const known = found.get(id) ?? { id, ...(name !== undefined && { name }), targets: [] };
      known.targets.push(targets[index] ?? '');
      found.set(id, known);
    }
  }
  if (found.size <= MOST_POLICIES) return { state: 'present', value: found };
  return unknown({ reason: 'cut-short', detail: `more than ${MOST_POLICIES} policies` });
}

async function readTarget(
  session: Session,
  client: OrganizationsClient,
  TargetId: string,
): Promise<Known<{ id: string; name?: string }[]>> {
  const permission = 'organizations:ListPoliciesForTarget';
  const question = { setting: SETTING, permission, absent: [NOT_IN_USE, NOT_ENABLED] };
  const found: { id: string; name?: string }[] = [];
  let NextToken: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const command = new ListPoliciesForTargetCommand({ TargetId, Filter: TYPE, NextToken });
    const page = await ask(session.calls, question, () => client.send(command));
    if (page.state !== 'present') return page;
    const summaries = policySummaries(page.value);
    if (summaries === undefined) return unknown({ reason: 'malformed', permission });
    found.push(...summaries);
    ({ NextToken } = page.value);
    if (NextToken === undefined || NextToken === '') return { state: 'present', value: found };
  }
  return unknown({ reason: 'cut-short', detail: `more than ${MOST_PAGES} pages of policies on ${TargetId}` });
}

/** Each document once. Where none can be read nothing is known; one that was deleted on the way binds nobody. */
async function readDocuments(
  session: Session,
  client: OrganizationsClient,
  attached: Map<string, Attached>,
): Promise<Known<ControlPolicies>> {
  const permission = 'organizations:DescribePolicy';
  const question = { setting: 'document', permission, absent: ['PolicyNotFoundException'] };
  const read = await pMap(
    attached.values(),
    async (policy) => {
      const command = new DescribePolicyCommand({ PolicyId: policy.id });
      const answer = await ask(session.calls, question, () => client.send(command));
      return { policy, document: andThen(answer, policyContent) };
    },
    { concurrency: CONCURRENCY },
  );
  const policies: ControlPolicies = [];
  let why: Unknown | undefined;
  for (const { policy, document } of read) {
    if (document.state === 'absent') continue;
    const parts: { settings: { document?: Record<string, unknown> }; unknowns: Unknown[] } = {
      settings: {},
      unknowns: [],
    };
    settle(parts, 'document', document);
    if (document.state === 'unknown') why ??= document.why;
    const { settings, unknowns } = parts;
    policies.push({ ...policy, ...settings, ...(unknowns.length > 0 && { unknowns }) });
  }
  const nothing = policies.every(({ document }) => document === undefined);
  if (why !== undefined && nothing) return unknown({ permission, ...why });
  return { state: 'present', value: policies };
}

function unknown(why: Omit<Unknown, 'setting'>): { state: 'unknown'; why: Unknown } {
  return { state: 'unknown', why: { ...why, setting: SETTING } };
}
