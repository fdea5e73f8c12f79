// A whole list in one go: every page, or an unknown. For lists that others are judged by, of which a part is worth nothing.
import type { Known } from '../../../snapshot/resource.ts';
import { ask, type Calls, type Question } from '../ask.ts';
import type { Page } from '../listed.ts';

const MOST_PAGES = 10_000;

/** Reads page after page; a page that fails, or that comes again, makes the whole list unknown. */
export async function listAll<T>(
  calls: Calls,
  question: Question,
  page: (token: string | undefined) => Promise<Page<T>>,
): Promise<Known<T[]>> {
  const found: T[] = [];
  const used = new Set<string>();
  let token: string | undefined;
  while (used.size < MOST_PAGES && (token === undefined || !used.has(token))) {
    if (token !== undefined) used.add(token);
    const answer = await ask(calls, question, () => page(token));
    if (answer.state !== 'present') return answer;
    for (const item of answer.value.items ?? []) found.push(item);
    token = answer.value.next;
    if (token === undefined || token === '') return { state: 'present', value: found };
  }
  const { setting, permission } = question;
  const detail = 'the list gave the same page again';
  return { state: 'unknown', why: { setting, permission, reason: 'cut-short', detail } };
}
