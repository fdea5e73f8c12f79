// The question that the engine is asked about a document: what is known of its resource, and stand-ins for what is not.
import type { Ours } from '../../../exposure.ts';
import { POLICY_KINDS, type PolicyKind, type Question } from '../../../policy/question.ts';
import { raw } from '../answers/shape.ts';
import { many, statementsOf } from '../answers/statements.ts';
import type { Document } from './document.generated.ts';

/** An account that nobody has. */
const NOBODY = '000000000000';

/** An ARN that stands for a resource of a kind that nobody named; its words to fill in show in lines to paste. */
function anyArn(kind: PolicyKind, account = NOBODY): string {
  const at = (service: string, rest: string, region = 'us-east-1') =>
    `arn:aws:${service}:${region}:${account}:${rest}`;
  const ARNS: Record<PolicyKind, string> = {
    's3-bucket': 'arn:aws:s3:::bucket-name',
    's3-access-point': at('s3', 'accesspoint/point-name'),
    'role-trust': at('iam', 'role/ROLE_NAME', ''),
    sns: at('sns', 'TOPIC_NAME'),
    sqs: at('sqs', 'QUEUE_NAME'),
    kms: at('kms', 'key/00000000-0000-0000-0000-000000000000'),
    lambda: at('lambda', 'function:FUNCTION_NAME'),
    'lambda-layer': at('lambda', 'layer:LAYER_NAME:1'),
    secret: at('secretsmanager', 'secret:SECRET_NAME-AAAAAA'),
    ecr: at('ecr', 'repository/REPOSITORY_NAME'),
    efs: at('elasticfilesystem', 'file-system/fs-00000000'),
    opensearch: at('es', 'domain/domain-name'),
    generic: '*',
  };
  return ARNS[kind];
}

/** The kind by its name; generic for any other word. */
export function kindNamed(name: string | null | undefined): PolicyKind {
  return POLICY_KINDS.find((kind) => kind === name) ?? 'generic';
}

/** Asks about the document as the policy of its resource; of a resource that fits the first Resource when nobody named one. */
export function questionOf(
  { kind: name, arn, account }: Partial<Document>,
  policy: unknown,
  { accounts, organizations, networks }: Ours,
  now: number,
): Question {
  const kind = kindNamed(name);
  return {
    kind,
    policy,
    resource: arn ?? spokenOf(policy, kind) ?? anyArn(kind, account ?? undefined),
    ...(account != null && { account }),
    ours: { accounts, organizations, networks },
    now,
  };
}

/** A resource that the first Resource with wildcards takes: `arn:aws:s3:::logs-*` means `logs-x`. */
function spokenOf(policy: unknown, kind: PolicyKind): string | undefined {
  if (kind === 'role-trust' || kind === 'generic') return undefined;
  for (const { statement } of statementsOf(raw(policy) ?? {})) {
    for (const pattern of many(statement?.['Resource'])) {
      if (typeof pattern !== 'string' || !/^arn:[^:*]*:[^:*]+:/.test(pattern)) continue;
      const whole = kind === 's3-bucket' ? pattern.replace(/\/.*$/s, '') : pattern;
      return whole.replaceAll(/[*?]/g, 'x');
    }
  }
  return undefined;
}
