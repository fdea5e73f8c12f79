// Reads which account this is, and which organization it is in.
import { IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import {
  DescribeOrganizationCommand,
  ListAccountsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import type { Known, Resource, Text } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../ask.ts';
import { accountScope } from '../collector.ts';
import type { Session } from '../session.ts';
import { readControlPolicies } from './collect-control.ts';
import { organizationNotes } from './notes.ts';
import { aliasOf, organizationOf, type Sibling, siblingOf } from './project.ts';

/** The context resource `aws.account`, with what could not be read of the organization as a remark. */
export async function readAccount(session: Session): Promise<{ resource: Resource; notes: Text[] }> {
  const [alias, organization] = await Promise.all([readAlias(session), readOrganization(session)]);
  const [siblings, policies] = await Promise.all([
    organization.state === 'absent' ? organization : readSiblings(session),
    readControlPolicies(session, organizationsClient(session), organization),
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

async function readOrganization(
  session: Session,
): Promise<Known<{ id: string; managementAccount?: string }>> {
  const client = organizationsClient(session);
  const question = {
    setting: 'organization',
    permission: 'organizations:DescribeOrganization',
    absent: ['AWSOrganizationsNotInUseException'],
  };
  const answer = await ask(session.calls, question, () => client.send(new DescribeOrganizationCommand({})));
  return andThen(answer, organizationOf);
}

async function readSiblings(session: Session): Promise<Known<Sibling[]>> {
  const client = organizationsClient(session);
  const question = {
    setting: 'siblings',
    permission: 'organizations:ListAccounts',
    absent: ['AWSOrganizationsNotInUseException'],
  };
  const found: Sibling[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ask(session.calls, question, () =>
      client.send(new ListAccountsCommand({ NextToken })),
    );
    if (page.state !== 'present') return page;
    for (const item of page.value.Accounts ?? []) {
      const sibling = siblingOf(item);
      if (sibling !== undefined) found.push(sibling);
    }
    ({ NextToken } = page.value);
  } while (NextToken !== undefined && NextToken !== '');
  return { state: 'present', value: found };
}
