// A large AWS account on the loopback: any number of buckets of known kinds, made up as they are asked for, with the delays and faults of a real region.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Answer, bucketsXml, type Call, callOf, failure, ORDINARY, ok } from './aws.ts';
import { answerOf, bucketName } from './fleet-kinds.ts';

/** How the account behaves. */
export interface FleetOptions {
  buckets: number;
  /** Milliseconds that every answer takes, and up to how many more. */
  latency?: number;
  jitter?: number;
  /** Answers a second; whoever asks faster is told to slow down. */
  throttle?: number;
  /** How many more than that are answered at once; default as many as in a second. */
  burst?: number;
  /** Percent of the calls that end in an internal error. */
  err?: number;
  /** Most buckets in a page of the list. */
  page?: number;
  /** Something else to answer than what is so; `reset` breaks the connection, `silence` never answers. `times`: how often just this was asked before. */
  instead?(call: Call, times: number): Answer | 'reset' | 'silence' | undefined;
  /** Milliseconds that the account's clock is ahead of this machine's, in every answer. */
  ahead?: number;
}

/** What the account has seen. */
export interface FleetStats {
  answered: number;
  throttled: number;
  failed: number;
  connections: number;
  /** Most calls that were open at once. */
  atOnce: number;
}

export interface Fleet {
  endpoint: string;
  stats: FleetStats;
  stop(): Promise<void>;
}

const ACCOUNT_CALLS = [
  'sts:GetCallerIdentity',
  'iam:ListAccountAliases',
  's3:GetAccountPublicAccessBlock',
  's3:ListMultiRegionAccessPoints',
];

/** Starts the account on a free port. */
export async function serveFleet(options: FleetOptions): Promise<Fleet> {
  const stats: FleetStats = { answered: 0, throttled: 0, failed: 0, connections: 0, atOnce: 0 };
  const verdict = faults(options, stats);
  const asked = new Map<string, number>();
  let open = 0;
  const server = createServer((request, response) => {
    open += 1;
    stats.atOnce = Math.max(stats.atOnce, open);
    response.once('close', () => {
      open -= 1;
    });
    void respond(request, response);
  });
  server.keepAliveTimeout = 60_000;
  server.on('connection', () => {
    stats.connections += 1;
  });

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const call = callOf(request, body);
    const key = `${call.operation} ${call.bucket} ${call.query}`;
    const times = asked.get(key) ?? 0;
    if (options.instead !== undefined) asked.set(key, times + 1);
    const instead = options.instead?.(call, times);
    if (instead === 'silence') return;
    if (instead === 'reset') {
      request.socket.destroy();
      return;
    }
    const answer = instead ?? verdict(call) ?? answerCall(call, options);
    const send = () => {
      const length = Buffer.byteLength(answer.body);
      response.writeHead(answer.status, {
        'content-type': 'application/xml',
        'content-length': length,
        date: new Date(Date.now() + (options.ahead ?? 0)).toUTCString(),
        ...answer.headers,
      });
      response.end(answer.body);
    };
    const { latency = 0, jitter = 0 } = options;
    if (latency + jitter > 0) setTimeout(send, latency + Math.random() * jitter);
    else send();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    stats,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Decides which calls are told to slow down (a bucket of tokens that fills at the rate) or fail. */
function faults({ throttle = 0, burst = throttle, err = 0 }: FleetOptions, stats: FleetStats) {
  let tokens = burst;
  let last = Date.now();
  return (call: Call): Answer | undefined => {
    const now = Date.now();
    tokens = Math.min(burst, tokens + ((now - last) * throttle) / 1000);
    last = now;
    if (throttle > 0 && tokens < 1) {
      stats.throttled += 1;
      return call.operation.startsWith('s3:')
        ? failure(call, 503, 'SlowDown', 'Please reduce your request rate.')
        : failure(call, 400, 'ThrottlingException', 'Rate exceeded');
    }
    tokens -= 1;
    if (err > 0 && Math.random() * 100 < err) {
      stats.failed += 1;
      return failure(call, 500, 'InternalError', 'We encountered an internal error. Please try again.');
    }
    stats.answered += 1;
    return undefined;
  };
}

function answerCall(call: Call, { buckets, page = 10_000 }: FleetOptions): Answer {
  const { operation } = call;
  if (operation === 's3:ListAllMyBuckets') {
    const start = Number(call.query.get('continuation-token') ?? 0);
    const most = Math.min(page, Number(call.query.get('max-buckets') ?? page));
    const end = Math.min(buckets, start + most);
    const names = Array.from({ length: end - start }, (_, index) => bucketName(start + index));
    return ok(bucketsXml(names, end < buckets ? String(end) : undefined, 'eu-central-1'));
  }
  if (operation.startsWith('organizations:'))
    return failure(call, 400, 'AWSOrganizationsNotInUseException', 'not in an organization');
  if (operation === 's3:ListAccessPoints')
    return ok('<ListAccessPointsResult><AccessPointList></AccessPointList></ListAccessPointsResult>');
  const ordinary = ACCOUNT_CALLS.includes(operation) ? ORDINARY[operation]?.(call) : undefined;
  return ordinary ?? answerOf(operation, call.bucket);
}
