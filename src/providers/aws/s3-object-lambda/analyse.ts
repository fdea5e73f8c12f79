// S3 Object Lambda: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { analysePolicyAlone } from '../policy/alone.ts';
import { type Restriction, restricted } from '../policy/restricted.ts';
import { shellWord } from '../words/shell.ts';
import { accessPointSchema } from './access-point.generated.ts';

const BLOCK = {
  en: 'Block Public Access of the access point',
  ja: 'アクセスポイントのパブリックアクセスブロック',
};

/**
 * Whoever the policy lets in reads objects through the function of the access point (S3 user guide, "Configuring IAM policies for Object
 * Lambda access points"). Its Block Public Access is set when it is made and cannot be changed. What the function may fetch is up to the access
 * point behind it, which is judged for itself.
 */
export function analyseS3ObjectLambda(resource: Resource, context: Context): Assessment {
  const { exposures, facts } = analysePolicyAlone(resource, context, {
    schema: accessPointSchema,
    kind: 'generic',
    apply: (point, document) => `${line('put', point)} --policy ${document}`,
    remove: (point) => line('delete', point),
  });
  const restriction = restrictionOf(resource);
  return { exposures: restriction === undefined ? exposures : restricted(exposures, restriction), facts };
}

function restrictionOf(resource: Resource): Restriction | undefined {
  const block = setting(typed(resource, accessPointSchema), 'blockPublicAccess');
  if (block.state === 'unknown') return { state: 'unread', text: BLOCK, missing: [block.why] };
  if (block.state === 'absent' || !block.value) return undefined;
  return { state: 'on' };
}

function line(verb: 'put' | 'delete', { id, name }: Resource): string {
  const account = id.split(':')[4] ?? '';
  return `aws s3control ${verb}-access-point-policy-for-object-lambda --account-id ${shellWord(account)} --name ${shellWord(name)}`;
}
