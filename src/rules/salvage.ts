// The sound parts of a rule that does not fit its schema, so that all its faults can be told at once.
import { type Misfit, parse } from '../schema.ts';
import { type Rule, ruleSchema } from './rule.generated.ts';

/** What stands in for an unsound part: it has no faults of its own. */
const STAND_IN: Rule = {
  id: 'none.none.none',
  title: { en: '-', ja: '-' },
  severity: 'low',
  resource: '',
  fail: { exposed: { to: 'anyone' } },
  why: { en: '-', ja: '-' },
  fix: [{ en: '-', ja: '-' }],
  references: ['https://none'],
  cases: [
    { name: '-', given: {}, expect: 'fail' },
    { name: '-', given: {}, expect: 'pass' },
    { name: '-', given: {}, expect: 'unknown' },
  ],
};

/** The rule with its unsound top-level parts replaced, and the names of the sound ones. */
export function salvage(value: unknown, misfits: Misfit[]): { rule: Rule; sound: Set<string> } {
  const unsound = new Set(misfits.map(({ pointer }) => pointer.split('/')[1]));
  const candidate: Record<string, unknown> = { ...STAND_IN };
  const sound = new Set<string>();
  if (typeof value === 'object' && value !== null)
    for (const [key, part] of Object.entries(value))
      if (Object.hasOwn(STAND_IN, key) && !unsound.has(key)) {
        candidate[key] = part;
        sound.add(key);
      }
  const parsed = parse(ruleSchema, candidate);
  return parsed.ok ? { rule: parsed.value, sound } : { rule: STAND_IN, sound: new Set() };
}
