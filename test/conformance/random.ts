// Random policies over a small universe: the solver against brute force through the single-request evaluator.
import { evaluate } from '../../src/policy/evaluate.ts';
import { like } from '../../src/policy/evaluate-text.ts';
import { judge } from '../../src/policy/judge.ts';
import type { Question, Request } from '../../src/policy/question.ts';
import { isRecord } from './case.ts';
import type { Streams } from './run.ts';

const OWNER = '111122223333';
const ARN = 'arn:aws:s3:::acme';

/** Deterministic numbers below a bound (mulberry32). */
export function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Dice = (below: number) => number;

function pick<T>(roll: Dice, from: readonly [T, ...T[]]): T {
  return from[roll(from.length)] ?? from[0];
}

/** One or two of a list. */
function some<T>(roll: Dice, from: readonly [T, ...T[]]): T | T[] {
  return roll(3) > 0 ? pick(roll, from) : [pick(roll, from), pick(roll, from)];
}

const OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'StringEqualsIgnoreCase',
] as const;

/** Condition key -> operators and values worth combining. */
const CONDITIONS: { key: string; operators: readonly string[]; values: readonly [unknown, ...unknown[]] }[] =
  [
    { key: 'aws:Referer', operators: OPERATORS, values: ['a', 'a*', '*b', 'A', '?', '${s3:prefix}'] },
    { key: 's3:prefix', operators: OPERATORS, values: ['a', 'b*', '*'] },
    { key: 'aws:PrincipalOrgID', operators: OPERATORS, values: ['o-acme123456', 'o-*', '*', 'o-a*'] },
    {
      key: 'aws:PrincipalAccount',
      operators: OPERATORS,
      values: ['anonymous', '444455556666', '????????????', 'a*'],
    },
    {
      key: 'aws:PrincipalArn',
      operators: ['ArnLike', 'ArnNotLike', 'StringLike', 'StringNotLike'],
      values: ['arn:aws:iam::*:role/*', 'arn:aws:iam::444455556666:root', 'arn:*:*:*:*:user/*'],
    },
    {
      key: 'aws:SourceIp',
      operators: ['IpAddress', 'NotIpAddress'],
      values: ['0.0.0.0/0', '::/0', '52.0.0.0/7', '203.0.113.0/24', '128.0.0.0/1'],
    },
    { key: 'aws:SourceVpce', operators: OPERATORS, values: ['vpce-1a2b', 'vpce-*'] },
    { key: 'aws:SecureTransport', operators: ['Bool'], values: ['true', 'false'] },
    {
      key: 's3:max-keys',
      operators: ['NumericLessThan', 'NumericGreaterThanEquals', 'NumericEquals'],
      values: ['10', '1000', 5],
    },
    { key: 'aws:PrincipalTag/team', operators: OPERATORS, values: ['a', 'b*'] },
  ];

function condition(roll: Dice): Record<string, unknown> {
  const made: Record<string, Record<string, unknown>> = Object.create(null);
  for (let count = roll(3); count > 0; count--) {
    const { key, operators, values } = CONDITIONS[roll(CONDITIONS.length)] ?? {
      key: 'aws:Referer',
      operators: OPERATORS,
      values: ['a'],
    };
    if (roll(8) === 0) {
      made['Null'] = { ...made['Null'], [key]: pick(roll, ['true', 'false']) };
      continue;
    }
    const set = roll(8) === 0 ? pick(roll, ['ForAllValues:', 'ForAnyValue:']) : '';
    const operator =
      set + (operators[roll(operators.length)] ?? 'StringEquals') + (roll(6) === 0 ? 'IfExists' : '');
    made[operator] = { ...made[operator], [key]: some(roll, values) };
  }
  return made;
}

