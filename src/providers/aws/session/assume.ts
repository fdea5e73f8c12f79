// Signing in to another account: a role of it is assumed, and its credentials are fetched anew before they end.
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { doesIdentityRequireRefresh, isIdentityExpired, memoizeIdentityProvider } from '@smithy/core';
import type { Known } from '../../../snapshot/resource.ts';
import { ask } from '../collecting/ask.ts';
import { sessionBounds } from '../permissions/bounds.ts';
import type { Session } from './session.ts';

/** A role to assume. */
export interface Role {
  account: string;
  /** ARN of the role. */
  arn: string;
  externalId?: string;
}

const SESSION_NAME = 'tojimari';

/**
 * The session of a role; unknown with `sts:AssumeRole` where it cannot be assumed. The credentials are bound to what a scan reads, whatever the
 * role may do besides (AWS STS API reference, AssumeRole: "session policies").
 */
export async function assume(session: Session, { account, arn, externalId }: Role): Promise<Known<Session>> {
  const { credentials: masterCredentials, ...hub } = session.options;
  const fetched = fromTemporaryCredentials({
    masterCredentials,
    params: {
      RoleArn: arn,
      RoleSessionName: SESSION_NAME,
      ...sessionBounds(session.partition),
      ...(externalId !== undefined && { ExternalId: externalId }),
    },
    clientConfig: { ...hub, region: session.home },
  });
  let times = 0;
  const fetch = () => {
    // The first is counted where it is asked.
    if (times > 0) session.calls.count += 1;
    times += 1;
    return fetched();
  };
  // Every client of the account asks for its credentials: they are fetched once an hour, not once a client.
  const credentials = memoizeIdentityProvider(fetch, isIdentityExpired, doesIdentityRequireRefresh);
  if (credentials === undefined) throw new Error('credentials that can be fetched are always provided');
  const question = { setting: 'aws.account', permission: 'sts:AssumeRole' };
  const first = await ask(session.calls, question, () => credentials());
  if (first.state !== 'present') return first;
  const options = {
    ...session.options,
    credentials,
    // A spread would make one strategy for all clients of it.
    get retryStrategy() {
      return session.options.retryStrategy;
    },
  };
  const name = arn.split('/').at(-1) ?? '';
  const assumed = `arn:${session.partition}:sts::${account}:assumed-role/${name}/${SESSION_NAME}`;
  return { state: 'present', value: { ...session, account, arn: assumed, options } };
}
