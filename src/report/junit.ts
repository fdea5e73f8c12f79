// JUnit XML, as Jenkins, GitLab, Azure Pipelines and CircleCI read it: what failed, what could not be told, what passed.
import { detailLines, type Entry, fileOf, newWriter, type Untold, type Writer, whichOf } from './entries.ts';
import { cutLists } from './gate.ts';
import type { Finding, IntentReport, RenderOptions, Report, RuleReport, Text } from './report.ts';
import { SEVERITY_WORDS } from './words.ts';

/** A test case with at most one outcome beside passed. */
interface Case {
  classname: string;
  name: string;
  file?: string | undefined;
  outcome?: { element: 'failure' | 'error' | 'skipped'; type: string; message: string; body: string[] };
}

/**
 * One suite a scope, with a case for each door, each setting that failed and each blind spot; then one suite of the rules. At or above
 * `--fail-on`, or new and at or above `--fail-on-new`, is a failure; what could not be told and counts is an error; what does not reach the threshold, or may be untold, is
 * skipped: failures and errors are there exactly when the run fails. A rule passes only when it was decided everywhere it was asked.
 */
export function* junitPieces(report: Report, options: RenderOptions): Iterable<string> {
  const writer = newWriter(report, options);
  const { say } = writer;
  const ids = new Set([
    ...report.scopes.map(({ id }) => id),
    ...writer.entries.map(({ resource }) => resource.scope),
    ...writer.untold.map(({ spot }) => spot.scope ?? ''),
  ]);
  const suites = [...ids].sort().map((id) => ({
    name: say(writer.scopes.get(id)?.label ?? id),
    cases: [
      ...writer.entries
        .filter(({ resource }) => resource.scope === id)
        .map((entry) => () => entryCase(writer, entry)),
      ...writer.untold
        .filter(({ spot }) => (spot.scope ?? '') === id)
        .map((untold) => () => untoldCase(writer, untold)),
      ...(writer.report.intents ?? []).flatMap((intent) =>
        intent.findings
          .filter(({ resource }) => resource.scope === id)
          .map((finding) => () => meantCase(writer, intent, finding)),
      ),
    ],
  }));
  suites.push({
    name: say({ en: 'rules', ja: 'ルール' }),
    cases: writer.report.rules
      .filter(({ failed }) => failed === 0)
      .map((rule) => () => ruleCase(writer, rule)),
  });
  const counted = suites.map(({ cases }) => tally(cases.map((make) => make().outcome?.element)));
  const seconds = Math.max(0, Date.parse(report.endedAt) - Date.parse(report.startedAt)) / 1000;
  const time = Number.isFinite(seconds) ? String(seconds) : '0';
  const total = { tests: 0, failures: 0, errors: 0, skipped: 0 };
  for (const each of counted) {
    total.tests += each.tests;
    total.failures += each.failures;
    total.errors += each.errors;
    total.skipped += each.skipped;
  }
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites${attributes({ name: `${report.tool.name} ${report.tool.version}`, ...total, time })}>\n`;
  for (const [index, { name, cases }] of suites.entries()) {
    yield `  <testsuite${attributes({ name, ...counted[index], timestamp: report.startedAt, time: '0' })}>\n`;
    const names = new Map<string, number>();
    for (const make of cases) {
      const made = make();
      const key = `${made.classname}\0${made.name}`;
      const nth = (names.get(key) ?? 0) + 1;
      names.set(key, nth);
      yield caseXml(nth === 1 ? made : { ...made, name: `${made.name} (${nth})` });
    }
    yield '  </testsuite>\n';
  }
  yield '</testsuites>\n';
}

function tally(elements: (NonNullable<Case['outcome']>['element'] | undefined)[]) {
  const of = (wanted: string) => elements.filter((element) => element === wanted).length;
  return { tests: elements.length, failures: of('failure'), errors: of('error'), skipped: of('skipped') };
}

function entryCase(writer: Writer, entry: Entry): Case {
  const { say } = writer;
  const { severity } = entry.finding;
  const title = say(entry.title);
  const word = say(SEVERITY_WORDS[severity]);
  const file = fileOf(entry)?.path;
  return {
    classname: say(entry.finding.rule),
    name: title,
    file: file === undefined ? undefined : say(file),
    outcome: {
      element: entry.fails ? 'failure' : 'skipped',
      type: severity,
      message: `${word} ${title}${whyNot(writer, entry)}`,
      body: detailLines(writer, entry),
    },
  };
}

/** Why an entry does not fail: it is known, or below the threshold; with a space before it. Empty for one that fails. */
function whyNot({ report: { gate }, options: { lang } }: Writer, { finding, door, fails }: Entry): string {
  if (fails) return '';
  const { failOn, failOnNew } = gate;
  const { baselineState, firstSeen = '' } = door ?? finding;
  const known = failOnNew !== undefined && baselineState === 'unchanged';
  const flags = [
    ...(failOn === 'never' && failOnNew !== undefined ? [] : [`--fail-on ${failOn}`]),
    ...(failOnNew === undefined ? [] : [`--fail-on-new ${failOnNew}`]),
  ].join(' ');
  if (lang === 'ja')
    return known ? `（${firstSeen.slice(0, 10)} から既知: ${flags}）` : `（${flags} の対象外）`;
  return known ? ` (known since ${firstSeen.slice(0, 10)}: ${flags})` : ` (does not fail: ${flags})`;
}

/** What would be found, were it not declared to be meant. */
function meantCase({ say }: Writer, { declared }: IntentReport, { rule, resource }: Finding): Case {
  const { owner, reason, until } = declared;
  const message = say({
    en: `declared to be meant until ${until} (${owner}: ${reason})`,
    ja: `${until} まで意図した公開として宣言済み（${owner}: ${reason}）`,
  });
  return {
    classname: say(rule),
    name: say(resource.id),
    outcome: { element: 'skipped', type: 'intended', message, body: [] },
  };
}

function untoldCase({ say, options }: Writer, { spot, counted }: Untold): Case {
  const head: Text = { en: 'Could not tell', ja: '判定できませんでした' };
  const text = say(spot.text);
  const name = options.lang === 'ja' ? `${say(head)}: ${text}` : `${say(head)}: ${text}`;
  const allowed: Text = { en: ' (allowed, or does not count)', ja: '（許可済み、または終了コードの対象外）' };
  const which = whichOf(spot, options.lang);
  return {
    classname: say(spot.type ?? 'tojimari'),
    name,
    outcome: {
      element: counted ? 'error' : 'skipped',
      type: 'could-not-tell',
      message: name + (counted ? '' : say(allowed)),
      body: which === '' ? [] : [say(which)],
    },
  };
}

/** What a rule says of everything it was asked about; only for rules that failed nowhere. */
function ruleCase({ say, report }: Writer, rule: RuleReport): Case {
  const made = { classname: say(rule.id), name: say(rule.title) };
  const types = [rule.resource].flat();
  const cut = report.scopes.some((scope) => cutLists(scope).some(({ type }) => types.includes(type)));
  const skipped = (en: string, ja: string): Case => ({
    ...made,
    outcome: { element: 'skipped', type: 'could-not-tell', message: say({ en, ja }), body: [] },
  });
  if (rule.undecided > 0)
    return skipped(`could not be decided on ${rule.undecided}`, `${rule.undecided} 件を判定できませんでした`);
  if (rule.intended !== undefined)
    return skipped('fails only on what is declared to be meant', '宣言どおりの公開だけが該当します');
  if (cut) return skipped('the list of resources is not whole', 'リソースの一覧が揃っていません');
  if (rule.passed === 0) return skipped('there was nothing to judge', '対象がありませんでした');
  return made;
}

function caseXml({ classname, name, file, outcome }: Case): string {
  const open = `    <testcase${attributes({ classname, name, file, time: '0' })}`;
  if (outcome === undefined) return `${open}/>\n`;
  const { element, type, message, body } = outcome;
  const inner = `      <${element}${attributes({ message, type: element === 'skipped' ? undefined : type })}`;
  const content = body.length === 0 ? '/>' : `>${body.map(xml).join('\n')}</${element}>`;
  return `${open}>\n${inner}${content}\n    </testcase>\n`;
}

function attributes(values: Record<string, string | number | undefined>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${xml(String(value))}"`)
    .join('');
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text or an attribute's value; the two characters that XML 1.0 cannot hold after `visible` are written out. */
function xml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
    .replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}
