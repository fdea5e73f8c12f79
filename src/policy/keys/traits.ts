// What sort of condition key a key is: by which of them callers and roads can be told apart at all.
// Source: IAM user guide, "AWS global condition context keys".

/** Traits of one key, or those that any of several keys has. */
export interface KeyTraits {
  /** A global key; it says the same of every action. */
  global: boolean;
  /** It can hold several values at once. */
  many: boolean;
  /** About who calls, and about the resource for which a service acts (see `keyState`). */
  caller: boolean;
  origin: boolean;
  /** Told apart by it: networks, organizations, calls that a service forwards, access points, single identities. */
  network: boolean;
  organization: boolean;
  forwarded: boolean;
  accessPoint: boolean;
  identity: boolean;
  /** It confines, or speaks of, services. */
  source: boolean;
  service: boolean;
}

const MANY =
  /^(aws:(tagkeys|calledvia|principalservicenameslist)|kms:(encryptioncontextkeys|grantoperations)|sts:transitivetagkeys|s3:requestobjecttagkeys|.*:amr)$/s;
const CALLER =
  /^aws:(principal|userid|username|multifactor|tokenissue|federated|sourceidentity|assumedroot|chatbot|ec2instancesource)/;
const ORIGIN = /^aws:source(arn|account|owner|orgid|orgpaths)$/;
const NETWORK = /^aws:(sourceip|vpcsourceip|sourcevpc|sourcevpce|sourcevpcarn|vpce\w+)$/;
const ORGANIZATION = /^aws:principalorg(id|paths)$/;
const FORWARDED = /^(aws:viaawsservice|aws:calledvia\w*|kms:viaservice|kms:grantisforawsresource)$/;
const ACCESS_POINT = /^s3:(dataaccesspoint\w+|accesspointnetworkorigin)$/;
const IDENTITY = /^(aws:principal(account|arn)|kms:calleraccount|aws:userid)$/;
const SERVICE = /^aws:principal(isawsservice|servicename)/;
const SOURCE =
  /^aws:(source(arn|account|owner|orgid|orgpaths)|principalisawsservice|principalservicename\w*)$/;

// Most policies use the same few keys.
const known = new Map<string, KeyTraits>();

/** The traits of a key (lower case). */
export function traitsOf(key: string): KeyTraits {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made: KeyTraits = {
    global: key.startsWith('aws:'),
    many: MANY.test(key),
    caller: CALLER.test(key),
    origin: ORIGIN.test(key),
    network: NETWORK.test(key),
    organization: ORGANIZATION.test(key),
    forwarded: FORWARDED.test(key),
    accessPoint: ACCESS_POINT.test(key),
    identity: IDENTITY.test(key),
    source: SOURCE.test(key),
    service: SERVICE.test(key),
  };
  if (known.size > 1000) known.clear();
  if (key.length < 200) known.set(key, made);
  return made;
}

/** Can the key hold several values at once? */
export function isMany(key: string): boolean {
  return traitsOf(key).many;
}
