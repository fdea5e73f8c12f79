// Entries of the setup audit trail about system permissions of profiles.
import type { Change } from './trail.ts';

/** What texts call the permissions that visitors are judged by, in English. */
const LABELS: Record<string, string[]> = {
  ApiEnabled: ['API Enabled'],
  ApexRestServices: ['Apex REST Services'],
  AuthorApex: ['Author Apex'],
  CustomizeApplication: ['Customize Application'],
  ManageSharing: ['Manage Sharing'],
  ManageUsers: ['Manage Users', 'Manage Internal Users'],
  ModifyAllData: ['Modify All Data'],
  ViewAllData: ['View All Data'],
  ViewSetup: ['View Setup and Configuration'],
  ViewAllUsers: ['View All Users'],
};

const ON: Record<string, string[]> = { enabled: ['on'], disabled: [] };

/**
 * `Changed profile PROFILE: general user permission LABEL was changed from disabled to enabled`. Any other entry that names the
 * profile may be about each of its permissions: their labels are in the language of who asks.
 */
export function ofSystem(date: string, text: string, profiles: string[]): Change[] {
  return profiles.flatMap((profile) => {
    if (!text.includes(profile)) return [];
    const told = toldOf(text, `Changed profile ${profile}: `);
    return Object.entries(LABELS).flatMap(([name, labels]): Change[] => {
      const change: Change = { date, what: 'system-permission', of: profile, name, did: 'changed' };
      if (told === undefined) return [change];
      const { label, before, after } = told;
      return labels.includes(label) ? [{ ...change, before, after }] : [];
    });
  });
}

function toldOf(
  text: string,
  start: string,
): { label: string; before: string[]; after: string[] } | undefined {
  if (!text.startsWith(start)) return undefined;
  const [, label = '', was = '', is = ''] =
    /^(?:[a-z]+ ){1,3}permission (.+) was changed from (enabled|disabled) to (enabled|disabled)$/.exec(
      text.slice(start.length),
    ) ?? [];
  const [before, after] = [ON[was], ON[is]];
  return before === undefined || after === undefined ? undefined : { label, before, after };
}
