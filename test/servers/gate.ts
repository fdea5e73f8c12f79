// A gate before another AWS on the loopback: every signed call passes or is answered by the test.
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';

/** One signed call. */
export interface Signed {
  /** Signing name of the service: `sts`, `s3`. */
  service: string;
  region: string;
  /** Access key id that signed. */
  key: string;
  /** `AssumeRole` of a query or JSON API; '' of a REST API. */
  operation: string;
  method: string;
  /** Path and query. */
  url: string;
  host: string;
  body: string;
}

export interface GateAnswer {
  status: number;
  body: string;
  headers?: Record<string, string>;
}

export interface Gate {
  endpoint: string;
  asked: Signed[];
  stop(): Promise<void>;
}

/** Serves the gate: what `decide` leaves undefined goes on to `upstream`; without one it is a 500. */
export async function serveGate(
  decide: (call: Signed) => GateAnswer | undefined | Promise<GateAnswer | undefined>,
  upstream?: string,
): Promise<Gate> {
  const asked: Signed[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const call = signedOf(request, body.toString());
    asked.push(call);
    const answer = (await decide(call)) ?? (upstream === undefined ? NOWHERE : undefined);
    if (answer !== undefined) {
      response.writeHead(answer.status, { 'content-type': 'application/xml', ...answer.headers });
      response.end(answer.body);
      return;
    }
    const { host: _, ...headers } = request.headers;
    const onward = httpRequest(
      `${upstream}${request.url}`,
      { method: request.method, headers: { ...headers, host: request.headers.host } },
      (answered) => {
        response.writeHead(answered.statusCode ?? 500, answered.headers);
        answered.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    onward.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const NOWHERE: GateAnswer = { status: 500, body: '' };

function signedOf(request: IncomingMessage, body: string): Signed {
  const { headers, method = 'GET', url = '/' } = request;
  // Credential=AKID/20260101/us-east-1/sts/aws4_request
  const [, key = '', region = '', service = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  const target = headers['x-amz-target'];
  const operation =
    typeof target === 'string'
      ? (target.split('.').at(-1) ?? '')
      : (new URLSearchParams(body).get('Action') ??
        new URL(url, 'http://x').searchParams.get('Action') ??
        '');
  return { service, region, key, operation, method, url, host: headers.host ?? '', body };
}

/** A query API's refusal of a call. */
export function refusal(message: string, code = 'AccessDenied'): GateAnswer {
  return {
    status: 403,
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  };
}
