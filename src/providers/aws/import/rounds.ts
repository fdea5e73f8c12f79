// Answers to one question that was asked again later: exports of their own, so that what they do not agree about is told.
import type { SavedAnswer } from './saved.ts';

/** Asked once of an account, whatever region it was asked in. */
const ONCE = new Set([
  's3control GetPublicAccessBlock',
  'iam GetAccountSummary',
  'iam GetAccountPasswordPolicy',
  'iam GetCredentialReport',
]);
const DETAILS = 'GetAccountAuthorizationDetails';
const MORE = /"IsTruncated"\s*:\s*true|"(NextToken|Marker)"\s*:\s*"/;

/** The answers of one account, parted so that no question is answered twice; the newest first. All of them have the answers that say whose they are. */
export async function rounds(answers: SavedAnswer[]): Promise<SavedAnswer[][]> {
  const newest = [...answers].sort((a, b) => (dateOf(a) === dateOf(b) ? 0 : dateOf(a) < dateOf(b) ? 1 : -1));
  const apart = await areWhole(answers.filter(({ operation }) => operation === DETAILS));
  const asked = new Map<string, number>();
  const found: SavedAnswer[][] = [[]];
  for (const saved of newest) {
    const question = questionOf(saved, apart);
    const round = question === undefined ? 0 : (asked.get(question) ?? 0);
    if (question !== undefined) asked.set(question, round + 1);
    const into = found[round] ?? answers.filter(({ operation }) => operation === 'GetCallerIdentity');
    found[round] = into;
    into.push(saved);
  }
  return found;
}

/** Undefined for what may be one page of several, or of a region. */
function questionOf({ service, operation, parameter }: SavedAnswer, apart: boolean): string | undefined {
  if (service === 's3' && parameter !== undefined) return `${operation} ${parameter}`;
  if (operation === DETAILS) return apart ? operation : undefined;
  return ONCE.has(`${service} ${operation}`) ? operation : undefined;
}

/** Several answers that hold all of an account each; pages say that more follows. */
async function areWhole(details: SavedAnswer[]): Promise<boolean> {
  if (details.length < 2) return false;
  for (const { file } of details) {
    const text = await file.text().catch(() => '');
    if (!text.trimEnd().endsWith('}') || MORE.test(text)) return false;
  }
  return true;
}

function dateOf({ file }: SavedAnswer): string {
  return file.date ?? '';
}
