// What exposures to the external users of an org have in common.
import type { Access, Exposure } from '../../../exposure.ts';

/** An exposure to everybody outside who can log in, by configuration. */
export function external(
  via: string,
  access: Access[],
): Pick<Exposure, 'audience' | 'access' | 'via' | 'basis' | 'who'> {
  return {
    audience: 'named-outsider',
    access,
    via,
    basis: 'configuration',
    who: ['logged-in external users'],
  };
}
