// What a policy is attached to, as far as its ARN or the document itself tells.

import type { PolicyKind } from '../question.ts';
import { readDocument, type Statement } from '../read/document.ts';

/** Service and beginning of the resource part of an ARN, the kind, and the resource part without what lies inside it. */
const ARNS: readonly (readonly [service: string, resource: RegExp, kind: PolicyKind])[] = [
  ['s3', /^accesspoint[/:][^/:]+/, 's3-access-point'],
  ['s3', /^(?!accesspoint[/:]|storage-lens|job\/|access-grants)[^/:]+/, 's3-bucket'],
  ['iam', /^role\/.+/s, 'role-trust'],
  ['sns', /^[^:/]+/, 'sns'],
  ['sqs', /^[^:/]+/, 'sqs'],
  ['kms', /^(?:key|alias)\/.+/s, 'kms'],
  ['lambda', /^function:[^:]+/, 'lambda'],
  ['lambda', /^layer:[^:]+(?::[^:]+)?/, 'lambda-layer'],
  ['secretsmanager', /^secret:.+/s, 'secret'],
  ['ecr', /^repository\/.+/s, 'ecr'],
  ['elasticfilesystem', /^file-system\/[^/]+/, 'efs'],
  ['es', /^domain\/[^/]+/, 'opensearch'],
];

/** Prefixes of actions that belong to one kind; more of a service than its one kind stands in `ACTIONS`. */
const PREFIXES: Readonly<Record<string, PolicyKind>> = {
  s3: 's3-bucket',
  sts: 'role-trust',
  sns: 'sns',
  sqs: 'sqs',
  kms: 'kms',
  lambda: 'lambda',
  secretsmanager: 'secret',
  ecr: 'ecr',
  elasticfilesystem: 'efs',
  es: 'opensearch',
};

interface Arn {
  /** Everything before the resource part, its last colon included. */
  head: string;
  account: string;
  kind: PolicyKind;
  /** The resource part without keys, versions and paths inside it. */
  outer: string;
}

/**
 * The kind of resource that a policy is for: told by the ARN where there is one, else by the document: a policy of
 * `sts:` actions without a Resource is a trust policy, and the Resource elements and the prefixes of the actions tell
 * the others when all agree. `generic` says that nothing tells. Never throws.
 * Source: Service Authorization Reference, "Resource types defined by" each service.
 */
export function guessKind(resource: string | undefined, policy: unknown): PolicyKind {
  const arn = resource === undefined ? undefined : readArn(resource);
  if (arn) return arn.kind;
  const { statements } = readDocument(policy);
  const spoken = new Set(statements.flatMap(resources).map((one) => one.kind));
  const [single, ...others] = spoken;
  if (single !== undefined && others.length === 0) return single;
  if (single !== undefined) return 'generic';
  const prefixes = new Set(
    statements.flatMap((one) => one.actions.map((action) => action.split(':')[0] ?? '')),
  );
  prefixes.delete('*');
  const [prefix = '', ...more] = prefixes;
  if (more.length > 0 || !Object.hasOwn(PREFIXES, prefix)) return 'generic';
  if (prefix === 'sts' && statements.some((one) => one.resources !== undefined)) return 'generic';
  const layers = statements.every((one) => one.actions.every((action) => /:\w+layerversion/.test(action)));
  return prefix === 'lambda' && layers ? 'lambda-layer' : (PREFIXES[prefix] ?? 'generic');
}

/**
 * The one resource that the document's Resource elements speak of, as the ARN of the container (the bucket, not its
 * keys); undefined where they speak of none of this kind, of several, or only in wildcards.
 */
export function guessResource(policy: unknown, kind: PolicyKind): string | undefined {
  const spoken = new Set<string>();
  for (const { head, outer, kind: of } of readDocument(policy).statements.flatMap(resources)) {
    const arn = head + outer;
    if (of === kind && !/[*?]|\$\{/.test(arn)) spoken.add(arn);
  }
  const [single, ...others] = spoken;
  return others.length === 0 ? single : undefined;
}

/**
 * The owning account, twelve digits: of the resource's ARN, of the Resource elements, or of the identity providers that
 * a trust policy names (IAM user guide, "Create an OpenID Connect identity provider": it and the role are of one
 * account). Undefined where none or several are named. Accounts under Principal tell nothing: they may be outsiders.
 */
export function guessAccount(policy: unknown, kind: PolicyKind, resource?: string): string | undefined {
  const own = resource === undefined ? undefined : readArn(resource)?.account;
  if (own !== undefined && /^\d{12}$/.test(own)) return own;
  const accounts = new Set<string>();
  for (const statement of readDocument(policy).statements) {
    const spoken = resources(statement).filter((one) => one.kind === kind);
    for (const { account } of spoken) if (/^\d{12}$/.test(account)) accounts.add(account);
    if (kind !== 'role-trust') continue;
    for (const name of statement.principals.federated) {
      const account = /^arn:[^:]*:iam::(\d{12}):(?:oidc|saml)-provider\//.exec(name)?.[1];
      if (account !== undefined) accounts.add(account);
    }
  }
  const [single, ...others] = accounts;
  return others.length === 0 ? single : undefined;
}

function resources(statement: Statement): Arn[] {
  if (statement.notResource) return [];
  return (statement.resources ?? []).flatMap((one) => readArn(one) ?? []);
}

function readArn(text: string): Arn | undefined {
  const found = /^(arn:[^:]*:([^:*?]*):[^:]*:([^:]*):)(.+)$/s.exec(text);
  if (!found) return undefined;
  const [, head = '', service = '', account = '', rest = ''] = found;
  for (const [of, expression, kind] of ARNS) {
    const outer = of === service ? expression.exec(rest)?.[0] : undefined;
    if (outer !== undefined) return { head, account, kind, outer };
  }
  return { head, account, kind: 'generic', outer: rest.replace(/[/:]\*$/, '') };
}
