// Everybody who could be asking: the finite list of callers and roads that a policy can tell apart.
import type { Statement } from './document.ts';
import { issuerName, publicIssuer } from './issuers.ts';
import { accountOf } from './principal.ts';
import type { Caller } from './question.ts';
import type { Scene } from './scene.ts';
import type { Sender } from './sender.ts';

export interface World {
  caller: Caller;
  sender: Sender;
  /** Which Allow statements are of interest; all when left out. */
  about?: (statement: Statement) => boolean;
  /** Callers (see `callerKey`) whose exact grants make this world uninteresting for the same action. */
  covered: string[];
  /** Why such a caller may not exist; its grants are then `maybe`. */
  doubt?: string;
}

const callerKeys = new WeakMap<Caller, string>();

/** Identity of a caller. */
export function callerKey(caller: Caller): string {
  const known = callerKeys.get(caller);
  if (known !== undefined) return known;
  const key = JSON.stringify(caller);
  callerKeys.set(caller, key);
  return key;
}

const STRANGER = callerKey({ class: 'any-account' });

const base: Sender = {
  kind: 'anonymous',
  account: 'stranger',
  organization: 'none',
  forwarded: false,
  road: 'internet',
  source: 'stranger',
};

const NETWORK = /^aws:(sourceip|vpcsourceip|sourcevpc|sourcevpce|sourcevpcarn|vpce\w+)$/;
const ORGANIZATION = /^aws:principalorg(id|paths)$/;
const FORWARDED = /^(aws:viaawsservice|aws:calledvia\w*|kms:viaservice|kms:grantisforawsresource)$/;
const ACCESS_POINT = /^s3:(dataaccesspoint\w+|accesspointnetworkorigin)$/;
const IDENTITY = /^(aws:principal(account|arn)|kms:calleraccount|aws:userid)$/;

/** The worlds in which to ask, the plain ones first. */
export function worlds(scene: Scene, allows: Statement[], anonymousPossible: boolean): World[] {
  const mentions = (expression: RegExp) => [...scene.keys].some((key) => expression.test(key));
  const { kind } = scene.question;
  const roads: Sender['road'][] = kind === 'lambda' ? ['internet', 'function-url'] : ['internet'];
  if (mentions(NETWORK)) roads.push('vpc-endpoint');
  if (kind === 's3-bucket' && scene.question.fixed === undefined && mentions(ACCESS_POINT))
    roads.push('foreign-access-point');
  const found: World[] = [];
  const onRoads = (caller: Caller, sender: Partial<Sender>, more: Omit<World, 'caller' | 'sender'>) => {
    for (const road of roads) found.push({ caller, sender: { ...base, ...sender, road }, ...more });
  };
  if (anonymousPossible) onRoads({ class: 'anonymous' }, {}, { covered: [] });
  const stranger: Caller = { class: 'any-account' };
  onRoads(stranger, { kind: 'signed' }, { covered: [] });
  if (mentions(ORGANIZATION))
    onRoads(stranger, { kind: 'signed', organization: 'stranger' }, { covered: [] });
  const viaService: Caller = { class: 'any-account-via-service' };
  const covered = [STRANGER];
  if (mentions(FORWARDED)) {
    onRoads(viaService, { kind: 'signed', forwarded: true }, { covered });
    if (mentions(ORGANIZATION))
      onRoads(viaService, { kind: 'signed', forwarded: true, organization: 'stranger' }, { covered });
  }
  const doubt = serviceDoubt(scene, allows);
  found.push({ caller: viaService, sender: { ...base, kind: 'service' }, covered, ...(doubt ?? {}) });
  found.push(...serviceWorlds(scene, allows), ...tokenWorlds(scene, allows));
  if (roads.length === 0) return found;
  found.push(...organizationWorlds(scene, allows), ...accountWorlds(scene, allows, roads));
  return found;
}

const SOURCE =
  /^aws:(source(arn|account|owner|orgid|orgpaths)|principalisawsservice|principalservicename\w*)$/;

/**
 * Under a wildcard principal a service of a stranger's account gets in where the policy speaks of sources. A Deny that
 * merely spares services leaves open which services make such a call for a stranger at all.
 */
function serviceDoubt(scene: Scene, allows: Statement[]): { doubt: string } | undefined {
  if (allows.some((statement) => statement.conditions.some((one) => SOURCE.test(one.key)))) return undefined;
  const spared = [...scene.keys].some((key) => /^aws:principal(isawsservice|servicename)/.test(key));
  return spared
    ? { doubt: "which services make this call for a stranger's account is not documented" }
    : undefined;
}

function serviceWorlds(scene: Scene, allows: Statement[]): World[] {
  const found: World[] = [];
  for (const service of new Set(allows.flatMap((one) => one.principals.services))) {
    const about = (statement: Statement) => statement.principals.services.includes(service);
    const confused: Caller = { class: 'service', service, confused: true };
    const sender: Sender = { ...base, kind: 'service', service };
    // A service can only be handed a role by somebody of the role's own account (iam:PassRole).
    if (scene.question.kind !== 'role-trust') found.push({ caller: confused, sender, about, covered: [] });
    const anybody: Sender = { ...sender, source: 'anybody' };
    found.push({
      caller: { class: 'service', service, confused: false },
      sender: anybody,
      about,
      covered: [callerKey(confused)],
    });
  }
  return found;
}

