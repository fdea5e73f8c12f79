// What each condition key can be in a request of one class of caller on one road.
// Source: IAM user guide, "AWS global condition context keys"; each service's condition keys.

import { OWN_ORGANIZATION, type Scene, spelled, spelledOut } from '../callers/scene.ts';
import type { Sender } from '../callers/sender.ts';
import {
  ofAll,
  ownedArns,
  strangerAccount,
  strangerOrganization,
  strangerPaths,
  twelve,
} from '../callers/strangers.ts';
import { ADDRESSES, complement, INTERNET } from '../language/interval.ts';
import { shape } from '../language/pattern.ts';
import { ABSENT, anyText, flag, number, only, type State, text } from '../solve/cell.ts';
import { claimKey, principalKey, sourceKey } from './principal.ts';
import { serviceKey } from './service.ts';
import { traitsOf } from './traits.ts';

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
  const { fixed } = scene;
  if (fixed !== undefined && Object.hasOwn(fixed, key)) return only(fixed[key] ?? '');
  const { global, caller, origin } = traitsOf(key);
  if (caller) return principalKey(key, sender, scene);
  if (origin) return sourceKey(key, sender, scene);
  const web = sender.issuer;
  if (web !== undefined && key.startsWith(`${web.name}:`))
    return claimKey(key.slice(web.name.length + 1), sender, scene, wide);
  return global ? globalKey(key, sender, scene) : serviceKey(key, sender, scene, action, wide);
}

function globalKey(key: string, sender: Sender, scene: Scene): State | undefined {
  const endpoint = sender.road === 'vpc-endpoint';
  if (key.startsWith('aws:requesttag/')) return anyText(true);
  switch (key) {
    case 'aws:currenttime':
    case 'aws:epochtime':
      return scene.now === undefined ? undefined : number(false, [{ first: scene.now, last: 10n ** 24n }]);
    case 'aws:securetransport':
      return ofAll(scene, 'transport', flag);
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
    case 'aws:resourceorgid': {
      const named = (spelled(scene).values.get(key) ?? []).some((value) => !value.includes('${'));
      const [single, ...more] = scene.question.ours?.organizations ?? [];
      if (single !== undefined && more.length === 0) return only(single);
      return named ? undefined : only(OWN_ORGANIZATION);
    }
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
      return endpoint ? { ...strangerAccount(scene), absent: true } : ABSENT;
    case 'aws:vpceorgid':
      return endpoint ? { ...strangerOrganization(scene), absent: true } : ABSENT;
    case 'aws:vpceorgpaths':
      return endpoint ? { ...strangerPaths(scene), absent: true } : ABSENT;
    default:
      return undefined;
  }
}
