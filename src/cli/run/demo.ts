// tojimari demo: the fictional estate that ships in the package, scanned like any other.
import { join } from 'node:path';
import type { DemoOptions } from '../commands/others.ts';
import { readConfig } from '../config.ts';
import type { Io } from '../io.ts';
import { pairOutputs } from '../outputs.ts';
import { languageOf } from '../surroundings.ts';
import { checkDestinations, writeReport } from '../writing.ts';
import { scanTargets } from './scan.ts';

/** Prints the demo report. The code is always 0; the one that scan would have given is printed. */
export async function demo(options: DemoOptions, io: Io): Promise<0> {
  const destinations = pairOutputs(options.formats, options.outputs);
  await checkDestinations(destinations, options);
  const estate = join(io.root, 'examples', 'demo');
  const report = await scanTargets(
    {
      ...options,
      targets: [join(estate, 'estate.jsonl')],
      live: { regions: [] },
      rulesDirs: [],
      rules: [],
      skipRules: [],
      services: [],
      resources: [],
      excludeResources: [],
      failOn: 'high',
      allowUnknown: undefined,
      exitZero: false,
      quiet: true,
    },
    await readConfig(estate),
    io,
  );
  await writeReport(report, destinations, options, io);
  const code = report.gate.exitCode;
  const lang = languageOf(options.lang, io.env);
  const remark = {
    en: `demo: this estate is fictional. "tojimari scan" would have exited with ${code}. Next: tojimari scan aws --profile NAME`,
    ja: `demo: 架空の環境です。「tojimari scan」なら終了コードは ${code} でした。次は: tojimari scan aws --profile NAME`,
  };
  if (!options.quiet) io.stderr.write(`${remark[lang]}\n`);
  return 0;
}
