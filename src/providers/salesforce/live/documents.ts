// Documents marked as externally available, and report and dashboard folders, of a running org.
import type { Known, Resource } from '../../../snapshot/resource.ts';
import type { Documents } from '../documents/documents.generated.ts';
import { documentsFrom, type PublicDocument } from '../documents/from-metadata.ts';
import type { Org } from '../session.ts';
import { readComponents } from './components.ts';
import { QUERIES } from './queries.ts';
import { textAt } from './row.ts';
import { shortSight } from './sight.ts';

/** Reads them; documents by name only, never their content. */
export async function readDocuments(
  org: Org,
  whole: { scope: string; name: string },
): Promise<Resource<Documents>> {
  return documentsFrom(
    await publicDocuments(org),
    await readComponents(org, 'ReportFolder'),
    await readComponents(org, 'DashboardFolder'),
    whole,
  );
}

async function publicDocuments(org: Org): Promise<Known<PublicDocument[]>> {
  const answer = await org.rows(QUERIES.documents);
  if (answer.state !== 'present') return answer;
  const sight = answer.value.length > 0 ? undefined : await shortSight(org);
  if (sight !== undefined) return { state: 'unknown', why: { ...sight, setting: 'publicDocuments' } };
  const value = answer.value.map((row) => {
    const folder = textAt(row, 'Folder', 'DeveloperName');
    const name = textAt(row, 'DeveloperName') ?? textAt(row, 'Name') ?? '';
    const type = textAt(row, 'Type');
    return { name: `${folder === undefined ? '' : `${folder}/`}${name}${type ? `.${type}` : ''}` };
  });
  return { state: 'present', value };
}
