// The whole road from records to a report, with a cloud of our own: unknown never passes, nothing vanishes, names stay.
import { describe, expect, test } from '@jest/globals';
import { type AuditInput, audit } from '../../src/audit.ts';
import { UsageError } from '../../src/errors.ts';
import type { Assessment, Context } from '../../src/exposure.ts';
import type { Provider } from '../../src/providers/provider.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { type Resource, type SnapshotRecord, setting } from '../../src/snapshot/resource.ts';

const text = (en: string) => ({ en, ja: en });

/** A shed stands open when its door is open, unless the yard's gate is shut. */
function analyseShed(resource: Resource, context: Context): Assessment {
  if (resource.type === 'farm.yard') return { exposures: [], facts: {} };
  const door = setting(resource, 'door');
  const [yard] = context.all('farm.yard', resource.scope);
  const gate =
    yard === undefined
      ? { state: 'unknown' as const, why: { setting: 'gate', reason: 'missing' as const } }
      : setting(yard, 'gate');
  const evidence = [{ setting: 'door', pointer: '/bolt', text: text('the door is open') }];
  const base = {
    audience: 'anyone' as const,
    access: ['read' as const],
    basis: 'configuration' as const,
    evidence,
  };
  if (door.state === 'unknown')
    return { exposures: [{ ...base, state: 'unknown', missing: [door.why] }], facts: {} };
  if (door.state === 'absent' || door.value !== 'open') return { exposures: [], facts: {} };
  if (gate.state === 'unknown')
    return { exposures: [{ ...base, state: 'open-unless', missing: [gate.why] }], facts: {} };
  const shut = gate.state === 'present' && gate.value === 'shut';
  return { exposures: [{ ...base, state: shut ? 'shut-by' : 'open' }], facts: {} };
}

const farm: Provider = {
  name: 'farm',
  permissions: [],
  formats: [],
  async *collect() {},
  recognise: async () => [],
  services: [
    {
      name: 'yard',
      types: [
        {
          type: 'farm.yard',
          name: text('yard'),
          plural: text('yards'),
          schema: 'x',
          context: true,
          doors: [],
          guards: [],
        },
        {
          type: 'farm.shed',
          name: text('shed'),
          plural: text('sheds'),
          schema: 'x',
          doors: ['door'],
          guards: [],
        },
      ],
      analyse: analyseShed,
    },
  ],
};

const rule: Rule = {
  id: 'farm.yard.shed-open',
  title: text('The shed is open'),
  severity: 'high',
  resource: 'farm.shed',
  fail: { exposed: { to: 'anyone', for: 'read' } },
  why: text('why'),
  fix: [{ en: 'Shut it.', ja: '閉める。' }],
  references: ['https://example.com/'],
  cases: [],
};

const scope: SnapshotRecord = {
  record: 'scope',
  id: 'farm/1',
  provider: 'farm',
  label: 'one',
  input: 'live',
  format: 'live',
};

function shed(name: string, settings: Record<string, unknown>, more: Partial<Resource> = {}): Resource {
  return {
    record: 'resource',
    type: 'farm.shed',
    id: name,
    name,
    scope: 'farm/1',
    settings,
    unknowns: [],
    ...more,
  };
}

function yard(settings: Record<string, unknown>): Resource {
  return { ...shed('yard', settings), type: 'farm.yard' };
}

async function* stream(...records: SnapshotRecord[]): AsyncIterable<SnapshotRecord> {
  yield* records;
}

function input(records: AsyncIterable<SnapshotRecord>[], more: Partial<AuditInput> = {}): AuditInput {
  return {
    streams: records.map((one) => ({ provider: 'farm', records: one })),
    providers: [farm],
    rules: [rule],
    ours: { accounts: [], organizations: [], networks: [], domains: [], vendors: [], declared: false },
    now: 0,
    select: { services: [], resources: [], excludeResources: [] },
    failOn: 'high',
    allowUnknown: undefined,
    exitZero: false,
    version: '1.2.3',
    startedAt: 0,
    endedAt: () => 1000,
    calls: () => 5,
    locate: async () => {},
    ...more,
  };
}

describe('the verdict of a run', () => {
  test.each([
    ['an open shed fails', [scope, yard({ gate: null }), shed('a', { door: 'open' })], 1, true],
    ['a shut shed passes', [scope, yard({ gate: null }), shed('a', { door: null })], 0, true],
    [
      'a gate that is shut makes it pass',
      [scope, yard({ gate: 'shut' }), shed('a', { door: 'open' })],
      0,
      true,
    ],
    [
      'a door that could not be seen is no pass',
      [scope, yard({ gate: null }), shed('a', {}, { unknowns: [{ setting: 'door', reason: 'denied' }] })],
      3,
      false,
    ],
    [
      'a door that this input can never hold is nobody’s failure',
      [scope, yard({ gate: null }), shed('a', {}, { unknowns: [{ setting: 'door', reason: 'not-held' }] })],
      0,
      true,
    ],
    ['a list that was denied is no pass', [scope, listing('unknown')], 3, false],
    ['a list that is whole and empty passes', [scope, listing('complete')], 0, true],
  ] as [string, SnapshotRecord[], number, boolean][])('%s', async (_name, records, exitCode, complete) => {
    const report = await audit(input([stream(...records)]));
    expect(report.gate.exitCode).toBe(exitCode);
    expect(report.complete).toBe(complete);
  });
});

