// The people whom a policy names, and its owner: how to ask what each of them alone can do.

import { issuerName } from '../callers/issuers.ts';
import type { Caller, Question } from '../question.ts';
import { readDocument, type Statement } from '../read/document.ts';
import { accountOf } from '../solve/principal.ts';
import { asJson, edited, forAccount, isJson, type Json, listOf, statementsIn } from './edit.ts';

/** Somebody whom the policy names, or its owner: how to ask what they alone can do. */
export interface Named {
  caller: Caller;
  /** The question about them alone. */
  alone(question: Question, policy: object): Question | undefined;
  /** Whether a grant of that judgement is theirs. */
  isTheirs(caller: Caller): boolean;
  /** Nobody said that they are ours, so a condition on our organization shuts them out. */
  stranger: boolean;
}

/** At most so many are asked about for each change. */
const MOST_NAMES = 12;
const IDENTITY = /^(aws:principal(account|arn)|kms:calleraccount|aws:userid)$/i;
const ORGANIZATION = /^aws:principalorg(id|paths)$/;

/** Twelve digits of the account that owns the resource, as far as the question says. */
export function ownerOf({ account, resource }: Question): string | undefined {
  return account ?? /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1];
}

/** Accounts, services, identities and organizations that statements name; not the owner. */
export function namedIn(question: Question, statements: Statement[]): Named[] {
  const { ours } = question;
  const owner = ownerOf(question);
  const accounts = new Set<string>();
  const services = new Set<string>();
  const issuers = new Map<string, string[]>();
  const organizations = new Set<string>();
  for (const { principals, conditions } of statements) {
    for (const name of principals.aws) accounts.add(accountOf(name) ?? '');
    for (const name of principals.services) services.add(name);
    for (const { key, values } of conditions) {
      if (IDENTITY.test(key))
        for (const value of values)
          for (const [id] of value.matchAll(/(?<!\d)\d{12}(?!\d)/g)) accounts.add(id);
      if (ORGANIZATION.test(key))
        for (const value of values) organizations.add(/^(o-[a-z0-9]+)(\/|$)/.exec(value)?.[1] ?? '');
    }
    for (const name of principals.federated) {
      const issuer = issuerName(name);
      const subjects = conditions
        .filter(({ key }) => key === `${issuer}:sub`)
        .flatMap(({ values }) => values);
      issuers.set(issuer, [...(issuers.get(issuer) ?? []), ...subjects]);
    }
  }
  const found: Named[] = [];
  for (const account of accounts)
    if (/^\d{12}$/.test(account) && account !== owner)
      found.push(byAccount(account, !ours?.accounts.includes(account)));
  for (const service of services) found.push(byService(service));
  for (const [issuer, subjects] of issuers) found.push(byIssuer(issuer, subjects));
  for (const id of organizations) if (id !== '') found.push(byOrganization(id));
  return found.slice(0, MOST_NAMES);
}

function byAccount(account: string, stranger: boolean): Named {
  return {
    caller: { class: 'named-account', accounts: [account], externalId: false },
    stranger,
    isTheirs: (caller) => caller.class === 'named-account' && caller.accounts.includes(account),
    alone: (question, policy) => ({
      ...narrowed(question, policy, (statement, { principals, notPrincipal }) =>
        forAccount(
          statement,
          account,
          principals.everyone || (principals.odd.length > 0 && !notPrincipal) || notPrincipal,
        ),
      ),
      ...(question.ours && {
        ours: { ...question.ours, accounts: question.ours.accounts.filter((one) => one !== account) },
      }),
    }),
  };
}

function byService(service: string): Named {
  return {
    caller: { class: 'service', service, confused: false },
    stranger: false,
    isTheirs: (caller) => caller.class === 'service' && caller.service === service,
    alone: (question, policy) =>
      narrowed(question, policy, (statement, { principals }) =>
        principals.services.includes(service) ? { ...statement, Principal: { Service: service } } : undefined,
      ),
  };
}

function byIssuer(issuer: string, subjects: string[]): Named {
  return {
    caller: { class: 'named-identity', issuer, subjects },
    stranger: false,
    isTheirs: (caller) =>
      (caller.class === 'web-identity' || caller.class === 'named-identity') && caller.issuer === issuer,
    alone: (question, policy) =>
      narrowed(question, policy, (statement, { principals }) => {
        const mine = principals.federated.filter((name) => issuerName(name) === issuer);
        return mine.length === 0 ? undefined : { ...statement, Principal: { Federated: mine } };
      }),
  };
}

function byOrganization(id: string): Named {
  return {
    caller: { class: 'organization', organizations: [id] },
    stranger: false,
    isTheirs: (caller) =>
      caller.class === 'any-account' ||
      (caller.class === 'organization' && caller.organizations.includes(id)),
    alone: (question, policy) => ({
      ...narrowed(question, policy, (statement, { conditions }) =>
        conditions.some(
          (one) => ORGANIZATION.test(one.key) && one.values.some((value) => value.startsWith(id)),
        )
          ? statement
          : undefined,
      ),
      ...(question.ours && {
        ours: { ...question.ours, organizations: question.ours.organizations.filter((one) => one !== id) },
      }),
    }),
  };
}

/**
 * The owner's principals are nobody's outsiders, so they are asked about as an account that stands in for theirs: wherever
 * the policy says who calls, and only there, it stands in the owner's place.
 */
export function ownPrincipals(owner: string, policy: Json): Named {
  const text = JSON.stringify(policy);
  const standIn = ['000000000000', '000000000001', '000000000002'].find((id) => !text.includes(id)) ?? owner;
  const named = byAccount(standIn, false);
  return {
    ...named,
    alone: (question, document) => {
      const renamed = edited(document, [...statementsIn(document).keys()], (statement) => ({
        statement: renamedIn(statement, owner, standIn),
        below: [],
      }));
      return renamed?.policy === undefined ? undefined : named.alone(question, renamed.policy);
    },
  };
}

function renamedIn(statement: Json, owner: string, standIn: string): Json {
  const swap = (value: unknown): unknown => {
    if (typeof value === 'string')
      return value.replaceAll(owner, standIn).replaceAll(/\$\{aws:ResourceAccount\}/gi, standIn);
    if (Array.isArray(value)) return value.map(swap);
    return isJson(value)
      ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, swap(one)]))
      : value;
  };
  const made: Json = { ...statement };
  for (const element of ['Principal', 'NotPrincipal'])
    if (Object.hasOwn(made, element)) made[element] = swap(made[element]);
  const conditions = asJson(made['Condition']);
  if (conditions === undefined) return made;
  made['Condition'] = Object.fromEntries(
    Object.entries(conditions).map(([operator, block]) => [
      operator,
      isJson(block)
        ? Object.fromEntries(
            Object.entries(block).map(([key, value]) => [key, IDENTITY.test(key) ? swap(value) : value]),
          )
        : block,
    ]),
  );
  return made;
}

/** The question with every Allow statement narrowed to some people; the Deny statements stay as they are. */
function narrowed(
  question: Question,
  policy: object,
  narrow: (statement: Json, read: Statement) => Json | undefined,
): Question {
  const { statements } = readDocument(policy);
  const left = statementsIn(policy).flatMap((statement, index) => {
    const read = statements[index];
    if (read === undefined || !isJson(statement)) return [];
    if (!read.allow) return [statement];
    return listOf(narrow(statement, read));
  });
  return { ...question, policy: { ...policy, Statement: left } };
}
