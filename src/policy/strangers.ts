// Values that a stranger can have: the shapes of ids and ARNs, without everything that a policy or the owner names.
import { type State, text } from './cell.ts';
import { exactly, type Pattern, shape } from './pattern.ts';
import { allOf, type Scene, spelledOut } from './scene.ts';

/** Twelve digits. */
export const twelve = '<digit>'.repeat(12);

/** An account that nobody named. */
export function strangerAccount(scene: Scene): State {
  return text([shape(twelve)], scene.accounts.map(exactly));
}

/** An organization that nobody named. */
export function strangerOrganization(scene: Scene): State {
  const patterns = [shape('o-<lower><lower><lower><lower><lower><lower><lower><lower><lower><lower+>')];
  return text(patterns, [
    ...scene.organizations.map(exactly),
    ...spelledOut(scene, ['aws:principalorgid', 'aws:sourceorgid']),
  ]);
}

/** Paths within such an organization. */
export function strangerPaths(scene: Scene): State {
  return text(
    [shape('o-<lower+>/r-<lower+>/'), shape('o-<lower+>/r-<lower+>/<visible+>/')],
    allOf(scene.organizations, '', '/', true),
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
  return [
    shape(`${iam}:role/<name+>`),
    shape(`${iam}:role/<visible+>/<name+>`),
    shape(`${iam}:user/<name+>`),
    shape(`${iam}:user/<visible+>/<name+>`),
    shape(`${iam}:root`),
    shape(`arn:${partition}:sts::${account}:federated-user/<name+>`),
  ];
}
