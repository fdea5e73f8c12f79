// Condition keys of the services themselves. Absent where no request of the kind carries them, undefined where we do not know.
// Source: Service Authorization Reference, condition keys of each service.

import { type Scene, spelled, spelledOut } from '../callers/scene.ts';
import type { Sender } from '../callers/sender.ts';
import { exactly, shape } from '../language/pattern.ts';
import { ABSENT, anyText, number, type State, text } from '../solve/cell.ts';
import { kmsKey, lambdaKey } from './compute.ts';
import { s3Key } from './s3.ts';
import { fileSystemKey, secretKey } from './store.ts';

/** State of a service's key for an action; see `keyState`. */
export function serviceKey(
  key: string,
  sender: Sender,
  scene: Scene,
  action: string,
  wide: boolean,
): State | undefined {
  const colon = key.indexOf(':');
  const prefix = colon < 0 ? key : key.slice(0, colon);
  const name = colon < 0 ? '' : key.slice(colon + 1);
  if (SESSION.test(key)) return sender.kind === 'signed' ? sessionKey(name, scene) : ABSENT;
  const verb = action.slice(action.lastIndexOf(':') + 1);
  const { kind } = scene.question;
  switch (prefix) {
    case 's3':
      return kind === 's3-bucket' || kind === 's3-access-point'
        ? s3Key(name, key, sender, scene, verb)
        : unknownUnless(kind);
    case 'sts':
      return kind === 'role-trust'
        ? stsKey(name, sender, verb, scene)
        : sender.kind === 'signed'
          ? undefined
          : ABSENT;
    case 'kms':
      return kind === 'kms' ? kmsKey(name, sender, scene, verb) : unknownUnless(kind);
    case 'lambda':
      return kind === 'lambda' ? lambdaKey(name, sender, scene, verb) : unknownUnless(kind);
    case 'elasticfilesystem':
      return kind === 'efs' ? fileSystemKey(name, sender, scene, verb) : unknownUnless(kind);
    case 'ecr':
      // Tags of the repository may be anything; the other key is of a registry's settings.
      return kind === 'ecr' && name.startsWith('resourcetag/') ? undefined : unknownUnless(kind);
    case 'sns':
      return kind === 'sns' ? snsKey(name, scene, verb, wide) : unknownUnless(kind);
    case 'secretsmanager':
      return kind === 'secret' ? secretKey(name, scene, verb) : unknownUnless(kind);
    case 'sqs':
      return kind === 'sqs' ? undefined : unknownUnless(kind);
    case 'iam':
    case 'saml':
    case 'accounts.google.com':
    case 'cognito-identity.amazonaws.com':
    case 'graph.facebook.com':
    case 'www.amazon.com':
      return sender.kind === 'signed' || sender.kind === 'saml' ? undefined : ABSENT;
    default:
      // What runs code with a role's credentials may put keys of its own into every request of theirs; nobody else's are there.
      return sender.kind === 'signed' && RUNS_CODE.has(prefix) ? undefined : unknownUnless(kind);
  }
}

/** Keys that go with the credentials of an instance, a function or a job to every service. */
const SESSION =
  /^(ec2:sourceinstancearn|ec2:roledelivery|ssm:sourceinstancearn|lambda:sourcefunctionarn|glue:(roleassumedby|credentialissuingservice)|identitystore:userid)$/;

/** Services that run customers' code with a role's credentials. */
const RUNS_CODE = new Set(
  'apprunner batch bedrock-agentcore codebuild ec2 ecs eks elasticmapreduce emr-containers emr-serverless glue identitystore iot lambda rolesanywhere sagemaker ssm states'.split(
    ' ',
  ),
);

function sessionKey(name: string, scene: Scene): State {
  if (!name.endsWith('arn')) return anyText(true);
  const arns = shape(`arn:${scene.partition}:<slug+>:<slug+>:${'<digit>'.repeat(12)}:<any+>`);
  const owned = spelled(scene).accounts.map((id) =>
    shape(`arn:${scene.partition}:<slug+>:<slug*>:${id}:<any*>`),
  );
  return text([arns], owned, true);
}

function unknownUnless(kind: string): State | undefined {
  return kind === 'generic' ? undefined : ABSENT;
}

function stsKey(name: string, sender: Sender, verb: string, scene: Scene): State | undefined {
  if (verb !== 'AssumeRole' && name === 'externalid') return ABSENT;
  switch (name) {
    case 'externalid':
      if (sender.withoutExternalId) return notSpelledOut(scene, 'sts:externalid');
      return sender.kind === 'service' ? ABSENT : anyText(true);
    case 'rolesessionname':
      return anyText(false);
    case 'sourceidentity':
    case 'transitivetagkeys':
      return anyText(true);
    case 'durationseconds':
      return number(true, [{ first: 900_000n, last: 43_200_000n }]);
    default:
      return undefined;
  }
}

function snsKey(name: string, scene: Scene, verb: string, wide: boolean): State | undefined {
  if (verb !== 'Subscribe') return name === 'endpoint' || name === 'protocol' ? ABSENT : undefined;
  if (name === 'protocol')
    return text('http https email email-json sms sqs application lambda firehose'.split(' ').map(exactly));
  if (name !== 'endpoint') return undefined;
  if (wide) return anyText(false);
  // What a stranger owns: any host, mailbox or queue but those under a domain or account that the policy names.
  const owned = new Set<string>();
  for (const value of spelled(scene).values.get('sns:endpoint') ?? [])
    for (const [domain] of value.matchAll(/(?:[a-z0-9-]+\.)+[a-z]{2,}/gi)) owned.add(domain.toLowerCase());
  const twelve = '<digit>'.repeat(12);
  return text(
    [
      shape('https://<host+>/<any*>'),
      shape('http://<host+>/<any*>'),
      shape('<name+>@<host+>'),
      shape(`arn:<slug+>:<slug+>:<slug*>:${twelve}:<any+>`),
    ],
    [...owned]
      .flatMap((domain) => [
        shape(`http://<host*>${domain}/<any*>`),
        shape(`https://<host*>${domain}/<any*>`),
        shape(`<any*>@<host*>${domain}`),
      ])
      .concat(
        spelled(scene).accounts.map((id) => shape(`arn:<any*>:${id}:<any*>`)),
        spelledOut(scene, ['sns:endpoint']),
      ),
  );
}

/** Any string but those of the policy, or none. */
function notSpelledOut(scene: Scene, key: string): State {
  return text([shape('<any*>')], spelledOut(scene, [key]), true);
}
