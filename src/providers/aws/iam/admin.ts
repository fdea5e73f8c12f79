// Does a policy, or everything that is attached to a principal, allow every action on every resource?
import type { Context, Evidence } from '../../../exposure.ts';
import { type Resource, setting, type Text, type Unknown } from '../../../snapshot/resource.ts';
import { many, statementsOf } from '../answers/statements.ts';
import type { Group } from './group.generated.ts';
import type { Policy } from './policy.generated.ts';
import { isAwsManaged } from './project.ts';
import type { User } from './user.generated.ts';

/** A fact that may not be decidable: its value, or the settings that were missing. */
export type Fact = boolean | Unknown[];

/** What roles, users and groups have in common. */
export interface Principal {
  attachedPolicies?: { arn: string; name?: string }[];
  inlinePolicies?: { name: string; document?: object; problem?: string }[];
  permissionsBoundary?: string | null;
}

/**
 * True when the document allows every action on every resource without a condition, the test of the CIS benchmark and of Security Hub
 * control IAM.1, and no statement of its own denies everything. A condition makes it false: what it asks for (a second factor, a network)
 * is then the question.
 */
export function allowsEverything(document: object): boolean {
  let allowed = false;
  for (const { statement } of statementsOf(document)) {
    if (statement === undefined || statement['Condition'] !== undefined) continue;
    const everything = stars(statement['Action'], /^(\*|\*:\*)$/) && stars(statement['Resource'], /^\*+$/);
    if (!everything) continue;
    if (statement['Effect'] === 'Deny') return false;
    if (statement['Effect'] === 'Allow') allowed = true;
  }
  return allowed;
}

/** The statements by which a document allows everything, as evidence of the setting that holds it. */
function everythingIn(document: object, where: { setting: string; pointer: string }, what: Text): Evidence[] {
  return statementsOf(document).flatMap(({ statement, pointer }, index) => {
    if (statement === undefined || !allowsEverything({ Statement: statement })) return [];
    const sid = typeof statement['Sid'] === 'string' ? `"${statement['Sid']}"` : String(index + 1);
    return [
      {
        setting: where.setting,
        pointer: where.pointer + pointer,
        text: {
          en: `${what.en}, statement ${sid}, allows every action on every resource`,
          ja: `${what.ja}のステートメント ${sid} が、すべてのリソースに対するすべての操作を許可しています`,
        },
      },
    ];
  });
}

/** What makes a policy one for everything. */
export function policyEvidence(document: object): Evidence[] {
  return everythingIn(document, { setting: 'document', pointer: '' }, { en: 'the policy', ja: 'ポリシー' });
}

/** The policies that give a role, a group or a user everything; those of its groups for a user. */
export function adminEvidence(
  principal: Resource<Principal & { groups?: string[] }>,
  context: Context,
): Evidence[] {
  const { attachedPolicies = [], inlinePolicies = [], groups = [] } = principal.settings;
  const found: Evidence[] = [];
  for (const [index, { arn, name = arn }] of attachedPolicies.entries()) {
    const setting = 'attachedPolicies';
    if (managedAllows(arn, principal.scope, context) !== true) continue;
    const text = {
      en: `attached policy ${name} allows every action on every resource`,
      ja: `アタッチされたポリシー ${name} が、すべてのリソースに対するすべての操作を許可しています`,
    };
    found.push({ setting, pointer: `/${index}`, text });
  }
  for (const [index, { name, document }] of inlinePolicies.entries()) {
    if (document === undefined || !allowsEverything(document)) continue;
    const what = { en: `inline policy "${name}"`, ja: `インラインポリシー「${name}」` };
    found.push(...everythingIn(document, { setting: 'inlinePolicies', pointer: `/${index}/document` }, what));
  }
  const known: Resource<Group>[] = context.all('aws.iam.group', principal.scope);
  for (const group of known.filter(({ name }) => groups.includes(name)))
    for (const { text, ...rest } of adminEvidence(group, context))
      found.push({
        ...rest,
        resource: { type: group.type, id: group.id },
        text: {
          en: `through group ${group.name}: ${text.en}`,
          ja: `グループ ${group.name} を通じて: ${text.ja}`,
        },
      });
  return found;
}

function stars(value: unknown, star: RegExp): boolean {
  return many(value).some((entry) => typeof entry === 'string' && star.test(entry));
}

/** The fact `fullAdmin` of a role or a group, or of a user without its groups. */
export function fullAdmin<S extends Principal>(principal: Resource<S>, context: Context): Fact {
  return both(permissions(principal, context), boundaryAllows(principal, context));
}

/** The fact `fullAdmin` of a user: its own permissions or those of a group it is in, within its boundary. */
export function userFullAdmin(user: Resource<User>, context: Context): Fact {
  const groups = setting(user, 'groups');
  let granted = permissions(user, context);
  if (groups.state === 'unknown') granted = either(granted, [groups.why]);
  if (groups.state === 'present') {
    const known = context.all('aws.iam.group', user.scope);
    for (const name of groups.value) {
      const group: Resource<Group> | undefined = known.find((candidate) => candidate.name === name);
      granted = either(
        granted,
        group === undefined ? [absent(`group ${name}`)] : permissions(group, context),
      );
    }
  }
  return both(granted, boundaryAllows(user, context));
}

function permissions(principal: Resource<Principal>, context: Context): Fact {
  const attached = setting(principal, 'attachedPolicies');
  let fact: Fact = false;
  if (attached.state === 'unknown') fact = [attached.why];
  if (attached.state === 'present')
    for (const { arn } of attached.value) fact = either(fact, managedAllows(arn, principal.scope, context));
  const inline = setting(principal, 'inlinePolicies');
  if (inline.state === 'unknown') fact = either(fact, [inline.why]);
  if (inline.state === 'present')
    for (const { name, document, problem } of inline.value) {
      const why: Unknown = { setting: 'inlinePolicies', reason: 'malformed', detail: `${name}: ${problem}` };
      fact = either(fact, document === undefined ? [why] : allowsEverything(document));
    }
  return fact;
}

/** Of AWS's own policies only AdministratorAccess allows everything (AWS managed policy reference). */
function managedAllows(arn: string, scope: string, context: Context): Fact {
  if (isAwsManaged(arn)) return /:policy\/AdministratorAccess$/.test(arn);
  const policy: Resource<Policy> | undefined = context
    .all('aws.iam.policy', scope)
    .find((candidate) => candidate.id === arn);
  if (policy === undefined) return [absent(`the document of ${arn}`)];
  const document = setting(policy, 'document');
  if (document.state === 'unknown') return [document.why];
  return document.state === 'present' && allowsEverything(document.value);
}

/** A boundary can only take away; without one nothing is taken. */
function boundaryAllows(principal: Resource<Principal>, context: Context): Fact {
  const boundary = setting(principal, 'permissionsBoundary');
  if (boundary.state !== 'present') return boundary.state === 'absent' ? true : [boundary.why];
  return managedAllows(boundary.value, principal.scope, context);
}

function absent(what: string): Unknown {
  return { setting: 'attachedPolicies', reason: 'missing', detail: `${what} was not seen` };
}

function either(one: Fact, other: Fact): Fact {
  if (one === true || other === true) return true;
  if (one === false) return other;
  return other === false ? one : [...one, ...other];
}

function both(one: Fact, other: Fact): Fact {
  if (one === false || other === false) return false;
  if (one === true) return other;
  return other === true ? one : [...one, ...other];
}
