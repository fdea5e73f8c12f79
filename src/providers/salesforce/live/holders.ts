// Who holds which permission set: directly, or by a group, which stands for its sets without what it mutes.
import type { Known, Resource, Unknown } from '../../../snapshot/resource.ts';
import { GUEST_LICENSE } from '../guest/model.ts';
import type { Permissions } from '../guest/permissions.generated.ts';
import { type Listed, ofOutsiders } from './permissions.ts';
import { type Row, textAt } from './row.ts';
import { values } from './site-list.ts';
import { sameId } from './sites.ts';

/** Answers that name holders; every one of them may be missing. */
export interface HolderAnswers {
  /** Assignments of guest users. */
  assignments: Known<Row[]>;
  /** Permission sets and groups of external users. */
  heldOutside: Known<Row[]>;
  members: Known<Row[]>;
  networks: Known<Row[]>;
}

/**
 * Containers of outsiders among all that were listed. A set that only guests hold counts as theirs; the licence of a
 * permission set does not say so.
 */
export function containersOf(listed: Listed[], answers: HolderAnswers): Listed[] {
  const sets = new Set(listed.filter(({ kind }) => kind !== 'profile').map(({ id }) => id));
  const ofGuests = new Set(assignedIds(answers.assignments, listed));
  // What a site takes members by is held by internal users too: it counts where nobody can say who holds it.
  const members =
    answers.heldOutside.state === 'present'
      ? []
      : values(answers.members, 'ParentId').filter((id) => sets.has(id));
  const ofOthers = new Set([
    ...assignedIds(answers.heldOutside, listed),
    ...members,
    ...values(answers.networks, 'SelfRegProfileId'),
  ]);
  return ofOutsiders(listed, new Set([...ofGuests, ...ofOthers])).map((one) =>
    one.kind !== 'profile' && ofGuests.has(one.id) && !ofOthers.has(one.id)
      ? { ...one, license: GUEST_LICENSE }
      : one,
  );
}

/** Ids of the permission sets that assignments lead to: for a group, the one that holds what the group gives together. */
export function assignedIds(answer: Known<Row[]>, listed: Listed[]): string[] {
  const rows = answer.state === 'present' ? answer.value : [];
  return rows.flatMap((row) => {
    const found = listedFor(row, listed);
    const id = textAt(row, 'PermissionSetId');
    return found !== undefined ? [found.id] : id === undefined ? [] : [id];
  });
}

/** The container of an assignment; undefined when it was not listed. */
export function listedFor(row: Row, listed: Listed[]): Listed | undefined {
  const group = textAt(row, 'PermissionSetGroupId');
  if (group !== undefined) return listed.find(({ groupId }) => sameId(groupId, group));
  return listed.find(({ id }) => sameId(id, textAt(row, 'PermissionSetId')));
}

/**
 * A group gives what was calculated last. Until that is "Updated" it is not what its sets and its muting say, and nothing is
 * known of it. Source: object reference, "PermissionSetGroup", Status.
 */
export function withoutStale(
  resource: Resource<Permissions>,
  { kind, status }: Listed,
): Resource<Permissions> {
  if (kind !== 'permission-set-group' || status === 'Updated') return resource;
  const { name, license, covers, inEffect, ...lists } = resource.settings;
  const { kind: _, ...given } = lists;
  const [state, stateJa] = status === undefined ? ['in an unknown state', '状態不明'] : [status, status];
  const why = {
    reason: 'failed',
    detail: `permission set group "${resource.name}" is ${state}: recalculate it`,
    detailJa: `権限セットグループ「${resource.name}」が ${stateJa} です。再計算してください`,
  } as const;
  const lost = new Set([...Object.keys(given), ...resource.unknowns.map(({ setting }) => setting)]);
  return {
    ...resource,
    settings: {
      kind,
      ...(name === undefined ? {} : { name }),
      ...(license === undefined ? {} : { license }),
      ...(covers === undefined ? {} : { covers }),
      ...(inEffect === undefined ? {} : { inEffect }),
    },
    unknowns: [...lost].map((setting): Unknown => ({ ...why, setting })),
  };
}
