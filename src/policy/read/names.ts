// Whom a text of a policy names: accounts, organizations, and policy variables.

/** Adds every account id, a run of exactly twelve digits. By hand, because every text of every policy is looked at. */
export function addAccounts(text: string, accounts: Set<string>): void {
  if (text.length < 12) return;
  let digits = 0;
  for (let at = 0; at <= text.length; at++) {
    // Behind the end: not a number.
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) digits++;
    else {
      if (digits === 12) accounts.add(text.slice(at - 12, at));
      digits = 0;
    }
  }
}

const ORGANIZATIONS = /(?<![a-z0-9-])o-[a-z0-9]{3,32}(?![a-z0-9*?])/g;

/** Adds every organization id without wildcards, in any case. */
export function addOrganizations(text: string, organizations: Set<string>): void {
  if (!text.includes('o-') && !text.includes('O-')) return;
  for (const [id] of text.matchAll(ORGANIZATIONS)) organizations.add(id);
  const lower = text.toLowerCase();
  if (lower !== text) for (const [id] of lower.matchAll(ORGANIZATIONS)) organizations.add(id);
}

/** Adds the name of every policy variable, lower case. */
export function addVariables(text: string, variables: Set<string>): void {
  if (!text.includes('${')) return;
  for (const [, name = ''] of text.matchAll(/\$\{\s*([^,}\s]+)/g))
    if (!/^[*?$]$/.test(name)) variables.add(name.toLowerCase());
}
