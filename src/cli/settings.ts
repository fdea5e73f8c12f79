// What tojimari.yaml says of how to scan, put under what the command line says: flags win.

import { UsageError } from '../errors.ts';
import type { IntentReport } from '../report/report.ts';
import type { ScanOptions } from './commands/scan.ts';
import { expectationsIn } from './config.ts';
import type { Settings } from './config-file.ts';
import { liveOptions } from './live-flags.ts';

/** The options of a scan with what the file says where the command line is silent. Throws UsageError when nobody says what to scan. */
export function withSettings(options: ScanOptions, { config, rulesDirs }: Settings): ScanOptions {
  const { lang, rules = {}, allowUnknown } = config.value;
  const { accepted } = expectationsIn(config);
  const allowed = options.allowUnknown ?? allowUnknown;
  const globs = accepted.length === 0 ? allowed : [...(allowed ?? []), ...accepted];
  // Rules that were asked for by name are run, whatever the file leaves out.
  const chosen = options.rules.length > 0;
  return {
    ...options,
    ...targetsOf(options, config.value.targets),
    ...gateOf(options, config.value),
    ...(lang !== undefined && { langOfFile: lang }),
    allowUnknown: globs,
    rulesDirs,
    rules: chosen ? options.rules : (rules.only ?? []),
    skipRules: chosen ? options.skipRules : [...options.skipRules, ...(rules.skip ?? [])],
  };
}

function targetsOf(
  { targets: typed, unplaced, live }: ScanOptions,
  written: string[] = [],
): Pick<ScanOptions, 'targets' | 'live'> {
  if (typed.length > 0) return { targets: typed, live };
  if (written.length === 0)
    throw new UsageError(
      'Say what to scan: aws, salesforce, or a file or folder.',
      'Or write it into tojimari.yaml: targets: [aws]',
    );
  return { targets: written, live: unplaced === undefined ? live : liveOptions(unplaced, written) };
}

function gateOf(
  { defaultGate, failOn, baseline }: ScanOptions,
  written: { failOn?: ScanOptions['failOn']; failOnNew?: ScanOptions['failOn'] },
): Pick<ScanOptions, 'failOn' | 'failOnNew'> {
  if (defaultGate !== true) return { failOn };
  // Without something to compare with, nothing is new.
  const failOnNew = baseline === undefined ? undefined : written.failOnNew;
  return {
    failOn: written.failOn ?? (failOnNew === undefined ? failOn : 'never'),
    ...(failOnNew !== undefined && { failOnNew }),
  };
}

/** Intents that fit nothing, each with its place: a slip, or something that is long gone. */
export function unmatched(intents: IntentReport[] = []): { message: string; place: { file: string } }[] {
  return intents.flatMap(({ status, origin, declared }) => {
    if (status !== 'unmatched') return [];
    const what = declared.unknown ?? `${declared.type} ${declared.resource?.join(', ')}`;
    return [{ message: `this intent matches nothing: ${what}`, place: origin ?? { file: 'tojimari.yaml' } }];
  });
}
