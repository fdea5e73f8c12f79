// Reads IAM through the SDK. The questions and what becomes of the answers are in gather.ts.
import { setTimeout as wait } from 'node:timers/promises';
import {
  GenerateCredentialReportCommand,
  GetAccessKeyLastUsedCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  GetLoginProfileCommand,
  GetOpenIDConnectProviderCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  ListOpenIDConnectProvidersCommand,
  ListRolesCommand,
  ListSAMLProvidersCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import type { Known } from '../../../snapshot/resource.ts';
import type { CollectRequest } from '../../provider.ts';
import { word } from '../answers/shape.ts';
import { ask, errorCode } from '../collecting/ask.ts';
import { accountScope, type Collector } from '../collector.ts';
import type { Session } from '../session/session.ts';
import { gatherContext, gatherPrincipals } from './gather.ts';
import type { Answer, IamSource } from './source.ts';

/** Largest page that IAM gives (IAM API reference, MaxItems). */
const PAGE = 1000;
/** Milliseconds between looks at a report that is being made, and how often to look: AWS needs seconds for it. */
const LOOKS = [200, 400, 800, 1500, 2000, 2000, 3000, 3000, 3000, 4000];

type Input = Record<string, string>;

/** IAM, live. */
export const iam: Collector = {
  service: 'iam',
  async *context(session, request) {
    const open = opened(session, request);
    yield* gatherContext(open.from, open.report);
  },
  async *collect(session, request) {
    const open = opened(session, request);
    yield* gatherPrincipals(open.from, open.report);
    open.client.destroy();
    sessions.delete(session);
  },
};

interface Open {
  client: IAMClient;
  from: IamSource;
  report: Promise<Known<Answer>>;
}

/** The credential report is asked for once; both halves of the collection use it. */
const sessions = new WeakMap<Session, Open>();

function opened(session: Session, request: CollectRequest): Open {
  const known = sessions.get(session);
  if (known !== undefined) return known;
  const client = new IAMClient({ ...session.options, region: session.home });
  const from = source(client, session, request);
  const report = from.report();
  report.catch(() => undefined);
  const open = { client, from, report };
  sessions.set(session, open);
  return open;
}

function source(client: IAMClient, session: Session, request: CollectRequest): IamSource {
  const put = (operation: string, send: () => Promise<object>, ...absent: string[]) =>
    answered(session, operation, send, absent);
  return {
    scope: accountScope(session.account),
    account: session.account,
    partition: session.partition,
    ask: (operation, input = {}) => put(operation, () => sendOne(client, operation, input), ...NONE),
    async *pages(operation, input = {}) {
      let marker: string | undefined;
      do {
        const page = await put(operation, () => sendPage(client, operation, input, marker));
        yield page;
        if (page.state !== 'present') return;
        const more = page.value.body['IsTruncated'] === true;
        const next = word(page.value.body['Marker']);
        if (more && (next === undefined || next === marker)) {
          const detail = 'the service says that there is more, but not where';
          yield {
            state: 'unknown',
            why: { setting: operation, reason: 'cut-short', permission: `iam:${operation}`, detail },
          };
          return;
        }
        marker = more ? next : undefined;
      } while (marker !== undefined);
    },
    report: () => report(client, session),
    progress: (done, total) =>
      request.onProgress({ provider: 'aws', service: 'iam', done, ...(total !== undefined && { total }) }),
  };
}

const NONE = ['NoSuchEntity', 'NoSuchEntityException'];

async function answered(
  session: Session,
  operation: string,
  send: () => Promise<object>,
  absent: string[],
): Promise<Known<Answer>> {
  const question = { setting: operation, permission: `iam:${operation}`, absent };
  const answer = await ask(session.calls, question, send);
  return answer.state === 'present' ? { state: 'present', value: { body: { ...answer.value } } } : answer;
}

async function sendOne(client: IAMClient, operation: string, input: Input): Promise<object> {
  const { UserName = '', AccessKeyId = '', OpenIDConnectProviderArn = '' } = input;
  switch (operation) {
    case 'GetAccountSummary':
      return await client.send(new GetAccountSummaryCommand({}));
    case 'GetAccountPasswordPolicy':
      return await client.send(new GetAccountPasswordPolicyCommand({}));
    case 'ListOpenIDConnectProviders':
      return await client.send(new ListOpenIDConnectProvidersCommand({}));
    case 'GetOpenIDConnectProvider':
      return await client.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    case 'ListSAMLProviders':
      return await client.send(new ListSAMLProvidersCommand({}));
    case 'GetLoginProfile':
      return await client.send(new GetLoginProfileCommand({ UserName }));
    case 'GetUser':
      return await client.send(new GetUserCommand({ UserName }));
    case 'ListMFADevices':
      return await client.send(new ListMFADevicesCommand({ UserName }));
    case 'ListAccessKeys':
      return await client.send(new ListAccessKeysCommand({ UserName }));
    case 'GetAccessKeyLastUsed':
      return await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
    default:
      throw new Error(`no call ${operation}`);
  }
}

async function sendPage(
  client: IAMClient,
  operation: string,
  input: Input,
  Marker: string | undefined,
): Promise<object> {
  const page = { MaxItems: PAGE, Marker };
  switch (operation) {
    case 'GetAccountAuthorizationDetails': {
      const filter = FILTERS.find((known) => known === input['Filter']);
      const Filter = filter === undefined ? undefined : [filter];
      return await client.send(new GetAccountAuthorizationDetailsCommand({ ...page, Filter }));
    }
    case 'ListRoles':
      return await client.send(new ListRolesCommand(page));
    case 'ListUsers':
      return await client.send(new ListUsersCommand(page));
    default:
      throw new Error(`no list ${operation}`);
  }
}

const FILTERS = ['User', 'Role', 'Group', 'LocalManagedPolicy'] as const;

/** Has the report made, waits for it a while, and reads it. Where making is denied, one that exists may still be read. */
async function report(client: IAMClient, session: Session): Promise<Known<Answer>> {
  let denied: Known<Answer> | undefined;
  for (const pause of LOOKS) {
    const made = await answered(
      session,
      'GenerateCredentialReport',
      () => client.send(new GenerateCredentialReportCommand({})),
      [],
    );
    if (made.state !== 'present') {
      denied = made;
      break;
    }
    if (made.value.body['State'] === 'COMPLETE') break;
    await wait(pause);
  }
  let code = '';
  const read = async () => {
    try {
      return await client.send(new GetCredentialReportCommand({}));
    } catch (error) {
      code = errorCode(error);
      throw error;
    }
  };
  const answer = await answered(session, 'GetCredentialReport', read, []);
  // Not made, too old, or not ready: then the permission to have it made is what is missing.
  return denied !== undefined && /^(Credential)?Report(NotPresent|Expired|NotReady|InProgress)/.test(code)
    ? denied
    : answer;
}
