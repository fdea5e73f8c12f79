// Reads Cognito identity pools through the SDK: whether they admit guests, and what the role of guests may do.
import {
  CognitoIdentityClient,
  DescribeIdentityPoolCommand,
  GetIdentityPoolRolesCommand,
  ListIdentityPoolsCommand,
} from '@aws-sdk/client-cognito-identity';
import type { Known, Resource } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { type GuestRole, guestRoles } from './collect-role.ts';

/** Most pools in a page (Cognito identity pools API reference, ListIdentityPools). */
const PAGE = 60;
/** A pool that was deleted after it had been listed. */
const GONE = ['ResourceNotFoundException'];

/** Identity pools, live, as context: roles that trust them are judged by them. Roles are asked for only where guests are admitted. */
export const cognitoIdentity: RegionalCollector = {
  service: 'cognito-identity',
  regional: true,
  context(place) {
    const client = connect(CognitoIdentityClient, place);
    const role = guestRoles(place);
    return readList(place, {
      type: 'aws.cognito-identity.pool',
      permission: 'cognito-identity:ListIdentityPools',
      page: async (NextToken) => {
        const answer = await client.send(new ListIdentityPoolsCommand({ MaxResults: PAGE, NextToken }));
        return { items: answer.IdentityPools, next: answer.NextToken };
      },
      read: ({ IdentityPoolId: id = '', IdentityPoolName: name = id }) =>
        readPool(place, client, role, { id, name }),
    });
  },
  async *collect() {},
};

async function readPool(
  place: Place,
  client: CognitoIdentityClient,
  role: (arn: string) => Promise<GuestRole>,
  { id, name }: { id: string; name: string },
): Promise<Resource | undefined> {
  const { partition, region, account, calls } = place;
  const arn = `arn:${partition}:cognito-identity:${region}:${account}:identitypool/${id}`;
  const pool = resourceOf(place, 'aws.cognito-identity.pool', arn, name);
  const asked = { setting: 'guests', permission: 'cognito-identity:DescribeIdentityPool', absent: GONE };
  const answer = await ask(calls, asked, () =>
    client.send(new DescribeIdentityPoolCommand({ IdentityPoolId: id })),
  );
  if (answer.state === 'absent') return undefined;
  const guests = andThen(answer, ({ AllowUnauthenticatedIdentities: on }): Known<boolean> => {
    if (on !== undefined) return { state: 'present', value: on };
    const { setting, permission } = asked;
    const detail = 'the answer does not say whether guests are admitted';
    return { state: 'unknown', why: { setting, permission, reason: 'malformed', detail } };
  });
  settle(pool, 'guests', guests);
  settle(
    pool,
    'classicFlow',
    andThen(answer, ({ AllowClassicFlow: on }) => ({ state: 'present', value: on === true })),
  );
  if (guests.state === 'present' && !guests.value) return pool;
  const question = { setting: 'guestRole', permission: 'cognito-identity:GetIdentityPoolRoles' };
  const roles = await ask(calls, question, () =>
    client.send(new GetIdentityPoolRolesCommand({ IdentityPoolId: id })),
  );
  const found = andThen(roles, ({ Roles }): Known<string> => {
    const guestRole = Roles?.['unauthenticated'];
    return guestRole === undefined ? { state: 'absent' } : { state: 'present', value: guestRole };
  });
  settle(pool, 'guestRole', found);
  if (found.state !== 'present') return pool;
  const { policies, boundary } = await role(found.value);
  settle(pool, 'guestPolicies', policies);
  settle(pool, 'guestBoundary', boundary);
  return pool;
}
