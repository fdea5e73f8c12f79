// Which proxy a request goes through, from the environment that was passed in; the SDKs do not look at these variables themselves.

type Environment = Record<string, string | undefined>;

const PORTS: Record<string, number> = { 'http:': 80, 'https:': 443 };

/**
 * The proxy for a URL, or undefined for a direct connection: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY in either
 * case, as curl and the npm package proxy-from-env read them. A proxy without a scheme is an http one.
 */
export function proxyFor(url: URL, env: Environment): string | undefined {
  const scheme = url.protocol.slice(0, -1);
  const proxy = variable(env, `${scheme}_proxy`) ?? variable(env, 'all_proxy');
  if (proxy === undefined || isExempt(url, variable(env, 'no_proxy') ?? '')) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

/** NO_PROXY: `*`, or names that match exactly, names with a leading dot or star that match the end, each with an optional port. */
function isExempt(url: URL, list: string): boolean {
  const port = url.port === '' ? PORTS[url.protocol] : Number(url.port);
  const host = url.hostname.toLowerCase();
  for (const entry of list.toLowerCase().split(/[,\s]+/)) {
    if (entry === '') continue;
    if (entry === '*') return true;
    const parts = /^(.+?)(?::(\d+))?$/.exec(entry);
    if (parts === null) continue;
    const [, name = '', wanted] = parts;
    if (wanted !== undefined && Number(wanted) !== port) continue;
    if (/^[.*]/.test(name) ? host.endsWith(name.replace(/^\*/, '')) : host === name) return true;
  }
  return false;
}

function variable(env: Environment, name: string): string | undefined {
  const value = env[name] ?? env[name.toUpperCase()];
  return value === undefined || value === '' ? undefined : value;
}
