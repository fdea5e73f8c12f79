// The request that proves a grant: the shortest value of each key, none where a key may be left out.
import type { Budget } from './budget.ts';
import { ACCOUNTS, PRINCIPAL, RESOURCE, type Scene } from './callers/scene.ts';
import type { World } from './callers/world.ts';
import { isMany } from './keys/traits.ts';
import { anAddress } from './language/interval.ts';
import type { Request } from './question.ts';
import { aValue, type Cell, type State } from './solve/cell.ts';
import { byName, type Run } from './solve/run.ts';

/** Who asks, and how a cell of the solver says what is asked. */
export interface Proof {
  world: World;
  run: Run;
  cell: Cell;
  /** Name of an action. */
  action: string;
}

/** A request out of the cell, with a value for each of the keys (sorted); undefined where none is found within the budget. */
export function witness(proof: Proof, scene: Scene, keys: string[], budget: Budget): Request | undefined {
  const { world, run, cell, action } = proof;
  const context: Request['context'] = {};
  try {
    for (const key of keys) {
      const state = stateIn(proof, key, scene);
      if (state === undefined || state.absent) continue;
      const value = spell(key, state, aValue(state, budget) ?? []);
      if (value !== undefined) context[key] = value;
    }
    const [resource = scene.question.resource] = aValue(cell[RESOURCE] ?? run.puzzle.resource, budget) ?? [];
    const principal = who(proof, scene, context, budget);
    oneAccount(context['aws:principalarn'] ?? principal, context);
    const transport = world.sender.road === 'vpc-endpoint' ? 'vpc-endpoint' : 'internet';
    return { principal, action, resource, context, transport };
  } catch {
    return undefined;
  }
}

function stateIn({ cell, run }: Proof, key: string, { places }: Scene): State | undefined {
  const place = places.get(key);
  return (place === undefined ? undefined : cell[place]) ?? byName(run, key);
}

function spell(key: string, { present }: State, words: string[]): string | string[] | undefined {
  if (present === null) return undefined;
  if (present.kind === 'text') return isMany(key) ? words : words[0];
  if (key.endsWith('ip')) return anAddress(present.ranges);
  const [range] = present.ranges;
  if (range === undefined) return undefined;
  const value = range.first < -(10n ** 20n) ? range.last : range.first;
  if (key === 'aws:currenttime' || key === 'aws:tokenissuetime')
    return new Date(Number(value > 10n ** 15n ? 10n ** 15n : value < 0n ? 0n : value)).toISOString();
  return value % 1000n === 0n ? String(value / 1000n) : (Number(value) / 1000).toFixed(3);
}

function who(proof: Proof, scene: Scene, context: Request['context'], budget: Budget): string {
  const { sender } = proof.world;
  const value = (key: string) => {
    const state = stateIn(proof, key, scene);
    return state === undefined ? undefined : aValue(state, budget)?.[0];
  };
  if (sender.kind === 'anonymous') return 'anonymous';
  if (sender.kind === 'service')
    return sender.service ?? value('aws:principalservicename') ?? 'a.amazonaws.com';
  if (sender.kind === 'signed') return arnOf(proof, scene, context, value);
  const issuer = sender.issuer?.name ?? '';
  const subject = value(`${issuer}:sub`) ?? value(`${issuer}:id`) ?? 'x';
  return `token of ${issuer} with sub ${subject}`;
}

function arnOf(
  { world, cell }: Proof,
  scene: Scene,
  context: Request['context'],
  value: (key: string) => string | undefined,
): string {
  const said = context['aws:principalarn'];
  if (said !== undefined) return typeof said === 'string' ? said : said.join();
  const { account } = world.sender;
  // Where nothing asks who of the account it is, the shortest name is its root's.
  const anyone = cell[PRINCIPAL] === undefined && /^\d+$/.test(account);
  const elsewhere = ACCOUNTS.map((key) => context[key]).find((one) => typeof one === 'string');
  const free = anyone || elsewhere !== undefined ? undefined : value('aws:principalarn');
  return free ?? `arn:${scene.partition}:iam::${account === 'stranger' ? elsewhere : account}:root`;
}

/** The account that a caller's ARN says is the one that the other keys say. */
function oneAccount(principal: string | string[], context: Request['context']): void {
  for (const key of ACCOUNTS) {
    if (context[key] === undefined) continue;
    const [, account] = /^arn:[^:]*:[^:]*::(\d{12}):/.exec(String(principal)) ?? [];
    if (account !== undefined) context[key] = account;
  }
}
