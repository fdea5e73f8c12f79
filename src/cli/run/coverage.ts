// tojimari coverage: what can be exposed in AWS, and which of it is looked at.
import { coverage } from '../../providers/aws/coverage/coverage.ts';
import { coverageText } from '../../providers/aws/coverage/words.ts';
import type { CoverageOptions } from '../commands/coverage.ts';
import type { Io } from '../io.ts';
import { languageOf } from '../surroundings.ts';

/** Prints the lists. Always 0. */
export function printCoverage({ format, lang }: CoverageOptions, io: Io): 0 {
  const found = coverage();
  io.stdout.write(
    format === 'json'
      ? `${JSON.stringify(found, undefined, 2)}\n`
      : coverageText(found, languageOf(lang, io.env)),
  );
  return 0;
}
