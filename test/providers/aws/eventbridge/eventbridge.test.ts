// EventBridge: event buses, and who may send to them.
import { afterEach, describe, expect, test } from '@jest/globals';
import { eventbridge as collector } from '../../../../src/providers/aws/eventbridge/collect.ts';
import { eventbridge } from '../../../../src/providers/aws/eventbridge/service.ts';
import {
  collected,
  denies,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { allow, exposures, judged, type Made, PARTNER, policy, UNREAD } from '../by-policy.ts';

const ARN = 'arn:aws:events:eu-west-1:111122223333:event-bus/default';

function bus(settings: Record<string, unknown>, more: Partial<Made> = {}): Made {
  return { type: 'aws.eventbridge.bus', id: ARN, settings, ...more };
}
const put = (principal: unknown, more: object = {}) =>
  policy(allow(principal, 'events:PutEvents', { Sid: 'send', Resource: ARN, ...more }));

describe('who can send to a bus', () => {
  test.each<[string, Made, string[]]>([
    ['no policy', bus({ policy: null }), []],
    ['everybody: every account', bus({ policy: put('*') }), ['anyone-registered write open aws-account']],
    [
      'another account',
      bus({ policy: put({ AWS: `arn:aws:iam::${PARTNER}:root` }) }),
      [`named-outsider write open aws-account ${PARTNER}`],
    ],
    [
      'our organization, as the console writes it',
      bus(
        { policy: put('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-kagiexample' } } }) },
        { ours: { organizations: ['o-kagiexample'] } },
      ),
      [],
    ],
    [
      'another organization',
      bus({ policy: put('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-acmeexample' } } }) }),
      ['named-outsider write open aws-organization o-acmeexample'],
    ],
    [
      'another account may make rules on the bus, and have its events sent elsewhere',
      bus({
        policy: policy(
          allow({ AWS: PARTNER }, ['events:PutRule', 'events:PutTargets'], {
            Resource: 'arn:aws:events:eu-west-1:111122223333:rule/*',
          }),
        ),
      }),
      [`named-outsider write open aws-account ${PARTNER}`],
    ],
    [
      'rules of its own alone, which is not told apart',
      bus({
        policy: policy(
          allow({ AWS: PARTNER }, ['events:PutRule', 'events:PutTargets'], {
            Resource: 'arn:aws:events:eu-west-1:111122223333:rule/default/*',
            Condition: { StringEqualsIfExists: { 'events:creatorAccount': '${aws:PrincipalAccount}' } },
          }),
        ),
      }),
      [`named-outsider write unknown aws-account ${PARTNER}`],
    ],
    [
      'whoever may send to the bus may also make rules on it, and ask for them: all of it is said of one outsider',
      bus({
        policy: policy(
          allow({ AWS: PARTNER }, 'events:PutEvents', { Resource: ARN }),
          allow({ AWS: PARTNER }, ['events:ListTargetsByRule', 'events:DeleteRule'], {
            Resource: 'arn:aws:events:eu-west-1:111122223333:rule/*',
          }),
        ),
      }),
      [`named-outsider list,write,delete open aws-account ${PARTNER}`],
    ],
    ['the policy could not be read', bus({ policy: undefined }), [UNREAD]],
  ])('%s', (_name, given, expected) => {
    expect(judged(eventbridge, given)).toEqual(expected);
  });

  test('what takes one of two roads away is no cure that was judged; what takes both is', () => {
    const rule = 'arn:aws:events:eu-west-1:111122223333:rule/*';
    const [apart] = exposures(
      eventbridge,
      bus({
        policy: policy(
          allow({ AWS: PARTNER }, 'events:PutEvents', { Sid: 'send', Resource: ARN }),
          allow({ AWS: PARTNER }, 'events:DeleteRule', { Sid: 'rules', Resource: rule }),
        ),
      }),
    );
    expect(apart?.cures?.length).toBeGreaterThan(1);
    expect(apart?.cures?.filter(({ rejudged }) => rejudged)).toEqual([]);
    const one = allow({ AWS: PARTNER }, ['events:PutEvents', 'events:DeleteRule'], {
      Sid: 'all',
      Resource: [ARN, rule],
    });
    const [together] = exposures(eventbridge, bus({ policy: policy(one) }));
    expect(together?.cures?.some(({ rejudged }) => rejudged)).toBe(true);
  });

  test('all permissions are taken away where nothing would be left', () => {
    const [open] = exposures(eventbridge, bus({ policy: put('*') }));
    expect(open?.cures?.map(({ command }) => command)).toContain(
      'aws events remove-permission --event-bus-name default --remove-all-permissions --region eu-west-1',
    );
  });
});

describe('reading', () => {
  let server: OperationsServer | undefined;
  afterEach(async () => await server?.stop());

  async function read(replies: Replies) {
    server = await serveOperations(replies);
    return await collected(collector.collect(server.place));
  }

  test('all pages; the list brings the policies', async () => {
    const records = await read({
      ListEventBuses: ({ input }) =>
        input['NextToken'] === undefined
          ? {
              EventBuses: [{ Name: 'default', Arn: ARN, Policy: JSON.stringify(put('*')) }],
              NextToken: 'two',
            }
          : { EventBuses: [{ Name: 'orders', Arn: ARN.replace('default', 'orders') }] },
    });
    expect(records).toMatchObject([
      { type: 'aws.eventbridge.bus', id: ARN, name: 'default', settings: { policy: put('*') } },
      { name: 'orders', settings: { policy: null }, unknowns: [] },
      { type: 'aws.eventbridge.bus', state: 'complete', seen: 2 },
    ]);
    expect(server?.asked).toHaveLength(2);
  });

  test('a denied list, and a policy that cannot be read, are unknown', async () => {
    expect(await read({ ListEventBuses: denies() })).toMatchObject([
      { state: 'unknown', reason: 'denied', permission: 'events:ListEventBuses' },
    ]);
    await server?.stop();
    const [broken] = await read({
      ListEventBuses: { EventBuses: [{ Name: 'default', Arn: ARN, Policy: '{' }] },
    });
    expect(broken).toMatchObject({ unknowns: [{ setting: 'policy', reason: 'malformed' }] });
  });
});
