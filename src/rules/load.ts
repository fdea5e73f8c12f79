// Rule files to rules: YAML, JSON Schema, then everything that only makes sense against the resource types; all faults at once.
import { type Fault, InputError, type Place } from '../errors.ts';
import { parse } from '../schema.ts';
import type { InputFile } from '../snapshot/files.ts';
import { checkCondition } from './check.ts';
import { misfitFault } from './misfit.ts';
import { didYouMean } from './nearest.ts';
import { ruleSchema } from './rule.generated.ts';
import { type Case, type LoadedRule, type Rule, type RuleTarget, typeOfCase, typesOf } from './rule.ts';
import { salvage } from './salvage.ts';
import { keysOf, settingsShape } from './shape.ts';
import { escapeToken, readYaml } from './yaml.ts';

const MAX_FILES = 5000;
const MAX_FAULTS = 200;

/**
 * Loads every .yaml and .yml file (others in a folder are left alone) as one rule each. The id has to end with the
 * file's path below the folder that was named, so ids in the folder `rules` equal their path.
 * @param beside rules that are loaded already, whose ids are taken
 * @throws InputError with all faults of all files, each with its place.
 */
export async function loadRules(
  files: InputFile[],
  types: RuleTarget[],
  beside: LoadedRule[] = [],
): Promise<LoadedRule[]> {
  const faults: Fault[] = [];
  const rules: LoadedRule[] = [];
  const ruleFiles = files.filter((file) => file.named || /\.ya?ml$/.test(file.path));
  if (ruleFiles.length > MAX_FILES)
    throw new InputError([{ message: `there are more than ${MAX_FILES} rule files` }]);
  for (const file of ruleFiles) {
    const rule = await loadRule(file, types, faults);
    if (rule !== undefined) rules.push(rule);
  }
  checkNames([...beside, ...rules], faults);
  if (faults.length > 0) throw new InputError(limited(faults), 'docs/rules.md says how to write a rule.');
  return rules;
}

function limited(faults: Fault[]): Fault[] {
  if (faults.length <= MAX_FAULTS) return faults;
  return [...faults.slice(0, MAX_FAULTS), { message: `and ${faults.length - MAX_FAULTS} more` }];
}

