// What the errors of AWS and of the network mean.
import { describe, expect, test } from '@jest/globals';
import { andThen, ask, settle } from '../../../../src/providers/aws/collecting/ask.ts';
import type { Known, Unknown } from '../../../../src/snapshot/resource.ts';

const QUESTION = { setting: 'policy', permission: 's3:GetBucketPolicy', absent: ['NoSuchBucketPolicy'] };

function sdkError(name: string, status?: number, more: object = {}): Error {
  const error = new Error(`${name} it said`);
  return Object.assign(error, { name, ...(status && { $metadata: { httpStatusCode: status } }), ...more });
}

async function outcome(error: unknown): Promise<Known<string>> {
  return await ask({ count: 0 }, QUESTION, () => Promise.reject(error));
}

describe('an error is an unknown with its reason', () => {
  test.each<[string, unknown, Unknown['reason']]>([
    ['S3 AccessDenied', sdkError('AccessDenied', 403), 'denied'],
    ['JSON services', sdkError('AccessDeniedException', 400), 'denied'],
    ['EC2', sdkError('UnauthorizedOperation', 403), 'denied'],
    ['SNS', sdkError('AuthorizationErrorException', 403), 'denied'],
    ['a bare 403', sdkError('Forbidden', 403), 'denied'],
    ['expired in the middle of a run', sdkError('ExpiredToken', 403), 'failed'],
    ['SlowDown', sdkError('SlowDown', 503), 'throttled'],
    ['Throttling', sdkError('Throttling', 400), 'throttled'],
    ['ThrottlingException', sdkError('ThrottlingException', 400), 'throttled'],
    ['TooManyRequestsException', sdkError('TooManyRequestsException', 429), 'throttled'],
    ['RequestLimitExceeded', sdkError('RequestLimitExceeded', 503), 'throttled'],
    ['an internal error', sdkError('InternalError', 500), 'failed'],
    ['a 200 that does not parse', sdkError('SyntaxError', 200), 'malformed'],
    ['the network', Object.assign(new Error('connect'), { code: 'ECONNRESET' }), 'failed'],
    ['something that is no error', 'odd', 'failed'],
  ])('%s', async (_what, error, reason) => {
    expect(await outcome(error)).toMatchObject({
      state: 'unknown',
      why: { setting: 'policy', reason, permission: 's3:GetBucketPolicy' },
    });
  });

  test('the code for "there is none" is absence, any other 404 is not', async () => {
    expect(await outcome(sdkError('NoSuchBucketPolicy', 404))).toEqual({ state: 'absent' });
    expect(await outcome(sdkError('NoSuchBucket', 404))).toMatchObject({ state: 'unknown' });
  });

  test('the detail is one bounded line', async () => {
    const known = await outcome(
      sdkError('AccessDenied', 403, { message: `first\nsecond ${'x'.repeat(1000)}` }),
    );
    const detail = known.state === 'unknown' ? (known.why.detail ?? '') : '';
    expect(detail).toMatch(/^AccessDenied: first second x/);
    expect(detail).not.toContain('\n');
    expect(detail.length).toBeLessThanOrEqual(300);
  });
});

test('calls are counted, answers pass', async () => {
  const calls = { count: 0 };
  expect(await ask(calls, QUESTION, async () => 'answer')).toEqual({ state: 'present', value: 'answer' });
  await ask(calls, QUESTION, () => Promise.reject(sdkError('AccessDenied', 403)));
  expect(calls.count).toBe(2);
});

test('a bug in making a setting of an answer is not swallowed', () => {
  expect(() =>
    andThen({ state: 'present', value: 1 }, () => {
      throw new TypeError('ours');
    }),
  ).toThrow('ours');
});

test('the three states land in three places', () => {
  const into = { settings: {}, unknowns: [] };
  settle(into, 'a', { state: 'present', value: 1 });
  settle(into, 'b', { state: 'absent' });
  settle(into, 'c', { state: 'unknown', why: { setting: 'x', reason: 'denied' } });
  expect(into).toEqual({ settings: { a: 1, b: null }, unknowns: [{ setting: 'c', reason: 'denied' }] });
});
