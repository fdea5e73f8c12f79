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
import { aliasOf, organizationOf, type Sibling, siblingOf } from './project.ts';

/** The context resource `aws.account`, with what could not be read of the organization as a remark. */
export async function readAccount(session: Session): Promise<{ resource: Resource; notes: Text[] }> {
  const [alias, organization] = await Promise.all([readAlias(session), readOrganization(session)]);
  const siblings: Known<Sibling[]> =
    organization.state === 'absent' ? { state: 'absent' } : await readSiblings(session);
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
  return { resource, notes: organizationNotes(organization, siblings) };
}

async function readAlias(session: Session): Promise<Known<string>> {
  const client = new IAMClient({ ...session.options, region: session.home });
  const question = { setting: 'alias', permission: 'iam:ListAccountAliases' };
  const answer = await ask(session.calls, question, () => client.send(new ListAccountAliasesCommand({})));
  return andThen(answer, aliasOf);
}

function organizationsClient(session: Session): OrganizationsClient {
  // In China, Organizations answers in Ningxia alone (AWS General Reference, Organizations endpoints).
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

/** A member account may not read its organization: one remark, and nobody's failure. */
function organizationNotes(organization: Known<unknown>, siblings: Known<unknown>): Text[] {
  if (organization.state === 'unknown')
    return [
      {
        en: 'Whether the account is in an organization could not be read: its sibling accounts and its resource control policies are not known.',
        ja: 'アカウントが組織に属しているかどうかを確認できませんでした。同じ組織のアカウントとリソースコントロールポリシーは不明です。',
      },
    ];
  if (siblings.state === 'unknown')
    return [
      {
        en: "The organization's list of accounts could not be read with this identity: its other accounts count as outsiders unless they are listed as ours.",
        ja: 'この権限では組織のアカウント一覧を確認できませんでした。自社のアカウントとして登録されていないものは、社外のアカウントとして扱います。',
      },
    ];
  return [];
}
