// Live targets: what a provider is asked, with what the command line and the surroundings say.
import { UsageError } from '../errors.ts';
import { matchesGlob } from '../glob.ts';
import type { AccountsRequest, CollectRequest, Progress, Provider } from '../providers/provider.ts';
import { accountsRequest } from './accounts.ts';
import type { Io } from './io.ts';
import type { LiveOptions } from './live-flags.ts';

/** Who listens to a live run. */
export interface Listener {
  line(text: string): void;
  progress(progress: Progress): void;
  /** Makes room for a question. */
  stop(): void;
}

/** The services of a provider that globs name. */
export function servicesNamed({ services }: Provider, globs: string[]): string[] {
  const names = services.map((service) => service.name);
  return names.filter((service) => globs.some((glob) => matchesGlob(glob, service)));
}

/** The services of a provider that globs name; empty means all. Throws UsageError when they name none of them. */
export function servicesOf(provider: Provider, globs: string[]): string[] {
  const { name, services } = provider;
  const names = services.map((service) => service.name);
  const chosen = servicesNamed(provider, globs);
  if (globs.length > 0 && chosen.length === 0)
    throw new UsageError(
      `--service ${globs.join(' --service ')} matches no service of ${name}.`,
      `Services of ${name}: ${names.join(', ')}.`,
    );
  return chosen;
}

/** What the command line says of a live run, with what it names read from the disk. */
export type Live = Omit<LiveOptions, 'plan' | 'accounts'> & { accounts?: AccountsRequest };

/** Reads the list of accounts, where one was given. Throws InputError for one that cannot be used. */
export async function readLive({ plan: _, accounts, ...live }: LiveOptions): Promise<Live> {
  return { ...live, ...(accounts !== undefined && { accounts: await accountsRequest(accounts) }) };
}

/** The request for one live collection. `calls` counts what was asked, over all targets. */
export function collectRequest(
  live: Live,
  services: string[],
  io: Io,
  listener: Listener,
  calls: { count: number; waits?: number },
): CollectRequest {
  const { ask } = io;
  return {
    ...live,
    services,
    env: io.env,
    userAgent: `tojimari/${io.version}`,
    onProgress: (progress) => listener.progress(progress),
    onAsker: (asker) => listener.line(`asking as ${asker}`),
    onRemark: (remark) => listener.line(remark),
    ...(ask === undefined
      ? {}
      : {
          askCode: (prompt: string) => {
            listener.stop();
            return ask(prompt);
          },
        }),
    calls,
    now: io.now(),
  };
}
