// Which sites an export speaks of, with or without a file of their own.
import type { RulesSeen } from './sharing.ts';
import type { Part } from './sites.ts';

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
  const names = new Set(sites.map(({ name }) => name));
  for (const network of networks) names.add(networkSite(network));
  for (const rule of rules.guestRules) for (const user of rule.guestUsers) names.add(user);
  const labels = new Set<string>();
  for (const name of names) {
    const root = sites.find((part) => part.name === name)?.root;
    labels.add(
      root?.children.find((child) => child.name === 'masterLabel')?.text ?? name.replaceAll('_', ' '),
    );
  }
  for (const profile of guestProfiles) {
    const label = profile.replace(/ Profile$/, '');
    // The template that Salesforce ships is bound to no site.
    if (profile !== 'Guest License User' && !labels.has(label)) names.add(label.replaceAll(' ', '_'));
  }
  return [...names].filter((name) => name !== '').sort();
}
