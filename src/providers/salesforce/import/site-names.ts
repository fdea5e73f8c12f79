// Which sites the files of an export describe, and what rules share with their guest users.
import type { RulesSeen } from './sharing.ts';
import type { Part } from './sites.ts';

/** The site that a network stands on: it names it, and otherwise has its name. */
export function networkSite({ root, name }: Part): string {
  return root?.children.find((child) => child.name === 'site')?.text || name.replaceAll(' ', '_');
}

/** Site files without those that Experience Builder keeps behind a network's own, with the same guest user. */
export function ownSites(sites: Part[], networks: Part[]): Part[] {
  const second = new Set(
    networks.map(({ root }) => root?.children.find(({ name }) => name === 'picassoSite')?.text),
  );
  return sites.filter(({ name }) => !second.has(name));
}

/** Objects of which guest rules share records with a guest user; sorted. */
export function sharedWith(guestUser: string, { guestRules }: Pick<RulesSeen, 'guestRules'>): string[] {
  const objects = guestRules
    .filter(({ guestUsers }) => guestUsers.includes(guestUser))
    .map(({ object }) => object);
  return [...new Set(objects)].sort();
}
