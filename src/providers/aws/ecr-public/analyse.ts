// Public ECR: settings -> exposures. Pure.
import type { Assessment, Context, Exposure } from '../../../exposure.ts';
import { type Known, type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { commandsOf, ownerOf } from '../policy/alone.ts';
import { policyExposures } from '../policy/doors.ts';
import { shellWord } from '../words/shell.ts';
import { repositorySchema } from './repository.generated.ts';

/**
 * Anybody finds and pulls what is in a public repository, whatever its policy says; the policy says who else may push (ECR Public user
 * guide, "Public repositories", "Public repository policies").
 */
export function analyseEcrPublic(resource: Resource, context: Context): Assessment {
  const repository = typed(resource, repositorySchema);
  const byPolicy = policyExposures(
    {
      setting: 'policy',
      policy: setting(repository, 'policy'),
      about: { kind: 'generic', resource: repository.id, ...ownerOf(repository.id) },
      ...commandsOf(resource, {
        apply: ({ name }, document) =>
          `aws ecr-public set-repository-policy --repository-name ${shellWord(name)} --policy-text ${document}`,
        remove: ({ name }) => `aws ecr-public delete-repository-policy --repository-name ${shellWord(name)}`,
      }),
    },
    repository.scope,
    context,
  );
  return { exposures: [...pulled(setting(repository, 'address')), ...byPolicy], facts: {} };
}

function pulled(address: Known<string>): Exposure[] {
  if (address.state === 'absent') return [];
  const pulling = {
    audience: 'anyone',
    access: ['list', 'read'],
    via: 'public-gallery',
    basis: 'configuration',
  } satisfies Partial<Exposure>;
  if (address.state === 'unknown')
    return [{ ...pulling, state: 'unknown', evidence: [], missing: [address.why] }];
  const text = {
    en: `the repository is public: anybody can pull from ${address.value}`,
    ja: `パブリックリポジトリです。${address.value} から誰でもプルできます`,
  };
  return [{ ...pulling, state: 'open', evidence: [{ setting: 'address', text, value: address.value }] }];
}
