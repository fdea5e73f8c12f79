// EMR: the block of a region, whole or not known.
import { afterEach, expect, test } from '@jest/globals';
import { emr } from '../../../../src/providers/aws/emr/collect.ts';
import {
  collected,
  denies,
  type OperationsServer,
  placeAt,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';

let server: OperationsServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function read(replies: Replies) {
  server = await serveOperations(replies);
  return await collected(emr.collect(server.place));
}

test('the switch and its exceptions', async () => {
  const BlockPublicAccessConfiguration = {
    BlockPublicSecurityGroupRules: true,
    PermittedPublicSecurityGroupRuleRanges: [{ MinRange: 22 }, { MinRange: 80, MaxRange: 90 }],
  };
  expect(await read({ GetBlockPublicAccessConfiguration: { BlockPublicAccessConfiguration } })).toMatchObject(
    [
      {
        type: 'aws.emr.region',
        region: 'eu-west-1',
        settings: {
          blockPublicSecurityGroupRules: true,
          permittedRanges: [
            { from: 22, to: 22 },
            { from: 80, to: 90 },
          ],
        },
      },
    ],
  );
});

test.each([
  ['denied', denies(), 'denied'],
  ['an answer that says nothing', {}, 'malformed'],
])('%s is unknown', async (_name, reply, reason) => {
  const [found] = await read({ GetBlockPublicAccessConfiguration: reply });
  expect(found).toMatchObject({
    settings: {},
    unknowns: [
      { setting: 'blockPublicSecurityGroupRules', reason },
      { setting: 'permittedRanges', reason },
    ],
  });
});

test('a region that has no EMR has none of its settings', async () => {
  const replay = async () => {
    throw Object.assign(new Error('getaddrinfo ENOTFOUND emr'), { code: 'ENOTFOUND' });
  };
  const nowhere = { ...placeAt('http://127.0.0.1:1'), replay };
  expect(await collected(emr.collect(nowhere))).toMatchObject([
    {
      record: 'listing',
      type: 'aws.emr.region',
      state: 'unknown',
      detail: expect.stringMatching(/^ENOTFOUND/),
    },
  ]);
});
