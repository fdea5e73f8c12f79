// Short questions for table tests: who gets in, as far as the engine says.
import { judge } from '../../src/policy/judge.ts';
import type { Caller, Judgement, PolicyKind, Question } from '../../src/policy/question.ts';

export const OWNER = '111122223333';
export const BUCKET = 'arn:aws:s3:::kagi';

/** What stands in the answers: `yes` proved open, `no` proved closed, `maybe` undecided. */
export type Answer = 'yes' | 'no' | 'maybe';

const RESOURCES: Record<PolicyKind, string> = {
  's3-bucket': BUCKET,
  's3-access-point': `arn:aws:s3:us-east-1:${OWNER}:accesspoint/kagi`,
  'role-trust': `arn:aws:iam::${OWNER}:role/app`,
  sns: `arn:aws:sns:us-east-1:${OWNER}:orders`,
  sqs: `arn:aws:sqs:us-east-1:${OWNER}:jobs`,
  kms: `arn:aws:kms:us-east-1:${OWNER}:key/11111111-2222-3333-4444-555555555555`,
  lambda: `arn:aws:lambda:us-east-1:${OWNER}:function:api`,
  secret: `arn:aws:secretsmanager:us-east-1:${OWNER}:secret:db-AbCdEf`,
  'lambda-layer': `arn:aws:lambda:eu-west-1:${OWNER}:layer:kagi:1`,
  ecr: `arn:aws:ecr:eu-west-1:${OWNER}:repository/kagi`,
  efs: `arn:aws:elasticfilesystem:eu-west-1:${OWNER}:file-system/fs-0123456789abcdef0`,
  opensearch: `arn:aws:es:eu-west-1:${OWNER}:domain/kagi`,
  generic: `arn:aws:ecr:us-east-1:${OWNER}:repository/app`,
};

/** Judges statements as the policy of a resource of the kind. */
export function judged(
  kind: PolicyKind,
  statements: unknown,
  more: Partial<Question> = {},
  version = '2012-10-17',
): Judgement {
  const policy = { Version: version, Statement: statements };
  return judge({
    kind,
    policy,
    resource: RESOURCES[kind],
    account: OWNER,
    now: Date.UTC(2026, 0, 1),
    ...more,
  });
}

/** Whether a class of caller gets in at all. */
export function admits(judgement: Judgement, ...classes: Caller['class'][]): Answer {
  const grants = judgement.grants.filter((grant) => classes.includes(grant.caller.class));
  if (grants.some((grant) => grant.certainty === 'exact')) return 'yes';
  return grants.length > 0 ? 'maybe' : 'no';
}

/** `anonymous/any account`, `yes/no`. */
export function outsiders(judgement: Judgement): string {
  return `${admits(judgement, 'anonymous', 'web-identity')}/${admits(judgement, 'any-account', 'any-account-via-service')}`;
}

/** A public read of the bucket, under a condition. */
export function readIf(condition: unknown): Record<string, unknown> {
  return {
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: `${BUCKET}/*`,
    Condition: condition,
  };
}

/** A Deny of everything, under a condition. */
export function denyIf(condition: unknown): Record<string, unknown> {
  return { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', Condition: condition };
}
