// The questions about IAM, in their order: the same for the API and for files.
import { pMapIterable } from 'p-map';
import type { Known } from '../../../snapshot/resource.ts';
import { gatherAccount } from './account.ts';
import { rowsOf } from './credential-report.ts';
import { identityProviders } from './identity-providers.ts';
import { details, type Records } from './list.ts';
import { projectGroup, projectPolicy, projectRole, projectUser } from './project.ts';
import { putSignIn } from './sign-in.ts';
import type { Answer, IamSource } from './source.ts';

const CONCURRENCY = 8;

/** Context: the account, identity providers, customer managed policies, groups. `report` is shared with gatherPrincipals. */
export async function* gatherContext(from: IamSource, report: Promise<Known<Answer>>): Records {
  yield* identityProviders(from);
  yield* details(from, 'aws.iam.policy', 'LocalManagedPolicy', 'Policies', projectPolicy);
  yield* details(from, 'aws.iam.group', 'Group', 'GroupDetailList', projectGroup);
  yield await gatherAccount(from, await report);
  yield { record: 'listing', scope: from.scope, type: 'aws.iam.account', state: 'complete', seen: 1 };
}

/** Users and roles. */
export async function* gatherPrincipals(from: IamSource, report: Promise<Known<Answer>>): Records {
  const rows = rowsOf(from, await report);
  const users = details(
    from,
    'aws.iam.user',
    'User',
    'UserDetailList',
    (item, source) => projectUser(item, 'details', source),
    {
      operation: 'ListUsers',
      key: 'Users',
      project: (item, source) => projectUser(item, 'brief', source),
    },
  );
  // Order is kept, so that two runs write the same snapshot.
  yield* pMapIterable(
    users,
    async (record) => {
      if (record.record === 'resource') await putSignIn(from, record, rows);
      return record;
    },
    { concurrency: CONCURRENCY, backpressure: CONCURRENCY * 4 },
  );
  yield* details(
    from,
    'aws.iam.role',
    'Role',
    'RoleDetailList',
    (item, source) => projectRole(item, 'details', source),
    {
      operation: 'ListRoles',
      key: 'Roles',
      project: (item, source) => projectRole(item, 'brief', source),
    },
  );
}
