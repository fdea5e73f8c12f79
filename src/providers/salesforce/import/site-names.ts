// Which sites an export speaks of, with or without a file of their own.
import type { RulesSeen } from './sharing.ts';
import type { Part } from './sites.ts';
import type { Element } from './xml.ts';

/** The site that a network stands on: it names it, and otherwise has its name. */
export function networkSite({ root, name }: Part): string {
  return root?.children.find((child) => child.name === 'site')?.text || name.replaceAll(' ', '_');
}

/** Sites of files, and those that a network, a guest rule or a guest profile speaks of although their file is not there; sorted. */
export function siteNames(
  sites: Part[],
  networks: Part[],
  rules: RulesSeen,
  guestProfiles: string[],
): string[] {
  // Experience Builder keeps a second site behind a network's own, with the same guest user: not a site of its own.
  const second = new Set(networks.map(({ root }) => root?.children.find(isSecondSite)?.text));
  const names = new Set(sites.map(({ name }) => name).filter((name) => !second.has(name)));
  for (const network of networks) names.add(networkSite(network));
  for (const rule of rules.guestRules) for (const user of rule.guestUsers) names.add(user);
  const labels = new Set<string>();
  for (const name of names) {
    const root = sites.find((part) => part.name === name)?.root;
    labels.add(labelOf(root) ?? name.replaceAll('_', ' '));
  }
  for (const profile of guestProfiles) {
    const label = profile.replace(/ Profile$/, '');
    // The template that Salesforce ships is bound to no site.
    if (profile !== 'Guest License User' && !labels.has(label)) names.add(label.replaceAll(' ', '_'));
  }
  return [...names].filter((name) => name !== '').sort();
}

/** Objects of which guest rules share records with a site's guest user; sorted. */
export function sharedWith(site: string, { guestRules }: Pick<RulesSeen, 'guestRules'>): string[] {
  const objects = guestRules
    .filter(({ guestUsers }) => guestUsers.includes(site))
    .map(({ object }) => object);
  return [...new Set(objects)].sort();
}

function isSecondSite({ name }: Element): boolean {
  return name === 'picassoSite';
}

function labelOf(root: Element | undefined): string | undefined {
  return root?.children.find((child) => child.name === 'masterLabel')?.text;
}

/** Does the label of another site say that this is its guest profile? */
export function labelledElsewhere(profile: string, site: string, sites: Part[]): boolean {
  return sites.some(({ name, root }) => name !== site && `${labelOf(root)} Profile` === profile);
}
