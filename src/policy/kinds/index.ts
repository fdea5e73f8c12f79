// The one list of kinds.
import type { AccessWord, PolicyKind } from '../question.ts';
import { kms, lambda, lambdaLayer, secret } from './compute.ts';
import { genericKind } from './generic.ts';
import type { Kind } from './kind.ts';
import { sns, sqs } from './messaging.ts';
import { s3AccessPoint, s3Bucket } from './s3.ts';
import { ecr, efs, opensearch } from './stores.ts';
import { roleTrust } from './trust.ts';

const KINDS: Partial<Record<PolicyKind, Kind>> = {
  's3-bucket': s3Bucket,
  's3-access-point': s3AccessPoint,
  'role-trust': roleTrust,
  sns,
  sqs,
  kms,
  lambda,
  secret,
  'lambda-layer': lambdaLayer,
  ecr,
  efs,
  opensearch,
};

/** The kind by name; a generic one is made of the service of the resource and the action patterns that its Allow statements use. */
export function kindOf(name: PolicyKind, patterns: string[], resource = ''): Kind {
  return KINDS[name] ?? genericKind(patterns, resource);
}

/** What a list of actions does, in words. */
export function accessOf(name: PolicyKind, actions: string[]): AccessWord[] {
  const patterns = actions.map((action) => action.toLowerCase());
  const facts = kindOf(name, patterns).actions.filter((fact) => actions.includes(fact.name));
  return [...new Set(facts.map((fact) => fact.access))].sort();
}
