// tojimari rules: list, show, begin, validate and test rules.
import { join } from 'node:path';
import { formatPlace, UsageError } from '../../errors.ts';
import { PROVIDERS } from '../../providers/index.ts';
import { visible } from '../../report/escape.ts';
import { coverageOf } from '../../rules/coverage.ts';
import { proveFixes } from '../../rules/fixes.ts';
import { lintRules } from '../../rules/lint.ts';
import { nearest } from '../../rules/nearest.ts';
import type { LoadedRule, Rule } from '../../rules/rule.ts';
import { testRules } from '../../rules/selftest.ts';
import { ruleList, rulePage } from '../../rules/show.ts';
import type { RulesOptions } from '../commands/rules.ts';
import type { Io } from '../io.ts';
import { allRules, rulesIn } from '../ruleset.ts';
import { languageOf } from '../surroundings.ts';
import { writeStarter } from './rules-new.ts';

/** Carries out one of them; 1 when a case of a rule fails. */
export async function rules(options: RulesOptions, io: Io): Promise<0 | 1> {
  const lang = languageOf(options.lang, io.env);
  const print = (line: string) => void io.stdout.write(`${visible(line)}\n`);
  switch (options.action) {
    case 'list': {
      for (const line of ruleList(await allRules(io, options.dirs), lang)) print(line);
      return 0;
    }
    case 'explain': {
      const rule = await ruleNamed(options.id, options.dirs, io);
      const { on, targets } = options;
      const { explainRule } = await import('./rules-explain.ts');
      for (const line of await explainRule(rule, { on, targets, lang }, io)) print(line);
      return 0;
    }
    case 'show': {
      const rule = await ruleNamed(options.id, options.dirs, io);
      for (const line of rulePage(rule, lang).trimEnd().split('\n')) print(line);
      return 0;
    }
    case 'validate': {
      const found = await filledRules(options.dir);
      const traps = lintRules(found, TYPES);
      for (const { place, rule, message } of traps) print(`${formatPlace(place)}: ${rule}: ${message}`);
      print(
        `${counted(found.length, 'rule')}, no faults${traps.length === 0 ? '' : `, ${counted(traps.length, 'trap')}`}`,
      );
      return 0;
    }
    case 'test': {
      const found = await filledRules(options.dir ?? join(io.root, 'rules'));
      const cured = found.flatMap((rule) => proveFixes(rule, SERVICES));
      const results = [...testRules(found, SERVICES), ...cured];
      const failed = results.filter((result) => !result.passed);
      for (const { place, rule, name, expect, got, detail } of failed) {
        print(`${formatPlace(place)}: ${rule}: ${name}`);
        print(`  - expected ${expect}`);
        print(`  + got      ${detail.startsWith(got) ? detail : `${got}: ${detail}`}`);
      }
      if (failed.length === 0) tellCoverage(found, print);
      print(`${results.length - failed.length} passed, ${failed.length} failed`);
      return failed.length === 0 ? 0 : 1;
    }
    case 'new': {
      const file = await writeStarter(options);
      io.stderr.write(`${visible(`wrote ${file}`)}\n`);
      return 0;
    }
  }
}

const SERVICES = PROVIDERS.flatMap(({ services }) => services);
const TYPES = SERVICES.flatMap(({ types }) => types);

/** Which parts of the conditions no case depends on. */
function tellCoverage(found: LoadedRule[], print: (line: string) => void): void {
  let tried = 0;
  let unnoticed = 0;
  for (const rule of found) {
    const coverage = coverageOf(rule, SERVICES);
    tried += coverage.tried;
    unnoticed += coverage.unnoticed.length;
    for (const { pointer, what } of coverage.unnoticed)
      print(
        `${formatPlace(rule.locate?.(pointer) ?? rule.place)}: ${rule.id}: no case notices ${pointer} ${what}`,
      );
  }
  print(`${tried - unnoticed} of ${tried} small changes to the conditions are noticed by a case`);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

async function ruleNamed(wanted: string, dirs: string[], io: Io): Promise<LoadedRule> {
  const all = await allRules(io, dirs);
  const rule = all.find(({ id, aliases = [] }) => id === wanted || aliases.includes(wanted));
  if (rule === undefined) throw noSuchRule(wanted, all);
  return rule;
}

async function filledRules(dir: string): Promise<LoadedRule[]> {
  const found = await rulesIn([dir]);
  if (found.length === 0) throw new UsageError(`There is no rule file (*.yaml) in ${dir}.`);
  return found;
}

function noSuchRule(id: string, all: Rule[]): UsageError {
  const meant = nearest(
    id,
    all.map((rule) => rule.id),
  );
  const hint = meant === undefined ? '"tojimari rules list" shows the rules.' : `Did you mean ${meant}?`;
  return new UsageError(`There is no rule ${id}.`, hint);
}
