// What the policies of a guest's role let strangers do, action by action. Pure.
import { ACCESSES, type Access } from '../../../exposure.ts';
import { type CatalogAction, catalog, catalogServices } from '../../../policy/kinds/catalog.ts';
import { globMatcher } from '../../../policy/solve/action-glob.ts';
import { many, statementsOf } from '../answers/statements.ts';
import { FOR_GUESTS, ORDINARY } from './guest-services.ts';

/** The identity of the guest: what is only theirs. */
const OWN = '${cognito-identity.amazonaws.com:sub}';

/** One statement that gives guests something. */
export interface Given {
  /** Index of the policy, and the place in its document. */
  policy: number;
  pointer: string;
  access: Access[];
  /** Names of actions that it allows. */
  actions: string[];
  resources: string[];
  /** It has conditions, which are not weighed. */
  conditional: boolean;
}

/** What narrows a role. */
export interface Narrowing {
  /** The classic flow is allowed: Cognito narrows nothing. */
  classicFlow: boolean;
  boundary?: object;
}

/**
 * What each Allow statement of a role's policies leaves for guests: without what an unconditional Deny takes, what the boundary does not
 * allow, and what Cognito itself narrows away. Statements about the guest's own identity give nothing of others and are left out.
 */
export function givenToGuests(documents: object[], narrowing: Narrowing): Given[] {
  const denied = documents.flatMap((document) => deniedBy(document));
  const limits: ((action: string) => boolean)[] = [];
  if (!narrowing.classicFlow) limits.push(anyOf(FOR_GUESTS));
  if (narrowing.boundary !== undefined) {
    const { boundary } = narrowing;
    const allowed = effects(boundary, 'Allow').map(({ statement }) => namedBy(statement));
    limits.push((action) => allowed.some((fits) => fits(action)));
    denied.push(...deniedBy(boundary));
  }
  return documents.flatMap((document, policy) =>
    effects(document, 'Allow').flatMap(({ statement, pointer }): Given[] => {
      if (isOwn(statement)) return [];
      const found = actionsOf(statement).filter(
        ({ name }) => limits.every((fits) => fits(name)) && !denied.some((fits) => fits(name)),
      );
      if (found.length === 0) return [];
      const words = found.map(wordOf);
      return [
        {
          policy,
          pointer,
          access: ACCESSES.filter((access) => words.includes(access)),
          actions: found.map(({ name }) => name),
          resources: many(statement['Resource']).filter((one) => typeof one === 'string'),
          conditional: statement['Condition'] !== undefined,
        },
      ];
    }),
  );
}

type Statement = Record<string, unknown>;
type Named = CatalogAction & { name: string };

function effects(document: object, effect: 'Allow' | 'Deny'): { statement: Statement; pointer: string }[] {
  return statementsOf(document).flatMap(({ statement, pointer }) =>
    statement?.['Effect'] === effect ? [{ statement, pointer }] : [],
  );
}

/** The Deny statements that hold for everything and always. */
function deniedBy(document: object): ((action: string) => boolean)[] {
  return effects(document, 'Deny')
    .filter(
      ({ statement }) => statement['Condition'] === undefined && many(statement['Resource']).includes('*'),
    )
    .map(({ statement }) => namedBy(statement));
}

function namedBy(statement: Statement): (action: string) => boolean {
  const named = anyOf(patterns(statement['Action']));
  if (statement['NotAction'] === undefined) return named;
  const spared = anyOf(patterns(statement['NotAction']));
  return (action) => !spared(action);
}

function patterns(value: unknown): string[] {
  return many(value).filter((one) => typeof one === 'string');
}

function anyOf(globs: string[]): (action: string) => boolean {
  const matchers = globs.map((glob) => globMatcher(glob.toLowerCase()));
  return (action) => matchers.some((fits) => fits(action.toLowerCase()));
}

/** Every action that a statement names, by its whole name. */
function actionsOf(statement: Statement): Named[] {
  const fits = namedBy(statement);
  const prefixes = patterns(statement['Action']).map((pattern) => pattern.split(':')[0] ?? '');
  const inService = statement['NotAction'] === undefined ? anyOf(prefixes) : () => true;
  return catalogServices()
    .filter(inService)
    .flatMap((service) =>
      (catalog(service) ?? []).map((action) => ({ ...action, name: `${service}:${action.name}` })),
    )
    .filter(({ name }) => fits(name));
}

function isOwn(statement: Statement): boolean {
  const resources = many(statement['Resource']);
  if (resources.length > 0 && resources.every((one) => typeof one === 'string' && one.includes(OWN)))
    return true;
  return statement['Condition'] !== undefined && JSON.stringify(statement['Condition']).includes(OWN);
}

const ordinary = anyOf(ORDINARY);

function wordOf({ name, level }: Named): Access {
  const verb = name.slice(name.indexOf(':') + 1);
  if (ordinary(name) || /^Invoke/.test(verb)) return 'invoke';
  if (level === 'permissions') return 'admin';
  if (level === 'list') return 'list';
  if (level === 'read')
    return /^(Describe|Get\w*(Policy|Configuration|Attributes|Tags|Status)$)/.test(verb) ? 'meta' : 'read';
  if (level === 'tagging') return 'meta';
  return /^(Delete|Remove|Purge)/.test(verb) ? 'delete' : 'write';
}
