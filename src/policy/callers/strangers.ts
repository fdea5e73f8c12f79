// Values that a stranger can have: the shapes of ids and ARNs, without everything that a policy or the owner names.

import { exactly, named, type Pattern, shape } from '../language/pattern.ts';
import { type State, text } from '../solve/cell.ts';
import { allOf, type Common, type Scene, spelled, spelledOut } from './scene.ts';

/** Twelve digits. */
export const twelve = '<digit>'.repeat(12);

/** One object for one thing that is the same for every stranger, or for everybody: what it is narrowed to is found once. */
export function ofAll(scene: Scene, name: Common, make: () => State): State {
  const made = scene.strangers[name] ?? make();
  scene.strangers[name] = made;
  return made;
}

/** An account that nobody named. */
export function strangerAccount(scene: Scene): State {
  return ofAll(scene, 'account', () => text([shape(twelve)], spelled(scene).accounts.map(exactly)));
}

const ORGANIZATION = [shape('o-<lower><lower><lower><lower><lower><lower><lower><lower><lower><lower+>')];

/** An organization that nobody named. */
export function strangerOrganization(scene: Scene): State {
  return ofAll(scene, 'organization', () =>
    text(ORGANIZATION, [
      ...spelled(scene).organizations.map(exactly),
      ...spelledOut(scene, ['aws:principalorgid', 'aws:sourceorgid']),
    ]),
  );
}

/** Paths within such an organization. */
export function strangerPaths(scene: Scene): State {
  return ofAll(scene, 'paths', () =>
    text(
      [shape('o-<lower+>/r-<lower+>/'), shape('o-<lower+>/r-<lower+>/<visible+>/')],
      allOf(spelled(scene).organizations, '', '/', true),
    ),
  );
}

/** ARNs of a service in accounts that are named. */
export function ownedArns(scene: Scene, service: string): Pattern[] {
  const frame = `arn:${scene.partition}:${service}:<any*>:<>:<any*>`;
  return spelled(scene).accounts.map((id) => named(frame, id));
}

/** The ARNs of principals of one partition. */
interface Frames {
  /** `<>` stands for the account. */
  frames: string[];
  ofStrangers: Pattern[];
}

// A handful of partitions exist.
const byPartition = new Map<string, Frames>();

function framesOf(partition: string): Frames {
  const known = byPartition.get(partition);
  if (known !== undefined) return known;
  const frames = [
    `arn:${partition}:iam::<>:role/<name+>`,
    `arn:${partition}:iam::<>:role/<visible+>/<name+>`,
    `arn:${partition}:iam::<>:user/<name+>`,
    `arn:${partition}:iam::<>:user/<visible+>/<name+>`,
    `arn:${partition}:iam::<>:root`,
    `arn:${partition}:sts::<>:federated-user/<name+>`,
  ];
  const made: Frames = { frames, ofStrangers: frames.map((frame) => shape(frame.replace('<>', twelve))) };
  if (byPartition.size > 20) byPartition.clear();
  byPartition.set(partition, made);
  return made;
}

/** The ARNs of principals of an account, or of accounts that nobody named (`twelve`). */
export function principalArns(partition: string, account: string): Pattern[] {
  // Origin access identities are users of CloudFront's own account, with blanks in their names.
  if (account === 'cloudfront') return [shape(`arn:${partition}:iam::${account}:user/<any+>`)];
  const { frames, ofStrangers } = framesOf(partition);
  return account === twelve ? ofStrangers : frames.map((frame) => named(frame, account));
}
