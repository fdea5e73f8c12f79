// IAM: settings -> exposures and facts. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { type Account, accountSchema } from './account.generated.ts';
import {
  adminEvidence,
  allowsEverything,
  type Fact,
  fullAdmin,
  policyEvidence,
  userFullAdmin,
} from './admin.ts';
import { type Group, groupSchema } from './group.generated.ts';
import { policySchema } from './policy.generated.ts';
import { type Role, roleSchema } from './role.generated.ts';
import { trustExposures } from './trust.ts';
import { isServiceLinked } from './trust-question.ts';
import { type User, userSchema } from './user.generated.ts';
import { accountWords, policyWords, userWords } from './words.ts';

/** Judges one IAM resource. Only roles can be exposed; the others have facts. */
export function analyseIam(resource: Resource, context: Context): Assessment {
  switch (resource.type) {
    case 'aws.iam.role':
      return analyseRole(typed(resource, roleSchema), context);
    case 'aws.iam.user':
      return analyseUser(typed(resource, userSchema), context);
    case 'aws.iam.group':
      return facts({ fullAdmin: fullAdmin(withoutBoundary(typed(resource, groupSchema)), context) });
    case 'aws.iam.policy': {
      const policy = typed(resource, policySchema);
      const document = setting(policy, 'document');
      if (document.state === 'unknown') return facts({ fullAdmin: [document.why] });
      if (document.state === 'absent' || !allowsEverything(document.value))
        return facts({ fullAdmin: false });
      const statements = policyEvidence(document.value);
      const words = { ...policyWords(policy), document: statements, 'facts.fullAdmin': statements };
      return { ...facts({ fullAdmin: true }), words };
    }
    case 'aws.iam.account': {
      const account = typed(resource, accountSchema);
      return { ...facts({ rootWithoutMfa: rootWithoutMfa(account) }), words: accountWords(account) };
    }
    default:
      return facts({});
  }
}

function analyseRole(role: Resource<Role>, context: Context): Assessment {
  const full = fullAdmin(role, context);
  const assessment = facts({ fullAdmin: full, serviceLinked: isServiceLinked(role) });
  const words: Assessment['words'] = full === true ? { 'facts.fullAdmin': adminEvidence(role, context) } : {};
  return { ...assessment, exposures: trustExposures(role, context), words };
}

function analyseUser(user: Resource<User>, context: Context): Assessment {
  const full = userFullAdmin(user, context);
  const admin: Assessment['words'] = full === true ? { 'facts.fullAdmin': adminEvidence(user, context) } : {};
  return { ...facts({ fullAdmin: full }), words: { ...userWords(user, context.now), ...admin } };
}

/** Whether the root user has a password at all can only close: an unread answer leaves a root user without MFA what it is. */
function rootWithoutMfa(account: Resource<Account>): Fact {
  const { rootPasswordPresent } = account.settings;
  if (rootPasswordPresent === false) return false;
  const mfa = setting(account, 'rootMfaActive');
  if (mfa.state === 'unknown') return [mfa.why];
  return mfa.state === 'present' && !mfa.value;
}

/** Groups have no permissions boundaries. */
function withoutBoundary(group: Resource<Group>): Resource<Group & { permissionsBoundary?: null }> {
  return { ...group, settings: { ...group.settings, permissionsBoundary: null } };
}

function facts(named: Record<string, Fact>): Assessment {
  const assessment: Assessment = { exposures: [], facts: {} };
  for (const [name, fact] of Object.entries(named)) {
    if (typeof fact === 'boolean') assessment.facts[name] = fact;
    else assessment.unknownFacts = { ...assessment.unknownFacts, [name]: fact };
  }
  return assessment;
}
