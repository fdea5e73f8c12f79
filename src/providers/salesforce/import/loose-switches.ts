// Switches of a site that are looser than Salesforce's defaults, as its CustomSite says them.
import { type Element, flag, text } from './xml.ts';

/** Names of the switches, with their value: `clickjackProtectionLevel=AllowAllFraming`. Older versions leave some out: those count as default. */
export function looseSwitches(root: Element): string[] {
  const loose: string[] = [];
  if (text(root, 'clickjackProtectionLevel') === 'AllowAllFraming')
    loose.push('clickjackProtectionLevel=AllowAllFraming');
  for (const name of ['browserXssProtection', 'contentSniffingProtection'])
    if (flag(root, name) === false) loose.push(`${name}=false`);
  // Standard pages show what the guest user may read without any page of the site's own.
  for (const name of ['allowStandardLookups', 'allowStandardSearch'])
    if (text(root, 'siteType') === 'Visualforce' && flag(root, name) === true) loose.push(`${name}=true`);
  return loose.sort();
}