function listing(state: 'unknown' | 'complete'): SnapshotRecord {
  const base = { record: 'listing' as const, scope: 'farm/1', type: 'farm.shed', state, seen: 0 };
  return state === 'unknown' ? { ...base, reason: 'denied', permission: 'farm:ListSheds' } : base;
}

test('a guard that could not be read leaves the door a finding, one step lower, under the same name', async () => {
  const unread = { ...yard({}), unknowns: [{ setting: 'gate', reason: 'denied' as const }] };
  const unless = await audit(
    input([stream(scope, unread, shed('a', { door: 'open' }))], { failOn: 'medium' }),
  );
  const open = await audit(input([stream(scope, yard({ gate: null }), shed('a', { door: 'open' }))]));
  expect(unless.findings).toMatchObject([{ severity: 'medium', rule: 'farm.yard.shed-open' }]);
  expect(unless.gate.exitCode).toBe(1);
  expect(open.findings).toMatchObject([{ severity: 'high' }]);
  expect(unless.findings[0]?.fingerprint).toBe(open.findings[0]?.fingerprint);
  expect(unless.doors[0]?.id).toBe(open.doors[0]?.id);
});

test('two scopes with something of the same id: both are found, whichever comes first, and the live one keeps its name', async () => {
  const shelter = shed('a', { door: 'open' });
  const alone = await audit(input([stream(scope, yard({ gate: null }), shelter)]));
  const other = { ...scope, id: 'farm/0', input: 'export' as const };
  const there = [other, { ...yard({}), scope: 'farm/0' }, { ...shelter, scope: 'farm/0' }];
  const here = [scope, yard({ gate: null }), shelter];
  for (const order of [
    [here, there],
    [there, here],
  ]) {
    const { doors, findings } = await audit(input(order.map((records) => stream(...records))));
    const ids = new Map(findings.map(({ resource, fingerprint }) => [resource.scope, fingerprint]));
    expect([...ids.keys()].sort()).toEqual(['farm/0', 'farm/1']);
    expect(ids.get('farm/1')).toBe(alone.findings[0]?.fingerprint);
    expect(ids.get('farm/0')).not.toBe(ids.get('farm/1'));
    expect(doors.find(({ resource }) => resource.scope === 'farm/1')?.id).toBe(alone.doors[0]?.id);
    for (const { resource, doors: through } of findings)
      expect(doors.filter(({ id }) => through.includes(id)).map((door) => door.resource.scope)).toEqual([
        resource.scope,
      ]);
    expect(doors.map(({ state }) => state).sort()).toEqual(['open', 'open-unless']);
  }
});

test('the order in which resources come changes nothing', async () => {
  const sheds = ['c', 'a', 'b'].map((name) => shed(name, { door: 'open' }));
  const one = await audit(input([stream(scope, yard({ gate: null }), ...sheds)]));
  const two = await audit(input([stream(scope, yard({ gate: null }), ...sheds.toReversed())]));
  expect(one).toEqual(two);
});

test('evidence carries the place its setting was read from', async () => {
  const origins = { door: { file: 'farm.json', pointer: '/sheds/0/door' } };
  const located: string[] = [];
  const report = await audit(
    input([stream(scope, yard({ gate: null }), shed('a', { door: 'open' }, { origins }))], {
      locate: async (places) => {
        for (const place of places) located.push(`${place.file}${place.pointer}`);
      },
    }),
  );
  expect(located).toContain('farm.json/sheds/0/door/bolt');
  expect(report.doors[0]?.evidence[0]?.origin).toEqual({ file: 'farm.json', pointer: '/sheds/0/door/bolt' });
});

test('a piece that stands in a place of its own has that place', async () => {
  const origins = {
    door: { file: 'farm.json', pointer: '/sheds/0/door' },
    'door/bolt': { file: 'bolts.json', pointer: '/1' },
    'door/bo': { file: 'boards.json', pointer: '/2' },
  };
  const report = await audit(
    input([stream(scope, yard({ gate: null }), shed('a', { door: 'open' }, { origins }))]),
  );
  expect(report.doors[0]?.evidence[0]?.origin).toEqual({ file: 'bolts.json', pointer: '/1' });
});

test('a selection leaves the context in place', async () => {
  const select = { services: [], resources: ['a*'], excludeResources: ['ab'] };
  const records = [
    scope,
    yard({ gate: null }),
    ...['a', 'ab', 'b'].map((name) => shed(name, { door: 'open' })),
  ];
  const report = await audit(input([stream(...records)], { select }));
  expect(report.findings.map(({ resource }) => resource.name)).toEqual(['a']);
});

describe('targets that cannot start', () => {
  // biome-ignore lint/correctness/useYield: it fails before it has anything to yield
  async function* broken(): AsyncIterable<SnapshotRecord> {
    throw new UsageError('There are no credentials.');
  }

  test('the only one: the run cannot start', async () => {
    await expect(audit(input([broken()]))).rejects.toThrow('There are no credentials.');
  });

  test('one of two: the other is judged and the gap is in the report', async () => {
    const report = await audit(
      input([broken(), stream(scope, yard({ gate: null }), shed('a', { door: null }))]),
    );
    expect(report.gate.exitCode).toBe(3);
    expect(report.complete).toBe(false);
    expect(report.scopes.map(({ id }) => id)).toEqual(['farm/1', 'farm/unknown']);
  });
});

test('a resource type that nobody knows is our bug, not a silent gap', async () => {
  await expect(audit(input([stream(scope, { ...shed('a', {}), type: 'farm.pond' })]))).rejects.toThrow(
    'farm.pond',
  );
});
