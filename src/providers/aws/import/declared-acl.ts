// Canned ACLs, as templates and plans name them.
import type { Known } from '../../../snapshot/resource.ts';
import { present, unknown } from './declared.ts';

const ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers';
const AUTHENTICATED = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers';
const LOG_DELIVERY = 'http://acs.amazonaws.com/groups/s3/LogDelivery';
/** Grants beside the owner's full control (Amazon S3 user guide, "Canned ACL"). The bucket-owner-* ones concern objects only. */
const CANNED = new Map<string, [string, string][]>([
  ['private', []],
  ['public-read', [[ALL_USERS, 'READ']]],
  [
    'public-read-write',
    [
      [ALL_USERS, 'READ'],
      [ALL_USERS, 'WRITE'],
    ],
  ],
  ['authenticated-read', [[AUTHENTICATED, 'READ']]],
  [
    'log-delivery-write',
    [
      [LOG_DELIVERY, 'WRITE'],
      [LOG_DELIVERY, 'READ_ACP'],
    ],
  ],
  ['bucket-owner-read', []],
  ['bucket-owner-full-control', []],
]);

/** A canned ACL by its name; `PublicRead` and `public-read` are the same. */
export function cannedAcl(name: string): Known<unknown> {
  const kebab = name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
  const grants = CANNED.get(kebab);
  if (grants === undefined) return unknown('malformed', `the canned ACL ${name} is not known`);
  return present({
    grants: grants.map(([grantee, permission]) => ({ grantee, kind: 'group', permission })),
  });
}
