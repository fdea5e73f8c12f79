// Everybody who could be asking: the finite list of callers and roads that a policy can tell apart.

import { traitsOf } from '../keys/traits.ts';
import { ANY_SERVICE, type Caller } from '../question.ts';
import type { Statement } from '../read/document.ts';
import { accountOf } from '../solve/principal.ts';
import { name, nobodyNamed } from './naming.ts';
import { mentions, type Scene } from './scene.ts';
import type { Sender } from './sender.ts';
import { isForAll, sparedAccounts, sparedOrganizations } from './spared.ts';
import { addTokens } from './token-worlds.ts';
import { base, callerKey, placesOf, type World, worldOf } from './world.ts';

const ANONYMOUS: Caller = { class: 'anonymous' };
const STRANGER: Caller = { class: 'any-account' };
const VIA_SERVICE: Caller = { class: 'any-account-via-service' };
const BY_STRANGERS = [callerKey(STRANGER)];
const BY_NOBODY: string[] = [];

/** The worlds in which to ask, the plain ones first. */
export function worlds(
  scene: Scene,
  allows: Statement[],
  denies: Statement[],
  anonymousPossible: boolean,
): World[] {
  const { kind } = scene.question;
  const roads: Sender['road'][] = kind === 'lambda' ? ['internet', 'function-url'] : ['internet'];
  if (mentions(scene, 'network')) roads.push('vpc-endpoint');
  if (kind === 's3-bucket' && scene.question.fixed === undefined && mentions(scene, 'accessPoint'))
    roads.push('foreign-access-point');
  const found: World[] = [];
  const open = placesOf(allows, isForAll);
  if (open.length > 0) {
    const spares = sparesServices(scene, allows, denies);
    addAnybody(found, scene, roads, anonymousPossible, spares);
  }
  addServices(found, scene, allows);
  addTokens(found, scene, allows);
  addOrganizations(found, scene, allows, denies, open);
  addAccounts(found, scene, allows, denies, roads, open);
  return found;
}

/** Anonymous callers, strangers, and services that work for strangers. */
function addAnybody(
  found: World[],
  scene: Scene,
  roads: Sender['road'][],
  anonymousPossible: boolean,
  spares: boolean,
): void {
  const onRoads = (caller: Caller, sender: Sender, covered: string[]) => {
    for (const road of roads)
      found.push(worldOf(caller, road === 'internet' ? sender : { ...sender, road }, covered));
  };
  const organized = mentions(scene, 'organization');
  const signed: Sender = { ...base, kind: 'signed' };
  if (anonymousPossible) onRoads(ANONYMOUS, base, BY_NOBODY);
  onRoads(STRANGER, signed, BY_NOBODY);
  if (organized) onRoads(STRANGER, { ...signed, organization: 'stranger' }, BY_NOBODY);
  if (mentions(scene, 'forwarded')) {
    const forwarded: Sender = { ...signed, forwarded: true };
    onRoads(VIA_SERVICE, forwarded, BY_STRANGERS);
    if (organized) onRoads(VIA_SERVICE, { ...forwarded, organization: 'stranger' }, BY_STRANGERS);
  }
  const service: Sender = { ...base, kind: 'service' };
  if (!spares) found.push(worldOf(VIA_SERVICE, service, BY_STRANGERS));
  else if (scene.question.kind !== 'role-trust') {
    const caller: Caller = { class: 'service', service: ANY_SERVICE, confused: true };
    const doubt = "which services make this call for a stranger's account is not documented";
    found.push(worldOf(caller, service, BY_STRANGERS, undefined, doubt));
  }
}

/**
 * Under a wildcard principal a service of a stranger's account gets in where an Allow speaks of sources. A Deny that merely
 * spares services leaves nobody but a service: which ones make such a call for a stranger at all is open. A role is handed
 * to a service only by somebody of the role's own account (iam:PassRole).
 */
