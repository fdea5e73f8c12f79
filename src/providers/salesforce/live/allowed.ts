// What may be sent to an org: reading, by a list of paths. A GET can run Apex, so that methods alone prove nothing.

/** A request as it is about to be sent. */
export interface Outgoing {
  method: string;
  url: string;
  body?: unknown;
}

const VERSION = String.raw`/services/data/v\d+\.\d`;
const READS = [
  /^\/services\/data\/?$/,
  /^\/services\/oauth2\/userinfo$/,
  new RegExp(`^${VERSION}/limits$`),
  new RegExp(`^${VERSION}/query$`),
  new RegExp(`^${VERSION}/query/[A-Za-z0-9]+-\\d+$`),
  new RegExp(`^${VERSION}/tooling/query$`),
  new RegExp(`^${VERSION}/tooling/query/[A-Za-z0-9]+-\\d+$`),
  new RegExp(`^${VERSION}/sobjects/\\w+/describe$`),
];
const SOAP = /^\/services\/Soap\/m\/\d+\.\d$/;
const SOAP_READS = /<soapenv:Body[^>]*><(listMetadata|readMetadata)>/;
const TOKEN = '/services/oauth2/token';

/**
 * Why a request must not be sent, or undefined when it may. Only reads at the org's own address, and the token request
 * of a sign-in, are let through.
 */
export function refusal({ method, url, body }: Outgoing, org: string, login?: string): string | undefined {
  const target = new URL(url);
  const { pathname, origin, search } = target;
  if (login !== undefined && origin === new URL(login).origin && pathname === TOKEN && method === 'POST')
    return undefined;
  if (origin !== new URL(org).origin) return `${origin} is not the audited org`;
  if (method === 'GET' && READS.some((path) => path.test(pathname))) {
    return question(new URLSearchParams(search));
  }
  if (method === 'POST' && SOAP.test(pathname)) {
    const bodies = typeof body === 'string' ? (body.match(/<soapenv:Body/g) ?? []).length : 0;
    if (typeof body === 'string' && bodies === 1 && SOAP_READS.test(body)) return undefined;
    return 'only listMetadata and readMetadata are sent';
  }
  return `${method} ${pathname} is not on the list of reads`;
}

/** SOQL that leaves a mark: the last viewed date, the statistics of articles, a lock. */
const MARKS = /\bFOR\s+(VIEW|REFERENCE|UPDATE)\b|\bUPDATE\s+(TRACKING|VIEWSTAT)\b/i;

/** One SELECT and nothing else in the address: `_HttpMethod` would turn a request into another. */
function question(asks: URLSearchParams): string | undefined {
  const names = [...asks.keys()];
  if (names.length === 0) return undefined;
  const query = asks.get('q') ?? '';
  if (names.length > 1 || !/^\s*SELECT\s/i.test(query)) return 'only SELECT is sent';
  const bare = query.replace(/'(?:[^'\\]|\\.)*'/g, "''");
  return MARKS.test(bare) ? 'only SELECT that leaves no mark is sent' : undefined;
}
