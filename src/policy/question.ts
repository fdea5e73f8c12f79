// What can be asked of the policy engine, and what it answers. The final seam: everything outside src/policy uses only this.

/** What a resource policy is attached to; decides which actions exist and which of them an outsider can use. */
export const POLICY_KINDS = [
  's3-bucket',
  's3-access-point',
  'role-trust',
  'sns',
  'sqs',
  'kms',
  'lambda',
  'secret',
  'lambda-layer',
  'ecr',
  'efs',
  'opensearch',
  'generic',
] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];

/** What an action does to the data, the words of exposures. */
export type AccessWord = 'list' | 'read' | 'write' | 'delete' | 'admin' | 'invoke' | 'assume' | 'meta';

/** One question: who outside can do what to this resource, as far as these policies say? */
export interface Question {
  kind: PolicyKind;
  /** The policy document, parsed from JSON and otherwise untouched. */
  policy: unknown;
  /** ARN of the resource the policy is attached to. For kind generic, it may hold wildcards. */
  resource: string;
  /** Twelve digits of the account that owns it; undefined when it is not known. */
  account?: string;
  /** Accounts and organizations that are ours: requests of theirs are not an outsider's. */
  ours?: { accounts: string[]; organizations: string[]; networks: string[] };
  /** Further policies whose Deny applies to the same requests (resource control policies). Their Allow is ignored. */
  alsoDeny?: unknown[];
  /** Condition keys that the road to the resource fixes: `s3:DataAccessPointArn` for a request through an access point. */
  fixed?: Record<string, string>;
  /** Kind role-trust: does the Cognito identity pool admit guests? undefined = not known. */
  guestsAllowed?: boolean;
  /** Milliseconds since 1970 at which the question is asked; left out, conditions on the time of the request are undecided. */
  now?: number;
  /** Kind lambda: the function URL; null = there is none, undefined = not known. `needsInvoke`: undefined = not known. */
  functionUrl?: { authType: string; needsInvoke?: boolean } | null;
  /** Kind secret: policy of the customer key; null = the AWS managed key, undefined = not known. */
  keyPolicy?: unknown;
}

/** The service of a caller where the policy names none. */
export const ANY_SERVICE = '*';

/** Who makes the request. */
export type Caller =
  /** No credentials at all. */
  | { class: 'anonymous' }
  /** Signed by an account the attacker made, in no organization or in another one. */
  | { class: 'any-account' }
  /** An AWS service acting for an attacker's account, let in by a wildcard principal. */
  | { class: 'any-account-via-service' }
  /** A service principal; ANY_SERVICE = some one, let in by a wildcard whose Denies spare services. `confused`: nothing pins whose resource it acts for. */
  | { class: 'service'; service: string; confused: boolean }
  /** A token of an identity provider that anybody can join (GitHub, Google, Cognito guests...). */
  | { class: 'web-identity'; issuer: string }
  /** A token that is pinned to named subjects of a public issuer, or of a private issuer or SAML provider. */
  | { class: 'named-identity'; issuer: string; subjects: string[] }
  /** Accounts, users and roles by name, outside the owning account. `externalId`: every road asks for a fixed sts:ExternalId. */
  | { class: 'named-account'; accounts: string[]; externalId: boolean }
  /** Any principal of a named organization. */
  | { class: 'organization'; organizations: string[] };

/** A concrete request. Context keys are lower case. */
export interface Request {
  /** `anonymous`, an ARN, a service name, or `token of ISSUER with sub SUBJECT`. */
  principal: string;
  action: string;
  resource: string;
  context: Record<string, string | string[]>;
  transport: 'internet' | 'vpc-endpoint';
}

/** A set of requests that is allowed, or may be. */
export interface Grant {
  caller: Caller;
  /** Actions by their names in the service authorization reference, sorted. */
  actions: string[];
  access: AccessWord[];
  /** `exact`: proved that such a request is allowed. `maybe`: it could not be decided; see `reason`. */
  certainty: 'exact' | 'maybe';
  reason?: string;
  /** Indexes of the Allow statements that open it, in document order; a lone statement object is 0. */
  statements: number[];
  /** The same statements as JSON pointers into the document: `/Statement/2`, or `/Statement` for a lone one. */
  pointers: string[];
  /** Conditions the request has to meet, in words an engineer reads: `aws:Referer like https://example.com/*`. */
  conditions: string[];
  /** For certainty `exact`: the request, re-checked by the single-request evaluator. */
  witness?: Request;
}

export interface Judgement {
  grants: Grant[];
  /** AWS's own question, the one that RestrictPublicBuckets consults (GetBucketPolicyStatus). S3 kinds only. */
  policyStatusIsPublic?: boolean | 'unknown';
  /** What in the document could not be read, with its JSON pointer. */
  faults: { pointer: string; message: string }[];
}
