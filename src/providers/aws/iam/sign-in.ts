// How users sign in: by the credential report, or asked user by user where it does not say.
import type { Known, Resource, Unknown } from '../../../snapshot/resource.ts';
import { type Raw, raws, time, word } from '../answers/shape.ts';
import { putReportRow, type Rows, rowSource } from './credential-report.ts';
import { put, type Source } from './draft.ts';
import { type Answer, type IamSource, sourceOf } from './source.ts';

/** Gives a user its sign-in settings. A user that the report leaves out (it is up to four hours old) is asked about by itself. */
export async function putSignIn(
  from: IamSource,
  user: Resource,
  report: Rows | { why: Unknown },
): Promise<void> {
  const row = 'rows' in report ? report.rows.get(user.id) : undefined;
  if ('rows' in report && row !== undefined) putReportRow(user, row, rowSource(report, row));
  else await askUser(from, user, 'why' in report ? report.why : undefined);
}

/** `cause`: why there is no report; it outweighs the denial of a single call, because it would answer for all users. */
async function askUser(from: IamSource, user: Resource, cause: Unknown | undefined): Promise<void> {
  const input = { UserName: user.name };
  const [login, devices, keys] = await Promise.all([
    from.ask('GetLoginProfile', input),
    from.ask('ListMFADevices', input),
    from.ask('ListAccessKeys', input),
  ]);
  const source = (answer: Known<Answer>) => withCause(sourceOf(from, answer), answer, cause);
  put(
    user,
    source(login),
    'consoleAccess',
    login.state === 'unknown' ? undefined : login.state === 'present',
  );
  put(user, source(devices), 'mfaActive', lengthOf(devices, 'MFADevices'), 'MFADevices');
  await putKeys(from, user, keys, source(keys));
  const detail = await passwordUse(from, user, login);
  put(user, source(detail.answer), 'passwordLastUsed', detail.value, 'User', 'PasswordLastUsed');
}

function withCause(source: Source, answer: Known<Answer>, cause: Unknown | undefined): Source {
  if (answer.state !== 'unknown') return source;
  if (cause !== undefined) return { ...source, lacking: (setting) => ({ ...cause, setting }) };
  if (answer.why.reason !== 'not-held') return source;
  // Such an export asks no single questions, but its report could have had the user.
  return {
    ...source,
    lacking: (setting) => ({ setting, reason: 'missing', permission: 'iam:GetCredentialReport' }),
  };
}

function lengthOf(answer: Known<Answer>, key: string): boolean | undefined {
  const list = answer.state === 'present' ? raws(answer.value.body[key]) : undefined;
  return list && list.length > 0;
}

/** A user without a password has not used it; of one with a password GetUser tells. */
async function passwordUse(
  from: IamSource,
  user: Resource,
  login: Known<Answer>,
): Promise<{ answer: Known<Answer>; value: string | null | undefined }> {
  if (login.state === 'absent') return { answer: login, value: null };
  const answer = await from.ask('GetUser', { UserName: user.name });
  const found = answer.state === 'present' ? answer.value.body['User'] : undefined;
  if (typeof found !== 'object' || found === null) return { answer, value: undefined };
  return { answer, value: time(Reflect.get(found, 'PasswordLastUsed')) ?? null };
}

async function putKeys(from: IamSource, user: Resource, keys: Known<Answer>, source: Source): Promise<void> {
  const list = keys.state === 'present' ? raws(keys.value.body['AccessKeyMetadata']) : undefined;
  const lastUsed = new Map<string, Raw>();
  for (const { item } of list ?? []) {
    const id = word(item['AccessKeyId']);
    if (id === undefined) continue;
    const answer = await from.ask('GetAccessKeyLastUsed', { AccessKeyId: id });
    const used = answer.state === 'present' ? answer.value.body['AccessKeyLastUsed'] : undefined;
    if (typeof used === 'object' && used !== null) lastUsed.set(id, { ...used });
    // The keys are known and only their use is not: the unknown stands beside the value.
    else if (answer.state === 'unknown') user.unknowns.push({ ...answer.why, setting: 'accessKeys' });
  }
  put(user, source, 'accessKeys', keysOfAnswers(list, lastUsed), 'AccessKeyMetadata');
}

function keysOfAnswers(list: ReturnType<typeof raws>, lastUsed: Map<string, Raw>): object[] | undefined {
  return list?.map(({ item }) => {
    const id = word(item['AccessKeyId']);
    const used = id === undefined ? undefined : lastUsed.get(id);
    const createdAt = time(item['CreateDate']);
    return {
      ...(id !== undefined && { id }),
      active: item['Status'] === 'Active',
      ...(createdAt !== undefined && { createdAt }),
      ...(used !== undefined && { lastUsedAt: time(used['LastUsedDate']) ?? null }),
    };
  });
}
