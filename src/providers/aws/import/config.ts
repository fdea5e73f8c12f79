// AWS Config: configuration items, one a file, in a snapshot or history file, or in the event of a Config rule.
import type { InputFile } from '../../../snapshot/files.ts';
import type { Claim } from '../../provider.ts';
import { readConfig } from './config-read.ts';

/** One claim for all files of Config items. */
export function configClaim(files: InputFile[]): Claim {
  return { format: 'AWS Config items', root: '', files, read: () => readConfig(files) };
}
