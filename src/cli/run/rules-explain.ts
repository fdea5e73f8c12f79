// tojimari rules explain: a rule walked with the values of a resource from an export, a snapshot or stdin.
import { kindsOf } from '../../audit/kinds.ts';
import { newScopes } from '../../audit/scopes.ts';
import { type Clerk, newDesk } from '../../audit/stream.ts';
import { UsageError } from '../../errors.ts';
import { matchesGlob } from '../../glob.ts';
import { PROVIDERS } from '../../providers/index.ts';
import { evaluate } from '../../rules/evaluate.ts';
import { nearest } from '../../rules/nearest.ts';
import { type Rule, typesOf } from '../../rules/rule.ts';
import { walkLines } from '../../rules/show-walk.ts';
import { walkRule } from '../../rules/walk.ts';
import { LIVE_TARGETS } from '../commands/others.ts';
import { readConfig } from '../config.ts';
import type { Io } from '../io.ts';
import { openTargets } from '../targets.ts';

/** More resources than this are not walked at once. */
const MOST = 10;
const NAMES_KEPT = 1000;

/**
 * The lines that explain what a rule says about the resources with an id or a name (a glob), found in saved targets.
 * @throws UsageError when nothing there fits
 */
export async function explainRule(
  rule: Rule,
  { on, targets, lang }: { on: string; targets: string[]; lang: 'en' | 'ja' },
  io: Io,
): Promise<string[]> {
  const live = LIVE_TARGETS.find((name) => targets.includes(name));
  if (live !== undefined)
    throw new UsageError(
      `rules explain reads what was saved; ${live} is live.`,
      `Save it first: tojimari collect ${live} --output now.jsonl`,
    );
  const kinds = kindsOf(PROVIDERS);
  const now = io.now();
  const lines: string[] = [];
  const others = new Set<string>();
  let found = 0;
  const scopes = newScopes(kinds);
  const clerk: Clerk = {
    scopes,
    hear: () => undefined,
    judge(resource, assessment) {
      if (!typesOf(rule).includes(resource.type)) return false;
      if (!matchesGlob(on, resource.id) && !matchesGlob(on, resource.name)) {
        if (others.size < NAMES_KEPT) others.add(resource.name);
        return false;
      }
      if (++found > MOST) return false;
      const verdicts = evaluate(rule, resource, assessment, now);
      const walks = walkRule(rule, resource, assessment, now);
      lines.push(...walkLines(rule, resource, verdicts, walks, lang), '');
      return false;
    },
  };
  const { ours, sensitive } = await readConfig(io.cwd);
  const streams = await openTargets(targets, PROVIDERS, io.stdin, () => {
    throw new Error('rules explain reads files alone');
  });
  for (const { records } of streams) {
    const desk = newDesk(kinds, {
      ours,
      ...(sensitive !== undefined && { sensitive }),
      now,
      select: { services: [], resources: [], excludeResources: [] },
    });
    for await (const record of records) desk.take(record, clerk);
    desk.end(clerk);
  }
  if (found === 0) throw nothing(rule, on, others);
  if (found > MOST) lines.push(`… ${found - MOST} more: --on fits ${found}`);
  return lines;
}

function nothing(rule: Rule, on: string, others: Set<string>): UsageError {
  const meant = nearest(on, others);
  const types = typesOf(rule).join(', ');
  const hint =
    meant !== undefined
      ? `Did you mean ${meant}?`
      : others.size === 0
        ? `There is no ${types} at all.`
        : `There is, for example, ${[...others][0]}.`;
  return new UsageError(`No resource that ${rule.id} judges has the id or name ${on}.`, hint);
}
