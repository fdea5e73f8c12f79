// The session of a role: fetched once for all clients, anew before it ends, bound to reading, and refused without an exception.
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { assume } from '../../../../src/providers/aws/session/assume.ts';
import { type Session, signIn } from '../../../../src/providers/aws/session/session.ts';
import { type Gate, type GateAnswer, refusal, type Signed, serveGate } from '../../../servers/gate.ts';
import { TEST_ENV, useEnvironment } from '../live.ts';

const ROLE = {
  account: '444455556666',
  arn: 'arn:aws:iam::444455556666:role/deep/audit',
  externalId: 'kagi-42',
};
let gate: Gate;
let session: Session;
/** How long credentials last, in minutes. */
let minutes = 60;
let refused = false;
let made = 0;

const xml = (name: string, inside: string): GateAnswer => ({
  status: 200,
  body: `<${name}Response><${name}Result>${inside}</${name}Result></${name}Response>`,
});

function answer({ operation }: Signed): GateAnswer {
  if (operation === 'GetCallerIdentity')
    return xml(operation, '<Arn>arn:aws:iam::111122223333:user/me</Arn><Account>111122223333</Account>');
  if (operation === 'ListTopics') return xml(operation, '<Topics/>');
  if (refused) return refusal('User is not authorized to perform: sts:AssumeRole');
  made += 1;
  const ends = new Date(Date.now() + minutes * 60_000).toISOString();
  return xml(
    operation,
    `<Credentials><AccessKeyId>AKIDROLE${made}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${ends}</Expiration></Credentials>`,
  );
}

beforeEach(async () => {
  useEnvironment(TEST_ENV);
  [minutes, refused, made] = [60, false, 0];
  gate = await serveGate(answer);
  session = await signIn({
    services: [],
    regions: [],
    endpointUrl: gate.endpoint,
    env: {},
    userAgent: 'tojimari/0.0.0-test',
    onProgress: () => {},
    onAsker: () => {},
    now: 0,
  });
});
afterEach(async () => {
  session.options.requestHandler.close();
  await gate.stop();
});

const listTopics = async (of: Session) => {
  const client = new SNSClient({ ...of.options, region: 'eu-west-1' });
  await client.send(new ListTopicsCommand({}));
};
const keys = () => gate.asked.filter(({ operation }) => operation === 'ListTopics').map(({ key }) => key);
const asked = () => gate.asked.filter(({ operation }) => operation === 'AssumeRole');

test('one AssumeRole for all clients, with the external id and bound to what a scan reads', async () => {
  const assumed = await assume(session, ROLE);
  if (assumed.state !== 'present') throw new Error('not assumed');
  const { account, arn } = assumed.value;
  expect({ account, arn }).toEqual({
    account: '444455556666',
    arn: 'arn:aws:sts::444455556666:assumed-role/audit/tojimari',
  });
  await Promise.all([listTopics(assumed.value), listTopics(assumed.value), listTopics(assumed.value)]);
  expect(keys()).toEqual(['AKIDROLE1', 'AKIDROLE1', 'AKIDROLE1']);
  expect(asked()).toHaveLength(1);
  const form = new URLSearchParams(asked()[0]?.body);
  expect(form.get('ExternalId')).toBe('kagi-42');
  expect(form.get('RoleSessionName')).toBe('tojimari');
  expect(form.get('PolicyArns.member.1.arn')).toBe('arn:aws:iam::aws:policy/SecurityAudit');
  const { Statement } = JSON.parse(form.get('Policy') ?? '');
  for (const action of Statement.Action) expect(action).toMatch(/:(Get|List|Describe|GET)/);
  // Who signed in stays who they are.
  await listTopics(session);
  expect(keys().at(-1)).toBe('AKIDEXAMPLE');
});

test('credentials that are about to end are fetched anew, and each time is counted', async () => {
  minutes = 1;
  const assumed = await assume(session, ROLE);
  if (assumed.state !== 'present') throw new Error('not assumed');
  await listTopics(assumed.value);
  expect(keys()).toEqual([`AKIDROLE${made}`]);
  expect(made).toBeGreaterThan(1);
  // Signing in, and each time; the topics were not asked through the book.
  expect(session.calls.count).toBe(1 + made);
});

test('each client has a patience of its own', async () => {
  const assumed = await assume(session, ROLE);
  if (assumed.state !== 'present') throw new Error('not assumed');
  const [one, two] = [{ ...assumed.value.options }, { ...assumed.value.options }];
  expect(one.retryStrategy).not.toBe(two.retryStrategy);
});

test('a role that cannot be assumed is unknown with its permission', async () => {
  refused = true;
  expect(await assume(session, ROLE)).toEqual({
    state: 'unknown',
    why: {
      setting: 'aws.account',
      reason: 'denied',
      permission: 'sts:AssumeRole',
      detail: 'AccessDenied: User is not authorized to perform: sts:AssumeRole',
    },
  });
});
