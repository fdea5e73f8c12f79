// Conditions that would shut a caller out of a statement and let the owner's own people through.

import type { Caller, Question } from '../question.ts';
import type { Asked, Draft } from './changes.ts';
import { ownerOf } from './named.ts';

/** What stands for a value that only the owner knows. The account is one that nobody has. */
export const PLACEHOLDERS = {
  organization: 'o-yourorgid',
  account: '000000000000',
  externalId: 'CHANGE-ME-a-random-value-per-customer',
} as const;

type Further = { change: Draft['change']; asked: Asked; placeholders: string[] };

/** Conditions that shut the caller out and let ours through, where it is known who we are; else with a word to fill in. */
export function conditionsFor(question: Question, caller: Caller): Further[] {
  const equals = (key: string, values: string[]): Asked => ({ operator: 'StringEquals', key, values });
  const add = (asked: Asked): Further => ({ change: 'add-condition', asked, placeholders: [] });
  const fill = (change: Draft['change'], key: string, word: string): Further => ({
    change,
    asked: equals(key, [word]),
    placeholders: [word],
  });
  const { accounts = [], organizations: known = [] } = question.ours ?? {};
  const organizations = [...new Set(known)];
  const owner = ownerOf(question);
  const mine = [...new Set([...(owner === undefined ? [] : [owner]), ...accounts])];
  switch (caller.class) {
    case 'anonymous':
    case 'any-account': {
      const found: Further[] = [];
      if (organizations.length > 0) found.push(add(equals('aws:PrincipalOrgID', organizations)));
      if (mine.length > 0) found.push(add(equals('aws:PrincipalAccount', mine)));
      if (organizations.length === 0)
        found.push(fill('add-condition', 'aws:PrincipalOrgID', PLACEHOLDERS.organization));
      return found;
    }
    case 'any-account-via-service':
    case 'service':
      return mine.length > 0
        ? [add(equals('aws:SourceAccount', mine))]
        : [fill('add-condition', 'aws:SourceAccount', PLACEHOLDERS.account)];
    case 'web-identity': {
      const { claim, value } = pinning(caller.issuer);
      return [fill('pin-value', `${caller.issuer}:${claim}`, value)];
    }
    case 'named-account':
      return question.kind === 'role-trust' && !caller.externalId
        ? [fill('ask-external-id', 'sts:ExternalId', PLACEHOLDERS.externalId)]
        : [];
    case 'named-identity':
    case 'organization':
      return [];
  }
}

/** The claim that tells one tenant of a shared issuer from another, and what it looks like. */
function pinning(issuer: string): { claim: string; value: string } {
  switch (issuer) {
    case 'token.actions.githubusercontent.com':
      return { claim: 'sub', value: 'repo:YOUR-ORG/YOUR-REPO:ref:refs/heads/main' };
    case 'gitlab.com':
      return { claim: 'sub', value: 'project_path:YOUR-GROUP/YOUR-PROJECT:ref_type:branch:ref:main' };
    case 'app.terraform.io':
      return {
        claim: 'sub',
        value: 'organization:YOUR-ORG:project:YOUR-PROJECT:workspace:YOUR-WORKSPACE:run_phase:apply',
      };
    case 'graph.facebook.com':
      return { claim: 'id', value: 'YOUR-USER-ID' };
    case 'www.amazon.com':
      return { claim: 'user_id', value: 'YOUR-USER-ID' };
    default:
      return { claim: 'sub', value: 'YOUR-SUBJECT' };
  }
}
