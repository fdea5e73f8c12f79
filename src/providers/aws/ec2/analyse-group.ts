// Security groups by themselves: wide open ones that guard nothing public yet, and outside accounts that are let in by peering. Pure.
import type { Assessment, Context, Exposure } from '../../../exposure.ts';
import { type Known, type Resource, setting, type Text, typed } from '../../../snapshot/resource.ts';
import { oursIn } from '../account/service.ts';
import { openNetwork } from '../network/direct.ts';
import { networkAssessment, unreadAssessment } from '../network/exposures.ts';
import type { SecurityGroup } from '../network/reach.ts';
import { type SecurityGroup as Settings, securityGroupSchema } from './security-group.generated.ts';

type Guards = NonNullable<Settings['guards']>;

/** What has a public address behind a group is judged by itself; here it is told what would be open if there were something. */
export function analyseGroup(resource: Resource, context: Context): Assessment {
  const group = typed(resource, securityGroupSchema);
  const groups = setting(group, 'securityGroups');
  if (groups.state === 'unknown') return unreadAssessment(groups.why);
  const guards = setting(group, 'guards');
  const id = resource.id.split('/').at(-1) ?? resource.id;
  const shutBy = NOTHING[guards.state === 'present' && guards.value.interfaces > 0 ? 'private' : 'nothing'];
  const wide = networkAssessment(
    openNetwork({ id, securityGroups: groups }),
    { id: resource.id, shutBy },
    context.ours,
  );
  const { facts, unknownFacts } = wide;
  const exposures = [
    ...wide.exposures.flatMap((one) => behind(one, guards)),
    ...peers(resource, groups, guards, context),
  ];
  return { exposures, facts, ...(unknownFacts && { unknownFacts }) };
}

const NOTHING: Record<'nothing' | 'private', Text> = {
  nothing: { en: 'nothing stands behind it', ja: '関連付けられたものがないこと' },
  private: {
    en: 'nothing behind it has a public address',
    ja: '関連付けられたものがパブリックアドレスを持たないこと',
  },
};

function behind(exposure: Exposure, guards: Known<Guards>): Exposure[] {
  if (guards.state === 'present' && guards.value.public > 0) return [];
  const evidence = exposure.evidence.filter(({ setting: about }) => about === 'securityGroups');
  if (guards.state !== 'unknown') return [{ ...exposure, evidence }];
  const { guard: _guard, ...rest } = exposure;
  return [{ ...rest, evidence, state: 'unknown', missing: [guards.why] }];
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
