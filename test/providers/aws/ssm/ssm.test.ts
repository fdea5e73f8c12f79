// Systems Manager documents: what is asked, and who may read them.
import { afterEach, describe, expect, test } from '@jest/globals';
import { analyseSsm } from '../../../../src/providers/aws/ssm/analyse.ts';
import { ssm } from '../../../../src/providers/aws/ssm/collect.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { inShort, OWNER, resource, STRANGER, sorted, surroundings } from '../surroundings.ts';

let server: OperationsServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const ORDINARY: Replies = {
  GetServiceSetting: { ServiceSetting: { SettingValue: 'Enable' } },
  ListDocuments: ({ input }) =>
    input['NextToken'] === undefined
      ? {
          DocumentIdentifiers: [{ Name: 'public', Owner: OWNER, DocumentType: 'Command' }],
          NextToken: 'page-2',
        }
      : {
          DocumentIdentifiers: [
            { Name: 'shared', Owner: OWNER },
            { Name: 'AWS-RunShellScript', Owner: 'Amazon' },
          ],
        },
  DescribeDocumentPermission: ({ input }) => {
    if (input['Name'] === 'public') return { AccountIds: ['All'] };
    return input['NextToken'] === undefined
      ? { AccountIds: [STRANGER], NextToken: 'more' }
      : { AccountIds: ['888899990000'] };
  },
};

async function read(replies: Replies = {}) {
  server = await serveOperations({ ...ORDINARY, ...replies });
  return sorted(await collected(ssm.collect(server.place)));
}

describe('documents, live', () => {
  test('every page of documents and of accounts; what Amazon owns is not asked', async () => {
    const { resources, listings } = await read();
    expect([...resources.keys()].sort()).toEqual(['eu-west-1', 'public', 'shared']);
    expect(resources.get('public')).toMatchObject({
      id: 'arn:aws:ssm:eu-west-1:111122223333:document/public',
      settings: { sharedWith: { everyone: true, accounts: [] }, documentType: 'Command' },
    });
    expect(resources.get('shared')?.settings['sharedWith']).toEqual({
      everyone: false,
      accounts: [STRANGER, '888899990000'],
    });
    expect(resources.get('eu-west-1')?.settings).toEqual({ publicSharing: 'Enable' });
    expect(listings).toMatchObject([{ type: 'aws.ssm.document', state: 'complete', seen: 2 }]);
  });

  test('a denied list is unknown; so is a denied setting', async () => {
    const { listings, resources } = await read({ ListDocuments: denies(), GetServiceSetting: denies() });
    expect(listings).toMatchObject([{ state: 'unknown', reason: 'denied', permission: 'ssm:ListDocuments' }]);
    expect(resources.get('eu-west-1')?.unknowns).toMatchObject([
      { setting: 'publicSharing', reason: 'denied', permission: 'ssm:GetServiceSetting' },
    ]);
  });

  test('a denied permission is unknown, also on its second page; a document that is gone is left out', async () => {
    const { resources } = await read({
      DescribeDocumentPermission: ({ input }) => {
        if (input['Name'] === 'public') return fails(400, 'InvalidDocument');
        return input['NextToken'] === undefined ? { AccountIds: [], NextToken: 'more' } : denies();
      },
    });
    expect(resources.has('public')).toBe(false);
    expect(resources.get('shared')?.unknowns).toMatchObject([
      { setting: 'sharedWith', reason: 'denied', permission: 'ssm:DescribeDocumentPermission' },
    ]);
  });
});

describe('documents, judged', () => {
  const document = (sharedWith: object) =>
    resource('aws.ssm.document', 'arn:aws:ssm:eu-west-1:111122223333:document/restart', {
      sharedWith: { everyone: false, accounts: [], ...sharedWith },
      documentType: 'Command',
    });

  test.each<[string, object, string[]]>([
    ['shared with everyone', { everyone: true }, ['anyone-registered aws-account list+read open']],
    [
      'shared with a stranger',
      { accounts: [STRANGER] },
      [`named-outsider aws-account ${STRANGER} list+read open`],
    ],
    ['shared with nobody', {}, []],
  ])('%s', (_name, sharedWith, expected) => {
    expect(inShort(analyseSsm(document(sharedWith), surroundings()))).toEqual(expected);
  });

  test('the cure takes that share back', () => {
    const [found] = analyseSsm(document({ everyone: true }), surroundings()).exposures;
    expect(found?.cures?.[0]?.command).toBe(
      'aws ssm modify-document-permission --name restart --permission-type Share --account-ids-to-remove All --region eu-west-1',
    );
  });
});
