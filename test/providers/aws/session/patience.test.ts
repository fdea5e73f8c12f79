// How long a call is tried: as long as it takes when told to slow down, a few times when it fails, not at all when it was answered.
import { GetBucketAclCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { Patience } from '../../../../src/providers/aws/session/patience.ts';
import { Transport } from '../../../../src/providers/aws/session/transport.ts';
import { serveFleet } from '../../../servers/fleet.ts';
import { bucketName } from '../../../servers/fleet-kinds.ts';

type Kind = Parameters<Patience['refreshRetryTokenForRetry']>[1];
const FAILED: Kind = { errorType: 'TRANSIENT' };
const THROTTLED: Kind = { errorType: 'THROTTLING' };
const ANSWERED: Kind = { errorType: 'CLIENT_ERROR' };
const SLOW: Kind = {
  errorType: 'TRANSIENT',
  error: Object.assign(new Error('late'), { name: 'TimeoutError' }),
};

/** The waits of one call that meets these, one after the other; the last one given is met for ever. */
async function waits(patience: Patience, ...met: [Kind, ...Kind[]]): Promise<number[]> {
  const found: number[] = [];
  let token = await patience.acquireInitialRetryToken();
  for (;;) {
    const kind = met.length > 1 ? met.shift() : met[0];
    if (kind === undefined) return found;
    try {
      token = await patience.refreshRetryTokenForRetry(token, kind);
    } catch {
      return found;
    }
    found.push(token.getRetryDelay());
  }
}

const fresh = () => ({ count: 0, waits: 0 });

describe('one call', () => {
  test('an answer is an answer, however little it pleases', async () => {
    expect(await waits(new Patience(fresh()), ANSWERED)).toEqual([]);
  });

  test('one that fails is tried eight times, each wait up to twice as long as the last', async () => {
    const found = await waits(new Patience(fresh()), FAILED);
    expect(found).toHaveLength(7);
    for (const [index, wait] of found.entries()) {
      const longest = Math.min(100 * 2 ** index, 5000);
      expect(wait).toBeGreaterThanOrEqual(longest / 2);
      expect(wait).toBeLessThanOrEqual(longest);
    }
  });

  test('one that is answered too late is tried three times: each try costs half a minute', async () => {
    expect(await waits(new Patience(fresh()), SLOW)).toHaveLength(2);
  });

  test.each([
    ['NoSuchBucketPolicy', 404, 0],
    ['AccessDenied', 403, 0],
    ['RequestTimeTooSkewed', 403, 2],
    ['AccessDeniedException', 400, 2],
    ['RequestTimeout', 400, 7],
    ['InternalError', 500, 7],
  ])(
    '%s while the clock of this machine is off is tried again only if it may come of that',
    async (name, httpStatusCode, times) => {
      const $metadata = { httpStatusCode, clockSkewCorrected: true as const };
      const error = Object.assign(new Error('no'), { name, $metadata });
      expect(await waits(new Patience(fresh()), { errorType: 'TRANSIENT', error })).toHaveLength(times);
    },
  );

  test('told to slow down while the clock is off, it waits as ever', async () => {
    const $metadata = { httpStatusCode: 400, clockSkewCorrected: true as const };
    const error = Object.assign(new Error('slower'), { name: 'ThrottlingException', $metadata });
    const found = await waits(new Patience(fresh()), { errorType: 'THROTTLING', error });
    expect(found).toHaveLength((await waits(new Patience(fresh()), THROTTLED)).length);
  });

  test('where a person waits, as often as was asked for', async () => {
    expect(await waits(new Patience(fresh(), 3), FAILED)).toHaveLength(2);
  });

  test('told to slow down it waits for minutes, never more than five seconds at a time, and that is counted', async () => {
    const calls = fresh();
    const found = await waits(new Patience(calls), THROTTLED);
    expect(found.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(120_000);
    expect(Math.max(...found)).toBeLessThanOrEqual(5000);
    expect(calls.waits).toBe(found.length);
  });

  test('waiting does not use up the tries of a call that fails later', async () => {
    const ten: [Kind, ...Kind[]] = [THROTTLED, ...Array<Kind>(9).fill(THROTTLED), FAILED];
    expect(await waits(new Patience(fresh()), ...ten)).toHaveLength(10 + 7);
  });
});

describe('where nothing answers', () => {
  const giveUp = async (patience: Patience, times: number) => {
    for (let call = 0; call < times; call += 1) await waits(patience, SLOW);
  };

  test('after many calls in a row that got no answer none is made any more', async () => {
    const patience = new Patience(fresh());
    await giveUp(patience, 31);
    await patience.acquireInitialRetryToken();
    await giveUp(patience, 1);
    await expect(patience.acquireInitialRetryToken()).rejects.toMatchObject({ name: 'NotAsked' });
  });

  test.each<[string, (patience: Patience) => unknown]>([
    ['an answer', (patience) => patience.recordSuccess()],
    ['a refusal, which is an answer too', (patience) => waits(patience, ANSWERED)],
  ])('%s in between begins the count again', async (_what, answer) => {
    const patience = new Patience(fresh());
    await giveUp(patience, 31);
    await answer(patience);
    await giveUp(patience, 31);
    await expect(patience.acquireInitialRetryToken()).resolves.toBeDefined();
  });
});

describe('a service that answers late', () => {
  test.each([
    ['twice: the third try has the answer', 2, true],
    ['always: after three tries it is given up', 9, false],
  ])('%s', async (_what, late, answered) => {
    let asked = 0;
    const fleet = await serveFleet({
      buckets: 1,
      instead: (_call, times) => {
        asked += 1;
        return times < late ? 'silence' : undefined;
      },
    });
    const client = new S3Client({
      region: 'eu-central-1',
      endpoint: fleet.endpoint,
      forcePathStyle: true,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'of-the-test' },
      requestHandler: new Transport({}, undefined, 150),
      retryStrategy: new Patience(fresh()),
    });
    const answer = await client.send(new GetBucketAclCommand({ Bucket: bucketName(0) })).then(
      ({ Grants }) => Grants?.length,
      (error: Error) => error.name,
    );
    await fleet.stop();
    expect([answer, asked]).toEqual([answered ? 1 : 'TimeoutError', 3]);
  });
});
