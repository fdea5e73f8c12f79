// Which guest user and profile belong to which site of an export: by name, by elimination where that is certain, else unknown.
import type { RulesSeen } from './sharing.ts';
import { networkSite } from './site-names.ts';
import type { Part } from './sites.ts';
import { type Element, text } from './xml.ts';

/** What is known of a site's guest user. */
export interface GuestOf {
  /** Nickname that sharing rules use: the site's first name. */
  nickname: string;
  profile?: string;
  /** Without a profile: guest profiles that no site claims, one of which may be its own under an older name. */
  perhaps: string[];
}

interface Input {
  /** Site files that stand for a site of their own. */
  sites: Part[];
  networks: Part[];
  rules: Pick<RulesSeen, 'guestRules'>;
  /** Names of profiles with the guest licence. */
  guestProfiles: string[];
  /** Names of profiles that could not be read, which count by name alone. */
  unreadProfiles: string[];
  /** A manifest asked for all sites, so that no guest belongs to another. */
  everySite: boolean;
}

/** Bound to no site: the profile that Salesforce ships as a template. */
const TEMPLATE = 'Guest License User';

/**
 * Sites by name, sorted: those of site and network files, those whose guest user a rule names, and those of which only a
 * guest profile is left. A site that was renamed keeps the profile and the nickname of its first name: no site is made up
 * from those while one without a profile is there.
 */
export function joinGuests(input: Input): Map<string, GuestOf> {
  const { sites, networks, rules, guestProfiles, unreadProfiles, everySite } = input;
  const names = new Set([...sites.map(({ name }) => name), ...networks.map(networkSite)]);
  names.delete('');
  const found = new Map<string, GuestOf>();
  const claimed = new Set<string>();
  const known = new Set([...guestProfiles, ...unreadProfiles]);
  for (const name of names) {
    const [site] = sites.filter((part) => part.name === name);
    const [network] = networks.filter((part) => networkSite(part) === name);
    const profile = namesOfProfile(name, site?.root, network).find(
      (candidate) => known.has(candidate) && !labelledElsewhere(candidate, name, sites),
    );
    if (profile !== undefined) claimed.add(profile);
    found.set(name, { nickname: name, ...(profile === undefined ? {} : { profile }), perhaps: [] });
  }
  const free = guestProfiles.filter((name) => name !== TEMPLATE && !claimed.has(name)).sort();
  const users = new Set(rules.guestRules.flatMap(({ guestUsers }) => guestUsers));
  const strangers = [...users].filter((user) => user !== '' && !found.has(user)).sort();
  const bare = [...found.values()].filter(({ profile }) => profile === undefined);
  const [only] = bare;
  // Every site is here, one of them has no profile, and one guest is left: it is that site's.
  if (everySite && only !== undefined && bare.length === 1 && free.length === 1 && strangers.length <= 1) {
    const [profile] = free;
    if (profile !== undefined) only.profile = profile;
    only.nickname = strangers[0] ?? only.nickname;
    return sorted(found);
  }
  for (const user of strangers) {
    const profile = `${user.replaceAll('_', ' ')} Profile`;
    const own = known.has(profile) && !claimed.has(profile);
    found.set(user, { nickname: user, ...(own ? { profile } : {}), perhaps: [] });
  }
  for (const site of bare) site.perhaps = free;
  const left = free.filter((name) => ![...found.values()].some(({ profile }) => profile === name));
  if (bare.length === 0)
    for (const profile of left) {
      const name = profile.replace(/ Profile$/, '').replaceAll(' ', '_');
      found.set(name, { nickname: name, profile, perhaps: [] });
    }
  return sorted(found);
}

/** What its profile may be called: as the file says (which few do), after its label, its network, or its name. */
function namesOfProfile(name: string, root: Element | undefined, network: Part | undefined): string[] {
  const stated = root === undefined ? undefined : text(root, 'guestProfile');
  const label = labelOf(root);
  return [
    ...(stated === undefined ? [] : [stated]),
    ...(label === undefined ? [] : [`${label} Profile`]),
    ...(network === undefined ? [] : [`${network.name} Profile`]),
    `${name.replaceAll('_', ' ')} Profile`,
  ];
}

function sorted(found: Map<string, GuestOf>): Map<string, GuestOf> {
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function labelOf(root: Element | undefined): string | undefined {
  return root?.children.find((child) => child.name === 'masterLabel')?.text;
}

/** Does the label of another site say that this is its guest profile? */
function labelledElsewhere(profile: string, site: string, sites: Part[]): boolean {
  return sites.some(({ name, root }) => name !== site && `${labelOf(root)} Profile` === profile);
}
