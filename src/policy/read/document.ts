// Policy documents as typed statements. What cannot be read makes its statement opaque, and is named with its JSON pointer.
// Source: IAM user guide, "Grammar of the IAM JSON policy language".

import { isObject, MOST, own, pointerPart, strings } from './members.ts';
import { keyOf, operatorOf } from './operators.ts';

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
  quantifier?: 'all' | 'any';
  ifExists: boolean;
  /** Lower case. */
  key: string;
  values: string[];
  /** Why it cannot be read; it may then hold or not. */
  opaque?: string;
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
  opaque?: string;
}

export interface Document {
  statements: Statement[];
  /** Version 2012-10-17: policy variables are variables. */
  variables: boolean;
  faults: { pointer: string; message: string }[];
  /** Nothing of it could be read. */
  unreadable: boolean;
}

const ELEMENTS = new Set(
  'Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition'.split(' '),
);

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
  const statements = items.map((item, index) => {
    const pointer = Array.isArray(listed) ? `/Statement/${index}` : '/Statement';
    const fault = (below: string, message: string) => faults.push({ pointer: pointer + below, message });
    return readStatement(item, index, pointer, fault);
  });
  if (faults[0]?.pointer === '/Version')
    for (const one of statements) one.opaque ??= 'its Version is not known';
  return { statements, variables: version === '2012-10-17', faults, unreadable: false };
}

type Fault = (below: string, message: string) => void;

function readStatement(item: unknown, index: number, pointer: string, report: Fault): Statement {
  const statement: Statement = {
    index,
    pointer,
    allow: true,
    principals: nobody(),
    notPrincipal: false,
    actions: [],
    notAction: false,
    resources: undefined,
    notResource: false,
    conditions: [],
  };
  const fault: Fault = (below, message) => {
    report(below, message);
    statement.opaque ??= `${below.slice(1) || 'the statement'} ${message}`;
  };
  if (!isObject(item)) {
    fault('', 'must be an object');
    statement.principals = { ...nobody(), everyone: true, bare: true };
    statement.actions = ['*'];
    return statement;
  }
  for (const name of Object.keys(item).slice(0, MOST))
    if (!ELEMENTS.has(name)) fault(`/${pointerPart(name)}`, 'is not an element of a statement');
  const effect = own(item, 'Effect');
  if (effect === 'Deny') statement.allow = false;
  else if (effect !== 'Allow') fault('/Effect', 'must be Allow or Deny');

  const choose = (name: string): [unknown, boolean, string] => {
    const negated = `Not${name}`;
    const has = Object.hasOwn(item, name);
    if (has && Object.hasOwn(item, negated)) fault(`/${negated}`, `stands beside ${name}`);
    return has || !Object.hasOwn(item, negated)
      ? [own(item, name), false, name]
      : [own(item, negated), true, negated];
  };
  const [principal, notPrincipal, principalName] = choose('Principal');
  statement.notPrincipal = notPrincipal;
  statement.principals = readPrincipals(principal, (below, message) =>
    fault(`/${principalName}${below}`, message),
  );
  const [action, notAction, actionName] = choose('Action');
  statement.notAction = notAction;
  const actions = strings(action);
  if (actions === undefined) {
    fault(`/${actionName}`, 'must be a string or a list of strings');
    statement.actions = ['*'];
    statement.notAction = false;
  } else statement.actions = actions.map((name) => name.toLowerCase());
  const [resource, notResource, resourceName] = choose('Resource');
  statement.notResource = notResource;
  if (resource !== undefined) {
    statement.resources = strings(resource);
    if (statement.resources === undefined) fault(`/${resourceName}`, 'must be a string or a list of strings');
  }
  if (Object.hasOwn(item, 'Condition')) readConditions(own(item, 'Condition'), statement, fault);
  // "Using it with Allow is not supported" (NotPrincipal): then nothing says that its conditions still bind.
  if (statement.allow && statement.notPrincipal)
    for (const condition of statement.conditions) condition.opaque ??= 'Allow with NotPrincipal';
  return statement;
}

function nobody(): Principals {
  return { everyone: false, bare: false, aws: [], services: [], federated: [], canonical: [], odd: [] };
}

function readPrincipals(value: unknown, fault: Fault): Principals {
  const found = nobody();
  if (value === '*') return { ...found, everyone: true, bare: true };
  if (!isObject(value)) {
    fault('', 'must be "*" or an object of AWS, Service, Federated or CanonicalUser');
    return { ...found, odd: ['*'] };
  }
  for (const [kind, member] of Object.entries(value).slice(0, MOST)) {
    const names = strings(member);
    if (names === undefined) {
      fault(`/${pointerPart(kind)}`, 'must be a string or a list of strings');
      found.odd.push('*');
    } else if (kind === 'AWS') {
      for (const name of names) {
        if (name === '*') found.everyone = true;
        else if (/[*?]/.test(name)) found.odd.push(name);
        else found.aws.push(name);
      }
    } else if (kind === 'Service') sort(names, found.services, found.odd);
    else if (kind === 'Federated') sort(names, found.federated, found.odd);
    else if (kind === 'CanonicalUser') sort(names, found.canonical, found.odd);
    else {
      fault(`/${pointerPart(kind)}`, 'is not a kind of principal');
      found.odd.push('*');
    }
  }
  return found;
}

function sort(names: string[], plain: string[], odd: string[]): void {
  for (const name of names) (/[*?]/.test(name) ? odd : plain).push(name);
}

function readConditions(value: unknown, statement: Statement, fault: Fault): void {
  if (!isObject(value)) {
    fault('/Condition', 'must be an object');
    return;
  }
  for (const [operator, block] of Object.entries(value).slice(0, MOST)) {
    const place = `/Condition/${pointerPart(operator)}`;
    if (!isObject(block)) {
      fault(place, 'must be an object of condition keys');
      continue;
    }
    const { base, quantifier, ifExists, known } = operatorOf(operator);
    if (!known) fault(place, 'is not a condition operator');
    for (const [key, members] of Object.entries(block).slice(0, MOST)) {
      const values = strings(members);
      if (values === undefined) fault(`${place}/${pointerPart(key)}`, 'must be a value or a list of values');
      const condition: Condition = {
        operator: base,
        quantifier,
        ifExists,
        key: keyOf(key),
        values: values ?? [],
      };
      if (!known || values === undefined) condition.opaque = `${operator} cannot be read`;
      statement.conditions.push(condition);
    }
  }
}
