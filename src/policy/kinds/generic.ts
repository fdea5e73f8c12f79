// Any other resource policy: the actions of the services that it names, from the catalog of all AWS actions.

import type { AccessWord } from '../question.ts';
import { globMatcher } from '../solve/action-glob.ts';
import { lowerNames } from '../solve/actions.ts';
import { type CatalogAction, catalog } from './catalog.ts';
import { kms, lambda, secret } from './compute.ts';
import type { ActionFact, Kind } from './kind.ts';
import { sns, sqs } from './messaging.ts';
import { s3Bucket } from './s3.ts';
import { ecr, efs, opensearch } from './stores.ts';

/**
 * Actions outside the hand-made kinds that services accept unsigned. Sources: API Gateway "How API Gateway resource policies
 * affect authorization workflow", MediaStore "Example container policy: Public read access over HTTPS", VPC Lattice
 * "Control access to VPC Lattice services using auth policies".
 */
const UNSIGNED = new Set([
  'execute-api:Invoke',
  'mediastore:GetObject',
  'mediastore:DescribeObject',
  'vpc-lattice-svcs:Invoke',
]);

/** Services whose resources are used under another prefix than the one of their ARNs. */
const USED_AS: Record<string, string> = {
  apigateway: 'execute-api',
  cloudtrail: 'cloudtrail-data',
  kafka: 'kafka-cluster',
  'vpc-lattice': 'vpc-lattice-svcs',
};

/** Services that a policy alone does not open. */
const DOUBTS: Record<string, string> = {
  'vpc-lattice-svcs': 'only clients in networks that the owner associated reach the service',
};

/** What the hand-made kinds know better. */
const KNOWN = new Map(
  [s3Bucket, sns, sqs, kms, lambda, secret, ecr, efs, opensearch].flatMap((kind) =>
    kind.actions.map((fact) => [fact.name, fact] as const),
  ),
);

/** More services than a policy of one resource has business with are not looked up. */
const MOST_SERVICES = 4;

/** More actions that nobody knows than this are not told apart. */
const MOST_LOOSE = 100;

const UNKNOWN = 'no action of this name is known';
const NO_RESOURCE = 'the action is not asked of a resource';

const WORDS: [RegExp, AccessWord][] = [
  [/^(Put|Set|Delete|Remove|Add|Attach|Detach)\w*(Policy|Permission|Acl)/i, 'admin'],
  [
    /^Describe|^(Get|List)\w*(Attributes|Policy|Policies|Acl|Configuration|Tags|TagsForResource|Status)$/i,
    'meta',
  ],
  [/^(List|Query|Scan|Search)/i, 'list'],
  [/^(Delete|Remove|Purge|BatchDelete)/i, 'delete'],
  [/^(Get|BatchGet|Read|Receive|Download|Select)/i, 'read'],
  [/^(Invoke|Execute|Start|Run|Connect)/i, 'invoke'],
  [/^Assume/i, 'assume'],
];

const word = (verb: string): AccessWord | undefined =>
  WORDS.find(([expression]) => expression.test(verb))?.[1];

const facts = new Map<string, ActionFact[]>();
const mixtures = new Map<string, ActionFact[]>();

/**
 * The kind for a policy whose Allow statements name these actions (patterns, lower case), on this resource. Known
 * services' actions are enumerated; what matches none of them stays as the pattern it is, and may exist.
 * Source: Service Authorization Reference, "Actions" of each service with their access levels.
 */
