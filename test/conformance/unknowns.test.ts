// What a bucket's unread settings turn out to be never contradicts what was decided without them (the first law of verdicts).
import { expect, test } from '@jest/globals';
import { compose } from '../../src/providers/aws/s3/compose.ts';
import { bucketFacts } from './bucket.ts';
import { isRecord } from './case.ts';
import { acl, bucket } from './random/bucket.ts';
import { type Dice, dice } from './random/dice.ts';

type Input = Record<string, unknown>;
type State = 'open' | 'open-unless' | 'unknown' | 'shut-by' | 'closed';

/** Of several ways to the same, the widest counts. */
const RANK: State[] = ['open', 'open-unless', 'unknown', 'shut-by', 'closed'];
const CALLERS = ['anonymous', 'any-account'];
const ACTIONS = [
  ...['s3:ListBucket', 's3:GetObject', 's3:PutObject', 's3:GetBucketAcl'],
  ...['s3:PutBucketPolicy', 's3:PutBucketAcl', 's3:PutObjectAcl'],
];

/** Caller and action -> state. A door of which nothing is known may lead its caller, and every narrower one, to anything. */
function states(input: Input): Map<string, State> {
  const { ways } = compose(bucketFacts(input, Date.UTC(2026, 0, 1)));
  const found = new Map<string, State>();
  for (const caller of CALLERS)
    for (const action of ACTIONS) {
      const mine = ways.filter(
        (way) =>
          (way.caller.class === caller && way.actions.includes(action)) ||
          (way.actions.length === 0 && (way.caller.class === 'anonymous' || way.caller.class === caller)),
      );
      const state = RANK.find((one) => mine.some((way) => way.state === one)) ?? 'closed';
      found.set(`${caller} ${action}`, state);
    }
  return found;
}

/** What each state may become when a setting that was unread is known. */
type Becomes = Record<State, State[]>;

/** A guard can only close, and what is open but for it is then open or shut. */
const GUARD: Becomes = {
  open: ['open'],
  'open-unless': ['open', 'shut-by'],
  unknown: RANK,
  'shut-by': ['shut-by'],
  closed: ['closed'],
};

/** A door can open anything that was not decided. */
const DOOR: Becomes = {
  open: ['open'],
  'open-unless': RANK,
  unknown: RANK,
  'shut-by': ['shut-by', 'closed'],
  closed: ['closed', 'shut-by'],
};

const flags = (on: boolean) =>
  Object.fromEntries(
    ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'].map((name) => [
      name,
      on,
    ]),
  );
const BLOCKS = [
  null,
  flags(true),
  flags(false),
  { ...flags(false), IgnorePublicAcls: true },
  { ...flags(false), RestrictPublicBuckets: true },
];

interface Unread {
  setting: string;
  becomes: Becomes;
  values(roll: Dice, input: Input): unknown[];
}

const UNREAD: Unread[] = [
  { setting: 'bucketBpa', becomes: GUARD, values: () => BLOCKS },
  { setting: 'accountBpa', becomes: GUARD, values: () => BLOCKS },
  {
    setting: 'ownership',
    becomes: GUARD,
    values: () => [null, 'ObjectWriter', 'BucketOwnerPreferred', 'BucketOwnerEnforced'],
  },
  {
    setting: 'policy',
    becomes: DOOR,
    values: (roll, input) => [null, input['policy'], ...[1, 2, 3].map(() => bucket(roll).policy)],
  },
  {
    setting: 'acl',
    becomes: DOOR,
    values: (roll, input) => [null, input['acl'], ...[1, 2, 3].map(() => acl(roll))],
  },
];

/** The input with a setting that could not be read. */
function without(input: Input, setting: string): Input {
  const { [setting]: _read, ...rest } = input;
  return { ...rest, [`${setting}Error`]: 'AccessDenied' };
}

test.each(UNREAD)('$setting unread, then known', ({ setting, becomes, values }) => {
  const roll = dice(4711);
  const seen: Record<State, number> = { open: 0, 'open-unless': 0, unknown: 0, 'shut-by': 0, closed: 0 };
  for (let count = 0; count < 80; count++) {
    const input: unknown = bucket(roll);
    if (!isRecord(input)) continue;
    const before = states(without(input, setting));
    for (const value of values(roll, input)) {
      const after = states({ ...input, [setting]: value });
      for (const [key, state] of before) {
        seen[state]++;
        const now = after.get(key) ?? 'closed';
        if (!becomes[state].includes(now))
          expect({ input, setting, value, key, before: state, after: now }).toEqual({
            after: becomes[state],
          });
      }
    }
  }
  // The property speaks of every state that an unread setting of this kind leaves.
  const [undecided, decided] =
    becomes === GUARD ? ['open-unless' as const, 'open' as const] : ['unknown' as const, 'closed' as const];
  expect(seen[undecided]).toBeGreaterThan(20);
  expect(seen.closed + seen[decided]).toBeGreaterThan(100);
});

test('two unread guards: each that is then known leaves the same rule for the other', () => {
  const roll = dice(99);
  let checked = 0;
  for (let count = 0; count < 80; count++) {
    const input: unknown = bucket(roll);
    if (!isRecord(input)) continue;
    const one = without(input, 'bucketBpa');
    const before = states(without(one, 'accountBpa'));
    for (const value of BLOCKS) {
      const after = states({ ...one, accountBpa: value });
      for (const [key, state] of before) {
        const now = after.get(key) ?? 'closed';
        const may: State[] = state === 'open-unless' ? ['open-unless', 'shut-by'] : GUARD[state];
        if (state === 'open-unless') checked++;
        if (!may.includes(now))
          expect({ input, value, key, before: state, after: now }).toEqual({ after: may });
      }
    }
  }
  expect(checked).toBeGreaterThan(50);
});
