// Secrets Manager: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { commandsOf, ownerOf } from '../policy/alone.ts';
import { policyExposures } from '../policy/doors.ts';
import { shellWord } from '../shell.ts';
import { secretSchema } from './secret.generated.ts';

/**
 * A secret is reached through its policy; its value only by somebody who may also decrypt with its key, and nobody outside the account can
 * use the key that AWS manages (Secrets Manager user guide, "Access secrets from a different account").
 */
export function analyseSecrets(resource: Resource, context: Context): Assessment {
  const secret = typed(resource, secretSchema);
  const policy = setting(secret, 'policy');
  const key = setting(secret, 'key');
  const keyPolicy = key.state === 'absent' ? key : setting(secret, 'keyPolicy');
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
