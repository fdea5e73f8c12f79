// Proves the steps of `fix`: with the settings that a step leaves behind, a case that failed passes.
import { type Case, type Fix, type LoadedRule, type RuleTarget, typeOfCase } from './rule.ts';
import { type Analyser, type CaseResult, judgeCase, worst } from './selftest.ts';
import { keysOf, settingsShape } from './shape.ts';

/**
 * Every case that expects fail, once more with the settings of each step that names some: `passed` where the rule passes
 * after at least one. Nothing for a rule whose steps name no settings.
 */
export function proveFixes(rule: LoadedRule, services: Analyser[]): CaseResult[] {
  const steps = rule.fix.flatMap(({ sets }, index) =>
    sets === undefined ? [] : [{ sets, step: index + 1 }],
  );
  if (steps.length === 0) return [];
  const results: CaseResult[] = [];
  for (const [index, one] of rule.cases.entries()) {
    if (one.expect !== 'fail') continue;
    const tried = steps.map(({ sets, step }) => ({ step, ...after(rule, one, sets, services) }));
    const cured = tried.find(({ got }) => got === 'pass') ?? tried[0];
    const detail = tried.map(({ step, got }) => `step ${step}: ${got}`).join(', ');
    const place = rule.casePlaces[index] ?? rule.place;
    const got = cured?.got ?? 'error';
    results.push({
      rule: rule.id,
      name: `${one.name}, after the fix`,
      place,
      expect: 'pass',
      got,
      detail,
      passed: got === 'pass',
    });
  }
  return results;
}

function after(
  rule: LoadedRule,
  one: Case,
  sets: NonNullable<Fix['sets']>,
  services: Analyser[],
): Pick<CaseResult, 'got'> {
  try {
    const fixed = fixedCase(
      rule,
      one,
      sets,
      services.flatMap(({ types }) => types),
    );
    return { got: worst(judgeCase(rule, fixed, services)(rule)) };
  } catch {
    return { got: 'error' };
  }
}

/** The case with the settings of a step in the place of its own. */
export function fixedCase(
  rule: LoadedRule,
  one: Case,
  sets: NonNullable<Fix['sets']>,
  types: RuleTarget[],
): Case {
  const schema = types.find(({ type }) => type === typeOfCase(rule, one))?.schema;
  const shape = schema === undefined ? undefined : settingsShape(schema);
  const known = shape === undefined ? [] : keysOf(shape);
  const given = { ...one.given };
  for (const [key, value] of Object.entries(sets.given ?? {})) if (known.includes(key)) given[key] = value;
  const context = { ...one.context };
  for (const [type, settings] of Object.entries(sets.context ?? {}))
    context[type] = (context[type] ?? []).map((before) => ({ ...before, ...settings }));
  return { ...one, given, context };
}
