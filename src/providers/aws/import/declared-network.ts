// Security groups as files declare them, and things with a public address behind them.
import type { Origin } from '../../../snapshot/resource.ts';
import { word } from '../answers/shape.ts';
import type { IngressRule } from '../network/reach.ts';
import { type Part, present, type Thing, unknown } from './declared.ts';

/** One rule with its place. */
export interface DeclaredRule {
  rule: IngressRule;
  origin: Origin;
}

/** A security group; `rules` is left out where they are not known. */
export interface DeclaredGroup {
  id: string;
  name: string;
  rules: DeclaredRule[] | undefined;
}

/** What a file says of one rule, before it is put in order. */
export interface SaidRule {
  protocol: unknown;
  from: unknown;
  to: unknown;
  cidrs: unknown[];
  prefixLists: unknown[];
  groups: unknown[];
  /** A source is not known before the rule is made. */
  later: boolean;
}

const NAMES = ['tcp', 'udp', 'icmp', 'icmpv6'];

/** The rule as a setting. Of prefix lists no file holds the entries. */
export function ruleFrom({ protocol, from, to, cidrs, prefixLists, groups, later }: SaidRule): IngressRule {
  const said = String(protocol ?? '-1').toLowerCase();
  const name = said === 'all' ? '-1' : said;
  const ports = NAMES.includes(name) || name === '6' || name === '17';
  const port = (value: unknown) => (ports && /^\d+$/.test(String(value)) ? Number(value) : undefined);
  const [first, last] = [port(from), port(to)];
  const words = (values: unknown[]) =>
    values.filter((one) => typeof one === 'string' && one !== '').map(String);
  const lists = words(prefixLists).map((id) => ({ id, unread: { reason: 'not-held' as const } }));
  const all = later
    ? [...lists, { id: LATER, unread: { reason: 'missing' as const, detail: LATER } }]
    : lists;
  return {
    protocol: name,
    ...(first !== undefined && { from: first }),
    ...(last !== undefined && { to: last }),
    ...(words(cidrs).length > 0 && { cidrs: words(cidrs) }),
    ...(all.length > 0 && { prefixLists: all }),
    ...(words(groups).length > 0 && { groups: words(groups).map((id) => ({ id })) }),
  };
}

const LATER = 'known after apply';

/** The setting that holds groups, with the place of every rule. */
export function groupsPart(groups: DeclaredGroup[], origin: Origin): Part {
  const places: Record<string, Origin> = {};
  for (const [at, { rules = [] }] of groups.entries())
    for (const [index, rule] of rules.entries()) places[`/${at}/rules/${index}`] = rule.origin;
  const value = groups.map(({ id, name, rules }) => ({
    id,
    name,
    ...(rules !== undefined && { rules: rules.map(({ rule }) => rule) }),
  }));
  return { known: present(value), origin, places };
}

/** A group by itself. */
export function groupParts(group: DeclaredGroup, origin: Origin): Map<string, Part> {
  const { rules } = group;
  const part: Part = rules === undefined ? { known: unknown('missing') } : groupsPart([group], origin);
  return new Map([['securityGroups', part]]);
}

/** Gives a thing its public address, or none, and the groups that guard it. */
export function expose(
  { parts, origin }: Thing & { origin: Origin },
  open: Part,
  groups: DeclaredGroup[],
  subnet: string | undefined,
): void {
  const { known } = open;
  if (known.state === 'unknown') parts.set('interfaces', open);
  else if (known.state === 'absent' || known.value !== true)
    parts.set('interfaces', { ...open, known: present([]) });
  else {
    const interfaces = [
      { families: ['ipv4'], groups: groups.map(({ id }) => id), subnet: subnet ?? 'of the default VPC' },
    ];
    parts.set('interfaces', { ...open, known: present(interfaces) });
    parts.set('securityGroups', groupsPart(groups, origin));
  }
}

/** What a file says of the instance metadata service; what it leaves out, the image and the defaults of the account decide. */
export function metadataParts(
  { parts }: Thing,
  said: { tokens: unknown; endpoint: unknown },
  origin: Origin,
): void {
  const tokens = word(said.tokens);
  const endpoint = word(said.endpoint);
  if (tokens !== undefined) parts.set('metadataTokens', { known: present(tokens), origin });
  if (endpoint !== undefined) parts.set('metadataEndpoint', { known: present(endpoint), origin });
}
