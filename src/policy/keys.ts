// What each condition key can be in a request of one class of caller on one road.
// Source: IAM user guide, "AWS global condition context keys"; each service's condition keys.
import { ABSENT, anyText, flag, number, only, type State, text } from './cell.ts';
import { ADDRESSES, complement, INTERNET } from './interval.ts';
import { claimShapes, type Issuer, pinned } from './issuers.ts';
import { narrow } from './language.ts';
import { exactly, type Pattern, shape } from './pattern.ts';
import { allOf, type Scene, spelledOut } from './scene.ts';
import { serviceKey } from './service-keys.ts';

/** Everything about the caller that decides what the request's context holds. */
export interface Sender {
  kind: 'anonymous' | 'signed' | 'service' | 'web-identity' | 'saml';
  /** signed: this account, or any that nobody named. */
  account: string | 'stranger';
  /** signed: none, a stranger's, a given one, or any (`free`). */
  organization: 'none' | 'stranger' | 'free' | { id: string };
  /** A service forwards the caller's credentials. */
  forwarded: boolean;
  road: 'internet' | 'vpc-endpoint' | 'foreign-access-point' | 'function-url';
  /** Sends no external id that the policy spells out. */
  withoutExternalId?: boolean;
  /** service: its name, or any. */
  service?: string;
  /** service: works for a stranger, or for anybody. */
  source: 'stranger' | 'anybody';
  issuer?: { name: string; known?: Issuer; guests?: 'only' | 'never' };
}

/** Keys with several values at once. */
const MANY = new Set([
  'aws:tagkeys',
  'aws:calledvia',
  'aws:principalservicenameslist',
  'kms:encryptioncontextkeys',
  'kms:grantoperations',
  'sts:transitivetagkeys',
  's3:requestobjecttagkeys',
]);

/** Can the key hold several values at once? */
export function isMany(key: string): boolean {
  return MANY.has(key) || key.endsWith(':amr');
}

/**
 * The state of a key, or undefined when nothing is known about it (it may then be anything). `wide` asks for every
 * value that is not surely impossible; otherwise only what a stranger surely can have.
 */
export function keyState(
  key: string,
  sender: Sender,
  scene: Scene,
  action: string,
  wide: boolean,
): State | undefined {
  const fixed = scene.question.fixed ?? {};
  for (const name of Object.keys(fixed)) if (name.toLowerCase() === key) return only(fixed[name] ?? '');
  if (
    /^(aws:principal|aws:userid|aws:username|aws:multifactor|aws:tokenissue|aws:federated|aws:sourceidentity)/.test(
      key,
    )
  )
    return principalKey(key, sender, scene);
  if (/^aws:source(arn|account|owner|orgid|orgpaths)$/.test(key)) return sourceKey(key, sender, scene);
  const web = sender.issuer;
  if (web !== undefined && key.startsWith(`${web.name}:`))
    return claimKey(key.slice(web.name.length + 1), sender, scene, wide);
  if (key.startsWith('aws:')) return globalKey(key, sender, scene);
  return serviceKey(key, sender, scene, action, wide);
}

