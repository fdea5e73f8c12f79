// CodeArtifact: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import type { Resource } from '../../../snapshot/resource.ts';
import { analysePolicyAlone } from '../policy/alone.ts';
import { shellWord } from '../words/shell.ts';
import { domainSchema } from './domain.generated.ts';
import { repositorySchema } from './repository.generated.ts';

/**
 * Domains and repositories are reached from other accounts through their own policies (CodeArtifact user guide, "Domain policies" and
 * "Repository policies"). Packages need a token of the domain, and reading from a repository its policy; each is judged for itself.
 */
export function analyseCodeartifact(resource: Resource, context: Context): Assessment {
  if (resource.type === 'aws.codeartifact.domain') {
    const where = `--domain ${shellWord(resource.name)}`;
    return analysePolicyAlone(resource, context, {
      schema: domainSchema,
      kind: 'generic',
      apply: (_domain, document) =>
        `aws codeartifact put-domain-permissions-policy ${where} --policy-document ${document}`,
      remove: () => `aws codeartifact delete-domain-permissions-policy ${where}`,
    });
  }
  const [, domain = ''] = /:repository\/([^/]+)\//.exec(resource.id) ?? [];
  const where = `--domain ${shellWord(domain)} --repository ${shellWord(resource.name)}`;
  return analysePolicyAlone(resource, context, {
    schema: repositorySchema,
    kind: 'generic',
    apply: (_repository, document) =>
      `aws codeartifact put-repository-permissions-policy ${where} --policy-document ${document}`,
    remove: () => `aws codeartifact delete-repository-permissions-policy ${where}`,
  });
}
