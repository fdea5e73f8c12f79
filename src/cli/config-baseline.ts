// The baseline of a run whose settings come from a commit.
import { UsageError } from '../errors.ts';
import { commitsNamed } from '../snapshot/commit.ts';
import { NoHistory } from '../snapshot/repository.ts';
import type { Io } from './io.ts';

const GIT = 'git:';

/**
 * Where a baseline comes from in a run with `--config git:REF`: from that commit as well, where it is a file of the repository; as it
 * was typed where it is none, such as what an earlier run left. Throws UsageError for one that only the change has.
 */
export async function baselineFrom(
  io: Pick<Io, 'cwd' | 'env'>,
  { config, baseline }: { config?: string; baseline?: string },
): Promise<string | undefined> {
  if (baseline === undefined || baseline.startsWith(GIT) || config?.startsWith(GIT) !== true) return baseline;
  const name = config.slice(GIT.length);
  const holds = async (commit: string) => {
    const commits = commitsNamed({ name: commit }, io.cwd, io.env['PATH'] ?? '');
    try {
      return (await commits.filesNamed(baseline)) !== undefined;
    } catch (error) {
      if (error instanceof NoHistory) return false;
      throw error;
    } finally {
      await commits.close();
    }
  };
  if (await holds(name)) return `${GIT}${name}:${baseline}`;
  if (await holds('HEAD'))
    throw new UsageError(
      `The baseline ${baseline} is not in ${name}.`,
      'With --config git:REF, it comes from that commit: a change must not bring its own.',
    );
  return baseline;
}
