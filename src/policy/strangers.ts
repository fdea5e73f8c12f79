// Values that a stranger can have: the shapes of ids and ARNs, without everything that a policy or the owner names.
import { type State, text } from './cell.ts';
import { after, exactly, type Pattern, shape } from './pattern.ts';
import { allOf, type Scene, spelledOut } from './scene.ts';

/** Twelve digits. */
export const twelve = '<digit>'.repeat(12);

/** One object for one thing that holds for every stranger. */
export function ofStrangers(scene: Scene, name: string, make: () => State): State {
  const known = scene.strangers.get(name);
  if (known !== undefined) return known;
  const made = make();
  scene.strangers.set(name, made);
  return made;
}

/** An account that nobody named. */
export function strangerAccount(scene: Scene): State {
  return ofStrangers(scene, 'account', () => text([shape(twelve)], scene.accounts.map(exactly)));
}

/** An organization that nobody named. */
export function strangerOrganization(scene: Scene): State {
  const patterns = [shape('o-<lower><lower><lower><lower><lower><lower><lower><lower><lower><lower+>')];
  return ofStrangers(scene, 'organization', () =>
    text(patterns, [
      ...scene.organizations.map(exactly),
      ...spelledOut(scene, ['aws:principalorgid', 'aws:sourceorgid']),
    ]),
  );
}

/** Paths within such an organization. */
export function strangerPaths(scene: Scene): State {
  return ofStrangers(scene, 'paths', () =>
    text(
      [shape('o-<lower+>/r-<lower+>/'), shape('o-<lower+>/r-<lower+>/<visible+>/')],
      allOf(scene.organizations, '', '/', true),
    ),
  );
}

/** ARNs of a service in accounts that are named. */
export function ownedArns(scene: Scene, service: string): Pattern[] {
  return scene.accounts.map((id) => shape(`arn:${scene.partition}:${service}:<any*>:${id}:<any*>`));
}

/** The ARNs of principals of an account pattern. */
export function principalArns(partition: string, account: string): Pattern[] {
  const iam = `arn:${partition}:iam::${account}`;
  // Origin access identities are users of CloudFront's own account, with blanks in their names.
  if (account === 'cloudfront') return [shape(`${iam}:user/<any+>`)];
  // A shape is read once, a name comes once: the names stand before the shapes.
  const named = (prefix: string, tail: string) =>
    account.startsWith('<') ? shape(prefix + tail) : after(prefix, shape(tail));
  return [
    named(iam, ':role/<name+>'),
    named(iam, ':role/<visible+>/<name+>'),
    named(iam, ':user/<name+>'),
    named(iam, ':user/<visible+>/<name+>'),
    named(iam, ':root'),
    named(`arn:${partition}:sts::${account}`, ':federated-user/<name+>'),
  ];
}
