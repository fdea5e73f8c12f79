// tojimari rules: list, show, validate and test rules.
import { join } from 'node:path';
import { formatPlace, UsageError } from '../../errors.ts';
import { PROVIDERS } from '../../providers/index.ts';
import { visible } from '../../report/escape.ts';
import { nearest } from '../../rules/nearest.ts';
import type { LoadedRule, Rule } from '../../rules/rule.ts';
import { testRules } from '../../rules/selftest.ts';
import { ruleList, rulePage } from '../../rules/show.ts';
import type { RulesOptions } from '../commands/rules.ts';
import type { Io } from '../io.ts';
import { allRules, rulesIn } from '../ruleset.ts';
import { languageOf } from '../surroundings.ts';

/** Carries out one of the four; 1 when a case of a rule fails. */
export async function rules(options: RulesOptions, io: Io): Promise<0 | 1> {
  const lang = languageOf(options.lang, io.env);
  const print = (line: string) => void io.stdout.write(`${visible(line)}\n`);
  switch (options.action) {
    case 'list': {
      for (const line of ruleList(await allRules(io, options.dirs), lang)) print(line);
      return 0;
    }
    case 'show': {
      const all = await allRules(io, options.dirs);
      const rule = all.find(({ id, aliases = [] }) => id === options.id || aliases.includes(options.id));
      if (rule === undefined) throw noSuchRule(options.id, all);
      for (const line of rulePage(rule, lang).trimEnd().split('\n')) print(line);
      return 0;
    }
    case 'validate': {
      const found = await filledRules(options.dir);
      print(`${found.length} ${found.length === 1 ? 'rule' : 'rules'}, no faults`);
      return 0;
    }
    case 'test': {
      const found = await filledRules(options.dir ?? join(io.root, 'rules'));
      const results = testRules(
        found,
        PROVIDERS.flatMap(({ services }) => services),
      );
      const failed = results.filter((result) => !result.passed);
      for (const { place, rule, name, expect, got, detail } of failed)
        print(`${formatPlace(place)}: ${rule}: ${name}: expected ${expect}, got ${got} (${detail})`);
      print(`${results.length - failed.length} passed, ${failed.length} failed`);
      return failed.length === 0 ? 0 : 1;
    }
  }
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
