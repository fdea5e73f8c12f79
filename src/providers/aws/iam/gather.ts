// The questions about IAM and what becomes of the answers: the same for the API and for files that hold what it once said.
import { pMapIterable } from 'p-map';
import type { Known, Listing, Origin, Resource, Unknown } from '../../../snapshot/resource.ts';
import { accountId, projectAccount, type Told } from './account.ts';
import { type ReportRow, readCredentialReport, rootRow } from './credential-report.ts';
import { draft, put, type Source } from './draft.ts';
import { projectGroup, projectPolicy, projectRole, projectUser } from './project.ts';
import { type Raw, raw, raws, time, word } from './shape.ts';
import { putSignIn } from './sign-in.ts';

/** One answer of the IAM API, and where it was read when that was a file. */
export interface Answer {
  body: Raw;
  origin?: Origin;
}

/** Where IAM's answers come from. Nothing here throws for what was denied, failed or left out. */
export interface IamSource {
  scope: string;
  /** Twelve digits, or undefined when an export does not say. */
  account?: string;
  partition: string;
  /** The answer to one call: `GetLoginProfile`, `{ UserName: 'alice' }`. Absent: the service says that there is none. */
  ask(operation: string, input?: Record<string, string>): Promise<Known<Answer>>;
  /** The pages of a list. Something unknown or absent is the last that comes. */
  pages(operation: string, input?: Record<string, string>): AsyncIterable<Known<Answer>>;
  /** GetCredentialReport, made first where that is needed. */
  report(): Promise<Known<Answer>>;
  progress(done: number, total?: number): void;
}

type Records = AsyncGenerator<Resource | Listing, void>;
type Rows = { rows: Map<string, ReportRow>; source: Source };

const CONCURRENCY = 8;

/** Context: the account, identity providers, customer managed policies, groups. `report` is shared with gatherPrincipals. */
export async function* gatherContext(from: IamSource, report: Promise<Known<Answer>>): Records {
  yield* providers(from);
  yield* details(from, 'aws.iam.policy', 'LocalManagedPolicy', 'Policies', projectPolicy);
  yield* details(from, 'aws.iam.group', 'Group', 'GroupDetailList', projectGroup);
  yield await accountOf(from, await report);
}

/** Users and roles. */
export async function* gatherPrincipals(from: IamSource, report: Promise<Known<Answer>>): Records {
  const rows = rowsOf(from, await report);
  const users = details(
    from,
    'aws.iam.user',
    'User',
    'UserDetailList',
    (item, source) => projectUser(item, 'details', source),
    {
      operation: 'ListUsers',
      key: 'Users',
      project: (item, source) => projectUser(item, 'brief', source),
    },
  );
  // Order is kept, so that two runs write the same snapshot.
  yield* pMapIterable(
    users,
    async (record) => {
      if (record.record === 'resource') await putSignIn(from, record, rows);
      return record;
    },
    { concurrency: CONCURRENCY, backpressure: CONCURRENCY * 4 },
  );
  yield* details(
    from,
    'aws.iam.role',
    'Role',
    'RoleDetailList',
    (item, source) => projectRole(item, 'details', source),
    {
      operation: 'ListRoles',
      key: 'Roles',
      project: (item, source) => projectRole(item, 'brief', source),
    },
  );
}

type Project = (item: Raw, source: Source) => Resource | undefined;

/** What to ask when GetAccountAuthorizationDetails gives nothing. */
interface Fallback {
  operation: string;
  key: string;
  project: Project;
}

async function* details(
  from: IamSource,
  type: string,
  filter: string,
  key: string,
  project: Project,
  fallback?: Fallback,
): Records {
  const missing = (setting: string): Unknown => ({ setting, reason: 'missing' });
  const tally = { seen: 0 };
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
    // Where neither can be had, the first is what to ask for.
    why = again === undefined || tally.seen > 0 ? again : cause;
  }
  from.progress(tally.seen);
  yield listing(from.scope, type, tally.seen, why);
}

