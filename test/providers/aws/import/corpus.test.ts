// Exports that others wrote: all are read, nothing crashes, and what is not known says why.
import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { recogniseAws } from '../../../../src/providers/aws/import/recognise.ts';
import { findFiles } from '../../../../src/snapshot/files.ts';
import type { Listing, Resource, Scope, SnapshotRecord } from '../../../../src/snapshot/resource.ts';

const corpus = process.env['TOJIMARI_CORPUS'] ?? '../shared/corpus';

async function readAll(path: string) {
  const files = await findFiles([path]);
  const claims = await recogniseAws(files);
  const records: SnapshotRecord[] = [];
  for (const claim of claims) for await (const record of claim.read()) records.push(record);
  const claimed = new Set(claims.flatMap((claim) => claim.files.map((file) => file.path)));
  const left = files.filter((file) => !claimed.has(file.path)).map((file) => file.inside);
  return { claims, records, left };
}
for (const f of ['iam-account-authorization-details','aws-cli-folder','recorded-api-answers','aws-config-items','terraform-plan','cloudformation','terraform-state'])
test(f, async () => {
  const { claims, records, left } = await readAll(`${corpus}/aws/${f}`);
  console.log(f, claims.length, left, JSON.stringify(records.filter(r=>r.record!=='resource'),null,1).slice(0,3000));
  const tally: Record<string, number> = {};
  for (const r of records) if (r.record==='resource') { tally[r.type]=(tally[r.type]??0)+1; for (const u of r.unknowns) { const k=`${r.type}#${u.setting} ${u.reason}`; tally[k]=(tally[k]??0)+1; } }
  console.log(tally);
});
