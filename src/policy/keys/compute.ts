// Condition keys of KMS and Lambda: which operations have them, and what a caller can make of them.
// Sources: KMS developer guide "AWS KMS condition keys" (column API operations); Service Authorization Reference, Lambda;
// Lambda developer guide "Control access to Lambda function URLs".

import { type Scene, spelledOut } from '../callers/scene.ts';
import type { Sender } from '../callers/sender.ts';
import { strangerAccount } from '../callers/strangers.ts';
import { exactly, shape } from '../language/pattern.ts';
import { ABSENT, anyText, flag, only, type State, text } from '../solve/cell.ts';
import { sourceKey } from './principal.ts';

const operations = (names: string) => new Set(names.split(' '));

const ENCRYPTING =
  'Decrypt Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo';
const IN_CONTEXT = operations(`${ENCRYPTING} CreateGrant RetireGrant`);
const SIGNING = operations('Sign Verify');
const GRANTS = operations('CreateGrant');

/** Keys of KMS that are parameters of some operations, and in no request of another. */
const KMS_OPERATIONS = new Map<string, Set<string>>([
  ['encryptionalgorithm', operations(ENCRYPTING)],
  ['encryptioncontextkeys', IN_CONTEXT],
  ['signingalgorithm', SIGNING],
  ['messagetype', SIGNING],
  ['macalgorithm', operations('GenerateMac VerifyMac')],
  ['datakeypairspec', operations('GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext')],
  ['keyagreementalgorithm', operations('DeriveSharedSecret')],
  ['reencryptonsamekey', operations('ReEncryptFrom ReEncryptTo')],
  ['grantisforawsresource', operations('CreateGrant ListGrants RevokeGrant')],
  ['grantconstrainttype', operations('CreateGrant RetireGrant')],
  ['grantconstraintsourcearn', GRANTS],
  ['grantoperations', GRANTS],
  ['granteeprincipal', GRANTS],
  ['granteeserviceprincipal', GRANTS],
  ['retiringprincipal', GRANTS],
  ['retiringserviceprincipal', GRANTS],
  ['bypasspolicylockoutsafetycheck', operations('PutKeyPolicy ReplicateKey')],
  ['expirationmodel', operations('ImportKeyMaterial')],
  ['validto', operations('ImportKeyMaterial')],
  ['wrappingalgorithm', operations('GetParametersForImport')],
  ['wrappingkeyspec', operations('GetParametersForImport')],
  ['primaryregion', operations('UpdatePrimaryRegion')],
  ['replicaregion', operations('ReplicateKey')],
  ['rotationperiodindays', operations('EnableKeyRotation')],
  ['schedulekeydeletionpendingwindowindays', operations('ScheduleKeyDeletion')],
]);

/** Those of them that the caller writes into the request. */
const FREE =
  /^(encryption(contextkeys|algorithm)|signingalgorithm|messagetype|grant(operations|constrainttype|constraintsourcearn|eeprincipal|eeserviceprincipal)|retiring(service)?principal|datakeypairspec|macalgorithm|keyagreementalgorithm|requestalias)$/;

/** State of a `kms:` key for a request about a key; see `keyState`. */
export function kmsKey(name: string, sender: Sender, scene: Scene, verb: string): State | undefined {
  if (KMS_OPERATIONS.get(name)?.has(verb) === false) return ABSENT;
  if (name.startsWith('encryptioncontext:')) {
    if (!IN_CONTEXT.has(verb)) return ABSENT;
    // A service puts the ARN of what it encrypts there: of a stranger's resource when it acts for a stranger.
    const byService = name.startsWith('encryptioncontext:aws:') && sender.kind === 'service';
    return byService ? sourceKey('aws:sourcearn', sender, scene) : anyText(true);
  }
  if (FREE.test(name)) return anyText(true);
  switch (name) {
    case 'calleraccount':
      if (sender.kind === 'service') return strangerAccount(scene);
      if (sender.account === 'stranger') return strangerAccount(scene);
      return only(sender.account);
    case 'viaservice':
      return sender.forwarded ? text([shape('<slug+>.<slug+>.amazonaws.com')]) : ABSENT;
    case 'grantisforawsresource':
      return sender.forwarded || sender.kind === 'service' ? flag(true) : text([exactly('false')], [], true);
    case 'reencryptonsamekey':
      return flag(true);
    case 'multiregion': {
      // "Multi-Region keys have a distinctive key ID that begins with mrk-."
      const [, id] = /:key\/([^*?]+)$/.exec(scene.question.resource) ?? [];
      return id === undefined ? undefined : only(String(id.startsWith('mrk-')));
    }
    default:
      // What remains are properties of the key: its spec, its aliases, where it comes from.
      return undefined;
  }
}

const URL_CONFIGS = /UrlConfigs?$/;

/** State of a `lambda:` key for a request about a function; see `keyState`. */
export function lambdaKey(name: string, sender: Sender, scene: Scene, verb: string): State | undefined {
  const { functionUrl, resource } = scene.question;
  const byUrl = verb === 'InvokeFunctionUrl';
  switch (name) {
    case 'functionurlauthtype':
      if (!byUrl) return URL_CONFIGS.test(verb) || verb.endsWith('Permission') ? anyText(true) : ABSENT;
      if (functionUrl) return only(functionUrl.authType);
      return sender.kind === 'anonymous' ? only('NONE') : text(['NONE', 'AWS_IAM'].map(exactly));
    case 'invokedviafunctionurl':
      if (verb !== 'InvokeFunction') return ABSENT;
      return sender.road === 'function-url' ? only('true') : text([exactly('false')], [], true);
    case 'eventsourcetoken':
      if (sender.kind !== 'service') return ABSENT;
      return sender.source === 'anybody'
        ? anyText(true)
        : { ...text([shape('<any+>')], spelledOut(scene, ['lambda:eventsourcetoken'])), absent: true };
    case 'functionarn':
      if (!byUrl && !URL_CONFIGS.test(verb)) return ABSENT;
      return /[*?]/.test(resource) ? undefined : text([exactly(resource), shape(`${resource}:<any+>`)]);
    case 'principal':
      return /Permission$|ResourcePolicy$/.test(verb) && !verb.startsWith('Get') ? anyText(true) : ABSENT;
    case 'layer':
    case 'vpcids':
    case 'subnetids':
    case 'securitygroupids':
      return verb === 'UpdateFunctionConfiguration' ? undefined : ABSENT;
    case 'codesigningconfigarn':
      return verb === 'PutFunctionCodeSigningConfig' ? undefined : ABSENT;
    default:
      return undefined;
  }
}
