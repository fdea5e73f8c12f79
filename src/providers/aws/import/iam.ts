// IAM from saved answers: the questions of iam/gather.ts, answered from files.
import type { Known, Listing, Resource, Unknown, UnknownReason } from '../../../snapshot/resource.ts';
import { gatherContext, gatherPrincipals } from '../iam/gather.ts';
import type { Answer, IamSource } from '../iam/source.ts';
import { type Reading, readSaved, type SavedAnswer } from './saved.ts';

/** What an importer of saved answers knows before it reads. */
export interface Estate {
  scope: string;
  account?: string;
  partition: string;
  answers: SavedAnswer[];
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
const NONE = new Set(['NoSuchEntity', 'NoSuchEntityException']);

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
  const answersTo = (operation: string, input: Record<string, string>) => {
    const parameter = Object.values(input)[0];
    const all = estate.answers.filter((saved) => saved.service === 'iam' && saved.operation === operation);
    return operation === 'GetAccountAuthorizationDetails' || parameter === undefined
      ? all
      : all.filter((saved) => saved.parameter === parameter);
  };
  const absentee = (operation: string): Known<Answer> => {
    const could =
      (systematic && CORE.has(operation)) || estate.answers.some((saved) => saved.operation === operation);
    const reason: UnknownReason = could ? 'missing' : 'not-held';
    return unknown({ setting: operation, reason, permission: `iam:${operation}` });
  };
  const ask = async (operation: string, input: Record<string, string> = {}): Promise<Known<Answer>> => {
    const [saved] = answersTo(operation, input);
    return saved === undefined ? absentee(operation) : known(operation, await once(saved));
  };
  return {
    scope: estate.scope,
    ...(estate.account !== undefined && { account: estate.account }),
    partition: estate.partition,
    ask,
    async *pages(operation, input = {}) {
      const pieces = answersTo(operation, input);
      if (pieces.length === 0) yield absentee(operation);
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

function known(operation: string, reading: Reading): Known<Answer> {
  if (reading.state === 'present') return { state: 'present', value: reading };
  if (reading.state === 'broken')
    return unknown({ setting: operation, reason: 'malformed', detail: reading.detail });
  if (NONE.has(reading.code)) return { state: 'absent' };
  return unknown(refusal(operation, `iam:${operation}`, reading.code, reading.message));
}

/** The unknown that an error answer stands for. */
export function refusal(setting: string, permission: string, code: string, message: string): Unknown {
  const denied = /^(AccessDenied|Unauthorized|NotAuthorized|AllAccessDisabled)/.test(code);
  const throttled = /Throttl|^(SlowDown|TooManyRequests|RequestLimitExceeded)/.test(code);
  const reason: UnknownReason = denied ? 'denied' : throttled ? 'throttled' : 'failed';
  return { setting, reason, permission, detail: message === '' ? code : `${code}: ${message}` };
}

function unknown(why: Unknown): Known<never> {
  return { state: 'unknown', why };
}
