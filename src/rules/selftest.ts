// Runs the cases inside rules: settings in, verdict out, compared with what the case expects.
import type { Place } from '../errors.ts';
import type { Assessment, Context, Ours } from '../exposure.ts';
import type { Resource } from '../snapshot/resource.ts';
import { evaluate } from './evaluate.ts';
import { type Case, type LoadedRule, type Rule, type RuleTarget, typeOfCase, type Verdict } from './rule.ts';
import { keysOf, settingsShape } from './shape.ts';

/** A service, as far as cases need it. */
export interface Analyser {
  types: RuleTarget[];
  analyse(resource: Resource, context: Context): Assessment;
}

export interface CaseResult {
  rule: string;
  name: string;
  place: Place;
  expect: Verdict['verdict'];
  got: Verdict['verdict'] | 'error';
  /** What the rule said, or the error's message. */
  detail: string;
  passed: boolean;
}

/** The moment at which cases are judged unless they say otherwise. */
export const CASE_NOW = Date.parse('2026-01-01T00:00:00Z');

/** Runs every case of the rules, each with the service that knows its resource type. */
export function testRules(rules: LoadedRule[], services: Analyser[]): CaseResult[] {
  const results: CaseResult[] = [];
  for (const rule of rules)
    for (const [index, one] of rule.cases.entries()) {
      const place = rule.casePlaces[index] ?? rule.place;
      const result = runCase(rule, one, services);
      const passed = result.got === one.expect;
      results.push({ rule: rule.id, name: one.name, place, expect: one.expect, ...result, passed });
    }
  return results;
}

function runCase(rule: LoadedRule, one: Case, services: Analyser[]): Pick<CaseResult, 'got' | 'detail'> {
  try {
    const verdicts = judgeCase(rule, one, services)(rule);
    return { got: worst(verdicts), detail: verdicts.map(inShort).join('; ') };
  } catch (error) {
    return { got: 'error', detail: error instanceof Error ? error.message : String(error) };
  }
}

/** What any rule for the same types says of a case; the analysis, which is most of the work, is done once. */
export function judgeCase(rule: LoadedRule, one: Case, services: Analyser[]): (other: Rule) => Verdict[] {
  const type = typeOfCase(rule, one);
  const service = services.find((candidate) => candidate.types.some((target) => target.type === type));
  if (service === undefined) throw new Error(`no service knows ${type}`);
  const { resource, context } = situation(rule, one, services);
  const assessment = service.analyse(resource, context);
  return (other) => evaluate(other, resource, assessment, context.now);
}

/** The resource and the surroundings that a case describes. */
export function situation(
  rule: LoadedRule,
  one: Case,
  services: Analyser[],
): { resource: Resource; context: Context } {
  const types = services.flatMap((service) => service.types);
  const type = typeOfCase(rule, one);
  const resource = resourceOf(type, one.given, types, one.id ?? exampleId(type));
  const around = new Map<string, Resource[]>();
  for (const [type, list] of Object.entries(one.context ?? {}))
    around.set(
      type,
      list.map((settings, index) => resourceOf(type, settings, types, exampleId(type, index))),
    );
  const context: Context = {
    all: (type) => around.get(type) ?? [],
    ours: oursOf(one),
    now: one.now === undefined ? CASE_NOW : Date.parse(one.now),
  };
  return { resource, context };
}

function resourceOf(
  type: string,
  settings: Record<string, unknown>,
  types: RuleTarget[],
  id: string,
): Resource {
  const schema = types.find((target) => target.type === type)?.schema;
  const shape = schema === undefined ? undefined : settingsShape(schema);
  const unknowns = (shape === undefined ? [] : keysOf(shape))
    .filter((key) => key !== 'facts' && !Object.hasOwn(settings, key))
    .map((key) => ({ setting: key, reason: 'denied' as const }));
  const [provider = ''] = type.split('.');
  return {
    record: 'resource',
    type,
    id,
    name: id.split(/[/:]/).at(-1) ?? id,
    scope: `${provider}/${EXAMPLE_SCOPES[provider] ?? 'example'}`,
    settings,
    unknowns,
  };
}

const EXAMPLE_SCOPES: Record<string, string> = { aws: '111122223333', salesforce: '00D000000000001EAA' };

/** An id such as resources of the type have, when a case does not give one. */
function exampleId(type: string, index = 0): string {
  const [provider = '', service = '', kind = ''] = type.split('.');
  const name = index === 0 ? 'example' : `example-${index + 1}`;
  if (type === 'aws.s3.bucket') return `arn:aws:s3:::${name}`;
  if (provider === 'aws' && type.endsWith('.account')) return `arn:aws:iam::${EXAMPLE_SCOPES['aws']}:root`;
  if (provider === 'aws') return `arn:aws:${service}::${EXAMPLE_SCOPES['aws']}:${kind}/${name}`;
  return name;
}

function oursOf({ ours }: Case): Ours {
  return {
    accounts: ours?.accounts ?? [],
    organizations: ours?.organizations ?? [],
    networks: ours?.networks ?? [],
    domains: ours?.domains ?? [],
    vendors: ours?.vendors ?? [],
    declared: ours !== undefined,
  };
}

/** What a case compares with: the worst that was said. */
export function worst(verdicts: Verdict[]): Verdict['verdict'] {
  for (const verdict of ['fail', 'unknown'] as const)
    if (verdicts.some((one) => one.verdict === verdict)) return verdict;
  return 'pass';
}

function inShort({ verdict, subject, exposures, evidence, missing }: Verdict): string {
  const reasons = [
    ...exposures.map(({ audience, access, state }) => `${audience} ${access.join('+')} ${state}`),
    ...evidence.map(({ text }) => text.en),
    ...missing.map(({ setting, reason }) => `${setting} ${reason}`),
  ];
  const who = subject === undefined ? '' : ` for ${subject}`;
  return verdict + who + (reasons.length === 0 ? '' : ` (${reasons.slice(0, 5).join(', ')})`);
}
