// Openings as exposures: one for each port that steers machines or holds data, one for web ports, one for all others.
import type { Assessment, Audience, Cure, Exposure, Ours, State } from '../../../exposure.ts';
import { anAddress } from '../../../policy/language/interval.ts';
import type { Text, Unknown } from '../../../snapshot/resource.ts';
import { shellWord } from '../words/shell.ts';
import { groupCures } from './cures.ts';
import { admits } from './packet.ts';
import { aPort, isAllPorts, kindOf, LAST_PORT, type PortKind, portText, portWords } from './ports.ts';
import { type Network, type Opening, openingsOf } from './reach.ts';
import { BLOCKED, doubtWords, evidenceOf, outsideSources } from './words.ts';

/** The thing behind the network. */
export interface Target {
  /** Its ARN or id. */
  id: string;
  /** Where to connect to; without it the address of the interface is taken. */
  host?: string;
  /** What its ports are for, whatever their numbers: a database on a port of its own. */
  kind?: PortKind | 'cluster-endpoint';
  /** What else stops it today, one switch away: it is stopped. */
  shutBy?: Text;
  /** What else may stop it, and is not read: the security groups of what a load balancer passes traffic on to. */
  unless?: Text;
  /** Changes of the thing itself that close it: not publicly accessible. */
  cures?: Cure[];
}

/** Sources beyond these are not named one by one. */
const MOST_SOURCES = 20;

/** Who on the internet reaches the thing, and the facts about its ports. */
export function networkAssessment(network: Network, target: Target, ours: Ours): Assessment {
  const openings = openingsOf(network, ours.networks);
  const exposures: Exposure[] = [];
  for (const bundle of bundlesOf(openings, target)) exposures.push(exposureOf(network, target, bundle, ours));
  const unread = openings.filter(({ breadth, blocked }) => breadth === 'unknown' && !blocked);
  if (target.shutBy === undefined) exposures.push(...undecidedOf(unread, target));
  return { exposures, ...factsOf(openings, unread) };
}

/** Openings that are told of together. */
interface Bundle {
  audience: Audience;
  via: string;
  state: State;
  openings: Opening[];
}

function bundlesOf(openings: Opening[], target: Target): Bundle[] {
  const found = new Map<string, Bundle>();
  const everything = openings.some((one) => one.breadth !== 'part' && isAllPorts(one));
  for (const opening of openings) {
    const { breadth, protocol, from, to } = opening;
    if (breadth === 'unknown') continue;
    // All of UDP is said with all of TCP.
    if (everything && protocol === 'udp' && from <= 1 && to === LAST_PORT) continue;
    const state = stateOf(opening, target);
    const kind = target.kind ?? kindOf(opening);
    const apart = breadth !== 'part' && kind !== 'web-port' && kind !== 'other-port';
    const via = breadth === 'part' ? 'network' : kind;
    if (state === 'shut-by' && !apart) continue;
    const audience = breadth === 'world' ? 'anyone' : 'named-outsider';
    const key = [audience, via, apart ? portText(opening) : ''].join(' ');
    const bundle = found.get(key) ?? { audience, via, state, openings: [] };
    bundle.openings.push(opening);
    if (STATES.indexOf(state) < STATES.indexOf(bundle.state)) bundle.state = state;
    found.set(key, bundle);
  }
  return [...found.values()];
}

const STATES: State[] = ['open', 'open-unless', 'shut-by'];

function stateOf({ blocked, doubts }: Opening, { shutBy, unless }: Target): State {
  if (blocked || shutBy !== undefined) return 'shut-by';
  return doubts.length > 0 || unless !== undefined ? 'open-unless' : 'open';
}

