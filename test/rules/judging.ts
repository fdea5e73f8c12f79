// Judging a condition on a resource made up on the spot, for tests.
import type { Assessment, Exposure } from '../../src/exposure.ts';
import { evaluate } from '../../src/rules/evaluate.ts';
import type { Condition, Rule, Verdict } from '../../src/rules/rule.ts';
import type { Resource, Unknown } from '../../src/snapshot/resource.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

export function rule(fail: Condition): Rule {
  const text = { en: 'x', ja: 'x' };
  return {
    id: 'aws.test.rule',
    title: text,
    severity: 'high',
    resource: 'aws.test.thing',
    fail,
    why: text,
    fix: [text],
    references: [],
    cases: [],
  };
}

export function resource(settings: Record<string, unknown>, unknowns: Unknown[] = []): Resource {
  return {
    record: 'resource',
    type: 'aws.test.thing',
    id: 'x',
    name: 'x',
    scope: 'aws/1',
    settings,
    unknowns,
  };
}

export function exposure(given: Partial<Exposure>): Exposure {
  return {
    audience: 'anyone',
    access: ['read'],
    state: 'open',
    basis: 'configuration',
    evidence: [],
    ...given,
  };
}

export function judge(
  fail: Condition,
  given: Partial<Assessment> & { settings?: Record<string, unknown>; unknowns?: Unknown[] },
): Verdict[] {
  const { settings = {}, unknowns = [], exposures = [], facts = {}, ...more } = given;
  const assessment = { exposures, facts, ...more };
  return evaluate(rule(fail), resource(settings, unknowns), assessment, NOW);
}

export function verdict(...input: Parameters<typeof judge>): string {
  return judge(...input)
    .map((one) => one.verdict)
    .join();
}