function statement(roll: Dice): unknown {
  const deny = roll(5) < 2;
  const principal = pick(roll, [
    '*',
    '*',
    { AWS: '*' },
    { AWS: '444455556666' },
    { AWS: `arn:aws:iam::${OWNER}:root` },
  ]);
  const action = some(roll, [
    's3:GetObject',
    's3:*',
    's3:List*',
    's3:listbucket',
    's3:PutObject',
    's3:?etObject',
  ]);
  const resource = some(roll, [
    `${ARN}/*`,
    ARN,
    '*',
    `${ARN}*`,
    `${ARN}/a*`,
    `${ARN}/*b`,
    `${ARN}/a`,
    'arn:aws:s3:::other/*',
    `${ARN}/\${aws:PrincipalTag/team}*`,
  ]);
  const exempt = { AWS: [`arn:aws:iam::${OWNER}:root`, 'arn:aws:iam::444455556666:root'] };
  return {
    Effect: deny ? 'Deny' : 'Allow',
    ...(deny && roll(6) === 0 ? { NotPrincipal: exempt } : { Principal: principal }),
    [roll(7) === 0 ? 'NotAction' : 'Action']: action,
    [roll(7) === 0 ? 'NotResource' : 'Resource']: resource,
    Condition: condition(roll),
  };
}

export function randomPolicy(roll: Dice): unknown {
  const statements = Array.from({ length: 1 + roll(4) }, () => statement(roll));
  return { Version: roll(5) === 0 ? '2008-10-17' : '2012-10-17', Statement: statements };
}

const LISTING = ['s3:ListBucket'];
const LITERALS = ['a*', '*b', '?', '*', 'A*', '*B', '${s3:prefix}', '${S3:PREFIX}'];

/** Free keys and the values that tell the universe's patterns apart. */
const CHOICES: [key: string, values: (string | undefined)[], actions?: string[]][] = [
  ['aws:referer', [undefined, 'a', 'b', 'ab', 'xyz', 'A', '', ...LITERALS]],
  ['s3:prefix', [undefined, 'a', 'b', 'xyz', 'b*', '*', 'A', 'B*'], LISTING],
  ['aws:securetransport', ['true', 'false']],
  ['s3:max-keys', [undefined, '0', '5', '7', '10', '100', '1000'], LISTING],
];

const SIGNED: [key: string, values: (string | undefined)[]][] = [
  ['aws:principaltag/team', [undefined, 'a', 'b', 'xx', 'b*', 'A', 'B*']],
];

const STRANGER = '999988887777';

/** Every request of an outsider in the universe that can matter to the keys of this policy. */
export function* requests(policy: unknown, signed: boolean, asked: string): Generator<Request> {
  const text = JSON.stringify(policy).toLowerCase();
  if (!text.includes('"allow"')) return;
  /** All variants when the policy speaks of the key, else the first. */
  const vary = <T>(word: string, variants: T[]): T[] =>
    text.includes(word) ? variants : variants.slice(0, 1);
  const names = ['role/x', 'user/x', 'root', 'role/:user/x', 'user/:role/x'].map(
    (name) => `arn:aws:iam::${STRANGER}:${name}`,
  );
  const identities = signed
    ? vary('principalarn', names).flatMap((arn) =>
        vary('principalorgid', [undefined, 'o-other12345', 'o-about12345']).map((organization) => ({
          arn,
          organization,
        })),
      )
    : [{ arn: undefined, organization: undefined }];
  const roads = vary('aws:source', [
    ['aws:sourceip', '198.51.100.7'],
    ['aws:sourceip', '52.1.2.3'],
    ['aws:sourceip', '2600::1'],
    ['aws:sourcevpce', 'vpce-9f9f'],
  ]);
  const keys = vary('acme/', [
    'xx',
    'a',
    'b',
    'ab',
    'ax',
    'xb',
    '${aws:PrincipalTag/team}',
    '${aws:PrincipalTag/team}b',
    'b*',
  ]).map((key) => `${ARN}/${key}`);
  const free: [string, (string | undefined)[]][] = [];
  for (const [key, values, actions] of [...CHOICES, ...(signed ? SIGNED : [])])
    if (text.includes(key) && (actions === undefined || actions.includes(asked))) free.push([key, values]);
  for (const { arn, organization } of identities) {
    const base: Record<string, string> = { 'aws:principalaccount': signed ? STRANGER : 'anonymous' };
    if (arn !== undefined) base['aws:principalarn'] = arn;
    if (organization !== undefined) base['aws:principalorgid'] = organization;
    for (const resource of asked === 's3:ListBucket' ? [ARN] : keys) {
      for (const [key = '', value = ''] of roads) {
        const transport = key === 'aws:sourcevpce' ? 'vpc-endpoint' : 'internet';
        for (const context of combine({ ...base, [key]: value }, free))
          yield { principal: arn ?? 'anonymous', action: asked, resource, context, transport };
      }
    }
  }
}

