// --explain-unknown: what a report leaves open becomes the fewest commands that would settle it.
import type { Provider, Question, Step } from '../providers/provider.ts';
import { missingPermissions } from '../report/missing.ts';
import type { Missing, Report, ReportResource } from '../report/report.ts';

/** Where the commands save what they ask. */
const FOLDER = 'more';

/** The report with its next steps: permissions for what was denied, commands for the rest. */
export function withNext(report: Report, providers: Provider[]): Report {
  const questions = questionsOf(report);
  const next: Step[] = providers.flatMap((provider) => {
    const permissions = missingPermissions(report, provider.name);
    const own = questions.filter(({ type }) => type.startsWith(`${provider.name}.`));
    const steps = provider.settle?.(own, FOLDER) ?? [];
    return [...(permissions.length === 0 ? [] : [allow(provider.name, permissions)]), ...steps];
  });
  const saved = next.flatMap(({ commands }) => commands);
  if (saved.some((line) => / '?more(\/|$)/.test(line))) next.push(scanAgain(report, saved));
  return { ...report, next };
}

function allow(provider: string, permissions: string[]): Step {
  const list = permissions.join(', ');
  return {
    text: {
      en: `Allow what was denied (${list}), and scan again`,
      ja: `拒否された権限 (${list}) を許可し、もう一度スキャンします`,
    },
    commands: [`tojimari permissions ${provider} --from report.json`],
  };
}

/** What was saved joins the exports that it completes. */
function scanAgain({ scopes }: Report, saved: string[]): Step {
  const paths = [
    ...new Set(scopes.filter(({ input }) => input === 'export').flatMap((scope) => scope.paths ?? [])),
  ];
  const live = saved.flatMap(
    (line) => /^tojimari collect aws .*--output (more\S*\.jsonl)$/.exec(line)?.[1] ?? [],
  );
  const targets = [...paths.filter((path) => path !== 'stdin'), FOLDER, ...live].map(word);
  return {
    text: { en: 'Then judge all of it together', ja: '最後に、すべてをまとめて判定します' },
    commands: [`tojimari scan ${targets.join(' ')}`],
  };
}

function word(path: string): string {
  const printable = path.replace(/\p{Cc}/gu, '');
  return /^[\w@%+=:,./-]+$/.test(printable) ? printable : `'${printable.replaceAll("'", "'\\''")}'`;
}

/** Everything that is open and was not denied: each setting once in each scope. */
function questionsOf(report: Report): Question[] {
  const found = new Map<string, Question>();
  const asked = new Set<string>();
  const scopes = new Map(report.scopes.map((scope) => [scope.id, scope]));
  const add = (
    scopeId: string,
    { reason, setting }: Missing,
    type: string,
    about: ReportResource | undefined,
  ) => {
    const scope = scopes.get(scopeId);
    if (scope === undefined || reason === 'denied') return;
    const key = [scopeId, type, setting, reason].join('\0');
    const { id, label, input } = scope;
    const question = found.get(key) ?? { scope: { id, label, input }, type, setting, reason, resources: [] };
    found.set(key, question);
    const once = `${key}\0${about?.id}`;
    if (about === undefined || asked.has(once)) return;
    asked.add(once);
    const { name, region } = about;
    question.resources.push({ id: about.id, name, ...(region !== undefined && { region }) });
  };
  for (const { id, tallies } of report.scopes)
    for (const { type, missing } of tallies) if (missing !== undefined) add(id, missing, type, undefined);
  for (const { resource, missing } of [...report.doors, ...report.undecided])
    for (const what of missing) {
      const [owner, setting] = what.setting.includes('#')
        ? what.setting.split('#')
        : [undefined, what.setting];
      const type = owner ?? what.resource?.type ?? resource.type;
      const itself =
        type === resource.type && (what.resource === undefined || what.resource.id === resource.id);
      // What is another resource's is told by that; a bucket still says whose account it is.
      add(
        resource.scope,
        { ...what, setting: setting ?? '' },
        type,
        itself || type.endsWith('.account') ? resource : undefined,
      );
    }
  return [...found.values()];
}
