// Several scopes in one stream: context is judged when all of its own scope has come, and let go when its scope has ended.
import { expect, test } from '@jest/globals';
import { kindsOf } from '../../src/audit/kinds.ts';
import type { Ledger } from '../../src/audit/ledger.ts';
import { judgeStream } from '../../src/audit/stream.ts';
import type { Context, Ours } from '../../src/exposure.ts';
import type { Provider, Service } from '../../src/providers/provider.ts';
import type { Listing, Resource, Scope, SnapshotRecord } from '../../src/snapshot/resource.ts';

const words = { en: 'x', ja: 'x' };
const NOBODY: Ours = {
  accounts: [],
  organizations: [],
  networks: [],
  domains: [],
  vendors: [],
  declared: false,
};

const scope = (id: string): Scope => ({
  record: 'scope',
  id,
  provider: 'kagi',
  label: id,
  input: 'live',
  format: 'live',
});
const resource = (type: string, at: string, name: string, settings = {}): Resource => ({
  record: 'resource',
  type: `kagi.${type}`,
  id: name,
  name,
  scope: at,
  settings,
  unknowns: [],
});
const end = (at: string): Listing => ({
  record: 'listing',
  scope: at,
  type: 'kagi.thing',
  state: 'complete',
  seen: 1,
  last: true,
});

/** What was judged, with the context that was there, and who was ours by then. */
async function judged(
  records: SnapshotRecord[],
): Promise<{ lines: string[]; ours: Ours | undefined; found: string[] }> {
  const lines: string[] = [];
  const found: string[] = [];
  let ours: Ours | undefined;
  let context: Context | undefined;
  const type = { name: words, plural: words, schema: '', doors: [], guards: [] };
  const service: Service = {
    name: 'kagi',
    types: [
      { ...type, type: 'kagi.context', context: true },
      { ...type, type: 'kagi.thing' },
    ],
    analyse: (one, around) => {
      const names = around.all('kagi.context', one.scope).map(({ name }) => name);
      lines.push(`${one.scope} ${one.name}: ${names.join(' ')}`);
      ours = around.ours;
      context = around;
      return { exposures: [], facts: {} };
    },
    ours: ({ settings }) =>
      settings['partial'] === undefined
        ? undefined
        : {
            accounts: ['1', '1', '2'],
            organizations: ['o-1'],
            ...(settings['partial'] === true && { partial: true }),
          },
  };
  const provider = { name: 'kagi', services: [service] } as unknown as Provider;
  const ledger = {
    scopes: { add() {}, list() {} },
    hear() {},
    judge: (
      one: Resource,
      _assessment: unknown,
      find: (type: string, id: string) => Resource | undefined,
    ) => {
      found.push(`${one.name}: ${find('kagi.context', 'a1')?.scope ?? 'none'}`);
    },
  } as unknown as Ledger;
  async function* stream() {
    yield* records;
  }
  const select = { services: [], resources: [], excludeResources: [] };
  await judgeStream(stream(), kindsOf([provider]), ledger, { ours: NOBODY, now: 0, select });
  lines.push(`left: ${['A', 'B'].flatMap((at) => context?.all('kagi.context', at) ?? []).length}`);
  return { lines, ours, found };
}

test('scopes that come mixed do not judge the context of each other too early', async () => {
  const { lines, found } = await judged([
    scope('A'),
    scope('B'),
    resource('context', 'A', 'a1'),
    resource('context', 'B', 'b1'),
    resource('thing', 'A', 'a'),
    resource('context', 'B', 'b2'),
    resource('thing', 'B', 'b'),
    end('A'),
    end('B'),
  ]);
  expect(lines).toEqual(['A a1: a1', 'A a: a1', 'B b1: b1 b2', 'B b2: b1 b2', 'B b: b1 b2', 'left: 0']);
  // What evidence names is looked up in its own scope.
  expect(found).toEqual(['a1: A', 'a: A', 'b1: none', 'b2: none', 'b: none']);
});

test('context without anything else is judged at the end of its scope, or of the stream', async () => {
  const ended = await judged([scope('A'), resource('context', 'A', 'a1'), end('A'), scope('B')]);
  expect(ended.lines).toEqual(['A a1: a1', 'left: 0']);
  const open = await judged([scope('A'), resource('context', 'A', 'a1')]);
  expect(open.lines).toEqual(['A a1: a1', 'left: 0']);
});

test.each([
  [true, false],
  [false, true],
])('accounts of the run are ours once; partial %s: others are strangers %s', async (partial, declared) => {
  const { ours } = await judged([
    scope('A'),
    resource('context', 'A', 'a1', { partial }),
    scope('B'),
    resource('context', 'B', 'b1', { partial }),
    resource('thing', 'B', 'b'),
  ]);
  expect(ours).toMatchObject({ accounts: ['1', '2'], organizations: ['o-1'], declared });
});
