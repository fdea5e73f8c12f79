// Condition keys about who calls: identity, source of a service's call, claims of a token.
// Source: IAM user guide, "AWS global condition context keys" and "Available keys for AWS OIDC federation".

import { claimShapes, isHanded, pinned } from '../callers/issuers.ts';
import { allOf, type Scene, spelled, spelledOut } from '../callers/scene.ts';
import type { Sender } from '../callers/sender.ts';
import {
  ofAll,
  ownedArns,
  principalArns,
  strangerAccount,
  strangerOrganization,
  strangerPaths,
  twelve,
} from '../callers/strangers.ts';
import { ADDRESSES } from '../language/interval.ts';
import { narrow } from '../language/language.ts';
import { exactly, named, type Pattern, shape } from '../language/pattern.ts';
import { ABSENT, anyText, flag, number, only, type State, text } from '../solve/cell.ts';

/** Keys about the caller's identity. */
export function principalKey(key: string, sender: Sender, scene: Scene): State | undefined {
  const { kind } = sender;
  const anonymous = kind === 'anonymous';
  if (kind === 'web-identity' || kind === 'saml') {
    // A token has no AWS identity yet.
    return /^aws:(userid|principaltype|principalaccount)$/.test(key) ? undefined : ABSENT;
  }
  const signed = kind === 'signed';
  const known = sender.account !== 'stranger';
  if (key.startsWith('aws:principaltag/')) return signed ? anyText(true) : ABSENT;
  switch (key) {
    case 'aws:principalaccount':
      if (anonymous) return only('anonymous');
      return known ? only(sender.account) : strangerAccount(scene);
    case 'aws:principalarn': {
      if (anonymous) return ABSENT;
      if (known) return text(principalArns(scene.partition, sender.account));
      return ofAll(scene, 'arn', () => {
        const owned = spelled(scene).accounts.flatMap((id) => [`iam::${id}:`, `sts::${id}:`]);
        return text(
          principalArns(scene.partition, twelve),
          allOf(owned, `arn:${scene.partition}:`, '', true),
        );
      });
    }
    case 'aws:principalorgid':
      return organizationState(sender, () => strangerOrganization(scene), only);
    case 'aws:principalorgpaths':
      return organizationState(
        sender,
        () => strangerPaths(scene),
        (id) => text([named('<>/r-<lower+>/', id), named('<>/r-<lower+>/<visible+>/', id)]),
      );
    case 'aws:principaltype':
      if (anonymous) return only('Anonymous');
      return text(['User', 'AssumedRole', 'Account', 'FederatedUser'].map(exactly));
    case 'aws:userid':
      if (anonymous) return only('anonymous');
      return userIds(scene, sender.account);
    case 'aws:username':
      return signed ? text([shape('<name+>')], [], true) : ABSENT;
    case 'aws:principalisawsservice':
      return anonymous ? ABSENT : only(String(kind === 'service'));
    case 'aws:principalservicename':
    case 'aws:principalservicenameslist':
      if (kind !== 'service') return ABSENT;
      return sender.service === undefined ? text([shape('<slug+>.amazonaws.com')]) : only(sender.service);
    case 'aws:multifactorauthpresent':
      return signed ? flag(true) : ABSENT;
    case 'aws:multifactorauthage':
      return signed ? number(true, [{ first: 0n, last: 10n ** 24n }]) : ABSENT;
    case 'aws:tokenissuetime':
      return signed ? issueTimes(scene.now) : ABSENT;
    case 'aws:sourceidentity':
      return signed ? anyText(true) : ABSENT;
    case 'aws:federatedprovider':
      return signed ? federatedProviders(scene) : ABSENT;
    case 'aws:assumedroot':
      return signed ? flag(true) : ABSENT;
    // Where credentials come from: a chat or an instance of the stranger's.
    case 'aws:chatbotsourcearn': {
      const arn = shape(`arn:${scene.partition}:chatbot::${twelve}:chat-configuration/<any+>`);
      return signed ? text([arn], ownedArns(scene, 'chatbot'), true) : ABSENT;
    }
    case 'aws:ec2instancesourcevpc':
      return signed ? text([shape('vpc-<lower+>')], spelledOut(scene, [key]), true) : ABSENT;
    case 'aws:ec2instancesourceprivateipv4':
      return signed ? number(true, ADDRESSES, ADDRESSES) : ABSENT;
    default:
      return undefined;
  }
}

/** Of a session by web identity or SAML: a stranger's own provider, or one that all accounts share. */
function federatedProviders(scene: Scene): State {
  const own = ['oidc', 'saml'].map((kind) =>
    shape(`arn:${scene.partition}:iam::${twelve}:${kind}-provider/<any+>`),
  );
  const shared = [
    'accounts.google.com',
    'cognito-identity.amazonaws.com',
    'graph.facebook.com',
    'www.amazon.com',
  ];
  return text([...own, ...shared.map(exactly)], ownedArns(scene, 'iam'), true);
}

/** Temporary credentials last 36 hours at most (IAM user guide, "Comparing the AWS STS API operations"). */
function issueTimes(now: bigint | undefined): State {
  return number(true, now === undefined ? undefined : [{ first: now - 36n * 3_600_000n, last: 10n ** 24n }]);
}

