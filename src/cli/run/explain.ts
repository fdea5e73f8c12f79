// tojimari explain limits.
import type { ExplainOptions } from '../commands/others.ts';
import type { Io } from '../io.ts';
import { limitsText } from '../limits.ts';
import { languageOf } from '../surroundings.ts';

/** Prints what settings can never show. */
export function explainLimits({ lang }: ExplainOptions, io: Io): 0 {
  io.stdout.write(limitsText(languageOf(lang, io.env)));
  return 0;
}
