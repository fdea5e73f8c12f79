// What the analyser of a service says about a resource that a test makes up, in short words; and policies to make it of.
import type { Context, Exposure, Ours } from '../../../src/exposure.ts';
import type { Service } from '../../../src/providers/provider.ts';
import type { Resource, Unknown } from '../../../src/snapshot/resource.ts';

export const ACCOUNT = '111122223333';
export const PARTNER = '444455556666';
const SCOPE = `aws/${ACCOUNT}`;
export const DENIED: Unknown = { setting: '', reason: 'denied', permission: 'x:GetIt' };
/** What a door that could not be read may let in. */
export const UNREAD = 'anyone list,read,write,delete,admin,invoke,assume,meta unknown';

export interface Made {
  type: string;
  id: string;
  region?: string;
  /** Settings that are undefined could not be read. */
  settings: Record<string, unknown>;
  /** Settings of the account: `resourceControlPolicies`. */
  account?: Record<string, unknown>;
  /** Resources that others are judged by. */
  beside?: Resource[];
  ours?: Partial<Ours>;
  now?: string;
}

/** A resource with these settings. */
export function made(
  type: string,
  id: string,
  settings: Record<string, unknown>,
  region = 'eu-west-1',
): Resource {
  return {
    record: 'resource',
    type,
    id,
    name: id.split(/[:/]/).at(-1) ?? id,
    scope: SCOPE,
    region,
    settings: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)),
    unknowns: Object.keys(settings)
      .filter((name) => settings[name] === undefined)
      .map((setting) => ({ ...DENIED, setting })),
  };
}

/** The exposures of it. */
export function exposures(service: Pick<Service, 'analyse'>, given: Made): Exposure[] {
  const { type, id, settings, account, beside = [], ours = {}, now = '2026-01-01T00:00:00Z', region } = given;
  const held = account === undefined ? beside : [...beside, made('aws.account', ACCOUNT, account)];
  const context: Context = {
    all: (wanted, scope) => held.filter((one) => one.type === wanted && one.scope === scope),
    ours: {
      accounts: [],
      organizations: [],
      networks: [],
      domains: [],
      vendors: [],
      declared: false,
      ...ours,
    },
    now: Date.parse(now),
  };
  return service.analyse(made(type, id, settings, region), context).exposures;
}

/** `anyone write,admin open`, with the road and whom it concerns. */
export function judged(service: Pick<Service, 'analyse'>, given: Made): string[] {
  return exposures(service, given).map(({ audience, access, state, via, subject }) =>
    [audience, access.join(','), state, via, subject].filter((word) => word !== undefined).join(' '),
  );
}

/** A policy of these statements. */
export function policy(...statements: object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

/** An Allow for a principal, on anything unless said otherwise. */
export function allow(principal: unknown, action: string | string[], more: object = {}): object {
  return { Effect: 'Allow', Principal: principal, Action: action, Resource: '*', ...more };
}

/** An organization whose resource control policies deny these actions to every other account. */
export function controlled(...actions: string[]): Record<string, unknown> {
  const document = policy({
    Sid: 'own',
    Effect: 'Deny',
    Principal: '*',
    Action: actions,
    Resource: '*',
    Condition: { StringNotEqualsIfExists: { 'aws:PrincipalAccount': ACCOUNT } },
  });
  return {
    organization: { id: 'o-kagiexample' },
    resourceControlPolicies: [{ id: 'p-own', name: 'own', targets: ['r-kagi'], document }],
  };
}
