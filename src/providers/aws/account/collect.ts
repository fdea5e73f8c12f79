// Reads which account this is, and which organization it is in.
import { IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import {
  DescribeOrganizationCommand,
  ListAccountsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import type { Known, Resource, Text } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { accountScope } from '../collector.ts';
import type { Session } from '../session/session.ts';
import { readControlPolicies } from './collect-control.ts';
import { organizationNotes } from './notes.ts';
import { aliasOf, isActive, organizationOf, type Sibling, siblingOf } from './project.ts';

/**
 * The context resource `aws.account`, with what could not be read of the organization as a remark. `client` asks the organization: a member
 * account may ordinarily not, the account that manages it may.
 */
export async function readAccount(
  session: Session,
  client: OrganizationsClient = organizationsClient(session),
): Promise<{ resource: Resource; notes: Text[] }> {
  const [alias, organization] = await Promise.all([readAlias(session), readOrganization(session, client)]);
  const [siblings, policies] = await Promise.all([
    organization.state === 'absent' ? organization : readSiblings(session, client),
    readControlPolicies(session, client, organization),
  ]);
  const { account, partition } = session;
  const resource: Resource = {
    record: 'resource',
    type: 'aws.account',
    id: `arn:${partition}:iam::${account}:root`,
    name: account,
    scope: accountScope(account),
    settings: { accountId: account, partition },
    unknowns: [],
  };
  settle(resource, 'alias', alias);
  settle(resource, 'organization', organization);
  settle(resource, 'siblings', siblings);
  settle(resource, 'resourceControlPolicies', policies);
  return { resource, notes: organizationNotes(organization, siblings, policies) };
}

async function readAlias(session: Session): Promise<Known<string>> {
  const client = new IAMClient({ ...session.options, region: session.home });
  const question = { setting: 'alias', permission: 'iam:ListAccountAliases' };
  const answer = await ask(session.calls, question, () => client.send(new ListAccountAliasesCommand({})));
  return andThen(answer, aliasOf);
}

/** In China, Organizations answers in Ningxia alone (AWS General Reference, Organizations endpoints). */
export function organizationsClient(session: Session): OrganizationsClient {
  const region = session.partition === 'aws-cn' ? 'cn-northwest-1' : session.home;
  return new OrganizationsClient({ ...session.options, region });
}

/**
 * The same, for several accounts of one organization: what was asked before is not asked again. An answer that is remembered is no call.
 */
export function rememberingClient(session: Session): OrganizationsClient {
  const client = organizationsClient(session);
  const answers = new Map<string, Promise<unknown>>();
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        const key = `${commandName} ${JSON.stringify(args.input)}`;
        const before = answers.get(key);
        if (before !== undefined) session.calls.count -= 1;
        const answer = (before ?? next(args)) as ReturnType<typeof next>;
        answers.set(key, answer);
        return answer;
      },
    { step: 'initialize', name: 'remember' },
  );
  return client;
}

async function readOrganization(
  session: Session,
  client: OrganizationsClient,
): Promise<Known<{ id: string; managementAccount?: string }>> {
  const question = {
    setting: 'organization',
    permission: 'organizations:DescribeOrganization',
    absent: ['AWSOrganizationsNotInUseException'],
  };
  const answer = await ask(session.calls, question, () => client.send(new DescribeOrganizationCommand({})));
  return andThen(answer, organizationOf);
}

async function readSiblings(session: Session, client: OrganizationsClient): Promise<Known<Sibling[]>> {
  const members = await readMembers(session, client);
  return andThen(members, (found) => ({
    state: 'present',
    value: found.map(({ id, name }) => ({ id, ...(name !== undefined && { name }) })),
  }));
}

/** An account of the organization; one that is not active cannot be used, by nobody. */
export interface Member extends Sibling {
  active: boolean;
}

/** Every account of the organization. Absent: the account is in none. */
export async function readMembers(session: Session, client: OrganizationsClient): Promise<Known<Member[]>> {
  const question = {
    setting: 'siblings',
    permission: 'organizations:ListAccounts',
    absent: ['AWSOrganizationsNotInUseException'],
  };
  const found: Member[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ask(session.calls, question, () =>
      client.send(new ListAccountsCommand({ NextToken })),
    );
    if (page.state !== 'present') return page;
    for (const item of page.value.Accounts ?? []) {
      const sibling = siblingOf(item);
      if (sibling !== undefined) found.push({ ...sibling, active: isActive(item) });
    }
    ({ NextToken } = page.value);
  } while (NextToken !== undefined && NextToken !== '');
  return { state: 'present', value: found };
}