function sparesServices(scene: Scene, allows: Statement[], denies: Statement[]): boolean {
  for (const { conditions } of allows)
    for (const { key } of conditions) if (traitsOf(key).source) return false;
  for (const { notPrincipal, principals } of denies)
    if (notPrincipal && principals.services.length > 0) return true;
  return mentions(scene, 'service');
}

function addServices(found: World[], scene: Scene, allows: Statement[]): void {
  const naming = nobodyNamed();
  let at = -1;
  for (const { principals } of allows) {
    at++;
    for (const service of principals.services) name(naming, service, at);
  }
  for (const { id: service, about } of naming.all) {
    const confused: Caller = { class: 'service', service, confused: true };
    const sender: Sender = { ...base, kind: 'service', service };
    // A service can only be handed a role by somebody of the role's own account (iam:PassRole).
    if (scene.question.kind !== 'role-trust') found.push(worldOf(confused, sender, BY_NOBODY, about));
    const named: Caller = { class: 'service', service, confused: false };
    found.push(worldOf(named, { ...sender, source: 'anybody' }, [callerKey(confused)], about));
  }
}

/** Accounts, and canonical user ids, that the Allow statements name or a Deny spares. */
function addAccounts(
  found: World[],
  scene: Scene,
  allows: Statement[],
  denies: Statement[],
  roads: Sender['road'][],
  open: number[],
): void {
  const { ours } = scene.question;
  const naming = nobodyNamed();
  let at = -1;
  for (const { principals, conditions } of allows) {
    at++;
    for (const written of principals.aws) {
      const account = accountOf(written);
      if (account !== undefined) name(naming, account, at);
    }
    for (const id of principals.canonical) name(naming, id, at);
    for (const { key, operator, values } of conditions)
      if (traitsOf(key).identity && operator !== 'Null')
        for (const value of values)
          for (const id of value.match(/(?<!\d)\d{12}(?!\d)/g) ?? []) name(naming, id, at);
  }
  if (open.length > 0)
    for (const account of sparedAccounts(denies, 'identity'))
      for (const place of open) name(naming, account, place);
  for (const { id: account, about } of naming.all) {
    if (account === scene.owner || ours?.accounts.includes(account)) continue;
    if (about.length > 1) about.sort((a, b) => a - b);
    const caller: Caller =
      account === 'cloudfront'
        ? { class: 'service', service: 'cloudfront.amazonaws.com', confused: false }
        : { class: 'named-account', accounts: [account], externalId: false };
    for (const road of roads) {
      if (road === 'foreign-access-point') continue;
      const sender: Sender = { ...base, kind: 'signed', account, organization: 'free', road };
      found.push(worldOf(caller, sender, BY_STRANGERS, about));
    }
  }
}

function addOrganizations(
  found: World[],
  scene: Scene,
  allows: Statement[],
  denies: Statement[],
  open: number[],
): void {
  if (!mentions(scene, 'organization')) return;
  const naming = nobodyNamed();
  let at = -1;
  for (const { conditions } of allows) {
    at++;
    for (const { key, operator, values } of conditions) {
      if (!traitsOf(key).organization || operator === 'Null' || operator.includes('Not')) continue;
      for (const value of values) {
        const [, id] = /^(o-[a-z0-9]+)(\/|$)/.exec(value) ?? [];
        if (id !== undefined) name(naming, id, at);
      }
    }
  }
  if (open.length > 0)
    for (const id of sparedOrganizations(denies, 'organization'))
      for (const place of open) name(naming, id, place);
  const ours = scene.question.ours?.organizations ?? [];
  for (const { id, about } of naming.all) {
    if (ours.includes(id)) continue;
    about.sort((a, b) => a - b);
    const caller: Caller = { class: 'organization', organizations: [id] };
    found.push(worldOf(caller, { ...base, kind: 'signed', organization: { id } }, BY_STRANGERS, about));
  }
}
