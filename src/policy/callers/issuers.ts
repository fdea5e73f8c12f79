// Identity providers that anybody can get a token from, and how their subjects name an owner.
// Sources: each provider's OIDC documentation; IAM user guide, "Available keys for AWS OIDC federation",
// "Identity-provider controls for shared OIDC providers" (the list of those that serve every customer).
import { fromTokens, type Pattern, shape } from '../language/pattern.ts';

export interface Issuer {
  /** Host (and path) as in the provider's ARN and condition keys, lower case. */
  name: string;
  /** Claim -> shapes of the values that a stranger can have. Claims not listed are free. */
  claims: Record<string, string[]>;
  /** Claims of strangers that never equal a value the policy spells out. */
  owned: string[];
  /** Claims that AWS hands on as condition keys beside `HANDED`. */
  handed?: string[];
  /** Claims that a token can lack. */
  optional?: string[];
  /** How values name their owner: a beginning, and what ends the owner's name. */
  owners: (readonly [beginning: string, end: '/' | ':'])[];
  /** Why it may not be open to everybody. */
  doubt?: string;
}

const anything = ['<any+>'];

/**
 * Claims that STS hands on as condition keys for every provider; the others of a token are not in the request at all.
 * Source: IAM user guide, "Available keys for AWS OIDC federation"; for single providers since January 2026.
 */
const HANDED = ['sub', 'aud', 'amr', 'azp', 'email', 'oaud', 'id', 'app_id', 'user_id'];

const PULUMI: Issuer['owners'] = [
  ['pulumi:deploy:org:', ':'],
  ['pulumi:environments:org:', ':'],
];

export const PUBLIC_ISSUERS: Issuer[] = [
  {
    name: 'token.actions.githubusercontent.com',
    claims: {
      sub: [
        'repo:<login+>/<word+>:<any+>',
        'repo:<login+>@<digit+>/<word+>@<digit+>:<any+>',
        ...'environment ref workflow context event_name job_workflow_ref workflow_ref repository_visibility runner_environment'
          .split(' ')
          .map((claim) => `${claim}:<any*>`),
        'actor:<login+>',
        'actor:<login+>:<any*>',
        'repository_owner:<login+>',
        'repository_owner:<login+>:<any*>',
        'repository:<login+>/<word+>',
        'repository:<login+>/<word+>:<any*>',
        'repository_id:<digit+>',
        'repository_id:<digit+>:<any*>',
        'repository_owner_id:<digit+>',
        'repository_owner_id:<digit+>:<any*>',
      ],
      repository: ['<login+>/<word+>'],
      repository_owner: ['<login+>'],
      actor: ['<login+>'],
    },
    handed:
      'actor actor_id job_workflow_ref repository repository_id workflow ref environment enterprise_id'.split(
        ' ',
      ),
    optional: ['environment'],
    owned: [
      'sub',
      'repository',
      'repository_owner',
      'repository_id',
      'repository_owner_id',
      'actor',
      'actor_id',
      'enterprise',
      'enterprise_id',
    ],
    owners: [
      ['repo:', '/'],
      ['repository:', '/'],
      ['repository_owner:', ':'],
      ['repository_id:', ':'],
      ['repository_owner_id:', ':'],
      ['actor:', ':'],
      ['', '/'],
    ],
  },
  {
    name: 'gitlab.com',
    claims: { sub: ['project_path:<word+>/<any+>:ref_type:<lower+>:ref:<any+>'] },
    owned: [
      'sub',
      'namespace_id',
      'namespace_path',
      'project_id',
      'project_path',
      'user_id',
      'user_login',
      'user_email',
    ],
    owners: [
      ['project_path:', '/'],
      ['', '/'],
    ],
  },
  {
    name: 'app.terraform.io',
    claims: { sub: ['organization:<word+>:project:<any+>:workspace:<word+>:run_phase:<lower+>'] },
    owned: ['sub', 'terraform_organization_name', 'terraform_organization_id', 'terraform_workspace_id'],
    owners: [['organization:', ':']],
  },
  {
    name: 'agent.buildkite.com',
    claims: { sub: ['organization:<slug+>:pipeline:<slug+>:<any+>'] },
    owned: ['sub', 'organization_slug', 'organization_id', 'pipeline_id'],
    owners: [['organization:', ':']],
  },
  {
    name: 'oidc.circleci.com',
    claims: { sub: ['org/<any+>/project/<any+>/user/<any+>'] },
    owned: ['sub', 'aud'],
    owners: [['org/', '/']],
  },
  {
    name: 'oidc.vercel.com',
    claims: { sub: anything },
    owned: ['sub', 'owner', 'owner_id', 'project_id'],
    owners: [['owner:', ':']],
  },
  { name: 'api.pulumi.com/oidc/v2', claims: { sub: anything }, owned: ['sub'], owners: PULUMI },
  { name: 'api.pulumi.com/oidc', claims: { sub: anything }, owned: ['sub', 'aud'], owners: PULUMI },
  { name: 'oidc.codefresh.io', claims: { sub: anything }, owned: ['sub'], owners: [['account:', ':']] },
  ...[
    'vstoken.actions.githubusercontent.com',
    'oidc-configuration.audit-log.githubusercontent.com',
    'studio.datachain.ai/api',
    'scalr.io',
    'tokens.cloud.shisho.dev',
    'proidc.upbound.io',
    'oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb',
    'oidc.op1.openshiftapps.com/2c51blsaqa9gkjt0o9rt11mle8mmropu',
    'rh-oidc.s3.us-east-1.amazonaws.com/22ejnvnnturfmt6km08idd0nt4hekbn7',
    'rh-oidc.s3.us-east-1.amazonaws.com/23e3sd27sju1hoou6ohfs68vbno607tr',
    'rh-oidc.s3.us-east-1.amazonaws.com/23ne21h005qjl3n33d8dui5dlrmv2tmg',
    'rh-oidc.s3.us-east-1.amazonaws.com/24jrf12m5dj7ljlfb4ta2frhrcoadm26',
  ].map((name): Issuer => ({ name, claims: { sub: anything }, owned: ['sub'], owners: [] })),
  { name: 'sandboxes.cloud', claims: { sub: anything }, owned: ['sub', 'aud'], owners: [] },
  {
    // Microsoft Sentinel of every customer; the session's name says whose.
    name: 'sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d',
    claims: { sub: anything },
    owned: ['sub'],
    owners: [],
    doubt: 'whose Microsoft Sentinel it is stands in the name of the session alone',
  },
  { name: 'api.bitbucket.org', claims: { sub: anything }, owned: ['sub', 'aud'], owners: [] },
  { name: 'accounts.google.com', claims: { sub: ['<digit+>'] }, owned: ['sub', 'email', 'hd'], owners: [] },
  { name: 'appleid.apple.com', claims: { sub: anything }, owned: ['sub', 'email'], owners: [] },
  {
    // The tenant of all personal accounts; every other one is a customer's.
    name: 'login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
    claims: { sub: anything },
    owned: ['sub', 'email'],
    owners: [],
  },
  { name: 'graph.facebook.com', claims: { id: ['<digit+>'] }, owned: ['id'], owners: [] },
  {
    name: 'www.amazon.com',
    claims: { user_id: ['amzn1.account.<upper+>'] },
    owned: ['user_id', 'sub'],
    owners: [],
  },
  {
    name: 'cognito-identity.amazonaws.com',
    claims: { aud: ['<slug+>:<slug+>'], sub: ['<slug+>:<slug+>'] },
    owned: ['aud', 'sub'],
    owners: [],
  },
];

