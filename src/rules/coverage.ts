// Which parts of a condition no case reaches: changes to it that leave every case as it was.
import { type Mutant, mutantsOf, mutated } from './mutants.ts';
import { type LoadedRule, typesOf } from './rule.ts';
import { type Analyser, judgeCase, worst } from './selftest.ts';
import { settingsShape } from './shape.ts';

export interface Coverage {
  /** How many small changes were tried. */
  tried: number;
  /** Those that no case noticed. */
  unnoticed: Mutant[];
}

/** Tries every small change to the condition of a rule, whose cases all give what they expect, against those cases. */
export function coverageOf(rule: LoadedRule, services: Analyser[]): Coverage {
  const [type] = typesOf(rule);
  const target = services.flatMap(({ types }) => types).find((one) => one.type === type);
  const shape = target && settingsShape(target.schema);
  if (shape === undefined) return { tried: 0, unnoticed: [] };
  const judged = rule.cases.map((one) => ({ expect: one.expect, judge: judgeCase(rule, one, services) }));
  const mutants = mutantsOf(rule.fail, shape);
  const unnoticed = mutants.filter((mutant) => {
    const changed = mutated(rule, mutant);
    return judged.every(({ expect, judge }) => worst(judge(changed)) === expect);
  });
  return { tried: mutants.length, unnoticed };
}
