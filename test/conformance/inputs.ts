// The members of a case's input: which of them are read, in which shapes they come, and what became of the others.
import { type Case, isRecord } from './case.ts';

type Input = Record<string, unknown>;

const EVERY = 'policy ownerAccount rcps managementAccount isManagementAccount accountType';
const BUCKET =
  'bucket acl ownership bucketBpa accountBpa accessPoints multiRegionAccessPoints objectAcls bucketType';

/** What each kind reads; each of them also as `<name>Error`. */
const READ: Record<string, string> = {
  's3-bucket': BUCKET,
  's3-account-combo': BUCKET,
  'role-trust': 'roleName identityPool',
  sns: 'topicArn',
  sqs: 'queueArn',
  kms: 'keyArn',
  lambda: 'functionArn functionUrl requiresInvokeFunction',
  secret: 'secretArn kmsKeyId kmsKeyPolicy',
};

/** What lets nobody in and keeps nobody out: a website needs the same permissions; SCPs do not bind outsiders; the rest names things. */
const NOTES = 'website scps resource resourceArn region partition versioning';

/** The organization's Block Public Access, under whichever name it comes. */
const ORGANIZATION = /^(s3)?org/i;

/** Members of a case that are not read, although they may say something about its answer. */
export function unread({ kind, input }: Case): string[] {
  const known = new Set(`${EVERY} ${NOTES} ${READ[kind] ?? 'resource'}`.split(' '));
  return Object.keys(input).filter((name) => {
    const plain = name.replace(/Error$/, '');
    if (known.has(plain) || (plain === 'organizationBpa' && kind.startsWith('s3'))) return false;
    return !(kind.startsWith('s3') && ORGANIZATION.test(name) && isBlock(input[name]));
  });
}

/** A document as the service returns it: an object, or the same as JSON text. */
export function document(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Did a setting fail to be read? `<name>Error` says why. */
export function failed(input: Input, name: string): boolean {
  return (input[`${name}Error`] ?? null) !== null;
}

/**
 * Resource control policies that apply; they do not bind the management account. A list that could not be read is one
 * policy that cannot be read.
 */
export function controls(input: Input): unknown[] | undefined {
  const { managementAccount, isManagementAccount, accountType, rcps } = input;
  if (managementAccount === true || isManagementAccount === true || accountType === 'management') return;
  if (failed(input, 'rcps')) return [null];
  return Array.isArray(rcps) ? rcps.map(document) : undefined;
}

/** The organization's setting, undefined when the case has none. */
export function organizationBlock(input: Input): unknown {
  const [name] = Object.keys(input).filter((one) => ORGANIZATION.test(one) && isBlock(input[one]));
  return name === undefined ? undefined : document(input[name]);
}

function isBlock(given: unknown): boolean {
  const value = document(given);
  if (value === null || value === 'all' || value === 'none') return true;
  return isRecord(value) && ('s3_attributes' in value || 'RestrictPublicBuckets' in value);
}

/** The first of several names under which a member may come. */
export function either(record: Input, ...names: string[]): unknown {
  return names.map((name) => record[name]).find((value) => value !== undefined);
}
