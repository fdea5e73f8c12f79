// Whether the identity pools that a trust policy names give tokens to guests. Pure.
import type { Context } from '../../../exposure.ts';
import { setting, typed } from '../../../snapshot/resource.ts';
import { raw } from '../answers/shape.ts';
import { many, statementsOf } from '../answers/statements.ts';
import { poolSchema } from './pool.generated.ts';

const AUDIENCE = 'cognito-identity.amazonaws.com:aud';

/**
 * True when one of the pools gives guests a token that they can take to STS themselves, which needs the classic flow (Cognito developer guide,
 * "Identity pools authentication flow"); false when none does; undefined when no pool is named, or one of them is not known. In the enhanced
 * flow Cognito assumes the role for its guests: that is told of the pool.
 */
export function guestTokens(trustPolicy: object, scope: string, context: Context): boolean | undefined {
  const ids = poolsIn(trustPolicy);
  if (ids.length === 0) return undefined;
  const pools = context.all('aws.cognito-identity.pool', scope);
  let some = false;
  for (const id of ids) {
    const found = pools.find((pool) => pool.id.endsWith(`:identitypool/${id}`));
    if (found === undefined) return undefined;
    const pool = typed(found, poolSchema);
    const [guests, classic] = [setting(pool, 'guests'), setting(pool, 'classicFlow')];
    if (guests.state === 'unknown' || classic.state === 'unknown') return undefined;
    if (guests.state === 'present' && guests.value && classic.state === 'present' && classic.value)
      some = true;
  }
  return some;
}

/** The values of the audience that conditions ask for. One with a wildcard is none that could be found. */
function poolsIn(policy: object): string[] {
  const found = new Set<string>();
  for (const { statement } of statementsOf(policy))
    for (const asked of Object.values(raw(statement?.['Condition']) ?? {}))
      for (const [key, values] of Object.entries(raw(asked) ?? {}))
        if (key.toLowerCase() === AUDIENCE)
          for (const value of many(values)) found.add(typeof value === 'string' ? value : '');
  return [...found];
}
