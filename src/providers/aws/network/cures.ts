// Changes of security groups that close an opening, each judged again before it is offered.
import type { Cure } from '../../../exposure.ts';
import { inRegion, shellWord } from '../words/shell.ts';
import { outsiders, rangesIn } from './addresses.ts';
import { portWords } from './ports.ts';
import { type IngressRule, type Network, type Opening, openingsOf } from './reach.ts';
import { groupName, outsideSources, sourceWords } from './words.ts';

/** Rules beyond these are not pasted one by one. */
const MOST_COMMANDS = 3;

/** Taking the outsiders out of the rules that let them in; none where no security group decides. */
export function groupCures(
  network: Network,
  openings: Opening[],
  ours: readonly string[],
  region: string | undefined,
): Cure[] {
  const { securityGroups } = network;
  if (securityGroups.state !== 'present') return [];
  const places = new Map(
    openings.flatMap(({ rules }) => rules.map((one) => [`${one.group}/${one.rule}`, one] as const)),
  );
  const [first] = openings;
  const commands: string[] = [];
  const names = new Set<string>();
  const sources = new Set<string>();
  for (const { group, rule } of places.values()) {
    const named = securityGroups.value[group];
    const said = named?.rules?.[rule];
    if (named === undefined || said === undefined) continue;
    const outside = outsideSources(said, ours);
    if (outside.length === 0) continue;
    names.add(groupName(named));
    for (const source of outside) sources.add(source);
    commands.push(
      `aws ec2 revoke-security-group-ingress --group-id ${shellWord(named.id)} --ip-permissions ${shellWord(JSON.stringify([permissionOf(said, ours)]))}${inRegion({ region })}`,
    );
  }
  if (first === undefined || commands.length === 0) return [];
  const ports = openings.map((one) => portWords(one));
  const from = sourceWords([...sources]);
  return [
    {
      text: {
        en: `take ${from.en} out of security group ${[...names].join(', ')} for ${[...new Set(ports.map(({ en }) => en))].join(', ')}, or name the networks that need it`,
        ja: `セキュリティグループ ${[...names].join('、')} から ${from.ja} の ${[...new Set(ports.map(({ ja }) => ja))].join('、')} の許可を削除するか、必要なネットワークだけを指定します`,
      },
      ...(commands.length <= MOST_COMMANDS && { command: commands.join(' && ') }),
      rejudged: !stillOpen(without(network, openings, ours), openings, ours),
    },
  ];
}

/** The outside part of a rule, as the AWS CLI wants it. */
function permissionOf(
  { protocol, from, to, cidrs = [], prefixLists = [] }: IngressRule,
  ours: readonly string[],
) {
  const outside = cidrs.filter((cidr) => isOutside([cidr], ours));
  const four = outside.filter((cidr) => !cidr.includes(':')).map((CidrIp) => ({ CidrIp }));
  const six = outside.filter((cidr) => cidr.includes(':')).map((CidrIpv6) => ({ CidrIpv6 }));
  const lists = prefixLists
    .filter((list) => isOutside(list.cidrs ?? [], ours))
    .map(({ id }) => ({ PrefixListId: id }));
  return {
    IpProtocol: protocol,
    ...(from !== undefined && { FromPort: from }),
    ...(to !== undefined && { ToPort: to }),
    ...(four.length > 0 && { IpRanges: four }),
    ...(six.length > 0 && { Ipv6Ranges: six }),
    ...(lists.length > 0 && { PrefixListIds: lists }),
  };
}

function isOutside(cidrs: readonly string[], ours: readonly string[]): boolean {
  return outsiders(rangesIn(cidrs), rangesIn(ours)).length > 0;
}

function without(network: Network, openings: Opening[], ours: readonly string[]): Network {
  const { securityGroups } = network;
  if (securityGroups.state !== 'present') return network;
  const changed = securityGroups.value.map((group, at) => ({
    ...group,
    ...(group.rules !== undefined && {
      rules: group.rules.map((rule, index) => {
        const named = openings.some((one) =>
          one.rules.some((place) => place.group === at && place.rule === index),
        );
        if (!named) return rule;
        const { cidrs = [], prefixLists = [] } = rule;
        return {
          ...rule,
          cidrs: cidrs.filter((cidr) => !isOutside([cidr], ours)),
          prefixLists: prefixLists.filter((list) => !isOutside(list.cidrs ?? [], ours)),
        };
      }),
    }),
  }));
  return { ...network, securityGroups: { state: 'present', value: changed } };
}

function stillOpen(network: Network, openings: Opening[], ours: readonly string[]): boolean {
  return openingsOf(network, ours).some((after) =>
    openings.some(
      ({ protocol, from, to }) => after.protocol === protocol && after.from <= to && from <= after.to,
    ),
  );
}
