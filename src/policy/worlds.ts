// Everybody who could be asking: the finite list of callers and roads that a policy can tell apart.
import type { Statement } from './document.ts';
import { accountOf } from './principal.ts';
import { ANY_SERVICE, type Caller } from './question.ts';
import type { Scene } from './scene.ts';
import type { Sender } from './sender.ts';
import { isForAll, sparedAccounts, sparedOrganizations } from './spared.ts';
import { tokenWorlds } from './token-worlds.ts';
import { base, callerKey, type World } from './world.ts';

const STRANGER = callerKey({ class: 'any-account' });

const NETWORK = /^aws:(sourceip|vpcsourceip|sourcevpc|sourcevpce|sourcevpcarn|vpce\w+)$/;
const ORGANIZATION = /^aws:principalorg(id|paths)$/;
const FORWARDED = /^(aws:viaawsservice|aws:calledvia\w*|kms:viaservice|kms:grantisforawsresource)$/;
const ACCESS_POINT = /^s3:(dataaccesspoint\w+|accesspointnetworkorigin)$/;
const IDENTITY = /^(aws:principal(account|arn)|kms:calleraccount|aws:userid)$/;

/** The worlds in which to ask, the plain ones first. */
export function worlds(
  scene: Scene,
  allows: Statement[],
  denies: Statement[],
  anonymousPossible: boolean,
): World[] {
  const { kind } = scene.question;
  const roads: Sender['road'][] = kind === 'lambda' ? ['internet', 'function-url'] : ['internet'];
  if (mentions(scene, NETWORK)) roads.push('vpc-endpoint');
  if (kind === 's3-bucket' && scene.question.fixed === undefined && mentions(scene, ACCESS_POINT))
    roads.push('foreign-access-point');
  const found: World[] = [];
  if (allows.some(isForAll)) {
    const spares = sparesServices(scene, allows, denies);
    found.push(...anybodyWorlds(scene, roads, anonymousPossible, spares));
  }
  found.push(...serviceWorlds(scene, allows), ...tokenWorlds(scene, allows));
  found.push(...organizationWorlds(scene, allows, denies), ...accountWorlds(scene, allows, denies, roads));
  return found;
}

function mentions(scene: Scene, expression: RegExp): boolean {
  return scene.names.some((key) => expression.test(key));
}

/** Anonymous callers, strangers, and services that work for strangers. */
function anybodyWorlds(
  scene: Scene,
  roads: Sender['road'][],
  anonymousPossible: boolean,
  spares: boolean,
): World[] {
  const found: World[] = [];
  const onRoads = (caller: Caller, sender: Partial<Sender>, more: Omit<World, 'caller' | 'sender'>) => {
    for (const road of roads) found.push({ caller, sender: { ...base, ...sender, road }, ...more });
  };
  if (anonymousPossible) onRoads({ class: 'anonymous' }, {}, { covered: [] });
  const stranger: Caller = { class: 'any-account' };
  onRoads(stranger, { kind: 'signed' }, { covered: [] });
  if (mentions(scene, ORGANIZATION))
    onRoads(stranger, { kind: 'signed', organization: 'stranger' }, { covered: [] });
  const viaService: Caller = { class: 'any-account-via-service' };
  const covered = [STRANGER];
  if (mentions(scene, FORWARDED)) {
    onRoads(viaService, { kind: 'signed', forwarded: true }, { covered });
    if (mentions(scene, ORGANIZATION))
      onRoads(viaService, { kind: 'signed', forwarded: true, organization: 'stranger' }, { covered });
  }
  const service: Sender = { ...base, kind: 'service' };
  if (!spares) found.push({ caller: viaService, sender: service, covered });
  else if (scene.question.kind !== 'role-trust')
    found.push({
      caller: { class: 'service', service: ANY_SERVICE, confused: true },
      sender: service,
      covered,
      doubt: "which services make this call for a stranger's account is not documented",
    });
  return found;
}

const SOURCE =
  /^aws:(source(arn|account|owner|orgid|orgpaths)|principalisawsservice|principalservicename\w*)$/;

/**
 * Under a wildcard principal a service of a stranger's account gets in where an Allow speaks of sources. A Deny that merely
 * spares services leaves nobody but a service: which ones make such a call for a stranger at all is open. A role is handed
 * to a service only by somebody of the role's own account (iam:PassRole).
 */
function sparesServices(scene: Scene, allows: Statement[], denies: Statement[]): boolean {
  if (allows.some((statement) => statement.conditions.some((one) => SOURCE.test(one.key)))) return false;
  const excepted = denies.some(
    (statement) => statement.notPrincipal && statement.principals.services.length > 0,
  );
  return excepted || [...scene.keys].some((key) => /^aws:principal(isawsservice|servicename)/.test(key));
}

function serviceWorlds(scene: Scene, allows: Statement[]): World[] {
  const found: World[] = [];
  const named = new Set<string>();
  for (const one of allows) for (const service of one.principals.services) named.add(service);
  for (const service of named) {
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

/** Accounts, and canonical user ids, that the Allow statements name or a Deny spares. */
function accountWorlds(
  scene: Scene,
  allows: Statement[],
  denies: Statement[],
  roads: Sender['road'][],
): World[] {
  const ours = new Set([...(scene.question.ours?.accounts ?? []), scene.owner]);
  const naming = new Map<string, Set<Statement>>();
  for (const statement of allows) {
    const name = (account: string) => naming.set(account, (naming.get(account) ?? new Set()).add(statement));
    for (const written of statement.principals.aws) {
      const account = accountOf(written);
      if (account !== undefined) name(account);
    }
    for (const id of statement.principals.canonical) name(id);
    for (const { key, operator, values } of statement.conditions)
      if (IDENTITY.test(key) && operator !== 'Null')
        for (const value of values) for (const id of value.match(/(?<!\d)\d{12}(?!\d)/g) ?? []) name(id);
  }
  const open = allows.filter(isForAll);
  for (const account of sparedAccounts(denies, IDENTITY))
    for (const statement of open) naming.set(account, (naming.get(account) ?? new Set()).add(statement));
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

function organizationWorlds(scene: Scene, allows: Statement[], denies: Statement[]): World[] {
  const naming = new Map<string, Set<Statement>>();
  for (const statement of allows)
    for (const { key, operator, values } of statement.conditions) {
      if (!ORGANIZATION.test(key) || operator === 'Null' || operator.includes('Not')) continue;
      for (const value of values) {
        const [, id] = /^(o-[a-z0-9]+)(\/|$)/.exec(value) ?? [];
        if (id !== undefined) naming.set(id, (naming.get(id) ?? new Set()).add(statement));
      }
    }
  const open = allows.filter(isForAll);
  for (const id of sparedOrganizations(denies, ORGANIZATION))
    for (const statement of open) naming.set(id, (naming.get(id) ?? new Set()).add(statement));
  const ours = scene.question.ours?.organizations ?? [];
  const found: World[] = [];
  for (const [id, statements] of naming) {
    if (ours.includes(id)) continue;
    found.push({
      caller: { class: 'organization', organizations: [id] },
      sender: { ...base, kind: 'signed', organization: { id } },
      about: (statement) => statements.has(statement),
      covered: [STRANGER],
    });
  }
  return found;
}