async function loadRule(
  file: InputFile,
  types: RuleTarget[],
  faults: Fault[],
): Promise<LoadedRule | undefined> {
  let text: string;
  try {
    text = await file.text();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
  const yaml = readYaml(text, file.path, faults);
  if (yaml === undefined) return undefined;
  const parsed = parse(ruleSchema, yaml.value);
  const misfits = parsed.ok ? [] : parsed.misfits;
  for (const misfit of misfits) faults.push(misfitFault(yaml, misfit));
  const { rule, sound } = salvage(yaml.value, misfits);
  const refuse = (pointer: string, message: string): void => {
    faults.push({ message, place: yaml.locate(pointer) });
  };
  if (sound.has('id')) checkPath(rule, file, refuse);
  if (sound.has('resource')) checkTarget(rule, types, refuse);
  if (sound.has('cases')) checkCases(rule, types, refuse);
  if (sound.has('fix') && sound.has('resource')) checkFixes(rule, types, refuse);
  if (!parsed.ok) return undefined;
  return {
    ...parsed.value,
    place: yaml.locate('/id'),
    casePlaces: parsed.value.cases.map((_, index) => yaml.locate(`/cases/${index}`)),
    locate: yaml.locate,
  };
}

type Refuse = (pointer: string, message: string) => void;

function checkPath(rule: Rule, file: InputFile, refuse: Refuse): void {
  const below = file.inside.replace(/\.ya?ml$/, '').replaceAll('/', '.');
  if (rule.id !== below && !rule.id.endsWith(`.${below}`))
    refuse('/id', `the id "${rule.id}" does not end with the path of its file, "${below}"`);
}

function checkTarget(rule: Rule, types: RuleTarget[], refuse: Refuse): void {
  for (const [index, type] of typesOf(rule).entries()) {
    const shape = shapeOfType(type, types);
    const pointer = typeof rule.resource === 'string' ? '/resource' : `/resource/${index}`;
    if (shape === undefined) refuse(pointer, unknownType(type, types));
    else checkCondition(rule.fail, '/fail', shape, refuse);
  }
}

function shapeOfType(type: string, types: RuleTarget[]): ReturnType<typeof settingsShape> {
  const target = types.find((one) => one.type === type);
  return target && settingsShape(target.schema);
}

function unknownType(type: string, types: RuleTarget[]): string {
  const known = types.map((one) => one.type);
  return `there is no resource type "${type}"${didYouMean(type, known)}`;
}

function checkCases(rule: Rule, types: RuleTarget[], refuse: Refuse): void {
  for (const wanted of ['fail', 'pass', 'unknown'] as const)
    if (!rule.cases.some((one) => one.expect === wanted))
      refuse('/cases', `there is no case that expects ${wanted}`);
  for (const [index, one] of rule.cases.entries()) checkCase(rule, one, `/cases/${index}`, types, refuse);
}

function checkCase(rule: Rule, one: Case, pointer: string, types: RuleTarget[], refuse: Refuse): void {
  if (one.now !== undefined && Number.isNaN(Date.parse(one.now)))
    refuse(`${pointer}/now`, `"${one.now}" is not a date`);
  const type = typeOfCase(rule, one);
  if (!typesOf(rule).includes(type)) refuse(`${pointer}/resource`, `the rule does not judge "${type}"`);
  else checkSettings(type, one.given, `${pointer}/given`, types, refuse);
  for (const [type, list] of Object.entries(one.context ?? {})) {
    const below = `${pointer}/context/${escapeToken(type)}`;
    if (!types.some((target) => target.type === type)) refuse(below, unknownType(type, types));
    for (const [index, settings] of list.entries())
      checkSettings(type, settings, `${below}/${index}`, types, refuse);
  }
}

function checkFixes(rule: Rule, types: RuleTarget[], refuse: Refuse): void {
  for (const [index, { sets }] of rule.fix.entries()) {
    const pointer = `/fix/${index}/sets`;
    for (const [key, value] of Object.entries(sets?.given ?? {})) {
      // A setting may be another thing in another type of resource: it has to fit one.
      const refusals = typesOf(rule).map((type) => {
        const found: [string, string][] = [];
        checkSettings(type, { [key]: value }, `${pointer}/given`, types, (...fault) => found.push(fault));
        return found;
      });
      if (refusals.every((found) => found.length > 0))
        for (const fault of refusals[0] ?? []) refuse(...fault);
    }
    for (const [type, settings] of Object.entries(sets?.context ?? {})) {
      const below = `${pointer}/context/${escapeToken(type)}`;
      if (!types.some((target) => target.type === type)) refuse(below, unknownType(type, types));
      checkSettings(type, settings, below, types, refuse);
    }
  }
}

function checkSettings(
  type: string,
  settings: Record<string, unknown>,
  pointer: string,
  types: RuleTarget[],
  refuse: Refuse,
): void {
  const target = types.find((one) => one.type === type);
  const shape = target && settingsShape(target.schema);
  if (target === undefined || shape === undefined) return;
  const known = keysOf(shape).filter((key) => key !== 'facts');
  const unknown = Object.keys(settings).filter((key) => !known.includes(key));
  for (const key of unknown)
    refuse(`${pointer}/${escapeToken(key)}`, `${type} has no setting "${key}"${didYouMean(key, known)}`);
  const parsed = parse<object>({ name: target.schema }, settings);
  if (parsed.ok || unknown.length > 0) return;
  for (const { pointer: below, message } of parsed.misfits)
    refuse(pointer + below, `${below.slice(1).replaceAll('/', '.') || type} ${message}`);
}

/** Ids and aliases are unique over all files. */
function checkNames(rules: LoadedRule[], faults: Fault[]): void {
  const taken = new Map<string, Place>();
  for (const rule of rules)
    for (const name of [rule.id, ...(rule.aliases ?? [])]) {
      const before = taken.get(name);
      if (before === undefined) taken.set(name, rule.place);
      else
        faults.push({
          message: `the id "${name}" is already that of ${before.file}:${before.line}`,
          place: rule.place,
        });
    }
}
