// Reads Systems Manager documents of the account through the SDK, with whom each is shared, and the block of the region.
import {
  DescribeDocumentPermissionCommand,
  type DocumentIdentifier,
  GetServiceSettingCommand,
  ListDocumentsCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import type { Known, Resource } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { readPages } from '../collecting/pages.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import type { Shares } from '../sharing/shares.ts';

/** Most documents in a page (Systems Manager API reference, ListDocuments). */
const PAGE = 50;
/** The service setting behind "Block public sharing" (Systems Manager user guide, "Best practices for shared SSM documents"). */
const SETTING = '/ssm/documents/console/public-sharing-permission';

/** Documents of Systems Manager, live. */
export const ssm: RegionalCollector = {
  service: 'ssm',
  regional: true,
  async *collect(place) {
    const client = connect(SSMClient, place);
    yield await readBlock(place, client);
    yield* readList(place, {
      type: 'aws.ssm.document',
      permission: 'ssm:ListDocuments',
      page: async (NextToken) => {
        const Filters = [{ Key: 'Owner', Values: ['Self'] }];
        const answer = await client.send(new ListDocumentsCommand({ Filters, MaxResults: PAGE, NextToken }));
        return { items: answer.DocumentIdentifiers, next: answer.NextToken };
      },
      read: (document) => readDocument(place, client, document),
    });
  },
};

async function readBlock(place: Place, client: SSMClient): Promise<Resource> {
  const { account, region } = place;
  const resource = resourceOf(place, 'aws.ssm.region', `${account}/${region}/ssm`, region);
  const question = { setting: 'publicSharing', permission: 'ssm:GetServiceSetting' };
  const answer = await ask(place.calls, question, () =>
    client.send(new GetServiceSettingCommand({ SettingId: SETTING })),
  );
  settle(
    resource,
    'publicSharing',
    andThen(answer, ({ ServiceSetting }) =>
      ServiceSetting?.SettingValue === undefined
        ? { state: 'unknown', why: { ...question, reason: 'malformed', detail: 'the answer says no value' } }
        : { state: 'present', value: ServiceSetting.SettingValue },
    ),
  );
  return resource;
}

async function readDocument(
  place: Place,
  client: SSMClient,
  { Name: name = '', Owner, DocumentType }: DocumentIdentifier,
): Promise<Resource | undefined> {
  if (Owner !== undefined && Owner !== place.account) return undefined;
  const arn = `arn:${place.partition}:ssm:${place.region}:${place.account}:document/${name}`;
  const resource = resourceOf(place, 'aws.ssm.document', arn, name);
  const accounts = await accountsOf(place, client, name);
  if (accounts.state === 'absent') return undefined;
  resource.settings['documentType'] = DocumentType ?? null;
  settle(
    resource,
    'sharedWith',
    andThen(accounts, (ids): Known<Shares> => {
      const everyone = ids.some((id) => id.toLowerCase() === 'all');
      return { state: 'present', value: { everyone, accounts: ids.filter((id) => /^\d{12}$/.test(id)) } };
    }),
  );
  return resource;
}

/** All pages: a document can be shared with a thousand accounts. */
async function accountsOf(place: Place, client: SSMClient, Name: string): Promise<Known<string[]>> {
  const permission = 'ssm:DescribeDocumentPermission';
  const question = { setting: 'sharedWith', permission, absent: ['InvalidDocument'] };
  return await readPages(place.calls, question, async (NextToken) => {
    const command = new DescribeDocumentPermissionCommand({ Name, PermissionType: 'Share', NextToken });
    const answer = await client.send(command);
    return { items: answer.AccountIds, next: answer.NextToken };
  });
}