function globalKey(key: string, sender: Sender, scene: Scene): State | undefined {
  const endpoint = sender.road === 'vpc-endpoint';
  if (key.startsWith('aws:requesttag/')) return anyText(true);
  switch (key) {
    case 'aws:currenttime':
    case 'aws:epochtime':
      return number(false, [{ first: scene.now, last: 10n ** 24n }]);
    case 'aws:securetransport':
      return flag();
    case 'aws:viaawsservice':
      return only(String(sender.forwarded));
    case 'aws:calledvia':
    case 'aws:calledviafirst':
    case 'aws:calledvialast':
      return sender.forwarded ? text([shape('<slug+>.amazonaws.com')]) : ABSENT;
    case 'aws:requestedregion':
      return scene.region === undefined ? text([shape('<lower+>-<slug+>-<digit>')]) : only(scene.region);
    case 'aws:useragent':
    case 'aws:referer':
    case 'aws:tagkeys':
      return anyText(true);
    case 'aws:resourceaccount':
      return scene.owner === undefined ? undefined : only(scene.owner);
    case 'aws:sourceip': {
      const state = number(false, complement(scene.networks, INTERNET), ADDRESSES);
      if (sender.kind === 'service') return { ...state, absent: true };
      return endpoint ? ABSENT : state;
    }
    case 'aws:vpcsourceip':
      return endpoint ? number(false, ADDRESSES, ADDRESSES) : ABSENT;
    case 'aws:sourcevpc':
      return endpoint ? text([shape('vpc-<lower+>')], spelledOut(scene, [key])) : ABSENT;
    case 'aws:sourcevpce':
      return endpoint ? text([shape('vpce-<lower+>')], spelledOut(scene, [key])) : ABSENT;
    case 'aws:sourcevpcarn':
      return endpoint
        ? text(
            [shape(`arn:${scene.partition}:ec2:<slug+>:${twelve}:vpc/vpc-<lower+>`)],
            ownedArns(scene, 'ec2'),
          )
        : ABSENT;
    case 'aws:vpceaccount':
      return endpoint && sender.kind !== 'anonymous' ? strangerAccount(scene) : endpoint ? undefined : ABSENT;
    case 'aws:vpceorgid':
      return endpoint ? { ...strangerOrganization(scene), absent: true } : ABSENT;
    case 'aws:vpceorgpaths':
      return endpoint ? { ...strangerPaths(scene), absent: true } : ABSENT;
    default:
      return undefined;
  }
}

const twelve = '<digit>'.repeat(12);

export function strangerAccount(scene: Scene): State {
  return text([shape(twelve)], scene.accounts.map(exactly));
}

function strangerOrganization(scene: Scene): State {
  const patterns = [shape('o-<lower><lower><lower><lower><lower><lower><lower><lower><lower><lower+>')];
  return text(patterns, [
    ...scene.organizations.map(exactly),
    ...spelledOut(scene, ['aws:principalorgid', 'aws:sourceorgid']),
  ]);
}

function strangerPaths(scene: Scene): State {
  return text(
    [shape('o-<lower+>/r-<lower+>/'), shape('o-<lower+>/r-<lower+>/<visible+>/')],
    allOf(scene.organizations, '', '/', true),
  );
}

/** ARNs of a service in accounts that are named. */
function ownedArns(scene: Scene, service: string): Pattern[] {
  return scene.accounts.map((id) => shape(`arn:${scene.partition}:${service}:<any*>:${id}:<any*>`));
}

/** The ARNs of principals of an account pattern. */
function principalArns(partition: string, account: string): Pattern[] {
  const iam = `arn:${partition}:iam::${account}`;
  // Origin access identities are users of CloudFront's own account, with blanks in their names.
  if (account === 'cloudfront') return [shape(`${iam}:user/<any+>`)];
  return [
    shape(`${iam}:role/<name+>`),
    shape(`${iam}:role/<visible+>/<name+>`),
    shape(`${iam}:user/<name+>`),
    shape(`${iam}:user/<visible+>/<name+>`),
    shape(`${iam}:root`),
    shape(`arn:${partition}:sts::${account}:federated-user/<name+>`),
  ];
}