/** `token.actions.githubusercontent.com` from a provider ARN or a plain name. */
export function issuerName(federated: string): string {
  return federated.replace(/^arn:[^:]*:iam::\d*:oidc-provider\//, '').toLowerCase();
}

/** Issuers of one customer each, at services made for letting customers' own users sign up. */
const SIGN_UP =
  /^(cognito-idp\.[^/]+\/.|securetoken\.google\.com\/.|[^/]+\.(auth0\.com|b2clogin\.com|ciamlogin\.com|supabase\.co|clerk\.accounts\.dev)(\/|$))/;

/** The public issuer of this name; a path below the host is one customer's own issuer and therefore not public. */
export function publicIssuer(name: string): Issuer | undefined {
  if (SIGN_UP.test(name)) {
    const doubt = 'who can sign up to the user pool is not known';
    return { name, claims: { sub: anything }, owned: ['sub', 'email'], owners: [], doubt };
  }
  return PUBLIC_ISSUERS.find((issuer) => issuer.name === name);
}

/** Is it open whether AWS hands the claim on, or whose tokens carry it? */
export function isVague(issuer: Issuer, claim: string): boolean {
  return claim === 'job_workflow_ref' || !isHanded(issuer, claim);
}

/** Is the claim documented as a condition key? */
export function isHanded(issuer: Issuer, claim: string): boolean {
  return HANDED.includes(claim) || issuer.handed?.includes(claim) === true;
}

/** Identities that a condition value pins to somebody, and that no stranger has: the value, and all of its owner's. */
export function pinned(issuer: Issuer, value: string): Pattern[] {
  const found: Pattern[] = [];
  if (!/[*?]/.test(value)) found.push(anyCase(value, false));
  for (const [beginning, end] of issuer.owners) {
    if (!value.startsWith(beginning)) continue;
    const [name = ''] = /^[^/:*?@]*/.exec(value.slice(beginning.length)) ?? [];
    if (name === '') continue;
    found.push(anyCase(beginning + name + end, true));
    if (end === ':') found.push(anyCase(beginning + name, false));
    // Immutable subjects of GitHub put the owner's number behind its name.
    if (beginning === 'repo:') found.push(anyCase(`${beginning}${name}@`, true));
  }
  const [, number] = /^repo:[^/:]*@(\d+)\//.exec(value) ?? [];
  if (number !== undefined) found.push(shape(`repo:<login+>@${number}/<any+>`));
  return found;
}

function anyCase(literal: string, andMore: boolean): Pattern {
  const tokens = [...literal].map((character) => ({ takes: `~${character}`, many: false }));
  return fromTokens(andMore ? [...tokens, { takes: 'any', many: true }] : tokens);
}

/** The shapes of a claim. */
export function claimShapes(issuer: Issuer, claim: string): Pattern[] | undefined {
  return Object.hasOwn(issuer.claims, claim) ? issuer.claims[claim]?.map(shape) : undefined;
}
