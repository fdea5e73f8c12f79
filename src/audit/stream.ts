// Judging one stream of records: context is held, everything else is judged as it passes by and let go.
import type { Context, Ours, SensitiveNames } from '../exposure.ts';
import type { ResourceType, Service } from '../providers/provider.ts';
import type { Resource, SnapshotRecord } from '../snapshot/resource.ts';
import type { FindResource } from './doors.ts';
import type { Kinds } from './kinds.ts';
import type { Ledger } from './ledger.ts';
import type { Judged } from './parts.ts';
import { isSelected, type Selection } from './select.ts';

/** What a stream needs besides its records. */
export interface Bench {
  ours: Ours;
  sensitive?: SensitiveNames;
  now: number;
  select: Selection;
}

/** Reads a stream to its end into the ledger. Memory: the context resources of scopes that go on, not the others. */
export async function judgeStream(
  records: AsyncIterable<SnapshotRecord | Judged>,
  kinds: Kinds,
  ledger: Ledger,
  bench: Bench,
): Promise<void> {
  const desk = newDesk(kinds, bench);
  for await (const record of records) {
    if (record.record === 'judged') {
      for (const { id } of record.part.scopes) desk.settle(id, ledger);
      ledger.add(record.part);
    } else desk.take(record, ledger);
  }
  desk.end(ledger);
}

/** What takes note of what is judged. */
export type Clerk = Pick<Ledger, 'scopes' | 'hear' | 'judge'>;

/** Where the records of one stream are judged, one by one in their order. */
export interface Desk {
  /** Takes note of a record, and judges it when its turn has come. */
  take(record: SnapshotRecord, ledger: Clerk): void;
  /** Takes note of what others are judged by, which is judged elsewhere. */
  keep(record: SnapshotRecord): void;
  /** Judges a resource that is no context. True when nothing is open and everything could be told. */
  judge(resource: Resource, ledger: Clerk): boolean;
  /** Judges the context of a scope that waits until all of it has come. */
  settle(scope: string, ledger: Clerk): void;
  /** Nothing more comes. */
  end(ledger: Clerk): void;
}

/** An empty desk. */
export function newDesk(kinds: Kinds, { ours: given, sensitive, now, select }: Bench): Desk {
  const held = new Map<string, Held>();
  const ours: Ours = structuredClone(given);
  const known = new Set([...ours.accounts, ...ours.organizations]);
  const context: Context = {
    all: (type, scope) => held.get(scope)?.byType.get(type) ?? [],
    ours,
    ...(sensitive !== undefined && { sensitive }),
    now,
  };

  return {
    take(record, ledger) {
      if (record.record === 'scope') ledger.scopes.add(record);
      else if (record.record === 'listing') {
        ledger.scopes.list(record);
        if (record.last === true) leave(record.scope, ledger);
      } else if (kindOf(record).type.context) hold(record).waiting.push(record);
      else {
        settle(record.scope, ledger);
        judge(record, ledger);
      }
    },
    keep(record) {
      if (record.record === 'listing' && record.last === true) held.delete(record.scope);
      if (record.record === 'resource') hold(record);
    },
    judge,
    settle,
    end(ledger) {
      for (const scope of [...held.keys()]) leave(scope, ledger);
    },
  };

  function kindOf(resource: Resource): { type: ResourceType; service: Service } {
    const kind = kinds.get(resource.type);
    if (kind === undefined) throw new Error(`no service knows the resource type ${resource.type}`);
    return kind;
  }

  /** Context is judged too, but only when all of its scope has come: the pieces depend on each other. */
  function hold(resource: Resource): Held {
    const { scope, type } = resource;
    const here: Held = held.get(scope) ?? { byType: new Map(), byId: new Map(), waiting: [] };
    held.set(scope, here);
    const others = here.byType.get(type);
    if (others === undefined) here.byType.set(type, [resource]);
    else others.push(resource);
    const id = idOf(type, resource.id);
    if (!here.byId.has(id)) here.byId.set(id, resource);
    const found = kindOf(resource).service.ours?.(resource);
    if (found === undefined) return here;
    for (const kind of ['accounts', 'organizations'] as const)
      for (const id of found[kind]) {
        if (!known.has(id)) ours[kind].push(id);
        known.add(id);
      }
    if (found.partial !== true) ours.declared = true;
    return here;
  }

  function settle(scope: string, ledger: Clerk): void {
    const here = held.get(scope);
    if (here === undefined || here.waiting.length === 0) return;
    const ready = here.waiting;
    here.waiting = [];
    for (const resource of ready) judge(resource, ledger);
  }

  /** Nothing more comes of this scope: its context is let go. */
  function leave(scope: string, ledger: Clerk): void {
    settle(scope, ledger);
    held.delete(scope);
  }

  function judge(resource: Resource, ledger: Clerk): boolean {
    const { service } = kindOf(resource);
    // Compared with whatever was selected.
    ledger.hear(resource);
    if (!isSelected(select, service.name, resource)) return false;
    const find: FindResource = (type, id) => held.get(resource.scope)?.byId.get(idOf(type, id));
    return ledger.judge(resource, service.analyse(resource, context), find);
  }
}

/** Context resources of one scope. */
interface Held {
  byType: Map<string, Resource[]>;
  byId: Map<string, Resource>;
  /** Not judged yet. */
  waiting: Resource[];
}

function idOf(type: string, id: string): string {
  return `${type} ${id}`;
}