function organizationState(sender: Sender, stranger: () => State, of: (id: string) => State): State {
  if (sender.kind !== 'signed' || sender.organization === 'none') return ABSENT;
  if (sender.organization === 'stranger') return stranger();
  if (sender.organization === 'free') return anyText(true);
  return of(sender.organization.id);
}

function userIds(scene: Scene, account: string): State {
  const owned = (spelled(scene).values.get('aws:userid') ?? []).flatMap((value) => {
    const role = /^(A[A-Z]{3}[A-Z0-9]+):/.exec(value);
    return role ? allOf([role[0]], '', '', true) : [];
  });
  const id = account === 'stranger' ? twelve : account;
  const shapes = ['AIDA<upper+>', 'AROA<upper+>:<name+>', id, `${id}:<name+>`].map(shape);
  return text(shapes, [
    ...owned,
    ...spelledOut(scene, ['aws:userid']),
    ...spelled(scene)
      .accounts.filter((one) => one !== account)
      .flatMap((one) => allOf([one], '', '', true)),
  ]);
}

/** Keys about the resource for which a service acts. */
export function sourceKey(key: string, sender: Sender, scene: Scene): State | undefined {
  if (sender.kind !== 'service') return ABSENT;
  if (sender.source === 'anybody') return anyText(true);
  switch (key) {
    case 'aws:sourcearn': {
      const patterns = [
        shape(`arn:${scene.partition}:<slug+>:<slug*>:${twelve}:<any+>`),
        shape(`arn:${scene.partition}:<slug+>:::<any+>`),
      ];
      const frame = `arn:${scene.partition}:<slug+>:<slug*>:<>:<any*>`;
      const owned = spelled(scene).accounts.map((id) => named(frame, id));
      // Names of buckets are unique in a partition, and their ARNs have neither region nor account.
      const unique = (spelled(scene).values.get(key) ?? []).flatMap((value) => {
        const [, bucket] = /^arn:[^:]*:s3:[^:]*:[^:]*:([^/*?:]+)(?=\/|$)/.exec(value) ?? [];
        const arn = `arn:${scene.partition}:s3:::${bucket}`;
        return bucket ? [exactly(arn), ...allOf([arn], '', '/', true)] : [];
      });
      const noBucket = shape(`arn:${scene.partition}:s3:<slug*>:${twelve}:<name+>`);
      const never = [...owned, ...unique, noBucket, ...withMoreColons(scene, key)];
      return text(patterns, [...never, ...spelledOut(scene, [key])], true);
    }
    case 'aws:sourceorgid':
      return { ...strangerOrganization(scene), absent: true };
    case 'aws:sourceorgpaths':
      return { ...strangerPaths(scene), absent: true };
    default:
      return { ...strangerAccount(scene), absent: true };
  }
}

/** Services whose resources' names hold no colon: buckets, topics, queues, trails, rules, schedules, distributions, target groups. */
const NO_COLON =
  /^arn:[^:]*:(s3|sns|sqs|cloudtrail|events|scheduler|config|cloudfront|elasticloadbalancing):/;

/**
 * ARNs of such services with a colon in the name: there are none, so that a `*` that crosses colons (StringLike) still ends
 * at the account. Source: naming rules in each service's API reference.
 */
function withMoreColons(scene: Scene, key: string): Pattern[] {
  const services = (spelled(scene).values.get(key) ?? []).flatMap((value) => NO_COLON.exec(value)?.[1] ?? []);
  return [...new Set(services)].flatMap((service) => {
    const arn = `arn:${scene.partition}:${service}`;
    return [shape(`${arn}:<slug*>:${twelve}:<any*>:<any*>`), shape(`${arn}:::<any*>:<any*>`)];
  });
}

/** Claims of a web identity token. `wide`: all that are not surely impossible. */
export function claimKey(claim: string, sender: Sender, scene: Scene, wide: boolean): State | undefined {
  const { issuer } = sender;
  if (issuer === undefined) return undefined;
  if (claim === 'amr' && issuer.guests !== undefined) {
    const provider = shape('<any+>');
    return issuer.guests === 'only'
      ? only('unauthenticated')
      : text([provider], [exactly('unauthenticated')]);
  }
  // Cognito draws the ids of identities; nobody chooses one that a policy spells out.
  if (issuer.guests !== undefined && claim === 'sub')
    return text([shape('<any+>')], spelledOut(scene, [`${issuer.name}:${claim}`]));
  if (sender.source === 'anybody' || issuer.known === undefined) return anyText(false);
  const handed = isHanded(issuer.known, claim);
  if (!handed && !wide) return ABSENT;
  const values = spelled(scene).values.get(`${issuer.name}:${claim}`) ?? [];
  const absent = !handed || issuer.known.optional?.includes(claim) === true;
  const state = { ...text(claimShapes(issuer.known, claim) ?? [shape('<any+>')]), absent };
  if (issuer.known.owned.includes(claim)) {
    const known = issuer.known;
    const owned = values.flatMap((value) => pinned(known, value));
    if (state.present?.kind === 'text')
      return { absent, present: { ...state.present, all: narrow(state.present.all, owned, true) } };
  }
  // Who may call a reusable workflow depends on its repository.
  if (claim === 'job_workflow_ref' && !wide)
    return text(
      [shape('<login+>/<word+>/<any+>')],
      values.flatMap((value) => pinned({ name: '', claims: {}, owned: [], owners: [['', '/']] }, value)),
    );
  return state;
}
