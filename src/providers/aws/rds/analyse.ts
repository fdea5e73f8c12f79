// RDS: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { LAST_PORT, type PortRange } from '../network/ports.ts';
import { publishedAssessment } from '../network/published.ts';
import { inRegion, shellWord } from '../words/shell.ts';
import { instanceSchema } from './instance.generated.ts';

/**
 * Outsiders reach a database that is publicly accessible, stands in a subnet with a route to an internet gateway, and whose security groups
 * let them in (RDS user guide, "Hiding a DB instance in a VPC from the internet").
 */
export function analyseRds(resource: Resource, context: Context): Assessment {
  const instance = typed(resource, instanceSchema);
  const port = setting(instance, 'port');
  const endpoint = setting(instance, 'endpoint');
  const status = setting(instance, 'status');
  const listening: PortRange[] =
    port.state === 'present'
      ? [{ protocol: 'tcp', from: port.value, to: port.value }]
      : [{ protocol: 'tcp', from: 1, to: LAST_PORT }];
  const stopped = status.state === 'present' && /^stopp/.test(status.value);
  return publishedAssessment(
    instance,
    {
      kind: 'database-port',
      ...(endpoint.state === 'present' && { host: endpoint.value }),
      ...(stopped && {
        shutBy: { en: 'the database is stopped', ja: 'データベースが停止していること' },
      }),
      cures: [
        {
          text: {
            en: 'turn public access of the database off',
            ja: 'データベースのパブリックアクセスを無効にします',
          },
          command: `aws rds modify-db-instance --db-instance-identifier ${shellWord(instance.name)} --no-publicly-accessible --apply-immediately${inRegion(instance)}`,
          rejudged: true,
        },
      ],
    },
    listening,
    context,
  );
}
