// Lists of IAM: everything of a type, page by page, and whether that was all.
import type { Known, Listing, Resource, Unknown } from '../../../snapshot/resource.ts';
import { type Raw, raw, word } from '../answers/shape.ts';
import type { Source } from './draft.ts';
import type { Answer, IamSource } from './source.ts';

export type Records = AsyncGenerator<Resource | Listing, void>;

type Project = (item: Raw, source: Source) => Resource | undefined;

/** What to ask when GetAccountAuthorizationDetails gives nothing. */
interface Fallback {
  operation: string;
  key: string;
  project: Project;
}

/** Everything of a type, from the account's details or, where those cannot be had, from its own list. */
export async function* details(
  from: IamSource,
  type: string,
  filter: string,
  key: string,
  project: Project,
  fallback?: Fallback,
): Records {
  const missing = (setting: string): Unknown => ({ setting, reason: 'missing' });
  const tally: Tally = { seen: 0, ids: new Set() };
  let why = yield* list(
    from.pages('GetAccountAuthorizationDetails', { Filter: filter }),
    from,
    key,
    project,
    missing,
    tally,
  );
  if (why !== undefined && tally.seen === 0 && fallback !== undefined) {
    const cause = why;
    const lacking = (setting: string): Unknown => ({ ...cause, setting });
    const again = yield* list(
      from.pages(fallback.operation),
      from,
      fallback.key,
      fallback.project,
      lacking,
      tally,
    );
    // Where neither can be had, the first is what to ask for; one that this export never holds hides no fault of the other.
    why = again === undefined || tally.seen > 0 || cause.reason === 'not-held' ? again : cause;
  }
  yield listing(from.scope, type, tally.seen, why);
}

/** What has been yielded. Pieces of an export that overlap name a thing twice. */
interface Tally {
  seen: number;
  ids: Set<string>;
}

/** Yields what the pages hold and returns why there may be more. */
async function* list(
  pages: AsyncIterable<Known<Answer>>,
  from: IamSource,
  key: string,
  project: Project,
  lacking: (setting: string) => Unknown,
  tally: Tally,
): AsyncGenerator<Resource, Unknown | undefined> {
  let why: Unknown | undefined;
  let unreadable = 0;
  for await (const page of pages) {
    if (page.state === 'unknown') why = page.why;
    if (page.state !== 'present') continue;
    const { body, origin } = page.value;
    const items = body[key];
    if (!Array.isArray(items)) {
      why = { setting: key, reason: 'missing', detail: `the answer has no ${key}` };
      continue;
    }
    for (const [index, entry] of items.entries()) {
      const item = raw(entry);
      const place = origin && { file: origin.file, pointer: `${origin.pointer ?? ''}/${key}/${index}` };
      const source: Source = { scope: from.scope, lacking, ...(place && { origin: place }) };
      const resource = item && project(item, source);
      if (resource === undefined) {
        // AWS's own policies are left out on purpose.
        if (item === undefined || word(item['Arn']) === undefined) unreadable += 1;
      } else if (!tally.ids.has(resource.id)) {
        tally.ids.add(resource.id);
        tally.seen += 1;
        yield resource;
      }
    }
    from.progress(tally.seen);
  }
  if (why !== undefined || unreadable === 0) return why;
  return { setting: key, reason: 'malformed', detail: `${unreadable} of ${key} could not be read` };
}

/** The outcome of listing a type. */
export function listing(scope: string, type: string, seen: number, why?: Unknown): Listing {
  if (why === undefined) return { record: 'listing', scope, type, state: 'complete', seen };
  const { setting: _setting, ...rest } = why;
  return {
    record: 'listing',
    scope,
    type,
    state: why.reason === 'not-held' ? 'not-held' : 'unknown',
    seen,
    ...rest,
  };
}
