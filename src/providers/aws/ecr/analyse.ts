// ECR: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import type { Resource } from '../../../snapshot/resource.ts';
import { analysePolicyAlone } from '../policy/alone.ts';
import { shellWord } from '../words/shell.ts';
import { registrySchema } from './registry.generated.ts';
import { repositorySchema } from './repository.generated.ts';

/**
 * A private repository is reached through its policy, always signed (ECR user guide, "Private repository policies in Amazon ECR"); the
 * policy of the registry says who may replicate into its repositories, or import through its caches ("Private registry permissions").
 */
export function analyseEcr(resource: Resource, context: Context): Assessment {
  if (resource.type === 'aws.ecr.registry')
    return analysePolicyAlone(resource, context, {
      schema: registrySchema,
      kind: 'generic',
      apply: (_registry, document) => `aws ecr put-registry-policy --policy-text ${document}`,
      remove: () => 'aws ecr delete-registry-policy',
    });
  return analysePolicyAlone(resource, context, {
    schema: repositorySchema,
    kind: 'ecr',
    apply: ({ name }, document) =>
      `aws ecr set-repository-policy --repository-name ${shellWord(name)} --policy-text ${document}`,
    remove: ({ name }) => `aws ecr delete-repository-policy --repository-name ${shellWord(name)}`,
  });
}
