// What has to be there for a door to stand open: the permission of the guest profile, and the rule that shares records.
import type { Context, Evidence, Exposure } from '../../../exposure.ts';
import type { Resource } from '../../../snapshot/resource.ts';
import type { Right } from '../guest/judge.ts';
import { permissionsNamed, sharingOf, TYPES } from '../guest/model.ts';

/** One of them. `of` and `name` as in a history: profile and object or system permission, object and rule. */
export interface Piece {
  what: 'object-permission' | 'system-permission' | 'sharing-rule';
  of: string;
  name: string;
  /** Of the object; of a system permission there is one. */
  right: Right | 'on';
}

const OPEN = ['open', 'open-unless'];
const BY_PERMISSION = ['guest-api', 'guest-admin', 'guest-members'];

/**
 * The pieces of an exposure; empty where not all of them have names that a history could tell something about: a permission
 * set, a rule that was not read, code, switches of the site.
 */
export function piecesOf(
  { via, state, access, evidence }: Exposure,
  site: Resource,
  context: Context,
): Piece[] {
  if (!OPEN.includes(state)) return [];
  if (via !== undefined && BY_PERMISSION.includes(via)) return systemPieces(evidence, site, context);
  const right = rightOf(via, access);
  if (right === undefined) return [];
  const permissions = evidence.filter(({ setting }) => setting === 'objectPermissions');
  const rules = evidence.filter(({ setting }) => setting === 'guestRules');
  const pieces = [
    ...permissions.slice(0, 1).map((piece) => permissionPiece(piece, site, right, context)),
    ...rules.map((piece) => rulePiece(piece, site, right, context)),
  ];
  const wanted = via === 'guest-rule' ? 2 : 1;
  const known = pieces.filter((piece) => piece !== undefined);
  return pieces.length === wanted && known.length === wanted ? known : [];
}

/** Of several permissions, or a switch beside one, the first alone would have been enough: then nothing is dated. */
function systemPieces(evidence: Evidence[], site: Resource, context: Context): Piece[] {
  const profile = site.settings['guestProfile'];
  const [piece, ...more] = evidence.filter(({ setting }) => setting !== 'active');
  if (typeof profile !== 'string' || piece?.setting !== 'systemPermissions' || more.length > 0) return [];
  const container = permissionsNamed(context, site.scope, profile, 'profile');
  if (container?.id !== piece.resource?.id || piece.value === undefined) return [];
  return [{ what: 'system-permission', of: profile, name: piece.value, right: 'on' }];
}

/** Which right of the object permission the road needs; undefined for roads that are not dated. */
function rightOf(via: string | undefined, access: Exposure['access']): Right | undefined {
  if (via === 'guest-rule') return 'read';
  if (via === 'guest-create' || via === 'guest-publish') return 'create';
  if (via === 'guest-view-all') return access.includes('delete') ? 'modifyAll' : 'viewAll';
  if (via === 'guest-change') return access.includes('write') ? 'edit' : 'delete';
  return undefined;
}

function permissionPiece(
  { resource, pointer }: Evidence,
  site: Resource,
  right: Right,
  context: Context,
): Piece | undefined {
  const profile = site.settings['guestProfile'];
  if (typeof profile !== 'string') return undefined;
  const container = permissionsNamed(context, site.scope, profile, 'profile');
  const permission = container?.settings.objectPermissions?.[indexIn(pointer)];
  if (container === undefined || container.id !== resource?.id || permission === undefined) return undefined;
  return { what: 'object-permission', of: profile, name: permission.object, right };
}

function rulePiece(
  { resource, pointer }: Evidence,
  site: Resource,
  right: Right,
  context: Context,
): Piece | undefined {
  const rule = sharingOf(context, site.scope)?.settings.guestRules?.[indexIn(pointer)];
  if (resource?.type !== TYPES.sharing || rule === undefined) return undefined;
  return { what: 'sharing-rule', of: rule.object, name: rule.name, right };
}

function indexIn(pointer: string | undefined): number {
  return Number(/^\/(\d+)$/.exec(pointer ?? '')?.[1] ?? -1);
}
