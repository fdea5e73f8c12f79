// Who else loses access by a change, in words.
import type { Cure } from '../../../exposure.ts';
import type { PolicyCure } from '../../../policy/cure/cure.ts';
import { ANY_SERVICE, type Caller } from '../../../policy/question.ts';
import type { Text } from '../../../snapshot/resource.ts';
import { raw } from '../answers/shape.ts';
import { many, statementsOf } from '../answers/statements.ts';
import { OWN } from '../words/policy-cure.ts';
import type { BucketFacts, Composition, Way } from './ways.ts';

/** A change of the settings, to be judged. */
export interface Change
  extends Omit<Cure, 'rejudged' | 'loses'>,
    Partial<Pick<PolicyCure, 'loses' | 'ownLoses'>> {
  facts: BucketFacts;
  /** It shuts other accounts out of a public policy, ours as well, even those that are named. */
  cutsAccounts?: boolean;
}

const LONGEST = 6;

/** Everybody but the outsiders of `closed` who could do something before the change and cannot after it; undefined when nobody. */
export function lossWords(
  change: Change,
  before: Composition,
  after: Composition,
  closed: Way[],
): Text | undefined {
  const meant = new Set(closed.flatMap(({ caller }) => namesOf(caller)));
  const lost = new Set<string>();
  const can = (composition: Composition) => {
    const found = new Map<string, Set<string>>();
    for (const { caller, state, actions } of composition.ways)
      if (state === 'open' || state === 'open-unless')
        for (const name of namesOf(caller))
          found.set(name, new Set([...(found.get(name) ?? []), ...actions]));
    return found;
  };
  const left = can(after);
  for (const [name, actions] of can(before))
    if ([...actions].some((action) => left.get(name)?.has(action) !== true)) lost.add(name);
  for (const { caller } of change.loses ?? []) for (const name of namesOf(caller)) lost.add(name);
  if (change.cutsAccounts === true && before.policyStatusIsPublic !== false)
    for (const account of namedIn(change.facts)) lost.add(account);
  for (const name of meant) lost.delete(name);
  const names = [...lost].sort();
  const shown = names.slice(0, LONGEST);
  if (names.length > shown.length) shown.push(`+${names.length - LONGEST}`);
  const own: Text[] = change.ownLoses === true ? [OWN] : [];
  if (shown.length + own.length === 0) return undefined;
  return {
    en: [...shown, ...own.map(({ en }) => en)].join(', '),
    ja: [...shown, ...own.map(({ ja }) => ja)].join('、'),
  };
}

/** Outsiders who have a name. */
function namesOf(caller: Caller): string[] {
  switch (caller.class) {
    case 'named-account':
      return caller.accounts;
    case 'organization':
      return caller.organizations;
    case 'service':
      return caller.service === ANY_SERVICE ? [] : [caller.service];
    case 'named-identity':
      return [caller.issuer];
    default:
      return [];
  }
}

/** Accounts other than the owner, and organizations, that the bucket policy lets in by name; ours as well. */
function namedIn({ policy, account }: BucketFacts): string[] {
  const document = policy.state === 'present' ? raw(policy.value) : undefined;
  if (document === undefined) return [];
  const found = new Set<string>();
  for (const { statement } of statementsOf(document)) {
    if (statement?.['Effect'] !== 'Allow') continue;
    const said = many(raw(statement['Principal'])?.['AWS']);
    for (const keys of Object.values(raw(statement['Condition']) ?? {}))
      for (const [key, values] of Object.entries(raw(keys) ?? {})) if (IDENTITY.test(key)) said.push(values);
    const names = JSON.stringify(said).match(/(?<![0-9a-z-])(\d{12}|o-[a-z0-9]{10,32})(?![0-9a-z])/g) ?? [];
    for (const name of names) if (name !== account) found.add(name);
  }
  return [...found];
}

const IDENTITY = /^aws:principal(account|arn|orgid|orgpaths)$/i;
