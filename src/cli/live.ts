// Live targets: what a provider is asked, with what the command line and the surroundings say.
import { UsageError } from '../errors.ts';
import { matchesGlob } from '../glob.ts';
import type { CollectRequest, Progress, Provider } from '../providers/provider.ts';
import type { LiveOptions } from './flags.ts';
import type { Io } from './io.ts';

/** Who listens to a live run. */
export interface Listener {
  line(text: string): void;
  progress(progress: Progress): void;
  /** Makes room for a question. */
  stop(): void;
}

/** The services of a provider that globs name; empty means all. Throws UsageError when they name none of them. */
export function servicesOf({ name, services }: Provider, globs: string[]): string[] {
  const names = services.map((service) => service.name);
  const chosen = names.filter((service) => globs.some((glob) => matchesGlob(glob, service)));
  if (globs.length > 0 && chosen.length === 0)
    throw new UsageError(
      `--service ${globs.join(' --service ')} matches no service of ${name}.`,
      `Services of ${name}: ${names.join(', ')}.`,
    );
  return chosen;
}

/** The request for one live collection. `calls` counts what was asked, over all targets. */
export function collectRequest(
  live: LiveOptions,
  services: string[],
  io: Io,
  listener: Listener,
  calls: { count: number },
): CollectRequest {
  const { ask } = io;
  const { plan: _, ...asked } = live;
  return {
    ...asked,
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
