// Rewrites of a policy that keep its meaning.
import { type Case, isRecord } from './case.ts';

type Json = Record<string, unknown>;

export interface Rewrite {
  /** `all`: also what AWS itself calls public. `reach`: that question asks about the words, and may be answered otherwise. */
  same: 'all' | 'reach';
  /** The rewritten policy; undefined or unchanged where the rewrite does not apply. */
  rewrite(policy: Json, vector: Case): Json | undefined;
}

const LISTS = ['Action', 'NotAction', 'Resource', 'NotResource'];
const MAPS = ['Principal', 'NotPrincipal'];

function statements(policy: Json): Json[] {
  const { Statement: written } = policy;
  return (Array.isArray(written) ? written : [written]).filter(isRecord);
}

function members(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** Each statement becomes one or more. */
function each(make: (statement: Json, vector: Case) => Json[]): Rewrite['rewrite'] {
  return (policy, vector) => {
    const { Statement: written } = policy;
    if (!members(written).every(isRecord)) return undefined;
    return { ...policy, Statement: statements(policy).flatMap((one) => make(one, vector)) };
  };
}

/** Every value that may be a list. */
function lists(make: (value: unknown) => unknown): Rewrite['rewrite'] {
  return each((statement) => {
    const made = { ...statement };
    for (const name of LISTS) if (name in made) made[name] = make(made[name]);
    for (const name of MAPS) {
      const map = made[name];
      if (isRecord(map))
        made[name] = Object.fromEntries(Object.entries(map).map(([kind, list]) => [kind, make(list)]));
    }
    return [conditions(made, (operator, key, values) => [[operator, key, make(values)]])];
  });
}

/** Every condition becomes one or more: operator, key, values. */
function conditions(
  statement: Json,
  make: (operator: string, key: string, values: unknown) => [string, string, unknown][],
): Json {
  const { Condition: written } = statement;
  if (!isRecord(written) || !Object.values(written).every(isRecord)) return statement;
  const made: Record<string, Json> = {};
  for (const [operator, block] of Object.entries(written))
    for (const [key, values] of Object.entries(isRecord(block) ? block : {}))
      for (const [other, name, list] of make(operator, key, values))
        made[other] = { ...made[other], [name]: list };
  return { ...statement, Condition: made };
}

function renamed(from: RegExp, to: string, only: (values: unknown) => boolean): Rewrite['rewrite'] {
  return each((statement) => {
    const { Condition: written } = statement;
    const rename = (operator: string) => operator.replace(from, to);
    // Where the new name is taken, or a key stands under both, the two would have to be joined.
    const taken =
      isRecord(written) && Object.keys(written).some((one) => rename(one) !== one && rename(one) in written);
    if (taken) return [statement];
    return [
      conditions(statement, (operator, key, values) => [
        [only(values) ? rename(operator) : operator, key, values],
      ]),
    ];
  });
}

const plain = (values: unknown) =>
  members(values).every((one) => typeof one === 'string' && !/[*?$]/.test(one));

/** One statement for each member of a list. */
function split(name: string): Rewrite['rewrite'] {
  return each((statement) =>
    Array.isArray(statement[name])
      ? statement[name].map((one) => ({ ...statement, [name]: one }))
      : [statement],
  );
}

/** Any of several values: as many statements. Negated operators and ForAllValues ask about all of them at once. */
function splitValues(statement: Json): Json[] {
  const { Condition: written } = statement;
  if (!isRecord(written)) return [statement];
  for (const [operator, block] of Object.entries(written)) {
    if (/Not|ForAllValues|^Null/.test(operator) || !isRecord(block)) continue;
    for (const [key, values] of Object.entries(block))
      if (Array.isArray(values) && values.length > 1)
        return values.map((value) => ({
          ...statement,
          Condition: { ...written, [operator]: { ...block, [key]: value } },
        }));
  }
  return [statement];
}

function everybody(made: unknown): Rewrite['rewrite'] {
  return each((statement, { kind }) => {
    const { Principal: principal } = statement;
    const star = JSON.stringify(principal);
    const same = ['"*"', '{"AWS":"*"}', '{"AWS":["*"]}'].includes(star) && /^(s3|sns|sqs)/.test(kind);
    return [same ? { ...statement, Principal: made } : statement];
  });
}

function accounts(make: (name: string) => string): Rewrite['rewrite'] {
  return each((statement) => {
    const made = { ...statement };
    for (const name of MAPS) {
      const map = made[name];
      if (!isRecord(map) || map['AWS'] === undefined) continue;
      const list = members(map['AWS']).map((one) => (typeof one === 'string' ? make(one) : one));
      made[name] = { ...map, AWS: list };
    }
    return [made];
  });
}

const never = (vector: Case): Json =>
  vector.kind === 'role-trust'
    ? { Effect: 'Deny', Principal: '*', Action: 'sts:GetCallerIdentity' }
    : { Effect: 'Deny', Principal: '*', Action: '*', Resource: 'arn:aws:s3:::somebody-elses/*' };

/** Two networks of half the size. */
function halves(value: unknown): unknown[] {
  const [, a = '', b = '', c = '', d = '', bits = ''] =
    /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(typeof value === 'string' ? value : '') ?? [];
  if (bits === '' || Number(bits) > 31) return [value];
  const first = [a, b, c, d].reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const second = first + 2 ** (31 - Number(bits));
  return [first, second].map((start) => {
    const octets = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256);
    return `${octets.join('.')}/${Number(bits) + 1}`;
  });
}

