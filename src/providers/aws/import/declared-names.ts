// ARNs of things that a plan or a template makes: what is known of them, and stand-ins for what AWS gives out when they are made.
import { createHash } from 'node:crypto';
import { type Raw, raw, word } from '../answers/shape.ts';
import { many, statementsOf } from '../answers/statements.ts';

/** Where a file makes its things, as far as it says. */
export interface Home {
  file: string;
  partition: string;
  region?: string;
  account?: string;
}

/** How ARNs of a type end. */
export interface ArnShape {
  /** `sns` */
  service: string;
  /** `function:name` */
  resource(name: string): string;
  /** Its ARNs name no account. */
  ownerless?: true;
}

/** Stands for the region that a file does not name; each file has its own, so that two files never speak of one thing by chance. */
export function regionFor({ file, region }: Home): string {
  return region ?? `aws-region-${createHash('sha256').update(file).digest('hex').slice(0, 8)}`;
}

/**
 * The ARN of a thing by its name. Where account or region are not known and its policy names one thing of this service and name, that is
 * it: services refuse policies that speak of others, or let them have no effect.
 */
export function arnOf(shape: ArnShape, name: string, home: Home, policy?: unknown): string {
  const { service, resource, ownerless } = shape;
  const end = resource(name);
  if (home.account === undefined || home.region === undefined) {
    const said = namedIn(policy, service, end);
    if (said !== undefined) return said;
  }
  const account = ownerless === true ? '' : (home.account ?? ownerIn(policy) ?? '');
  return `arn:${home.partition}:${service}:${regionFor(home)}:${account}:${end}`;
}

function namedIn(policy: unknown, service: string, end: string): string | undefined {
  const found = new Set<string>();
  for (const { statement } of statementsOf(raw(policy) ?? {}))
    for (const one of many(statement?.['Resource'])) {
      const [arn, partition, about, region, account, ...rest] = (word(one) ?? '').split(':');
      const exact =
        arn === 'arn' && about === service && /^\d{12}$/.test(account ?? '') && !/[*?]/.test(region ?? '*');
      if (exact && rest.join(':') === end)
        found.add(`arn:${partition}:${service}:${region}:${account}:${end}`);
    }
  return found.size === 1 ? [...found][0] : undefined;
}

/** The account that may do anything with a key is the one that it is made in: KMS refuses a policy that leaves nobody in charge. */
function ownerIn(policy: unknown): string | undefined {
  const found = new Set<string>();
  for (const { statement } of statementsOf(raw(policy) ?? {})) {
    if (statement?.['Effect'] !== 'Allow' || !many(statement['Action']).includes('kms:*')) continue;
    for (const one of many(principalsOf(statement))) {
      const account = /^arn:aws[a-z-]*:iam::(\d{12}):root$|^(\d{12})$/.exec(word(one) ?? '');
      if (account !== null) found.add(account[1] ?? account[2] ?? '');
    }
  }
  return found.size === 1 ? [...found][0] : undefined;
}

function principalsOf(statement: Raw): unknown {
  return raw(statement['Principal'])?.['AWS'];
}

/** `arn:…:name` */
export function plain(service: string): ArnShape {
  return { service, resource: (name) => name };
}

/** `arn:…:start/name` */
export function path(service: string, start: string): ArnShape {
  return { service, resource: (name) => `${start}/${name}` };
}

/** `arn:…:start:name` */
export function after(service: string, start: string): ArnShape {
  return { service, resource: (name) => `${start}:${name}` };
}

/** The ARN that a text is, or that the URL of a queue stands for; undefined for a name. */
export function arnIn(text: string, partition: string): string | undefined {
  if (text.startsWith('arn:')) return text;
  const url = /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(\d{12})\/([^/]+)$/.exec(text);
  return url === null ? undefined : `arn:${partition}:sqs:${url[1]}:${url[2]}:${url[3]}`;
}

/** The name at the end of an ARN, a URL or a path. */
export function lastName(text: string): string {
  return text.split(/[:/]/).at(-1) || text;
}
