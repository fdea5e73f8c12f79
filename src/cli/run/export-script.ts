// tojimari export-script: a script that makes an export which can be judged without credentials.
import { PROVIDERS } from '../../providers/index.ts';
import type { ExportScriptOptions } from '../commands/others.ts';
import type { Io } from '../io.ts';

/** Prints the script of a provider. */
export function exportScript({ provider: name }: ExportScriptOptions, io: Io): 0 {
  const provider = PROVIDERS.find((candidate) => candidate.name === name);
  if (provider?.exportScript === undefined) throw new Error(`no script for ${name}`);
  io.stdout.write(provider.exportScript());
  return 0;
}