function* combine(
  base: Record<string, string>,
  free: [string, (string | undefined)[]][],
): Generator<Record<string, string>> {
  const [first, ...rest] = free;
  if (first === undefined) {
    yield base;
    return;
  }
  const [key, values] = first;
  for (const value of values) yield* combine(value === undefined ? base : { ...base, [key]: value }, rest);
}

export interface Disagreement {
  policy: unknown;
  caller: string;
  action: string;
  said: string;
  found: string;
}

/** What judge and brute force say differently about one policy; and how often the engine could not decide. */
export function disagreements(policy: unknown): { list: Disagreement[]; undecided: number; asked: number } {
  const question: Question = { kind: 's3-bucket', policy, resource: ARN, account: OWNER, now: 0 };
  const { grants } = judge(question);
  const list: Disagreement[] = [];
  let undecided = 0;
  let asked = 0;
  for (const [caller, signed] of [
    ['anonymous', false],
    ['any-account', true],
  ] as const) {
    for (const action of ['s3:GetObject', 's3:PutObject', 's3:ListBucket']) {
      asked++;
      const about = { ...question, policy: relevant(policy, action) };
      const found = search(about, requests(about.policy, signed, action));
      const mine = grants.filter((grant) => grant.caller.class === caller && grant.actions.includes(action));
      const said = mine.some((grant) => grant.certainty === 'exact')
        ? 'open'
        : mine.length > 0
          ? 'unknown'
          : 'closed';
      if (said === 'unknown') undecided++;
      if (said === 'closed' && found)
        list.push({ policy, caller, action, said, found: JSON.stringify(found) });
      // The narrow networks of the universe count as closed; only wide ones can be found by an open verdict.
      if (said === 'open' && !found)
        list.push({ policy, caller, action, said, found: JSON.stringify(mine[0]?.witness) });
    }
  }
  return { list, undecided, asked };
}

/** The policy without the statements that do not name the action: they decide nothing about it. */
function relevant(policy: unknown, action: string): unknown {
  if (!isRecord(policy) || !Array.isArray(policy['Statement'])) return policy;
  const names = (patterns: unknown) =>
    (Array.isArray(patterns) ? patterns : [patterns]).some((pattern) =>
      like(String(pattern).toLowerCase(), action.toLowerCase()),
    );
  const kept = policy['Statement']
    .filter(isRecord)
    .filter((one) => ('NotAction' in one ? !names(one['NotAction']) : names(one['Action'])));
  return { ...policy, Statement: kept };
}

function search(question: Question, candidates: Iterable<Request>): Request | undefined {
  for (const request of candidates) if (evaluate(question, request) === 'allowed') return request;
  return undefined;
}

/** `--random N`: prints disagreements; exit code 1 when there are any. */
export function random(count: number, seed: number, json: boolean, streams: Streams): number {
  const roll = dice(seed);
  let undecided = 0;
  let asked = 0;
  const all: Disagreement[] = [];
  for (let index = 0; index < count && all.length < 20; index++) {
    const found = disagreements(randomPolicy(roll));
    undecided += found.undecided;
    asked += found.asked;
    all.push(...found.list);
  }
  if (json)
    streams.out(
      `${JSON.stringify({ policies: count, seed, asked, undecided, disagreements: all }, null, 2)}\n`,
    );
  else {
    for (const one of all)
      streams.out(
        `${one.caller} ${one.action}: judge says ${one.said}; ${one.found}\n  ${JSON.stringify(one.policy)}\n`,
      );
    streams.out(
      `${count} policies, ${asked} questions, ${undecided} undecided, ${all.length} disagreements\n`,
    );
  }
  return all.length > 0 ? 1 : 0;
}