const version = (made: Json) => (policy: Json) => {
  const { Version: _old, ...rest } = policy;
  return JSON.stringify(policy).includes('${') ? undefined : { ...made, ...rest };
};

const all = (rewrite: Rewrite['rewrite']): Rewrite => ({ same: 'all', rewrite });
const reach = (rewrite: Rewrite['rewrite']): Rewrite => ({ same: 'reach', rewrite });

/** By name. */
export const REWRITES: Record<string, Rewrite> = {
  'lists for single values': all(lists(members)),
  'single values for lists of one': all(
    lists((value) => (Array.isArray(value) && value.length === 1 ? value[0] : value)),
  ),
  'lists the other way round': all(lists((value) => (Array.isArray(value) ? value.toReversed() : value))),
  'members twice': all(lists((value) => [...members(value), ...members(value)])),
  'one statement without a list': all((policy) => {
    const [one, ...more] = statements(policy);
    return more.length === 0 && one !== undefined ? { ...policy, Statement: one } : undefined;
  }),
  'statements the other way round': all((policy) => ({
    ...policy,
    Statement: statements(policy).toReversed(),
  })),
  'every statement twice': all(each((statement) => [statement, structuredClone(statement)])),
  'names for statements and policy': all((policy) => ({
    ...policy,
    Id: 'id',
    Statement: statements(policy).map((one, index) => ({ Sid: `s${index}`, ...one })),
  })),
  'a statement for each action': all(split('Action')),
  'a statement for each resource': all(split('Resource')),
  'a statement for each value of a condition': all(each(splitValues)),
  'actions in upper case': all(each((one) => [upper(one, 'Action')])),
  'condition keys in upper case': all(
    each((statement) => [
      conditions(statement, (operator, key, values) => [
        [operator, /[/]|context/i.test(key) ? key : key.toUpperCase(), values],
      ]),
    ]),
  ),
  'a Deny of something else': all((policy, vector) => ({
    ...policy,
    Statement: [...statements(policy), never(vector)],
  })),
  'everybody as "*"': all(everybody('*')),
  'everybody as {"AWS":"*"}': all(everybody({ AWS: '*' })),
  'everybody as {"AWS":["*"]}': all(everybody({ AWS: ['*'] })),
  'accounts as ARNs': all(accounts((name) => (/^\d{12}$/.test(name) ? `arn:aws:iam::${name}:root` : name))),
  'accounts as numbers': all(accounts((name) => /^arn:aws:iam::(\d{12}):root$/.exec(name)?.[1] ?? name)),
  'another bucket beside this one': all(
    each((one) => [
      'Resource' in one ? { ...one, Resource: [...members(one['Resource']), 'arn:aws:s3:::other/*'] } : one,
    ]),
  ),
  'StringLike for StringEquals without wildcards': all(
    renamed(/String(Not)?Equals(?!Ig)/, 'String$1Like', plain),
  ),
  'StringEquals for StringLike without wildcards': all(renamed(/String(Not)?Like/, 'String$1Equals', plain)),
  'ArnLike for ArnEquals': all(renamed(/Arn(Not)?Equals/, 'Arn$1Like', () => true)),
  'ArnEquals for ArnLike': all(renamed(/Arn(Not)?Like/, 'Arn$1Equals', () => true)),
  'a key that has to be there anyway': all(
    each((statement) => [
      conditions(statement, (operator, key, values) => {
        const kept: [string, string, unknown] = [operator, key, values];
        return /Not|IfExists|ForAllValues|^Null/.test(operator) ? [kept] : [kept, ['Null', key, 'false']];
      }),
    ]),
  ),
  'networks by their halves': reach(
    each((statement) => [
      conditions(statement, (operator, key, values) => [
        [operator, key, operator.includes('IpAddress') ? members(values).flatMap(halves) : values],
      ]),
    ]),
  ),
  'Bool and numbers without quotes': all(
    each((statement) => [
      conditions(statement, (operator, key, values) => [
        [
          operator,
          key,
          /^(Bool|Null|Numeric)/.test(operator) && typeof values === 'string' ? JSON.parse(values) : values,
        ],
      ]),
    ]),
  ),
  'the old version': all(version({ Version: '2008-10-17' })),
  'no version': all(version({})),
};

function upper(statement: Json, name: string): Json {
  const made = { ...statement };
  for (const one of [name, `Not${name}`])
    if (one in made)
      made[one] = members(made[one]).map((action) =>
        typeof action === 'string' ? action.toUpperCase() : action,
      );
  return made;
}
