// Judging one stream of records: context is held, everything else is judged as it passes by and let go.
import type { Context, Ours } from '../exposure.ts';
import type { ResourceType, Service } from '../providers/provider.ts';
import type { Resource, SnapshotRecord } from '../snapshot/resource.ts';
import type { FindResource } from './doors.ts';
import type { Kinds } from './kinds.ts';
import type { Ledger } from './ledger.ts';
import { isSelected, type Selection } from './select.ts';

/** Reads a stream to its end into the ledger. Memory: the context resources, not the others. */
export async function judgeStream(
  records: AsyncIterable<SnapshotRecord>,
  kinds: Kinds,
  ledger: Ledger,
  { ours: given, now, select }: { ours: Ours; now: number; select: Selection },
): Promise<void> {
  const held = new Map<string, Resource[]>();
  const ours: Ours = structuredClone(given);
  const context: Context = { all: (type, scope) => held.get(`${scope} ${type}`) ?? [], ours, now };
  const find: FindResource = (type, id) =>
    [...held.values()].flat().find((resource) => resource.type === type && resource.id === id);
  let waiting: Resource[] = [];

  for await (const record of records) {
    if (record.record === 'scope') ledger.scopes.add(record);
    else if (record.record === 'listing') ledger.scopes.list(record);
    else if (kindOf(record).type.context) hold(record);
    else {
      judgeWaiting();
      judge(record);
    }
  }
  judgeWaiting();

  function kindOf(resource: Resource): { type: ResourceType; service: Service } {
    const kind = kinds.get(resource.type);
    if (kind === undefined) throw new Error(`no service knows the resource type ${resource.type}`);
    return kind;
  }

  /** Context is judged too, but only when all of it has come: the pieces depend on each other. */
  function hold(resource: Resource): void {
    const key = `${resource.scope} ${resource.type}`;
    const others = held.get(key);
    if (others === undefined) held.set(key, [resource]);
    else others.push(resource);
    waiting.push(resource);
    const found = kindOf(resource).service.ours?.(resource);
    if (found === undefined) return;
    ours.accounts.push(...found.accounts);
    ours.organizations.push(...found.organizations);
    ours.declared = true;
  }

  function judgeWaiting(): void {
    const ready = waiting;
    waiting = [];
    for (const resource of ready) judge(resource);
  }

  function judge(resource: Resource): void {
    const { service } = kindOf(resource);
    if (!isSelected(select, service.name, resource)) return;
    ledger.judge(resource, service.analyse(resource, context), find);
  }
}