function principalKey(key: string, sender: Sender, scene: Scene): State | undefined {
  const { kind } = sender;
  const anonymous = kind === 'anonymous';
  if (kind === 'web-identity' || kind === 'saml') {
    // A token has no AWS identity yet.
    return /^aws:(userid|principaltype|principalaccount)$/.test(key) ? undefined : ABSENT;
  }
  const signed = kind === 'signed';
  const named = sender.account !== 'stranger';
  if (key.startsWith('aws:principaltag/')) return signed ? anyText(true) : ABSENT;
  switch (key) {
    case 'aws:principalaccount':
      if (anonymous) return only('anonymous');
      return named ? only(sender.account) : strangerAccount(scene);
    case 'aws:principalarn': {
      if (anonymous) return ABSENT;
      if (named) return text(principalArns(scene.partition, sender.account));
      const owned = scene.accounts.flatMap((id) => [`iam::${id}:`, `sts::${id}:`]);
      return text(principalArns(scene.partition, twelve), allOf(owned, `arn:${scene.partition}:`, '', true));
    }
    case 'aws:principalorgid':
      return organizationState(sender, scene, strangerOrganization(scene), (id) => only(id));
    case 'aws:principalorgpaths':
      return organizationState(sender, scene, strangerPaths(scene), (id) =>
        text([shape(`${id}/r-<lower+>/`), shape(`${id}/r-<lower+>/<visible+>/`)]),
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
      return signed ? number(true) : ABSENT;
    case 'aws:sourceidentity':
      return signed ? anyText(true) : ABSENT;
    default:
      return anonymous && key === 'aws:federatedprovider' ? ABSENT : undefined;
  }
}

function organizationState(sender: Sender, _scene: Scene, stranger: State, of: (id: string) => State): State {
  if (sender.kind !== 'signed' || sender.organization === 'none') return ABSENT;
  if (sender.organization === 'stranger') return stranger;
  if (sender.organization === 'free') return anyText(true);
  return of(sender.organization.id);
}

function userIds(scene: Scene, account: string): State {
  const owned = (scene.values.get('aws:userid') ?? []).flatMap((value) => {
    const role = /^(A[A-Z]{3}[A-Z0-9]{8,}):/.exec(value);
    return role ? allOf([role[0]], '', '', true) : [];
  });
  const id = account === 'stranger' ? twelve : account;
  const shapes = ['AIDA<upper+>', 'AROA<upper+>:<name+>', id, `${id}:<name+>`].map(shape);
  return text(shapes, [
    ...owned,
    ...spelledOut(scene, ['aws:userid']),
    ...scene.accounts.filter((one) => one !== account).flatMap((one) => allOf([one], '', '', true)),
  ]);
}

function sourceKey(key: string, sender: Sender, scene: Scene): State | undefined {
  if (sender.kind !== 'service') return ABSENT;
  if (sender.source === 'anybody') return anyText(true);
  switch (key) {
    case 'aws:sourcearn': {
      const patterns = [
        shape(`arn:${scene.partition}:<slug+>:<slug*>:${twelve}:<any+>`),
        shape(`arn:${scene.partition}:<slug+>:::<any+>`),
      ];
      const owned = scene.accounts.map((id) => shape(`arn:${scene.partition}:<slug+>:<slug*>:${id}:<any*>`));
      const unique = (scene.values.get(key) ?? []).flatMap((value) => {
        const bucket = /^arn:[^:]*:s3:::[^/*?]+(?=\/)/.exec(value);
        return bucket ? allOf([bucket[0]], '', '/', true) : [];
      });
      return text(patterns, [...owned, ...unique, ...spelledOut(scene, [key])], true);
    }
    case 'aws:sourceorgid':
      return { ...strangerOrganization(scene), absent: true };
    case 'aws:sourceorgpaths':
      return { ...strangerPaths(scene), absent: true };
    default:
      return { ...strangerAccount(scene), absent: true };
  }
}

function claimKey(claim: string, sender: Sender, scene: Scene, wide: boolean): State | undefined {
  const { issuer } = sender;
  if (issuer === undefined) return undefined;
  if (claim === 'amr' && issuer.guests !== undefined) {
    const provider = shape('<any+>');
    return issuer.guests === 'only'
      ? only('unauthenticated')
      : text([provider], [exactly('unauthenticated')]);
  }
  if (sender.source === 'anybody' || issuer.known === undefined) return anyText(false);
  const values = scene.values.get(`${issuer.name}:${claim}`) ?? [];
  const state = text(claimShapes(issuer.known, claim) ?? [shape('<any+>')]);
  if (issuer.known.owned.includes(claim)) {
    const known = issuer.known;
    const owned = values.flatMap((value) => pinned(known, value));
    if (state.present?.kind === 'text')
      return { absent: false, present: { ...state.present, all: narrow(state.present.all, owned, true) } };
  }
  // Who may call a reusable workflow depends on its repository.
  if (claim === 'job_workflow_ref' && !wide)
    return text(
      [shape('<login+>/<word+>/<any+>')],
      values.flatMap((value) => pinned({ name: '', claims: {}, owned: [], owners: [['', '/']] }, value)),
    );
  return state;
}
