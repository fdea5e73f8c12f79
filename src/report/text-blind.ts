// What could not be told, and what to type to settle it.
import { uncounted } from './blind-uncounted.ts';
import { missingPermissions } from './missing.ts';
import { detail, type Entry, few, type Page, section } from './page.ts';
import type { BlindSpot } from './report.ts';
import { LABELS, SEVERITY_WORDS } from './words.ts';

const MAX_SPOTS = 12;

/** Everything that could not be told: first what the gate counts, then what it does not. Empty when all was seen. */
export function blindLines(page: Page): string[] {
  const { blind, failOnNew, failOn: always } = page.report.gate;
  const failOn = always === 'never' ? (failOnNew ?? always) : always;
  const harmless = uncounted(page.report);
  const lines: string[] = [];
  if (blind.length > 0)
    lines.push(...section(page, LABELS.couldNotTell, few(page, texts(page, blind), MAX_SPOTS), true));
  if (harmless.length > 0) {
    const level = failOn === 'never' ? '' : SEVERITY_WORDS[failOn].ja;
    const known = failOnNew === undefined ? { en: '', ja: '' } : { en: 'known already, ', ja: '既知、' };
    const why =
      failOn === 'never'
        ? { en: 'Not counted (--fail-on never):', ja: '終了コードに影響しないもの (--fail-on never):' }
        : {
            en: `Not counted (${known.en}allowed, or only for rules below ${failOn}):`,
            ja: `終了コードに影響しないもの（${known.ja}許可済み、または${level}未満のルールのみ）:`,
          };
    const label = blind.length > 0 ? { en: '', ja: '' } : LABELS.couldNotTell;
    lines.push(...section(page, label, [page.say(why), ...few(page, texts(page, harmless), MAX_SPOTS / 2)]));
  }
  // Doors that stand open unless something stops them are no blind spots, and a question all the same.
  const open = lines.length > 0 || (page.report.next ?? []).length > 0;
  return open ? [...lines, ...nextLines(page, [...blind, ...harmless])] : [];
}

function texts(page: Page, spots: BlindSpot[]): string[] {
  return spots.map(({ text }) => page.say(text));
}

/** The steps that were asked for, else where the permissions are listed. */
function nextLines(page: Page, spots: BlindSpot[]): string[] {
  const { next } = page.report;
  if (next !== undefined)
    return detail(
      page,
      LABELS.next,
      next.flatMap(({ text, commands }): Entry[] => [
        page.say(text),
        ...commands.map((command) => ({ command: page.say(command) })),
      ]),
    );
  const wanted = new Set<string>();
  for (const { scope, missing } of spots) {
    const provider = page.report.scopes.find(({ id }) => id === scope)?.provider;
    for (const { permission, reason } of missing)
      if (provider !== undefined && permission !== undefined && reason === 'denied') wanted.add(provider);
  }
  const entries: Entry[] = [...wanted].sort().map((provider) => {
    const n = missingPermissions(page.report, provider).length;
    const says = page.say({
      en: `(${n} permission${n === 1 ? '' : 's'})`,
      ja: `(${n} 件の権限)`,
    });
    return [{ solid: `tojimari permissions ${provider} --from report.json` }, ` ${says}`];
  });
  return detail(page, LABELS.next, entries);
}
