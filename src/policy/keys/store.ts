// Condition keys of EFS and Secrets Manager.
// Sources: EFS user guide "Using IAM to control access to file systems", "Blocking public access to EFS file systems";
// Service Authorization Reference, Amazon Elastic File System and AWS Secrets Manager.

import type { Scene } from '../callers/scene.ts';
import type { Sender } from '../callers/sender.ts';
import { twelve } from '../callers/strangers.ts';
import { exactly, shape } from '../language/pattern.ts';
import { ABSENT, anyText, flag, number, only, type State, text } from '../solve/cell.ts';

/** State of an `elasticfilesystem:` key for a request about a file system; see `keyState`. */
export function fileSystemKey(name: string, sender: Sender, scene: Scene, verb: string): State | undefined {
  const client = verb.startsWith('Client');
  switch (name) {
    case 'accessedviamounttarget': {
      if (!client) return ABSENT;
      // Mount targets stand in the owner's networks: a stranger has none, somebody the policy names may be let in there.
      const named =
        sender.account !== 'stranger' ||
        typeof sender.organization === 'object' ||
        sender.source === 'anybody';
      return named ? flag() : only('false');
    }
    case 'accesspointarn': {
      if (!client) return ABSENT;
      // Of any account: EFS's own example names one of another account than the file system's.
      const arn = `arn:${scene.partition}:elasticfilesystem:<slug+>:${twelve}:access-point/fsap-<lower+>`;
      return text([shape(arn)], [], true);
    }
    case 'createaction':
      return verb === 'TagResource' ? anyText(true) : ABSENT;
    case 'encrypted':
      return ABSENT;
    default:
      return undefined;
  }
}

/** Parameters of requests about a secret, by the operations that have them. */
const PARAMETERS: Record<string, { of: RegExp; state: State }> = {
  versionid: { of: /^GetSecretValue$/, state: anyText(true) },
  versionstage: { of: /^(GetSecretValue|UpdateSecretVersionStage)$/, state: anyText(true) },
  blockpublicpolicy: { of: /^PutResourcePolicy$/, state: flag(true) },
  forcedeletewithoutrecovery: { of: /^DeleteSecret$/, state: flag(true) },
  recoverywindowindays: {
    of: /^DeleteSecret$/,
    state: number(true, [{ first: 7000n, last: 30_000n }]),
  },
  description: { of: /^UpdateSecret$/, state: anyText(true) },
  kmskeyid: { of: /^UpdateSecret$/, state: anyText(true) },
  kmskeyarn: { of: /^UpdateSecret$/, state: anyText(true) },
  type: { of: /^UpdateSecret$/, state: anyText(true) },
  name: { of: /^CreateSecret$/, state: anyText(true) },
  forceoverwritereplicasecret: { of: /^ReplicateSecretToRegions$/, state: flag(true) },
  rotationlambdaarn: { of: /^RotateSecret$/, state: anyText(true) },
  rotateimmediately: { of: /^RotateSecret$/, state: flag(true) },
  modifyrotationrules: { of: /^RotateSecret$/, state: flag(true) },
  externalsecretrotationrolearn: { of: /^RotateSecret$/, state: anyText(true) },
};

/** State of a `secretsmanager:` key for a request about a secret; see `keyState`. */
export function secretKey(name: string, scene: Scene, verb: string): State | undefined {
  const parameter = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
  if (parameter) return parameter.of.test(verb) ? parameter.state : ABSENT;
  const { resource } = scene.question;
  // From another account only the ARN names a secret, whole or without the six characters that the service added.
  if (name === 'secretid' && !/[*?]/.test(resource))
    return text([resource, resource.replace(/-[A-Za-z0-9]{6}$/, '')].map(exactly));
  // Tags, rotation, region and type are the secret's own.
  return undefined;
}
