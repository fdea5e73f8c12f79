import { test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { startOrg, TOKEN } from '../../servers/salesforce.ts';
import { assignment } from '../../servers/salesforce-sets.ts';
import { tojimari } from '../../cli/harness.ts';
test('x', async () => {
  let out = '';
  for (const lang of ['ja', 'en']) {
    const org = await startOrg('test/providers/salesforce/groups');
    const env = { SF_INSTANCE_URL: org.url, SF_ACCESS_TOKEN: TOKEN };
    const P = { id: '005PARTNER00000AAA', type: 'PowerPartner' };
    org.rows.get('PermissionSetAssignment')?.push(assignment(P, { group: 'Desk' }), assignment(P, { set: 'Support_Desk' }), assignment({ id: '005000000000000AAA', type: 'Guest' }, { group: 'Desk' }));
    const a = await tojimari(['scan', 'salesforce', '--lang', lang, '--all'], { env });
    for (const [o, f] of [['FieldDefinition', { status: 403, errorCode: 'INSUFFICIENT_ACCESS' }], ['SchemaSettings', { status: 500, errorCode: 'UNKNOWN' }], ['GroupMember', { status: 403, errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'ConcurrentRequests Limit exceeded.' }]] as const) org.faults.set(o, f);
    for (const row of org.rows.get('PermissionSet') ?? []) if (row['PermissionSetGroupId'] !== undefined) row['PermissionSetGroup'] = { DeveloperName: 'Desk', Status: 'Outdated' };
    const b = await tojimari(['scan', 'salesforce', '--lang', lang, '--all'], { env });
    org.daily = { left: 500, max: 15000 };
    const c = await tojimari(['scan', 'salesforce', '--lang', lang], { env });
    out += [a, b, c].map((r) => `${r.stdout}\n--- ${r.code}\n${r.stderr}`).join('\n=====\n');
    await org.close();
  }
  writeFileSync('/tmp/sfb/live.txt2', out);
}, 120000);
