// Any AWS API on the loopback: answers by the name of the operation, in the protocol in which it was asked, one page after another.
import { createServer, type IncomingMessage } from 'node:http';
import type { Place } from '../../src/providers/aws/collector.ts';
import { Patience } from '../../src/providers/aws/session/patience.ts';
import { Transport } from '../../src/providers/aws/session/transport.ts';

/** One call as it arrived. */
export interface Operation {
  /** `DescribeSnapshots` of a query or JSON API; `GET /v1/vaults/x/policy` of a REST API. */
  name: string;
  /** Parameters: of the form, of the JSON body, or of the address of a REST API. */
  input: Record<string, unknown>;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
}

/** What to answer: an object is a 200 in the protocol of the call; a text is a body as it is; `fails` makes an error. */
export type Reply = object | string | Failure | undefined;

export class Failure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  constructor(status: number, code: string, message: string) {
    this.status = status;
    this.code = code;
    this.message = message;
  }
}

/** An error as the protocol of the call writes it. */
export function fails(status: number, code: string, message = 'as the test wants it'): Failure {
  return new Failure(status, code, message);
}

/** The permission is missing. */
export function denies(code = 'AccessDeniedException'): Failure {
  return fails(code === 'AccessDeniedException' ? 400 : 403, code, 'not authorized to perform this');
}

/** Operation -> reply. A key of a REST API may end with `*`. What has no reply is a 500, so that a test sees it. */
export type Replies = Record<string, Reply | ((call: Operation) => Reply)>;

export interface OperationsServer {
  endpoint: string;
  /** Names in the order in which they were asked. */
  asked: Operation[];
  /** A region of an account that asks this server. */
  place: Place;
  stop(): Promise<void>;
}

export const ACCOUNT = '111122223333';

/**
 * Serves the replies. XML of query APIs is made of objects: a list repeats its tag (`{ snapshotSet: { item: [...] } }`); the reply is what
 * stands inside `<XResponse>` for EC2 and inside `<XResult>` for the others.
 */
export async function serveOperations(replies: Replies): Promise<OperationsServer> {
  const asked: Operation[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const call = operationOf(request, body);
    asked.push(call);
    const found = replyFor(replies, call);
    const reply = typeof found === 'function' ? found(call) : found;
    const made = written(protocolOf(call, body), call.name, reply);
    response.writeHead(made.status, { 'content-type': made.type, ...made.headers });
    response.end(made.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  const endpoint = `http://127.0.0.1:${address.port}`;
  return {
    endpoint,
    asked,
    place: placeAt(endpoint),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** A region of an account as collectors get it, for a server on the loopback. Failed calls are not repeated. */
export function placeAt(endpoint: string, region = 'eu-west-1'): Place {
  const calls = { count: 0 };
  return {
    account: ACCOUNT,
    partition: 'aws',
    arn: `arn:aws:iam::${ACCOUNT}:user/auditor`,
    home: region,
    region,
    calls,
    options: {
      endpoint,
      credentials: async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-of-the-test' }),
      requestHandler: new Transport({}, undefined),
      customUserAgent: [['tojimari', 'test']],
      retryStrategy: new Patience(calls, 1),
      maxAttempts: 1,
    },
  };
}

function operationOf(request: IncomingMessage, body: string): Operation {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const { headers } = request;
  const target = headers['x-amz-target'];
  const base = { query: url.searchParams, headers };
  if (typeof target === 'string')
    return { ...base, name: target.split('.').at(-1) ?? '', input: jsonOf(body) };
  const form = new URLSearchParams(body);
  const action = form.get('Action');
  if (action !== null) return { ...base, name: action, input: Object.fromEntries(form) };
  const flags = [...url.searchParams].filter(([, value]) => value === '').map(([key]) => key);
  const path = `${url.pathname}${flags.length > 0 ? `?${flags.join('&')}` : ''}`;
  return { ...base, name: `${request.method} ${decodeURIComponent(path)}`, input: jsonOf(body) };
}

function jsonOf(body: string): Record<string, unknown> {
  if (body === '') return {};
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

function replyFor(replies: Replies, { name }: Operation): Replies[string] {
  if (Object.hasOwn(replies, name)) return replies[name];
  const pattern = Object.keys(replies)
    .filter((key) => key.endsWith('*') && name.startsWith(key.slice(0, -1)))
    .sort((a, b) => b.length - a.length)[0];
  return pattern === undefined
    ? fails(500, 'NoSuchReply', `the test has no reply for ${name}`)
    : replies[pattern];
}

/** Paths of REST APIs that answer in XML: S3 Control and CloudFront. */
const REST_XML = / \/(v20180820|2020-05-31)\//;

type Protocol = 'ec2' | 'query' | 'json' | 's3';

function protocolOf({ name, headers }: Operation, body: string): Protocol {
  const form = new URLSearchParams(body);
  if (form.get('Action') !== null) return form.get('Version') === '2016-11-15' ? 'ec2' : 'query';
  return REST_XML.test(name) ||
    /\/s3(express|-object-lambda)?\/aws4_request/.test(headers.authorization ?? '')
    ? 's3'
    : 'json';
}

function written(
  protocol: Protocol,
  name: string,
  reply: Reply,
): { status: number; type: string; body: string; headers?: Record<string, string> } {
  const json = 'application/json';
  const xml = 'text/xml';
  if (reply instanceof Failure) {
    const { status, code, message } = reply;
    const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
    if (protocol === 'ec2')
      return { status, type: xml, body: `<Response><Errors>${error}</Errors></Response>` };
    if (protocol === 'query') return { status, type: xml, body: `<ErrorResponse>${error}</ErrorResponse>` };
    if (protocol === 's3')
      return {
        status,
        type: xml,
        body: REST_XML.test(name) ? `<ErrorResponse>${error}</ErrorResponse>` : error,
      };
    const body = JSON.stringify({ __type: code, message, Message: message });
    return { status, type: json, body, headers: { 'x-amzn-errortype': code } };
  }
  if (typeof reply === 'string') return { status: 200, type: protocol === 'json' ? json : xml, body: reply };
  if (protocol === 'json') return { status: 200, type: json, body: JSON.stringify(reply ?? {}) };
  const inside = xmlOf(reply ?? {});
  if (protocol === 'ec2')
    return { status: 200, type: xml, body: `<${name}Response>${inside}</${name}Response>` };
  if (protocol === 's3') return { status: 200, type: xml, body: inside };
  return {
    status: 200,
    type: xml,
    body: `<${name}Response><${name}Result>${inside}</${name}Result></${name}Response>`,
  };
}

function xmlOf(value: unknown): string {
  if (typeof value !== 'object' || value === null)
    return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  return Object.entries(value)
    .map(([tag, inner]) =>
      (Array.isArray(inner) ? inner : [inner]).map((one) => `<${tag}>${xmlOf(one)}</${tag}>`).join(''),
    )
    .join('');
}

/** Everything that an asynchronous list yields. */
export async function collected<T>(list: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of list) found.push(one);
  return found;
}
