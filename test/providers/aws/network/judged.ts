// What was found, in a line each.
import type { Assessment, Context, Ours } from '../../../../src/exposure.ts';

export function contextOf(ours: Partial<Ours> = {}): Context {
  const nobody = { accounts: [], organizations: [], networks: [], domains: [], vendors: [], declared: false };
  return { all: () => [], ours: { ...nobody, ...ours }, now: 0 };
}

/** `anyone admin-port tcp/22 open`, with the outsiders by name. */
export function inShort({ exposures }: Assessment): string[] {
  return exposures.map(({ audience, via, subject, state, who }) =>
    [audience, via, subject, state, who?.join(',')].filter((part) => part !== undefined).join(' '),
  );
}
