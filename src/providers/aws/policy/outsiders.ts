// Callers of the policy engine in the words of exposures: which outsiders they are, by which road.
import type { Audience, Ours } from '../../../exposure.ts';
import type { Caller } from '../../../policy/question.ts';

/** One outsider. */
export interface Outsider {
  audience: Audience;
  via?: string;
  subject?: string;
  subjectName?: string;
  who?: string[];
}

/**
 * The outsiders that a caller stands for: one for each account or organization that is not ours. None for services and
 * tokens that are pinned to somebody.
 */
export function outsidersOf(caller: Caller, ours: Ours): Outsider[] {
  switch (caller.class) {
    case 'anonymous':
      return [{ audience: 'anyone' }];
    case 'any-account':
      return [{ audience: 'anyone-registered', via: 'aws-account' }];
    case 'any-account-via-service':
      return [{ audience: 'anyone-registered', via: 'aws-service' }];
    case 'web-identity':
      return [{ audience: 'anyone-registered', via: 'web-identity', subject: caller.issuer }];
    case 'service':
      return caller.confused ? [byService(caller.service)] : [];
    case 'named-account':
      return caller.accounts
        .filter((account) => !ours.accounts.includes(account))
        .map((account) => ({
          audience: 'named-outsider',
          via: caller.externalId ? 'aws-account-external-id' : 'aws-account',
          subject: account,
          who: [account],
          ...vendor(account, ours),
        }));
    case 'organization':
      return caller.organizations
        .filter((organization) => !ours.organizations.includes(organization))
        .map((organization) => ({
          audience: 'named-outsider',
          via: 'aws-organization',
          subject: organization,
          who: [organization],
        }));
    case 'named-identity':
      return [];
  }
}

function byService(service: string): Outsider {
  const base = { audience: 'named-outsider', via: 'aws-service' } as const;
  return service === '*' ? base : { ...base, subject: service, who: [service] };
}

function vendor(account: string, { vendors }: Ours): { subjectName?: string } {
  const known = vendors.find(({ accounts }) => accounts.includes(account));
  return known === undefined ? {} : { subjectName: known.name };
}
