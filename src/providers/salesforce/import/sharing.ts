// Sharing rule files -> guest rules and rules for portal users of the whole export.
import { isDeepStrictEqual } from 'node:util';
import type { Origin } from '../../../snapshot/resource.ts';
import type { Sharing } from '../guest/sharing.generated.ts';
import { all, type Element, flag, text } from './xml.ts';

export type GuestRule = NonNullable<Sharing['guestRules']>[number];
export type ExternalRule = NonNullable<Sharing['externalRules']>[number];

/** Groups in sharedTo that hold people outside the company. */
const EXTERNAL_GROUPS = [
  'allCustomerPortalUsers',
  'allPartnerUsers',
  'portalRole',
  'portalRoleAndSubordinates',
];

/** Rules found so far; origins are keyed as the sharing resource wants them. */
export interface RulesSeen {
  guestRules: GuestRule[];
  externalRules: ExternalRule[];
  objects: Set<string>;
  unread: Set<string>;
  origins: Record<string, Origin>;
}

/** Adds the rules of one file: a SharingRules element, or a single decomposed rule. */
export function addRules(seen: RulesSeen, root: Element, object: string, path: string): void {
  seen.objects.add(object);
  const single = root.name !== 'SharingRules';
  const of = (name: string, singleName: string) =>
    single ? (root.name === singleName ? [root] : []) : all(root, name);
  for (const element of of('sharingGuestRules', 'SharingGuestRule'))
    addGuestRule(seen, element, object, path);
  const others = [
    ...of('sharingCriteriaRules', 'SharingCriteriaRule'),
    ...of('sharingOwnerRules', 'SharingOwnerRule'),
  ];
  for (const element of others) addExternalRule(seen, element, object, path);
}

function addGuestRule(seen: RulesSeen, element: Element, object: string, path: string): void {
  const rule = guestRuleFrom(element, object);
  // The same rule in two folders is one; one of the same name that says something else counts too.
  if (seen.guestRules.some((other) => isSame(other, rule))) return;
  seen.guestRules.push(rule);
  seen.origins[`guestRules/${object}.${rule.name}`] = {
    file: path,
    line: element.line,
    column: element.column,
  };
}

function isSame(other: GuestRule | ExternalRule, rule: GuestRule | ExternalRule): boolean {
  return other.name === rule.name && other.object === rule.object && isDeepStrictEqual(other, rule);
}

/** One guest rule, from a file or from an answer of the Metadata API in the same form. */
export function guestRuleFrom(element: Element, object: string): GuestRule {
  const logic = text(element, 'booleanFilter');
  return {
    object,
    name: (text(element, 'fullName') ?? '').split('.').at(-1) ?? '',
    guestUsers: all(element, 'sharedTo').flatMap((shared) =>
      all(shared, 'guestUser').map((user) => user.text),
    ),
    criteria: all(element, 'criteriaItems').map((item) => {
      const value = text(item, 'value') ?? text(item, 'valueField');
      return {
        field: text(item, 'field') ?? '',
        operation: text(item, 'operation') ?? '',
        ...(value === undefined ? {} : { value }),
      };
    }),
    ...(logic ? { logic } : {}),
    ...(flag(element, 'includeHVUOwnedRecords') === true ? { includesHighVolumeOwners: true } : {}),
  };
}

function addExternalRule(seen: RulesSeen, element: Element, object: string, path: string): void {
  const rule = externalRuleFrom(element, object);
  if (rule === undefined) return;
  if (seen.externalRules.some((other) => isSame(other, rule))) return;
  seen.externalRules.push(rule);
  seen.origins[`externalRules/${object}.${rule.name}`] = {
    file: path,
    line: element.line,
    column: element.column,
  };
}

/** A criteria or owner rule when it shares with people outside; undefined when it stays inside. */
export function externalRuleFrom(element: Element, object: string): ExternalRule | undefined {
  const groups = all(element, 'sharedTo')
    .flatMap((shared) => shared.children.map((child) => child.name))
    .filter((name) => EXTERNAL_GROUPS.includes(name));
  if (groups.length === 0) return undefined;
  return {
    object,
    name: (text(element, 'fullName') ?? '').split('.').at(-1) ?? '',
    sharedTo: [...new Set(groups)],
    access: text(element, 'accessLevel') ?? '',
  };
}