/** Yields what the pages hold and returns why there may be more. */
async function* list(
  pages: AsyncIterable<Known<Answer>>,
  from: IamSource,
  key: string,
  project: Project,
  lacking: (setting: string) => Unknown,
  tally: { seen: number },
): AsyncGenerator<Resource, Unknown | undefined> {
  let unreadable = 0;
  for await (const page of pages) {
    if (page.state === 'unknown') return page.why;
    if (page.state === 'absent') return undefined;
    const items = page.value.body[key];
    if (!Array.isArray(items)) return { setting: key, reason: 'missing', detail: `the answer has no ${key}` };
    for (const [index, entry] of items.entries()) {
      const item = raw(entry);
      const origin = page.value.origin;
      const place = origin && { file: origin.file, pointer: `${origin.pointer ?? ''}/${key}/${index}` };
      const source: Source = { scope: from.scope, lacking, ...(place && { origin: place }) };
      const resource = item && project(item, source);
      if (resource !== undefined) {
        tally.seen += 1;
        yield resource;
      } else if (item === undefined || word(item['Arn']) === undefined) unreadable += 1;
    }
  }
  if (unreadable === 0) return undefined;
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

async function* providers(from: IamSource): Records {
  let seen = 0;
  let broken: Unknown | undefined;
  for (const { operation, key, kind } of [
    { operation: 'ListOpenIDConnectProviders', key: 'OpenIDConnectProviderList', kind: 'oidc' },
    { operation: 'ListSAMLProviders', key: 'SAMLProviderList', kind: 'saml' },
  ]) {
    const answer = await from.ask(operation);
    const found = answer.state === 'present' ? raws(answer.value.body[key]) : [];
    if (answer.state === 'unknown') broken = answer.why;
    else if (found === undefined)
      broken = { setting: key, reason: 'malformed', detail: `the answer has no ${key}` };
    for (const { item } of found ?? []) {
      const arn = word(item['Arn']);
      if (arn === undefined) continue;
      seen += 1;
      yield kind === 'oidc' ? await oidcProvider(from, arn) : samlProvider(from, arn, item);
    }
  }
  yield listing(from.scope, 'aws.iam.identity-provider', seen, broken);
}

async function oidcProvider(from: IamSource, arn: string): Promise<Resource> {
  const answer = await from.ask('GetOpenIDConnectProvider', { OpenIDConnectProviderArn: arn });
  const source = sourceOf(from, answer);
  const body: Raw = answer.state === 'present' ? answer.value.body : {};
  const url = arn.slice(arn.indexOf('/') + 1);
  const provider = draft('aws.iam.identity-provider', arn, url, source);
  put(provider, source, 'kind', 'oidc');
  put(provider, source, 'url', word(body['Url']) ?? url, 'Url');
  const clientIds = body['ClientIDList'];
  put(
    provider,
    source,
    'clientIds',
    Array.isArray(clientIds) ? clientIds.filter((id) => typeof id === 'string') : undefined,
    'ClientIDList',
  );
  put(provider, source, 'createdAt', time(body['CreateDate']), 'CreateDate');
  return provider;
}

function samlProvider(from: IamSource, arn: string, item: Raw): Resource {
  const source: Source = { scope: from.scope, lacking: (setting) => ({ setting, reason: 'missing' }) };
  const provider = draft('aws.iam.identity-provider', arn, arn.slice(arn.indexOf('/') + 1), source);
  put(provider, source, 'kind', 'saml');
  put(provider, source, 'createdAt', time(item['CreateDate']));
  return provider;
}

async function accountOf(from: IamSource, report: Known<Answer>): Promise<Resource> {
  const [summary, policy] = await Promise.all([
    from.ask('GetAccountSummary'),
    from.ask('GetAccountPasswordPolicy'),
  ]);
  const rows = rowsOf(from, report);
  const id = from.account === undefined ? from.scope : accountId(from.account, from.partition);
  const source: Source = {
    scope: from.scope,
    lacking: (setting) => ({ setting, reason: 'missing' }),
    ...originOf(report),
  };
  const row: Told<ReportRow> =
    'why' in rows ? rows : { value: rootRow(rows.rows) ?? null, source: rows.source };
  return projectAccount(id, from.account ?? from.scope, source, {
    summary: part(from, summary, 'SummaryMap'),
    passwordPolicy: part(from, policy, 'PasswordPolicy'),
    rootRow: row,
  });
}

function part(from: IamSource, answer: Known<Answer>, key: string): Told<Raw> {
  if (answer.state === 'unknown') return { why: answer.why };
  const source = sourceOf(from, answer);
  if (answer.state === 'absent') return { value: null, source };
  const value = raw(answer.value.body[key]);
  if (value === undefined)
    return { why: { setting: key, reason: 'malformed', detail: `the answer has no ${key}` } };
  return { value, source };
}

function rowsOf(from: IamSource, report: Known<Answer>): Rows | { why: Unknown } {
  if (report.state === 'unknown') return { why: report.why };
  const content = report.state === 'present' ? contentText(report.value.body['Content']) : undefined;
  const rows = content === undefined ? undefined : readCredentialReport(content);
  if (rows === undefined)
    return {
      why: { setting: 'Content', reason: 'malformed', detail: 'the answer holds no credential report' },
    };
  return { rows, source: sourceOf(from, report) };
}

/** The SDK gives bytes, the AWS CLI base64, other tools the text itself. */
function contentText(content: unknown): string | undefined {
  if (content instanceof Uint8Array) return new TextDecoder().decode(content);
  if (typeof content !== 'string') return undefined;
  return content.startsWith('user,') ? content : Buffer.from(content, 'base64').toString('utf8');
}

/** Source of what an answer says; what it lacks is missing, or unknown for the reason that the answer is. */
export function sourceOf(from: IamSource, answer: Known<Answer>): Source {
  const lacking = (setting: string): Unknown =>
    answer.state === 'unknown' ? { ...answer.why, setting } : { setting, reason: 'missing' };
  return { scope: from.scope, lacking, ...originOf(answer) };
}

function originOf(answer: Known<Answer>): { origin?: Origin } {
  return answer.state === 'present' && answer.value.origin !== undefined
    ? { origin: answer.value.origin }
    : {};
}
