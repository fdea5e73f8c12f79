// A session in which nobody is signed in: saved answers stand in for AWS.
import type { Calls } from '../collecting/ask.ts';
import { Patience } from './patience.ts';
import type { Replay, Session } from './session.ts';
import { transport } from './transport.ts';

/** A session for collectors that read what somebody saved. Its clients send nothing. */
export async function savedSession(account: string, partition: string, replay: Replay): Promise<Session> {
  const calls: Calls = { count: 0 };
  return {
    account,
    partition,
    arn: '',
    home: '',
    options: {
      // A call that nothing stands in for ends here, before anything could be sent.
      credentials: () => Promise.reject(new Error('an export is read without asking anybody')),
      requestHandler: await transport({}),
      customUserAgent: [],
      retryStrategy: new Patience(calls),
      maxAttempts: 1,
    },
    calls,
    replay,
  };
}
