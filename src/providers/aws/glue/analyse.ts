// Glue: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { commandsOf, ownerOf } from '../policy/alone.ts';
import { policyExposures } from '../policy/doors.ts';
import { catalogSchema } from './catalog.generated.ts';

/**
 * One policy speaks of the catalog and of all databases and tables in it (Glue developer guide, "Resource-based policy examples for AWS
 * Glue"). It opens what the catalog says; the data itself lies elsewhere. Lake Formation grants are not part of it.
 */
export function analyseGlue(resource: Resource, context: Context): Assessment {
  const catalog = typed(resource, catalogSchema);
  const exposures = policyExposures(
    {
      setting: 'policy',
      policy: setting(catalog, 'policy'),
      about: { kind: 'generic', resource: catalog.id.replace(/[^:]*$/, '*'), ...ownerOf(catalog.id) },
      ...commandsOf(resource, {
        apply: (_catalog, document) => `aws glue put-resource-policy --policy-in-json ${document}`,
        remove: () => 'aws glue delete-resource-policy',
      }),
    },
    catalog.scope,
    context,
  );
  return { exposures, facts: {} };
}
