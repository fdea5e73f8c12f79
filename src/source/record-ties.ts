// Ties by Terraform's states and plans: a thing is known by its id or was read from there, and has an address.
import type { Resource } from '../snapshot/resource.ts';
import { rootOf, rootsOf, targetOf } from './addresses.ts';
import type { Index, Recorded, State } from './declared.ts';
import { byAddress, byState } from './evidence.ts';
import { isKind } from './kinds.ts';
import type { Say } from './read.ts';
import { keyOf, one, placeOf, push, type Tie } from './tie.ts';

interface Known {
  state: State;
  recorded: Recorded;
}

/** Certain where it is known which folder a state is of. */
export function recordTies(index: Index, say: Say): (resource: Resource) => Tie | undefined {
  const roots = rootsOf(index);
  const rootOfState = new Map(index.states.map((state) => [state, rootOf(index, state, roots)]));
  const byId = new Map<string, Known[]>();
  const byPlace = new Map<string, Known>();
  for (const state of index.states)
    for (const recorded of state.recorded) {
      byPlace.set(`${state.file} ${recorded.pointer}`, { state, recorded });
      for (const id of recorded.ids) push(byId, id, { state, recorded });
    }

  return (resource) => {
    const known = mainOf(resource.type, [
      ...readFrom(resource, byPlace, say),
      ...(byId.get(resource.id) ?? []),
    ]);
    const certain = new Map<string, Tie>();
    const perhaps = new Map<string, Tie>();
    for (const { state, recorded } of known) {
      const root = rootOfState.get(state);
      for (const folder of root === undefined ? roots : [root]) {
        const target = targetOf(index, folder, recorded.address);
        if (target === undefined) continue;
        const call = 'call' in target ? target.call : undefined;
        const place = placeOf('call' in target ? target.call : target.block);
        const by = root === undefined ? byAddress(state, recorded.address) : byState(state, call);
        const tie = { ...place, certain: root !== undefined, by };
        (root === undefined ? perhaps : certain).set(keyOf(place), tie);
      }
    }
    return one([...(certain.size > 0 ? certain : perhaps).values()]);
  };
}

/** What of a state or plan a resource was read from. */
function readFrom({ origins = {} }: Resource, byPlace: Map<string, Known>, say: Say): Known[] {
  const found = new Set<Known>();
  for (const { file, pointer = '' } of Object.values(origins)) {
    for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const known = byPlace.get(`${say(file)} ${at}`);
      if (known !== undefined) found.add(known);
    }
  }
  return [...found];
}

/** The thing itself before its parts: `aws_s3_bucket` before `aws_s3_bucket_policy`. */
function mainOf(type: string, known: Known[]): Known[] {
  const own = known.filter(({ recorded }) => isKind(type, recorded.type));
  if (own.length > 0) return own;
  const types = [...new Set(known.map(({ recorded }) => recorded.type))];
  return known.filter(
    ({ recorded }) =>
      !types.some((other) => other !== recorded.type && recorded.type.startsWith(`${other}_`)),
  );
}
