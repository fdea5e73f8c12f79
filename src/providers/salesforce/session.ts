// A signed-in org: the only door to jsforce. Read-only by a list of paths, through the proxy, every call counted.
import type { Connection as JsforceConnection } from 'jsforce';
import { UsageError } from '../../errors.ts';
import type { CollectRequest } from '../provider.ts';
import { proxyFor } from '../proxy.ts';
import { refusal } from './live/allowed.ts';
import { errorCode } from './live/ask.ts';
import { allowance, type Budget, DEFAULT_PERCENT, leftOf, spend } from './live/budget.ts';
import { patiently } from './live/patience.ts';
import { NEWEST } from './live/query.ts';
import { type Org, orgOf } from './session-org.ts';
import { address, type Credentials, findCredentials } from './sign-in.ts';

export type { Org, Row } from './session-org.ts';

const TIMEOUT_MS = 120_000;

/** Signs in and finds out whose org it is. Anything that prevents it is a UsageError with a hint. */
export async function signIn(request: CollectRequest): Promise<Org> {
  const credentials = await findCredentials(request);
  const { Connection, OAuth2 } = await import('jsforce');
  const calls = request.calls ?? { count: 0 };
  const budget: Budget = {
    percent: request.apiBudget ?? DEFAULT_PERCENT,
    spent: 0,
    left: undefined,
    reserved: 0,
  };

  /** Puts the guard, the counter, the proxy and our name in front of everything that is sent. */
  const guard = (transport: JsforceConnection['_transport'], org: string, login?: string): void => {
    const send = transport.httpRequest.bind(transport);
    transport.httpRequest = (outgoing, options = {}) => {
      const refused = refusal(outgoing, org, login);
      if (refused !== undefined) throw new Error(`refused to send a request: ${refused}`);
      calls.count += 1;
      spend(budget);
      const proxy = proxyFor(new URL(outgoing.url), request.env);
      const answer = send(
        { ...outgoing, headers: { ...outgoing.headers, 'User-Agent': request.userAgent } },
        {
          ...options,
          // The key has to be there: jsforce would fall back to the variables of the process, without NO_PROXY.
          ...{ httpProxy: proxy },
          followRedirect: false,
          timeout: TIMEOUT_MS,
          retry: { maxRetries: 0 },
        },
      );
      // A redirect that is not followed would pass for an answer.
      const direct = answer.then((response) => {
        if (response.statusCode < 300 || response.statusCode >= 400) return response;
        throw new Error(`the org answered with a redirect (${response.statusCode}), which is not followed`);
      });
      return Object.assign(direct, { stream: () => answer.stream() });
    };
  };

  const exchange = async ({ loginUrl, assertion }: Credentials & { kind: 'assertion' }) => {
    const oauth2 = new OAuth2({ loginUrl });
    guard(oauth2._transport, loginUrl, loginUrl);
    const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    try {
      return await patiently(() => oauth2.requestToken({ grant_type, assertion }));
    } catch (error) {
      throw cannotSignIn(error, loginUrl);
    }
  };
  let { instanceUrl, accessToken } = { instanceUrl: '', accessToken: '' };
  if (credentials.kind === 'token') ({ instanceUrl, accessToken } = credentials);
  else {
    const token = await exchange(credentials);
    instanceUrl = address(token.instance_url, 'The address of the org');
    accessToken = token.access_token;
  }

  const connection = new Connection({ instanceUrl, accessToken });
  guard(connection._transport, instanceUrl);
  try {
    connection.version = newest(await patiently(() => connection.request(`${instanceUrl}/services/data`)));
    const identity: unknown = await patiently(() =>
      connection.request(`${instanceUrl}/services/oauth2/userinfo`),
    ).catch((error: unknown) => {
      if (errorCode(error) === 'INVALID_SESSION_ID' || /BAD.OAUTH.TOKEN/i.test(String(error))) throw error;
      return undefined;
    });
    const named = (name: string): string | undefined => stringAt(identity, name);
    await readLimits(connection, budget);
    if (allowance(budget) === undefined)
      request.onRemark?.(
        'the org does not say how many API calls it has left today: --api-budget has no effect',
      );
    return orgOf(
      connection,
      {
        host: new URL(instanceUrl).host,
        username: credentials.username ?? named('preferred_username') ?? 'unknown user',
        organizationId: named('organization_id'),
        version: connection.version,
        budget,
      },
      (why) => request.onRemark?.(`${why}; nothing more is asked, and what was read so far is kept`),
    );
  } catch (error) {
    throw cannotSignIn(error, instanceUrl);
  }
}

/** What is left of the daily calls: from /limits, else from the header of the answers so far. */
async function readLimits(connection: JsforceConnection, budget: Budget): Promise<void> {
  try {
    budget.left = leftOf(await patiently(() => connection.request('/limits')));
  } catch (error) {
    // Needs View Setup and Configuration; every answer has the header.
    if (errorCode(error) === 'INVALID_SESSION_ID') throw error;
  }
  const { used, limit } = connection.limitInfo.apiUsage ?? {};
  if (budget.left === undefined && used !== undefined && limit !== undefined)
    budget.left = Math.max(0, limit - used);
}

function newest(versions: unknown): string {
  const numbers = asList(versions).map((entry) => Number(stringAt(entry, 'version')));
  const offered = Math.max(...numbers.filter((number) => Number.isFinite(number)));
  if (!Number.isFinite(offered)) throw new Error('this address does not answer like a Salesforce org');
  return `${Math.min(offered, NEWEST)}.0`;
}

function cannotSignIn(error: unknown, at: string): UsageError {
  const code = errorCode(error);
  const host = new URL(at).host;
  // The words of a server nobody has signed in to yet: one line, nothing that a terminal would obey.
  const [said = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const line = said.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ').slice(0, 200);
  if (code === 'INVALID_SESSION_ID' || /BAD.OAUTH.TOKEN|expired/i.test(`${code} ${line}`))
    return new UsageError(
      `The Salesforce session at ${host} has expired or is not valid.`,
      'Sign in again (sf org login web), or set a fresh SF_ACCESS_TOKEN.',
    );
  return new UsageError(
    `Cannot sign in to Salesforce at ${host}: ${line}`,
    'Check the address, the network and the user.',
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return value === null || value === undefined ? [] : [value];
}

function valueAt(value: unknown, name: string): unknown {
  return isObject(value) ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;
}

function stringAt(value: unknown, name: string): string | undefined {
  const found = valueAt(value, name);
  return typeof found === 'string' ? found : undefined;
}
