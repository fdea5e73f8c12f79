// Security groups by themselves: wide open ones that guard nothing public yet, and outside accounts that are let in by peering. Pure.
import type { Assessment, Context, Exposure } from '../../../exposure.ts';
import { type Known, type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { oursIn } from '../account/service.ts';
import { openNetwork } from '../network/direct.ts';
import { unreadAssessment } from '../network/exposures.ts';
import { kindOf, type PortKind } from '../network/ports.ts';
import { type Opening, openingsOf, type SecurityGroup } from '../network/reach.ts';
import { evidenceOf } from '../network/words.ts';
import { type SecurityGroup as Settings, securityGroupSchema } from './security-group.generated.ts';

type Guards = NonNullable<Settings['guards']>;

/**
 * What has a public address behind a group is judged by itself. Of the group it is told which ports it would open for a thing that had one,
 * and which accounts it lets in.
 */
export function analyseGroup(resource: Resource, context: Context): Assessment {
  const group = typed(resource, securityGroupSchema);
  const groups = setting(group, 'securityGroups');
  if (groups.state === 'unknown')
    return { ...unreadAssessment(groups.why), unknownFacts: { openPorts: [groups.why] } };
  const id = resource.id.split('/').at(-1) ?? resource.id;
  const network = openNetwork({ id, securityGroups: groups });
  const openings = openingsOf(network, context.ours.networks);
  const unread = openings.filter(({ breadth }) => breadth === 'unknown').flatMap(({ missing }) => missing);
  const wide = openings.filter((one) => isWide(one) && RISKY.includes(kindOf(one)));
  const openPorts = wide.map(({ protocol, from, to }) => ({ protocol, from, to }));
  const unsure = openPorts.length === 0 && unread.length > 0;
  const said = wide
    .flatMap((one) => evidenceOf(network, one, context.ours.networks))
    .filter((one) => one.setting === 'securityGroups');
  return {
    exposures: peers(resource, groups, setting(group, 'guards'), context),
    facts: unsure ? {} : { openPorts },
    ...(unsure && { unknownFacts: { openPorts: unread } }),
    ...(said.length > 0 && { words: { 'facts.openPorts': said } }),
  };
}

const RISKY: PortKind[] = ['all-ports', 'admin-port', 'database-port'];

function isWide({ breadth }: Opening): boolean {
  return breadth === 'world' || breadth === 'wide';
}

/** Members of security groups of other accounts, over a peering (VPC peering guide, "Reference peer security groups"). */
function peers(
  resource: Resource,
  groups: Known<SecurityGroup[]>,
  guards: Known<Guards>,
  context: Context,
): Exposure[] {
  if (groups.state !== 'present') return [];
  if (guards.state === 'present' && guards.value.interfaces === 0) return [];
  const ours = oursIn(context, resource.scope);
  const found = new Map<string, Exposure>();
  for (const [at, { rules = [] }] of groups.value.entries())
    for (const [index, { groups: members = [] }] of rules.entries())
      for (const { id, account } of members) {
        if (account === undefined || ours.accounts.includes(account)) continue;
        const vendor = context.ours.vendors.find(({ accounts }) => accounts.includes(account));
        const exposure = found.get(account) ?? {
          audience: 'named-outsider',
          access: ['invoke'],
          via: 'vpc-peering',
          subject: account,
          ...(vendor !== undefined && { subjectName: vendor.name }),
          who: [account],
          state: 'open',
          basis: 'configuration',
          evidence: [],
          ...(!context.ours.declared && vendor === undefined && { perhapsOurs: true }),
        };
        exposure.evidence.push({
          setting: 'securityGroups',
          pointer: `/${at}/rules/${index}`,
          text: {
            en: `members of security group ${id} of account ${account} are let in`,
            ja: `アカウント ${account} のセキュリティグループ ${id} に属するものからの通信を許可しています`,
          },
        });
        found.set(account, exposure);
      }
  return [...found.values()];
}
