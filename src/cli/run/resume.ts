// tojimari collect --resume: a collection goes on where an earlier one was broken off.
import { UsageError } from '../../errors.ts';
import { PROVIDERS } from '../../providers/index.ts';
import type { CollectRequest, Provider } from '../../providers/provider.ts';
import { readEarlier } from '../../snapshot/earlier.ts';
import { findFiles } from '../../snapshot/files.ts';
import { isSnapshot, readSnapshot } from '../../snapshot/read.ts';
import type { SnapshotRecord } from '../../snapshot/resource.ts';
import { schemaNameOf } from '../targets.ts';

/** The records of a whole collection. Throws UsageError for a file that is no snapshot, or one of another account. */
export async function* collectOn(
  path: string,
  provider: Provider,
  request: CollectRequest,
): AsyncIterable<SnapshotRecord> {
  if (provider.name !== 'aws')
    throw new UsageError(`--resume is for the live target "aws", not for ${provider.name}.`);
  const [file] = await findFiles([path]);
  if (file?.named !== true || !(await isSnapshot(file)))
    throw new UsageError(
      `${path} is no snapshot of tojimari.`,
      'Name the file that an interrupted collect left.',
    );
  const earlier = await readEarlier(readSnapshot(file, (type) => schemaNameOf(type, PROVIDERS)));
  const alone = request.accounts === undefined;
  for await (const record of provider.collect({ ...request, earlier })) {
    if (alone && record.record === 'scope' && earlier.scopes.size > 0 && !earlier.scopes.has(record.id))
      throw new UsageError(
        `${path} is of ${[...earlier.scopes].join(', ')}, and this is ${record.id}.`,
        'Sign in to the account that it is of.',
      );
    yield record;
  }
}
