// Resources that are shared by their policy, judged, in short.
import type { Exposure } from '../../../src/exposure.ts';
import type { AwsService } from '../../../src/providers/aws/service.ts';
import type { Resource, Unknown } from '../../../src/snapshot/resource.ts';
import { OWNER, surroundings } from './surroundings.ts';

/** An account that is not ours. */
export const PARTNER = '777788889999';

/** A resource of the owner in eu-west-1. A setting that is undefined could not be read. */
export interface Made {
  type: string;
  id: string;
  settings: Record<string, unknown>;
  /** What was read of the account. */
  account?: Record<string, unknown>;
}

/** A statement that allows; for any resource unless said otherwise. */
export function allow(principal: unknown, action: string | string[], more: object = {}): object {
  return { Effect: 'Allow', Principal: principal, Action: action, Resource: '*', ...more };
}

export function policy(...statements: object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

/** An account whose organization denies these actions to everybody outside. */
export function controlled(action: string): Record<string, unknown> {
  const Condition = { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-kagi000001' } };
  const deny = { Sid: 'perimeter', Effect: 'Deny', Principal: '*', Action: action, Resource: '*', Condition };
  const control = { id: 'p-perimeter', name: 'perimeter', targets: ['r-root'], document: policy(deny) };
  const organization = { id: 'o-kagi000001', managementAccount: OWNER };
  return { accountId: OWNER, organization, resourceControlPolicies: [control] };
}

export function exposures(service: AwsService, { type, id, settings, account }: Made): Exposure[] {
  const around = account === undefined ? [] : [resourceOf('aws.account', OWNER, account)];
  return service.analyse(resourceOf(type, id, settings), surroundings(around)).exposures;
}

/** `named-outsider read open aws-account 777788889999` */
export function judged(service: AwsService, made: Made): string[] {
  return exposures(service, made).map(({ audience, access, state, via, subject }) =>
    [audience, access.join(','), state, via, subject].filter((part) => part !== undefined).join(' '),
  );
}

function resourceOf(type: string, id: string, given: Record<string, unknown>): Resource {
  const settings = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const unknowns = Object.keys(given).flatMap((setting): Unknown[] =>
    given[setting] === undefined ? [{ setting, reason: 'denied', permission: 'x:Read' }] : [],
  );
  const name = id.split(/[:/]/).at(-1) ?? id;
  return {
    record: 'resource',
    type,
    id,
    name,
    scope: `aws/${OWNER}`,
    region: 'eu-west-1',
    settings,
    unknowns,
  };
}
