// Callers with a token of an identity provider.

import type { Caller } from '../question.ts';
import type { Statement } from '../read/document.ts';
import { issuerName, publicIssuer } from './issuers.ts';
import { type Scene, spelled } from './scene.ts';
import type { Sender } from './sender.ts';
import { base, callerKey, placesOf, type World, worldOf } from './world.ts';

/** Tokens of the providers that the trust policy names, and of any provider where it names everybody. */
export function addTokens(found: World[], scene: Scene, allows: Statement[]): void {
  const trust = scene.question.kind === 'role-trust';
  if (!trust && allows.every(({ principals }) => principals.federated.length === 0)) return;
  const federated = new Set<string>();
  for (const { principals } of allows) for (const name of principals.federated) federated.add(name);
  for (const name of federated) {
    const issuer = issuerName(name);
    const known = publicIssuer(issuer);
    const saml = name.includes(':saml-provider/');
    const about = placesOf(allows, ({ principals }) =>
      principals.federated.some((one) => issuerName(one) === issuer),
    );
    const sender: Sender = { ...base, kind: saml ? 'saml' : 'web-identity', issuer: { name: issuer } };
    if (known) {
      const caller: Caller = { class: 'web-identity', issuer };
      const doubt = 'what a federated principal means outside trust policies is not documented';
      const stranger: Sender = { ...sender, issuer: { name: issuer, known } };
      const strange = worldOf(caller, stranger, [], about, known.doubt);
      found.push(trust ? strange : { ...strange, doubt });
      if (issuer === 'cognito-identity.amazonaws.com') found.push(...poolWorlds(scene, strange));
    }
    const subjects = (spelled(scene).values.get(`${issuer}:sub`) ?? []).filter((value) => value !== '*');
    const covered = [callerKey({ class: 'web-identity', issuer })];
    const one: Caller = { class: 'named-identity', issuer, subjects };
    found.push(worldOf(one, { ...sender, source: 'anybody' }, covered, about));
  }
  const everybody = (statement: Statement) =>
    statement.principals.everyone || statement.principals.odd.length > 0;
  const unread = (statement: Statement) => statement.opaque !== undefined && everybody(statement);
  if (trust && (federated.size === 0 ? allows.some(everybody) : allows.some(unread))) {
    const sender: Sender = { ...base, kind: 'web-identity', issuer: { name: 'any provider' } };
    const doubt = 'whether "*" takes in web identities is not documented';
    const caller: Caller = { class: 'web-identity', issuer: 'any provider' };
    found.push(worldOf(caller, sender, [], placesOf(allows, everybody), doubt));
  }
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
