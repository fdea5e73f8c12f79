// What another tool finds: how often it agrees, and each disagreement.
import { few, type Page, section } from './page.ts';
import { count, LABELS } from './words.ts';

const MAX_DISAGREEMENTS = 20;

/** One line a tool, then one a disagreement. */
export function opinionLines(page: Page): string[] {
  const { opinions = [] } = page.report;
  return opinions.flatMap(({ source, agreed, disagreements }) => {
    const n = count(disagreements.length);
    const head = page.say({
      en: `${source}: ${count(agreed)} found open by both, ${n} by one alone`,
      ja: `${source}: 双方が検出 ${count(agreed)} 件、片方のみ ${n} 件`,
    });
    const each = disagreements.map(({ resource, text }) =>
      page.say({ en: `${resource.name}: ${text.en}`, ja: `${resource.name}: ${text.ja}` }),
    );
    return section(page, LABELS.compared, [head, ...few(page, each, MAX_DISAGREEMENTS)]);
  });
}
