// Policy documents as typed statements. What cannot be read makes its statement opaque, and is named with its JSON pointer.
// Source: IAM user guide, "Grammar of the IAM JSON policy language".

import { isObject, MOST, own } from './members.ts';
import { readStatement } from './statement.ts';

export interface Principals {
  /** `"*"` or `{"AWS": "*"}`. */
  everyone: boolean;
  /** Everyone, written as a bare `"*"`. */
  bare: boolean;
  aws: string[];
  services: string[];
  federated: string[];
  canonical: string[];
  /** Members whose meaning the documentation does not give: wildcards inside ARNs, `["*"]`, unknown kinds. */
  odd: string[];
}

export interface Condition {
  /** `StringLike`, without set prefix and IfExists. */
  operator: string;
  quantifier: 'all' | 'any' | undefined;
  ifExists: boolean;
  /** Lower case. */
  key: string;
  values: string[];
  /** Why it cannot be read; it may then hold or not. */
  opaque: string | undefined;
}

export interface Statement {
  index: number;
  /** JSON pointer into the document: `/Statement/2`, or `/Statement` for a lone one. */
  pointer: string;
  allow: boolean;
  principals: Principals;
  notPrincipal: boolean;
  /** Lower case. */
  actions: string[];
  notAction: boolean;
  /** Undefined: the statement has neither Resource nor NotResource. */
  resources: string[] | undefined;
  notResource: boolean;
  conditions: Condition[];
  /** Why a part of it cannot be read; the statement may then apply or not. */
  opaque: string | undefined;
}

export interface Document {
  statements: Statement[];
  /** Version 2012-10-17: policy variables are variables. */
  variables: boolean;
  faults: { pointer: string; message: string }[];
  /** Nothing of it could be read. */
  unreadable: boolean;
}

/** Reads a policy document. Never throws; never looks deeper than the grammar goes. */
export function readDocument(policy: unknown): Document {
  const faults: Document['faults'] = [];
  const broken = (pointer: string, message: string): Document => ({
    statements: [],
    variables: false,
    faults: [...faults, { pointer, message }],
    unreadable: true,
  });
  if (!isObject(policy)) return broken('', 'a policy must be a JSON object');
  const version = own(policy, 'Version');
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17')
    faults.push({ pointer: '/Version', message: 'must be 2012-10-17 or 2008-10-17' });
  const listed = own(policy, 'Statement');
  if (listed === undefined) return broken('', 'the policy has no Statement');
  if (!isObject(listed) && !Array.isArray(listed)) return broken('/Statement', 'must be an object or a list');
  const items: unknown[] = Array.isArray(listed) ? listed : [listed];
  if (items.length > MOST) return broken('/Statement', `has more than ${MOST} statements`);
  const statements = items.map((item, index) =>
    readStatement(item, index, Array.isArray(listed) ? `/Statement/${index}` : '/Statement', faults),
  );
  if (faults[0]?.pointer === '/Version')
    for (const one of statements) one.opaque ??= 'its Version is not known';
  return { statements, variables: version === '2012-10-17', faults, unreadable: false };
}
