// All pages of a call that says something about one thing.
import type { Known } from '../../../snapshot/resource.ts';
import { ask, type Calls, type Question } from './ask.ts';
import type { Page } from './listed.ts';

/** A list that goes on for ever is broken off. */
const MOST_PAGES = 10_000;

/** The items of all pages; absent or unknown when one of them could not be read: what it held may be what matters. */
export async function readPages<T>(
  calls: Calls,
  question: Question,
  page: (token: string | undefined) => Promise<Page<T>>,
): Promise<Known<T[]>> {
  const found: T[] = [];
  const used = new Set<string>();
  let token: string | undefined;
  while (used.size < MOST_PAGES) {
    const answer = await ask(calls, question, () => page(token));
    if (answer.state !== 'present') return answer;
    found.push(...(answer.value.items ?? []));
    token = answer.value.next;
    if (token === undefined || token === '') return { state: 'present', value: found };
    if (used.has(token)) break;
    used.add(token);
  }
  const { setting, permission } = question;
  const detail = 'the list gave the same page again';
  return { state: 'unknown', why: { setting, permission, reason: 'cut-short', detail } };
}
