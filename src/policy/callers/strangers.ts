// Values that a stranger can have: the shapes of ids and ARNs, without everything that a policy or the owner names.

import { exactly, named, type Pattern, shape } from '../language/pattern.ts';
import { type State, text } from '../solve/cell.ts';
import { allOf, type Common, type Scene, spelledOut } from './scene.ts';

/** Twelve digits. */
export const twelve = '<digit>'.repeat(12);

/** One object for one thing that holds for every stranger. */
export function ofStrangers(scene: Scene, name: Common, make: () => State): State {
  const made = scene.strangers[name] ?? make();
  scene.strangers[name] = made;
  return made;
}

/** An account that nobody named. */
export function strangerAccount(scene: Scene): State {
  return ofStrangers(scene, 'account', () => text([shape(twelve)], scene.accounts.map(exactly)));
}

const ORGANIZATION = [shape('o-<lower><lower><lower><lower><lower><lower><lower><lower><lower><lower+>')];

/** An organization that nobody named. */
export function strangerOrganization(scene: Scene): State {
  return ofStrangers(scene, 'organization', () =>
    text(ORGANIZATION, [
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
  const frame = `arn:${scene.partition}:${service}:<any*>:<>:<any*>`;
  return scene.accounts.map((id) => named(frame, id));
}

/** The ARNs of principals, by partition; `<>` stands for the account. */
const frames = new Map<string, string[]>();

function framesOf(partition: string): string[] {
  const known = frames.get(partition);
  if (known !== undefined) return known;
  const made = [
    `arn:${partition}:iam::<>:role/<name+>`,
    `arn:${partition}:iam::<>:role/<visible+>/<name+>`,
    `arn:${partition}:iam::<>:user/<name+>`,
    `arn:${partition}:iam::<>:user/<visible+>/<name+>`,
    `arn:${partition}:iam::<>:root`,
    `arn:${partition}:sts::<>:federated-user/<name+>`,
  ];
  if (frames.size > 20) frames.clear();
  frames.set(partition, made);
  return made;
}

/** The ARNs of principals of an account, or of accounts that nobody named (`twelve`). */
export function principalArns(partition: string, account: string): Pattern[] {
  // Origin access identities are users of CloudFront's own account, with blanks in their names.
  if (account === 'cloudfront') return [shape(`arn:${partition}:iam::${account}:user/<any+>`)];
  const all = framesOf(partition);
  if (account === twelve) return all.map((frame) => shape(frame.replace('<>', twelve)));
  return all.map((frame) => named(frame, account));
}
