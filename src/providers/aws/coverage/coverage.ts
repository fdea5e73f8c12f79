// What is covered and what is not, against IAM Access Analyzer and the community list: the lists, joined with the types of the services.

import { SERVICES } from '../services.ts';
import { EXPOSABLE, type Exposable, LISTS_AS_OF } from './exposable.ts';
import type { Coverage, Covered } from './words.ts';

/** What others are judged by, and what can be exposed itself. */
const BESIDES = new Set(['aws.cognito-identity.pool']);

/** The lists, each entry with whether every type that stands for it is there. */
export function coverage(): Coverage {
  const kinds = SERVICES.flatMap(({ name, types }) => (name === 'policy' ? [] : types));
  const known = new Set(kinds.map(({ type }) => type));
  const joined = (entry: Exposable): Covered => {
    const { name, by, types, analyzer } = entry;
    const covered = types.length > 0 && types.every((type) => known.has(type));
    return {
      name,
      by,
      covered,
      types: types.filter((type) => known.has(type)),
      ...(analyzer && { analyzer }),
    };
  };
  const listed = new Set(EXPOSABLE.flatMap(({ types }) => types));
  return {
    asOf: LISTS_AS_OF,
    accessAnalyzer: EXPOSABLE.filter(({ analyzer }) => analyzer !== undefined).map(joined),
    community: EXPOSABLE.filter(({ community }) => community).map(joined),
    beyond: kinds
      .filter(
        ({ type, context, carrier }) =>
          !listed.has(type) && (context !== true || BESIDES.has(type)) && carrier !== true,
      )
      .map(({ type, name }) => ({ name: name.en, covered: true, types: [type] })),
  };
}
