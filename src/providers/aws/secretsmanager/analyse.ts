// Secrets Manager: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Known, type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { raw } from '../answers/shape.ts';
import { many } from '../answers/statements.ts';
import { grantStatements } from '../kms/grants.ts';
import { commandsOf, ownerOf } from '../policy/alone.ts';
import { policyExposures } from '../policy/doors.ts';
import { shellWord } from '../words/shell.ts';
import { type Secret, secretSchema } from './secret.generated.ts';

/**
 * A secret is reached through its policy; its value only by somebody who may also decrypt with its key, and nobody outside the account can
 * use the key that AWS manages (Secrets Manager user guide, "Access secrets from a different account").
 */
export function analyseSecrets(resource: Resource, context: Context): Assessment {
  const secret = typed(resource, secretSchema);
  const policy = setting(secret, 'policy');
  const key = setting(secret, 'key');
  const keyPolicy = key.state === 'absent' ? key : withGrants(secret);
  const exposures = policyExposures(
    {
      setting: 'policy',
      policy,
      about: {
        kind: 'secret',
        resource: secret.id,
        ...ownerOf(secret.id),
        ...(keyPolicy.state !== 'unknown' && {
          keyPolicy: keyPolicy.state === 'present' ? keyPolicy.value : null,
        }),
      },
      ...commandsOf(resource, {
        apply: ({ id }, document) =>
          `aws secretsmanager put-resource-policy --secret-id ${shellWord(id)} --block-public-policy --resource-policy ${document}`,
        remove: ({ id }) => `aws secretsmanager delete-resource-policy --secret-id ${shellWord(id)}`,
      }),
    },
    secret.scope,
    context,
  );
  if (keyPolicy.state !== 'unknown') return { exposures, facts: {} };
  const { why } = keyPolicy;
  return {
    exposures: exposures.map((exposure) =>
      exposure.state === 'unknown' && policy.state === 'present' ? { ...exposure, missing: [why] } : exposure,
    ),
    facts: {},
  };
}

/** The policy of the key, with what its grants allow as further statements: the engine asks one document. */
function withGrants(secret: Resource<Secret>): Known<object> {
  const policy = setting(secret, 'keyPolicy');
  const grants = setting(secret, 'keyGrants');
  if (policy.state !== 'present') return policy;
  if (grants.state === 'unknown') return grants;
  const granted = grants.state === 'present' ? grantStatements(grants.value) : [];
  if (granted.length === 0) return policy;
  const document = raw(policy.value) ?? {};
  return {
    state: 'present',
    value: { ...document, Statement: [...many(document['Statement']), ...granted] },
  };
}
