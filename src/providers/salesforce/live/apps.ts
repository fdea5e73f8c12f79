// Connected apps and external client apps of a running org.
import type { Known, SnapshotRecord } from '../../../snapshot/resource.ts';
import { appRecords } from '../apps/from-metadata.ts';
import type { Org } from '../session.ts';
import { readComponents } from './components.ts';
import { QUERIES } from './queries.ts';
import { flagAt, textAt } from './row.ts';

/** Apps as metadata, and what only a query says of them. */
export async function readApps(org: Org, scope: string): Promise<SnapshotRecord[]> {
  return appRecords(
    {
      connected: await readComponents(org, 'ConnectedApp'),
      policies: await readComponents(org, 'ExtlClntAppOauthConfigurablePolicies'),
      settings: await readComponents(org, 'ExtlClntAppOauthSettings'),
      guestFlows: await guestFlows(org),
    },
    scope,
    true,
  );
}

async function guestFlows(org: Org): Promise<Known<Map<string, boolean>>> {
  const answer = await org.rows(QUERIES.connectedApps);
  if (answer.state !== 'present') return answer;
  const value = new Map<string, boolean>();
  for (const row of answer.value) {
    const name = textAt(row, 'Name');
    const on = flagAt(row, 'OptionsCodeCredentialGuestEnabled');
    if (name !== undefined && on !== undefined) value.set(name, on);
  }
  return { state: 'present', value };
}
