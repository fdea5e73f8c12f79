// IAM from saved answers: the questions of iam/gather.ts, answered from files.
import type { Known, Listing, Resource, Unknown, UnknownReason } from '../../../snapshot/resource.ts';
import { NO_REPORT, usersOf } from '../iam/credential-report.ts';
import { gatherContext, gatherPrincipals } from '../iam/gather.ts';
import type { Answer, IamSource } from '../iam/source.ts';
import { type Reading, readSaved, type SavedAnswer, told } from './saved.ts';

/** What an importer of saved answers knows before it reads. */
export interface Estate {
  scope: string;
  account?: string;
  partition: string;
  answers: SavedAnswer[];
  /** Those that somebody read, filled in on the way. */
  used?: Set<SavedAnswer>;
}

/** IAM's records: the context ones, and users and roles. */
export function importIam(
  estate: Estate,
  systematic: boolean,
): { context: AsyncIterable<Resource | Listing>; rest: AsyncIterable<Resource | Listing> } {
  const from = sourceOf(estate, systematic);
  const report = from.report();
  // Whoever awaits it sees the failure; until then it must not count as unhandled.
  report.catch(() => undefined);
  return { context: gatherContext(from, report), rest: gatherPrincipals(from, report) };
}

/** Codes with which IAM says "there is none". */
const NONE = ['NoSuchEntity', 'NoSuchEntityException'];

/** Whoever saves an account as a whole asks for these; any other call can only miss an answer where it was made at all. */
const CORE = new Set([
  'GetAccountAuthorizationDetails',
  'GetAccountSummary',
  'GetAccountPasswordPolicy',
  'GetCredentialReport',
]);

function sourceOf(estate: Estate, systematic: boolean): IamSource {
  const read = new Map<SavedAnswer, Promise<Reading>>();
  // A detailed answer is asked four times, once a type.
  const once = (saved: SavedAnswer) => {
    const known = read.get(saved) ?? readSaved(saved);
    if (saved.operation === 'GetAccountAuthorizationDetails') read.set(saved, known);
    return known;
  };
  const index = indexed(estate.answers);
  const answersTo = (operation: string, input: Record<string, string>) => {
    const parameter = operation === 'GetAccountAuthorizationDetails' ? undefined : Object.values(input)[0];
    return index.get(operation)?.get(parameter ?? '') ?? [];
  };
  const absentee = (operation: string): Known<Answer> => {
    const could = (systematic && CORE.has(operation)) || index.has(operation);
    const reason: UnknownReason = could ? 'missing' : 'not-held';
    return unknown({ setting: operation, reason, permission: `iam:${operation}` });
  };
  const ask = async (operation: string, input: Record<string, string> = {}): Promise<Known<Answer>> => {
    const [saved] = answersTo(operation, input);
    return saved === undefined ? absentee(operation) : known(operation, await once(saved));
  };
  /** A credential report names every user, which is as good as a list of them. */
  const reportedUsers = async (): Promise<Known<Answer> | undefined> => {
    const report = await ask('GetCredentialReport');
    if (report.state === 'unknown' && report.why.reason === 'malformed') return report;
    if (report.state !== 'present') return undefined;
    const rows = usersOf(report.value.body['Content']);
    return rows === undefined
      ? unknown({ ...NO_REPORT, permission: 'iam:GetCredentialReport' })
      : { state: 'present', value: { body: { Users: rows } } };
  };
  return {
    scope: estate.scope,
    ...(estate.account !== undefined && { account: estate.account }),
    partition: estate.partition,
    ask,
    async *pages(operation, input = {}) {
      const pieces = answersTo(operation, input);
      if (pieces.length === 0)
        yield (operation === 'ListUsers' && (await reportedUsers())) || absentee(operation);
      let last = pieces.length === 0;
      for (const saved of pieces) {
        const answer = known(operation, await once(saved));
        if (answer.state === 'present' && answer.value.body['IsTruncated'] !== true) last = true;
        if (answer.state !== 'present') last = true;
        yield answer;
      }
      const detail = 'the last page is not here';
      if (!last)
        yield unknown({ setting: operation, reason: 'cut-short', permission: `iam:${operation}`, detail });
    },
    report: () => ask('GetCredentialReport'),
    progress() {},
  };
}

/** Operation -> parameter -> answers. Under '' are all answers to the operation. */
function indexed(answers: SavedAnswer[]): Map<string, Map<string, SavedAnswer[]>> {
  const index = new Map<string, Map<string, SavedAnswer[]>>();
  for (const saved of answers) {
    if (saved.service !== 'iam') continue;
    const of = index.get(saved.operation) ?? new Map<string, SavedAnswer[]>();
    index.set(saved.operation, of);
    for (const key of new Set(['', saved.parameter ?? ''])) {
      const list = of.get(key);
      if (list === undefined) of.set(key, [saved]);
      else list.push(saved);
    }
  }
  return index;
}

function known(operation: string, reading: Reading): Known<Answer> {
  if (reading.state === 'present') return { state: 'present', value: reading };
  const answer = told(operation, reading, `iam:${operation}`, NONE);
  return answer.state === 'unknown' ? answer : { state: 'absent' };
}

function unknown(why: Unknown): Known<never> {
  return { state: 'unknown', why };
}