/** Accounts, and canonical user ids, that the Allow statements name. */
function accountWorlds(scene: Scene, allows: Statement[], roads: Sender['road'][]): World[] {
  const named = (statement: Statement): string[] => [
    ...statement.principals.aws.map(accountOf).filter((id) => id !== undefined),
    ...statement.principals.canonical,
    ...statement.conditions
      .filter((one) => IDENTITY.test(one.key) && one.operator !== 'Null')
      .flatMap((one) => one.values.flatMap((value) => value.match(/(?<!\d)\d{12}(?!\d)/g) ?? [])),
  ];
  const ours = new Set([...(scene.question.ours?.accounts ?? []), scene.owner]);
  const naming = new Map<string, Set<Statement>>();
  for (const statement of allows)
    for (const account of named(statement))
      naming.set(account, (naming.get(account) ?? new Set()).add(statement));
  const found: World[] = [];
  for (const [account, statements] of naming) {
    if (ours.has(account)) continue;
    const about = (statement: Statement) => statements.has(statement);
    const caller: Caller =
      account === 'cloudfront'
        ? { class: 'service', service: 'cloudfront.amazonaws.com', confused: false }
        : { class: 'named-account', accounts: [account], externalId: false };
    for (const road of roads) {
      if (road === 'foreign-access-point') continue;
      const sender: Sender = { ...base, kind: 'signed', account, organization: 'free', road };
      found.push({ caller, sender, about, covered: [STRANGER] });
    }
  }
  return found;
}

function organizationWorlds(scene: Scene, allows: Statement[]): World[] {
  const named = (statement: Statement) =>
    statement.conditions
      .filter((one) => ORGANIZATION.test(one.key) && one.operator !== 'Null' && !one.operator.includes('Not'))
      .flatMap((one) => one.values.flatMap((value) => /^(o-[a-z0-9]+)(\/|$)/.exec(value)?.[1] ?? []));
  const ours = scene.question.ours?.organizations ?? [];
  const found: World[] = [];
  for (const id of new Set(allows.flatMap(named))) {
    if (ours.includes(id)) continue;
    const about = (statement: Statement) => named(statement).includes(id);
    const sender: Sender = { ...base, kind: 'signed', organization: { id } };
    found.push({
      caller: { class: 'organization', organizations: [id] },
      sender,
      about,
      covered: [STRANGER],
    });
  }
  return found;
}

/** Tokens of the providers that the trust policy names, and of any provider where it names everybody. */
function tokenWorlds(scene: Scene, allows: Statement[]): World[] {
  const found: World[] = [];
  const trust = scene.question.kind === 'role-trust';
  const federated = new Set(allows.flatMap((one) => one.principals.federated));
  for (const name of federated) {
    const issuer = issuerName(name);
    const known = publicIssuer(issuer);
    const saml = name.includes(':saml-provider/');
    const about = (statement: Statement) =>
      statement.principals.federated.some((one) => issuerName(one) === issuer);
    const sender: Sender = { ...base, kind: saml ? 'saml' : 'web-identity', issuer: { name: issuer } };
    if (known) {
      const caller: Caller = { class: 'web-identity', issuer };
      const doubt = 'what a federated principal means outside trust policies is not documented';
      const strange: World = {
        caller,
        sender: { ...sender, issuer: { name: issuer, known } },
        about,
        covered: [],
        ...(known.doubt === undefined ? {} : { doubt: known.doubt }),
      };
      found.push(trust ? strange : { ...strange, doubt });
      if (issuer === 'cognito-identity.amazonaws.com') found.push(...poolWorlds(scene, strange));
    }
    const subjects = (scene.values.get(`${issuer}:sub`) ?? []).filter((value) => value !== '*');
    found.push({
      caller: { class: 'named-identity', issuer, subjects },
      sender: { ...sender, source: 'anybody' },
      about,
      covered: [callerKey({ class: 'web-identity', issuer })],
    });
  }
  const everybody = (statement: Statement) =>
    statement.principals.everyone || statement.principals.odd.length > 0;
  if (trust && allows.some(everybody) && federated.size === 0) {
    const sender: Sender = { ...base, kind: 'web-identity', issuer: { name: 'any provider' } };
    const doubt = 'whether "*" takes in web identities is not documented';
    found.push({
      caller: { class: 'web-identity', issuer: 'any provider' },
      sender,
      about: everybody,
      covered: [],
      doubt,
    });
  }
  return found;
}

/** Members of the identity pool that the policy names: guests, where it has them, and whoever can sign up. */
function poolWorlds(scene: Scene, strange: World): World[] {
  const { guestsAllowed } = scene.question;
  const issuer = { name: 'cognito-identity.amazonaws.com' };
  const sender: Sender = { ...strange.sender, source: 'anybody' };
  const guests: World = { ...strange, sender: { ...sender, issuer: { ...issuer, guests: 'only' } } };
  const members: World = {
    ...strange,
    sender: { ...sender, issuer: { ...issuer, guests: 'never' } },
    doubt: 'who can sign up to the identity pool is not known',
  };
  if (guestsAllowed === false) return [members];
  return guestsAllowed === true
    ? [guests, members]
    : [{ ...guests, doubt: 'whether the identity pool admits guests is not known' }, members];
}
