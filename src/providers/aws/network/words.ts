// What lets outsiders in through the network, in words.
import type { Evidence } from '../../../exposure.ts';
import type { Text } from '../../../snapshot/resource.ts';
import { outsiders, rangesIn } from './addresses.ts';
import { portWords } from './ports.ts';
import type { Doubt, IngressRule, Network, Opening, SecurityGroup } from './reach.ts';

const MOST_SOURCES = 3;

/** The sources of a rule that are outside, as it writes them: ranges, and prefix lists by name. */
export function outsideSources(
  { cidrs = [], prefixLists = [] }: IngressRule,
  ours: readonly string[],
): string[] {
  const own = rangesIn(ours);
  const outside = (list: readonly string[]) => outsiders(rangesIn(list), own).length > 0;
  return [
    ...cidrs.filter((cidr) => outside([cidr])),
    ...prefixLists.filter((list) => outside(list.cidrs ?? [])).map(({ id, name }) => name ?? id),
  ];
}

/** `0.0.0.0/0 and ::/0`, the first few of more. */
export function sourceWords(sources: readonly string[]): Text {
  const shown = sources.slice(0, MOST_SOURCES);
  const rest = sources.length - shown.length;
  if (rest > 0)
    return { en: `${shown.join(', ')} and ${rest} more`, ja: `${shown.join('、')} ほか ${rest} 件` };
  return { en: shown.join(', '), ja: shown.join('、') };
}

/** `web (sg-1)` */
export function groupName({ id, name }: SecurityGroup): string {
  return name === undefined ? id : `${name} (${id})`;
}

/** The rules, the address and the route that an opening stands on. */
export function evidenceOf(network: Network, opening: Opening, ours: readonly string[]): Evidence[] {
  const found: Evidence[] = [];
  const { securityGroups, subnets } = network;
  const ports = portWords(opening);
  for (const { group, rule } of opening.rules) {
    const named = securityGroups.state === 'present' ? securityGroups.value[group] : undefined;
    const said = named?.rules?.[rule];
    if (named === undefined || said === undefined) continue;
    const sources = outsideSources(said, ours);
    if (sources.length === 0) continue;
    const from = sourceWords(sources);
    found.push({
      setting: 'securityGroups',
      pointer: `/${group}/rules/${rule}`,
      text: {
        en: `security group ${groupName(named)} lets ${from.en} in on ${ports.en}`,
        ja: `セキュリティグループ ${groupName(named)} が ${from.ja} からの ${ports.ja} を許可しています`,
      },
    });
  }
  if (opening.at.groups === undefined || securityGroups.state === 'absent')
    found.push({
      setting: 'securityGroups',
      text: { en: 'no security group guards it', ja: 'セキュリティグループが設定されていません' },
    });
  const place = network.interfaces.indexOf(opening.at);
  const { addresses } = opening.at;
  if (addresses !== undefined)
    found.push({
      setting: 'interfaces',
      pointer: `/${place}`,
      text: {
        en: `it has the public address ${addresses.join(', ')}`,
        ja: `パブリックアドレス ${addresses.join('、')} を持っています`,
      },
    });
  if (subnets.state !== 'present') return found;
  const index = subnets.value.findIndex(({ id }) => id === opening.at.subnet);
  const route = subnets.value[index]?.routes?.find(({ kind }) => kind !== 'elsewhere');
  if (route !== undefined)
    found.push({
      setting: 'subnets',
      pointer: `/${index}`,
      text: {
        en: `subnet ${opening.at.subnet} has a route to the internet (${route.target ?? 'internet gateway'})`,
        ja: `サブネット ${opening.at.subnet} にはインターネットへのルートがあります（${route.target ?? 'インターネットゲートウェイ'}）`,
      },
    });
  return found;
}

const DOUBTS: Record<Doubt, Text> = {
  route: { en: 'the route table of the subnet', ja: 'サブネットのルートテーブル' },
  acl: { en: 'the network ACL of the subnet', ja: 'サブネットのネットワーク ACL' },
  block: { en: 'VPC Block Public Access', ja: 'VPC のブロックパブリックアクセス (BPA)' },
  inspected: {
    en: 'the firewall in front of it, whose rules are not judged',
    ja: '手前にあるファイアウォール（そのルールは判定対象外です）',
  },
};

export const BLOCKED = DOUBTS.block;

/** The guards that may yet stop it. */
export function doubtWords(doubts: readonly Doubt[], other?: Text): Text {
  const each = [
    ...[...new Set(doubts)].map((doubt) => DOUBTS[doubt]),
    ...(other === undefined ? [] : [other]),
  ];
  return { en: each.map(({ en }) => en).join(' or '), ja: each.map(({ ja }) => ja).join('、または') };
}
