// The question about a role that the policy engine answers.
import type { Question } from '../../../policy/question.ts';
import type { Resource } from '../../../snapshot/resource.ts';
import { type Control, documentsOf } from '../account/control.ts';
import type { Role } from './role.generated.ts';

/** True for roles below `/aws-service-role/`. */
export function isServiceLinked(role: Resource<Role>): boolean {
  return role.settings.path?.startsWith('/aws-service-role/') ?? role.id.includes(':role/aws-service-role/');
}

/** Who is ours, as oursIn says it, and when it is asked: milliseconds since 1970, for conditions on time. */
export interface Own {
  accounts: string[];
  organizations: string[];
  networks: string[];
  now: number;
  /** Whether the identity pools that the policy names give tokens to guests, where that is known. */
  guestsAllowed?: boolean;
}

/** The question about a role's trust policy, under what resource control policies deny to requests for it. */
export function trustQuestion(
  role: Resource<Role>,
  policy: object,
  { now, guestsAllowed, ...ours }: Own,
  control?: Control,
): Question {
  const account = /^\d{12}$/.exec(role.id.split(':')[4] ?? '')?.[0];
  return {
    kind: 'role-trust',
    policy,
    resource: role.id,
    ...(account !== undefined && { account }),
    ours,
    now,
    ...(guestsAllowed !== undefined && { guestsAllowed }),
    ...(control !== undefined && { alsoDeny: documentsOf(control) }),
  };
}
