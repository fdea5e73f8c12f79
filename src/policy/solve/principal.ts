// Who a Principal or NotPrincipal element means, for one class of caller.
// Source: IAM user guide, "AWS JSON policy elements: Principal" and "NotPrincipal".

import { issuerName } from '../callers/issuers.ts';
import { PRINCIPAL } from '../callers/scene.ts';
import type { Sender } from '../callers/sender.ts';
import { exactly } from '../language/pattern.ts';
import type { Principals, Statement } from '../read/document.ts';
import { ALWAYS, NEVER, type Test } from './cell.ts';
import type { Clause } from './literals.ts';

const NOBODY: Clause = { place: PRINCIPAL, sure: NEVER, perhaps: NEVER };
/** Says nothing: everybody is somebody. */
export const EVERYBODY: Clause = { place: PRINCIPAL, sure: ALWAYS, perhaps: ALWAYS };
const PERHAPS: Clause = { place: PRINCIPAL, sure: NEVER, perhaps: ALWAYS };

function said(sure: boolean, perhaps: boolean): Clause {
  return sure ? EVERYBODY : perhaps ? PERHAPS : NOBODY;
}

const TWELVE = /^\d{12}$/;

/** The account of an account id or ARN; undefined for unique ids of deleted principals. Every name of every policy is looked at. */
export function accountOf(name: string): string | undefined {
  let from = 0;
  if (name.startsWith('arn:')) {
    const service = name.indexOf(':', 4) + 1;
    if (!name.startsWith('iam::', service) && !name.startsWith('sts::', service)) return undefined;
    from = service + 5;
  }
  const end = name.indexOf(':', from);
  const id = end < 0 ? name.slice(from) : name.slice(from, end);
  return TWELVE.test(id) || id === 'cloudfront' ? id : undefined;
}

const byAccount = new WeakMap<Principals, Map<string, string[]>>();

/** The listed principals of one account. */
function ofAccount(principals: Principals, account: string): string[] {
  // An index is worth its price for long lists alone.
  if (principals.aws.length <= 8)
    return principals.aws.filter((name) => name.includes(account) && accountOf(name) === account);
  let known = byAccount.get(principals);
  if (known === undefined) {
    known = new Map();
    for (const name of principals.aws) {
      const owner = accountOf(name) ?? '';
      const before = known.get(owner);
      if (before) before.push(name);
      else known.set(owner, [name]);
    }
    byAccount.set(principals, known);
  }
  return known.get(account) ?? [];
}

/** `arn:…:role/app` for a session `arn:…:assumed-role/app/x`: the ARN that aws:PrincipalArn holds. */
export function identityArn(name: string): string {
  return name.replace(/^arn:([^:]*):sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');
}

/** Does the whole account stand in the list? */
function isAccount(name: string): boolean {
  return /^(\d{12}|arn:[^:]*:iam::\d{12}:root)$/.test(name);
}

/** The element as a test on the caller. */
export function principalClause(statement: Statement, sender: Sender): Clause {
  const { principals, notPrincipal } = statement;
  if (!notPrincipal) return listed(principals, sender, statement.allow);
  // Allow with NotPrincipal: "not supported" today, everybody else in older documentation.
  if (statement.allow) return said(false, true);
  return exempted(principals, sender);
}

function listed(principals: Principals, sender: Sender, allow: boolean): Clause {
  const odd = principals.odd.length > 0;
  if (sender.kind === 'web-identity' || sender.kind === 'saml') {
    const named = principals.federated.some((name) => issuerName(name) === sender.issuer?.name);
    if (named) return said(true, true);
    // Whether "*" in an Allow takes tokens in is not documented; a Deny of the bare "*" is meant for all.
    if (principals.everyone) return allow ? said(false, principals.bare) : said(principals.bare, true);
    return said(false, odd);
  }
  if (principals.everyone) return said(true, true);
  if (sender.kind === 'anonymous') return said(false, odd);
  if (sender.kind === 'service') {
    const { service } = sender;
    const named = service !== undefined && principals.services.includes(service);
    return said(named, named || odd);
  }
  const { account } = sender;
  if (principals.canonical.includes(account)) return said(true, true);
  const mine = ofAccount(principals, account);
  if (mine.some(isAccount)) return said(true, true);
  if (mine.length === 0) return said(false, odd);
  const test = oneOf(mine, false);
  return { place: PRINCIPAL, sure: test, perhaps: odd ? ALWAYS : test };
}

function oneOf(names: string[], negated: boolean): Test {
  const patterns = names.map((name) => exactly(identityArn(name)));
  return { absent: negated, present: { kind: 'text', quantifier: 'all', patterns, negated } };
}

/** Deny with NotPrincipal: everybody but the listed ones. */
function exempted(principals: Principals, sender: Sender): Clause {
  if (principals.everyone) return said(false, false);
  const odd = principals.odd.length > 0;
  if (sender.kind === 'service') {
    // A service without a name may be one of the listed ones.
    if (sender.service === undefined) return said(!odd && principals.services.length === 0, true);
    return principals.services.includes(sender.service) ? said(false, false) : said(!odd, true);
  }
  if (sender.kind === 'web-identity' || sender.kind === 'saml') {
    const named = principals.federated.some((name) => issuerName(name) === sender.issuer?.name);
    return named ? said(false, false) : said(!odd, true);
  }
  const { account } = sender;
  const mine = ofAccount(principals, account);
  if (principals.canonical.includes(account)) return said(false, false);
  if (mine.length === 0) return said(!odd, true);
  // The account must be listed beside the user; whether it alone exempts its users is not said.
  const others = oneOf(
    mine.filter((name) => !isAccount(name)),
    true,
  );
  return { place: PRINCIPAL, sure: mine.some(isAccount) ? NEVER : others, perhaps: others };
}
