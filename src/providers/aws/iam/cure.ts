// Changes to a trust policy that close a road, each judged again before it is offered.
import type { Cure } from '../../../exposure.ts';
import type { Caller, Grant } from '../../../policy/question.ts';
import type { Resource, Text } from '../../../snapshot/resource.ts';
import { shellWord } from '../shell.ts';
import type { Role } from './role.generated.ts';
import { raw } from './shape.ts';
import { statementsOf, withStatements } from './statements.ts';
import { judgeTrust, type Own } from './trust-question.ts';

/** Documents longer than this are not pasted into a command line. */
const LONGEST_DOCUMENT = 1500;
const EXTERNAL_ID = 'CHANGE-ME-a-random-value-per-customer';

/** What would close the road that a grant opens, the least intrusive first. */
export function cures(role: Resource<Role>, policy: object, grant: Grant, ours: Own): Cure[] {
  const found: Cure[] = [];
  const { caller } = grant;
  if (caller.class === 'named-account' && !caller.externalId) {
    const changed = withCondition(policy, grant.statements, 'sts:ExternalId', EXTERNAL_ID);
    const after = judgeTrust(role, changed, ours).grants;
    const closed = !after.some((other) => other.caller.class === 'named-account' && !other.caller.externalId);
    const text: Text = {
      en: 'ask for an external id that only this customer relationship uses, and give it to the other account',
      ja: 'この取引関係だけで使う外部 ID を必須にし、相手のアカウントに伝えます',
    };
    found.push(cure(role, changed, text, closed));
  }
  if (caller.class === 'web-identity') {
    const { key, value } = pinning(caller.issuer);
    const changed = withCondition(policy, grant.statements, key, value);
    const closed = !stillOpen(judgeTrust(role, changed, ours).grants, caller);
    const text: Text = {
      en: 'pin the sub claim of the token to your own repository or workload',
      ja: 'トークンの sub クレームを、自社のリポジトリまたはワークロードに固定します',
    };
    found.push(cure(role, changed, text, closed));
  }
  if (caller.class !== 'web-identity') {
    const changed = forOwnAccount(role, policy, grant.statements);
    const closed = changed !== undefined && !stillOpen(judgeTrust(role, changed, ours).grants, caller);
    const text: Text = {
      en: 'let in principals of this account alone, or name the principals that need the role',
      ja: 'このアカウントのプリンシパルだけに限定するか、ロールが必要なプリンシパルだけを指定します',
    };
    if (changed !== undefined) found.push(cure(role, changed, text, closed));
  }
  const remaining = statementsOf(policy)
    .filter((_, index) => !grant.statements.includes(index))
    .map(({ statement }) => statement);
  const closed = !stillOpen(judgeTrust(role, withStatements(policy, remaining), ours).grants, caller);
  const text: Text = {
    en: 'remove the statement that lets them in',
    ja: '引き受けを許可しているステートメントを削除します',
  };
  // IAM refuses a trust policy without statements: a last one cannot be removed by a command.
  if (remaining.length > 0) found.push(cure(role, withStatements(policy, remaining), text, closed));
  return found;
}

/** The document with the statements' principals replaced by the own account; undefined when that is not known. */
function forOwnAccount(role: Resource<Role>, policy: object, indexes: number[]): object | undefined {
  const [, partition, , , account] = role.id.split(':');
  if (account === undefined || !/^\d{12}$/.test(account)) return undefined;
  const own = { AWS: `arn:${partition}:iam::${account}:root` };
  const statements = statementsOf(policy).map(({ statement }, index) => {
    if (statement === undefined || !indexes.includes(index)) return statement;
    const { Principal: _principal, NotPrincipal: _others, ...rest } = statement;
    return { ...rest, Principal: own };
  });
  return withStatements(policy, statements);
}

function cure(role: Resource<Role>, document: object | undefined, text: Text, rejudged: boolean): Cure {
  const json = document === undefined ? undefined : JSON.stringify(document);
  if (json === undefined || json.length > LONGEST_DOCUMENT) return { text, rejudged };
  const command = `aws iam update-assume-role-policy --role-name ${shellWord(role.name)} --policy-document ${shellWord(json)}`;
  return { text, command, rejudged };
}

function stillOpen(grants: Grant[], caller: Caller): boolean {
  return grants.some(
    (grant) =>
      grant.caller.class === caller.class &&
      (caller.class !== 'web-identity' ||
        (grant.caller.class === 'web-identity' && grant.caller.issuer === caller.issuer)),
  );
}

function withCondition(policy: object, indexes: number[], key: string, value: string): object {
  const statements = statementsOf(policy).map(({ statement }, index) => {
    if (statement === undefined || !indexes.includes(index)) return statement;
    const condition = raw(statement['Condition']) ?? {};
    const equals = { ...raw(condition['StringEquals']), [key]: value };
    return { ...statement, Condition: { ...condition, StringEquals: equals } };
  });
  return withStatements(policy, statements);
}

/** The claim that tells one tenant of a shared issuer from another, and what it looks like. */
function pinning(issuer: string): { key: string; value: string } {
  switch (issuer) {
    case 'token.actions.githubusercontent.com':
      return { key: `${issuer}:sub`, value: 'repo:YOUR-ORG/YOUR-REPO:ref:refs/heads/main' };
    case 'gitlab.com':
      return { key: `${issuer}:sub`, value: 'project_path:YOUR-GROUP/YOUR-PROJECT:ref_type:branch:ref:main' };
    case 'app.terraform.io':
      return {
        key: `${issuer}:sub`,
        value: 'organization:YOUR-ORG:project:YOUR-PROJECT:workspace:YOUR-WORKSPACE:run_phase:apply',
      };
    default:
      return { key: `${issuer}:sub`, value: 'YOUR-SUBJECT' };
  }
}