function exposureOf(network: Network, target: Target, bundle: Bundle, ours: Ours): Exposure {
  const { audience, via, state, openings } = bundle;
  const deciding = openings.filter((one) => stateOf(one, target) === state);
  const ports = [...new Map(openings.map((one) => [portText(one), portWords(one)])).entries()];
  const pieces = deciding.flatMap((one) => evidenceOf(network, one, ours.networks));
  const evidence = [...new Map(pieces.map((one) => [one.text.en, one])).values()];
  const doubts = deciding.flatMap((one) => one.doubts);
  const guard = state === 'shut-by' ? (target.shutBy ?? BLOCKED) : doubtWords(doubts, target.unless);
  const missing = [
    ...deciding.flatMap((one) => one.missing),
    ...(doubts.includes('inspected') ? [notJudged('subnets', doubtWords(['inspected']))] : []),
    ...(target.unless === undefined ? [] : [notJudged('securityGroups', target.unless)]),
  ];
  const who = audience === 'anyone' ? [] : sources(network, openings, ours);
  const witness = state === 'shut-by' ? undefined : witnessOf(network, target, deciding);
  // A website and networks by name are meant to be let in.
  const meant = via === 'web-port' || via === 'network';
  const cures = meant
    ? []
    : [...groupCures(network, openings, ours.networks, target.id.split(':')[3]), ...(target.cures ?? [])];
  return {
    audience,
    access: ['invoke'],
    via,
    subject: ports.map(([text]) => text).join(', '),
    subjectName: ports.map(([, { en }]) => en).join(', '),
    state,
    basis: 'configuration',
    evidence,
    ...(who.length > 0 && { who }),
    ...(via === 'network' && ours.networks.length === 0 && { perhapsOurs: true }),
    ...(state !== 'open' && { guard }),
    ...(state === 'open-unless' && { missing: unique(missing) }),
    ...(witness !== undefined && { witness }),
    ...(cures.length > 0 && { cures }),
  };
}

/** Told of, and not read: nobody can grant it. */
function notJudged(about: string, { en, ja }: Text): Unknown {
  return { setting: about, reason: 'not-held', detail: en, detailJa: ja };
}

function unique(unknowns: Unknown[]): Unknown[] {
  return [...new Map(unknowns.map((one) => [JSON.stringify(one), one])).values()];
}

function sources({ securityGroups }: Network, openings: Opening[], ours: Ours): string[] {
  if (securityGroups.state !== 'present') return [];
  const found = openings.flatMap(({ rules }) =>
    rules.flatMap(({ group, rule }) => {
      const said = securityGroups.value[group]?.rules?.[rule];
      return said === undefined ? [] : outsideSources(said, ours.networks);
    }),
  );
  return [...new Set(found)].slice(0, MOST_SOURCES);
}

function witnessOf(network: Network, { id, host }: Target, openings: Opening[]): Exposure['witness'] {
  const [opening] = openings;
  if (opening === undefined) return undefined;
  const { at, ranges, protocol } = opening;
  const source = anAddress(ranges);
  const port = aPort(opening);
  const family = source.includes(':') ? ':' : '.';
  const to = host ?? at.addresses?.find((address) => address.includes(family));
  return {
    request: {
      principal: 'anonymous',
      action: 'connect',
      resource: id,
      context: { source, port: `${protocol}/${port}` },
    },
    ...(to !== undefined && { command: `nc -vz${protocol === 'udp' ? 'u' : ''} ${shellWord(to)} ${port}` }),
    checked: admits(network, at, { source, protocol, port }),
  };
}

/** Nothing can be told, because it is not known what the internet may arrive at. */
export function unreadAssessment(why: Unknown): Assessment {
  const facts = { internetTcp: [why], internetUdp: [why] };
  return { exposures: [undecided([{ missing: [why] }])], facts: {}, unknownFacts: facts };
}

/** One for each thing that the ports could be for; one without where they could be for anything. */
function undecidedOf(openings: Opening[], { kind }: Target): Exposure[] {
  const byKind = new Map<string | undefined, Opening[]>();
  for (const opening of openings) {
    const via = kind ?? (opening.from === opening.to ? kindOf(opening) : undefined);
    byKind.set(via, [...(byKind.get(via) ?? []), opening]);
  }
  return [...byKind].map(([via, some]) => ({ ...undecided(some), ...(via !== undefined && { via }) }));
}

function undecided(openings: Pick<Opening, 'missing'>[]): Exposure {
  const missing = openings.flatMap((one) => one.missing);
  return {
    audience: 'anyone',
    access: ['invoke'],
    state: 'unknown',
    basis: 'configuration',
    evidence: [],
    missing: unique(missing),
  };
}

function factsOf(openings: Opening[], unread: Opening[]): Pick<Assessment, 'facts' | 'unknownFacts'> {
  const facts: Record<string, unknown> = {};
  const unknownFacts: Record<string, Unknown[]> = {};
  for (const [name, protocol] of [
    ['internetTcp', 'tcp'],
    ['internetUdp', 'udp'],
  ] as const) {
    const why = unread.filter((one) => one.protocol === protocol).flatMap((one) => one.missing);
    if (why.length > 0) unknownFacts[name] = why;
    else
      facts[name] = openings
        .filter(({ breadth, blocked, ...one }) => one.protocol === protocol && breadth !== 'part' && !blocked)
        .map(({ from, to }) => ({ from, to }));
  }
  return { facts, unknownFacts };
}
