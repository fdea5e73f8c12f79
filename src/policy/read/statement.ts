// One statement of a policy document, element by element.
// Source: IAM user guide, "Grammar of the IAM JSON policy language".
import type { Document, Principals, Statement } from './document.ts';
import { isObject, MOST, pointerPart, strings, unread } from './members.ts';
import { keyOf, operatorOf } from './operators.ts';

/** A statement that is being read, and where its faults go. */
interface Desk {
  statement: Statement;
  faults: Document['faults'];
}

/** `value`: what is not as it must be; where it says itself why it could not be told, that is the fault. */
function fault({ statement, faults }: Desk, below: string, message: string, value?: unknown): void {
  const why = unread(value);
  const told = why === undefined ? message : `is not known: ${why}`;
  faults.push({ pointer: statement.pointer + below, message: told });
  statement.opaque ??= `${below.slice(1) || 'the statement'} ${told}`;
}

/** Reads one statement; `faults` takes what cannot be read. */
export function readStatement(
  item: unknown,
  index: number,
  pointer: string,
  faults: Document['faults'],
): Statement {
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
    opaque: undefined,
  };
  const desk: Desk = { statement, faults };
  if (!isObject(item) || unread(item) !== undefined) {
    fault(desk, '', 'must be an object', item);
    statement.principals.everyone = true;
    statement.principals.bare = true;
    statement.actions = ['*'];
    return statement;
  }
  const members = membersOf(item, desk);
  const { effect, principal, action, resource, condition } = members;
  if (effect === 'Deny') statement.allow = false;
  else if (effect !== 'Allow') fault(desk, '/Effect', 'must be Allow or Deny', effect);

  statement.notPrincipal = isNegated('Principal', principal, members.notPrincipal, desk);
  if (statement.notPrincipal) readPrincipals(members.notPrincipal, '/NotPrincipal', desk);
  else readPrincipals(principal, '/Principal', desk);

  statement.notAction = isNegated('Action', action, members.notAction, desk);
  const actions = strings(statement.notAction ? members.notAction : action);
  if (actions === undefined) {
    fault(
      desk,
      statement.notAction ? '/NotAction' : '/Action',
      'must be a string or a list of strings',
      statement.notAction ? members.notAction : action,
    );
    statement.actions = ['*'];
    statement.notAction = false;
  } else statement.actions = actions.map((name) => name.toLowerCase());

  statement.notResource = isNegated('Resource', resource, members.notResource, desk);
  const resources = statement.notResource ? members.notResource : resource;
  if (resources !== undefined) {
    statement.resources = strings(resources);
    if (statement.resources === undefined)
      fault(
        desk,
        statement.notResource ? '/NotResource' : '/Resource',
        'must be a string or a list of strings',
        resources,
      );
  }
  if (condition !== undefined) readConditions(condition, desk);
  // "Using it with Allow is not supported" (NotPrincipal): then nothing says that its conditions still bind.
  if (statement.allow && statement.notPrincipal)
    for (const one of statement.conditions) one.opaque ??= 'Allow with NotPrincipal';
  return statement;
}

/** The elements of a statement, undefined where they are left out. */
interface Members {
  effect: unknown;
  principal: unknown;
  notPrincipal: unknown;
  action: unknown;
  notAction: unknown;
  resource: unknown;
  notResource: unknown;
  condition: unknown;
}

/** In one walk over what is there. */
function membersOf(item: Record<string, unknown>, desk: Desk): Members {
  const found: Members = {
    effect: undefined,
    principal: undefined,
    notPrincipal: undefined,
    action: undefined,
    notAction: undefined,
    resource: undefined,
    notResource: undefined,
    condition: undefined,
  };
  let strange = 0;
  for (const name of Object.keys(item)) {
    const value = item[name];
    if (name === 'Effect') found.effect = value;
    else if (name === 'Principal') found.principal = value;
    else if (name === 'Action') found.action = value;
    else if (name === 'Resource') found.resource = value;
    else if (name === 'Condition') found.condition = value;
    else if (name === 'NotPrincipal') found.notPrincipal = value;
    else if (name === 'NotAction') found.notAction = value;
    else if (name === 'NotResource') found.notResource = value;
    else if (name !== 'Sid' && ++strange <= MOST)
      fault(desk, `/${pointerPart(name)}`, 'is not an element of a statement');
  }
  return found;
}

/** Does the `Not…` element count? Beside the plain one it does not. */
function isNegated(name: string, plain: unknown, opposite: unknown, desk: Desk): boolean {
  if (opposite === undefined) return false;
  if (plain === undefined) return true;
  fault(desk, `/Not${name}`, `stands beside ${name}`);
  return false;
}

function nobody(): Principals {
  return { everyone: false, bare: false, aws: [], services: [], federated: [], canonical: [], odd: [] };
}

function readPrincipals(value: unknown, element: string, desk: Desk): void {
  const found = desk.statement.principals;
  if (value === '*') {
    found.everyone = true;
    found.bare = true;
    return;
  }
  if (!isObject(value) || unread(value) !== undefined) {
    fault(desk, element, 'must be "*" or an object of AWS, Service, Federated or CanonicalUser', value);
    found.odd.push('*');
    return;
  }
  let count = 0;
  for (const kind of Object.keys(value)) {
    if (++count > MOST) break;
    const names = strings(value[kind]);
    if (names === undefined) {
      fault(desk, `${element}/${pointerPart(kind)}`, 'must be a string or a list of strings', value[kind]);
      found.odd.push('*');
    } else if (kind === 'AWS') {
      found.everyone = names.includes('*');
      found.aws = plainOf(found.everyone ? names.filter((name) => name !== '*') : names, found.odd);
    } else if (kind === 'Service') found.services = plainOf(names, found.odd);
    else if (kind === 'Federated') found.federated = plainOf(names, found.odd);
    else if (kind === 'CanonicalUser') found.canonical = plainOf(names, found.odd);
    else {
      fault(desk, `${element}/${pointerPart(kind)}`, 'is not a kind of principal');
      found.odd.push('*');
    }
  }
}

/** Those without wildcards; the others are odd. */
function plainOf(names: string[], odd: string[]): string[] {
  if (!names.some(isWild)) return names;
  const plain: string[] = [];
  for (const name of names) (isWild(name) ? odd : plain).push(name);
  return plain;
}

function isWild(name: string): boolean {
  return name.includes('*') || name.includes('?');
}

function readConditions(value: unknown, desk: Desk): void {
  if (!isObject(value) || unread(value) !== undefined) {
    fault(desk, '/Condition', 'must be an object', value);
    return;
  }
  let operators = 0;
  for (const operator of Object.keys(value)) {
    if (++operators > MOST) break;
    const place = () => `/Condition/${pointerPart(operator)}`;
    const block = value[operator];
    if (!isObject(block)) {
      fault(desk, place(), 'must be an object of condition keys', block);
      continue;
    }
    const { base, quantifier, ifExists, known } = operatorOf(operator);
    if (!known) fault(desk, place(), 'is not a condition operator');
    let keys = 0;
    for (const key of Object.keys(block)) {
      if (++keys > MOST) break;
      const values = strings(block[key]);
      if (values === undefined)
        fault(desk, `${place()}/${pointerPart(key)}`, 'must be a value or a list of values', block[key]);
      desk.statement.conditions.push({
        operator: base,
        quantifier,
        ifExists,
        key: keyOf(key),
        values: values ?? [],
        opaque: known && values !== undefined ? undefined : `${operator} cannot be read`,
      });
    }
  }
}