export function genericKind(patterns: string[], resource: string): Kind {
  const own = resource.split(':')[2] ?? '';
  const used = Object.hasOwn(USED_AS, own) ? USED_AS[own] : undefined;
  const services = new Set([
    own,
    ...(used === undefined ? [] : [used]),
    ...patterns.map((pattern) => pattern.split(':')[0] ?? ''),
  ]);
  const known = [...services].filter((name) => catalog(name) !== undefined).slice(0, MOST_SERVICES);
  const loose = new Set<string>();
  for (const pattern of patterns)
    if (loose.size <= MOST_LOOSE && !isEnumerated(pattern, known)) loose.add(pattern);
  // NotAction speaks of all other actions, of a service that nobody knows too.
  if (!known.includes(own)) loose.add(own === '' ? '*' : `${own}:*`);
  return {
    actions: mixture(known, [...loose].sort()),
    arns: (asked) => ({
      container: [asked],
      item: [asked],
      qualified: /[:/]\*$/.test(asked) ? [asked] : [asked, `${asked}/*`, `${asked}:*`],
    }),
    resourceElement: 'optional',
    ...(loose.size > MOST_LOOSE ? { cutShort: 'it names more unknown actions than can be told apart' } : {}),
  };
}

/** One list for the same services and loose patterns: what is worked out about a list is kept by its identity. */
function mixture(services: string[], loose: string[]): ActionFact[] {
  const [first, ...others] = services;
  if (first !== undefined && others.length === 0 && loose.length === 0) return factsOf(first);
  const key = [...services, '', ...loose].join('\n');
  const before = mixtures.get(key);
  if (before !== undefined) return before;
  const made = [...services.flatMap(factsOf), ...loose.map(looseFact)];
  if (mixtures.size >= 200) mixtures.clear();
  mixtures.set(key, made);
  return made;
}

/** The actions of a service that are asked of resources. */
function factsOf(service: string): ActionFact[] {
  const before = facts.get(service);
  if (before !== undefined) return before;
  const made = (catalog(service) ?? [])
    .filter((action) => action.ofResource)
    .map((action): ActionFact => {
      const name = `${service}:${action.name}`;
      const better = KNOWN.get(name);
      if (better !== undefined) return { ...better, level: 'qualified' };
      const access = accessOf(action);
      const anonymous = UNSIGNED.has(name);
      const fact: ActionFact = {
        name,
        access,
        level: 'qualified',
        anonymous,
        acrossAccounts: true,
        proof: 'signature',
      };
      const doubt = Object.hasOwn(DOUBTS, service) ? DOUBTS[service] : undefined;
      return doubt === undefined ? fact : { ...fact, doubt };
    });
  facts.set(service, made);
  return made;
}

function accessOf({ name, level }: CatalogAction): AccessWord {
  if (level === 'permissions') return 'admin';
  const by = word(name);
  if (level === 'list') return by === 'meta' ? 'meta' : 'list';
  if (level === 'read') return by === 'meta' || by === 'list' ? by : 'read';
  return by === 'admin' || by === 'delete' || by === 'invoke' || by === 'assume' ? by : 'write';
}

/** An action as the policy writes it. Of a service that nobody knows it may be accepted unsigned. */
function looseFact(pattern: string): ActionFact {
  const [service = '', verb = ''] = pattern.split(':');
  const known = catalog(service);
  const exists = known?.some((action) => action.name.toLowerCase() === verb) === true;
  return {
    name: pattern,
    access: /^[*?]|^$/.test(verb) ? 'admin' : (word(verb) ?? 'write'),
    level: 'qualified',
    anonymous: known === undefined,
    acrossAccounts: true,
    proof: 'signature',
    doubt: exists ? NO_RESOURCE : UNKNOWN,
  };
}

const enumerated = new Map<string, boolean>();

/** Is there an action of these services, asked of a resource, that the pattern names? */
function isEnumerated(pattern: string, services: string[]): boolean {
  const [prefix = ''] = pattern.split(':');
  const wild = /[*?]/.test(prefix);
  if (pattern === '*') return services.length > 0;
  if (!wild && !services.includes(prefix)) return false;
  const key = `${services.join()} ${pattern}`;
  const before = enumerated.get(key);
  if (before !== undefined) return before;
  const matches = globMatcher(pattern);
  const asked = services.filter((service) => wild || service === prefix);
  const answer = asked.some((service) => lowerNames(factsOf(service)).some(matches));
  if (enumerated.size >= 5000) enumerated.clear();
  enumerated.set(key, answer);
  return answer;
}
