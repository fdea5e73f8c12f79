// How requests travel: sockets, certificates and the proxy of each host.
import { readFile } from 'node:fs/promises';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { rootCertificates } from 'node:tls';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { UsageError } from '../../../errors.ts';
import { proxyFor } from '../../proxy.ts';

/** Sockets kept open to one host; more than any collector asks at once. */
export const MAX_SOCKETS = 256;
const CONNECT_MS = 10_000;
const REQUEST_MS = 30_000;

/** The request handler that every client shares. A certificate file that cannot be read is a UsageError. */
export async function transport(env: Record<string, string | undefined>): Promise<Transport> {
  return new Transport(env, await certificates(env));
}

/** Sends each request directly or through the proxy of its host. */
export class Transport extends NodeHttpHandler {
  readonly #env: Record<string, string | undefined>;
  readonly #ca: string[] | undefined;
  readonly #roads = new Map<string | undefined, NodeHttpHandler>();
  readonly #requestMs: number;

  /** `requestMs`: how long an answer may take. */
  constructor(env: Record<string, string | undefined>, ca: string[] | undefined, requestMs = REQUEST_MS) {
    super();
    this.#env = env;
    this.#ca = ca;
    this.#requestMs = requestMs;
  }

  override handle(...[request, options]: Parameters<NodeHttpHandler['handle']>) {
    const port = request.port === undefined ? '' : `:${request.port}`;
    const proxy = proxyFor(new URL(`${request.protocol}//${request.hostname}${port}`), this.#env);
    let road = this.#roads.get(proxy);
    if (road === undefined) this.#roads.set(proxy, (road = handler(this.#ca, proxy, this.#requestMs)));
    return road.handle(request, options);
  }

  /** One client that is done must not cut off the requests of the others. */
  override destroy(): void {}

  /** Closes the connections, when all clients are done. */
  close(): void {
    for (const road of this.#roads.values()) road.destroy();
  }
}

function handler(
  ca: string[] | undefined,
  proxy: string | undefined,
  requestTimeout: number,
): NodeHttpHandler {
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS, ...(ca && { ca }) };
  const agents =
    proxy === undefined
      ? { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) }
      : { httpAgent: tunnel(proxy, options, ca), httpsAgent: tunnel(proxy, options, ca) };
  return new NodeHttpHandler({
    ...agents,
    connectionTimeout: CONNECT_MS,
    requestTimeout,
    throwOnRequestTimeout: true,
  });
}

/** The agent's own connection through a proxy forgets its certificates: they are handed in again. */
class Tunnel extends HttpsProxyAgent<string> {
  readonly #ca: string[] | undefined;

  constructor(proxy: string, options: object, ca: string[] | undefined) {
    super(proxy, options);
    this.#ca = ca;
  }

  override connect(...[request, options]: Parameters<HttpsProxyAgent<string>['connect']>) {
    const trusting = { ...options, ...(this.#ca !== undefined && { ca: this.#ca }) };
    return super.connect(request, trusting);
  }
}

function tunnel(proxy: string, options: object, ca: string[] | undefined): Tunnel {
  try {
    return new Tunnel(proxy, options, ca);
  } catch {
    throw new UsageError('The proxy in HTTPS_PROXY is not a URL.', 'Write it as http://host:port.');
  }
}

/** AWS_CA_BUNDLE and NODE_EXTRA_CA_CERTS, added to the certificates that Node trusts; undefined when neither is set. */
async function certificates(env: Record<string, string | undefined>): Promise<string[] | undefined> {
  const found: string[] = [];
  for (const name of ['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS']) {
    const path = env[name];
    if (path === undefined || path === '') continue;
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(`${name} names ${path}, which cannot be read (${error.code}).`, 'Check the path.');
    });
    found.push(text);
  }
  return found.length === 0 ? undefined : [...rootCertificates, ...found];
}
