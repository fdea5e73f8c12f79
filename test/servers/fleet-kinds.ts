// The kinds of buckets in a made-up account, and what S3 answers about each.
import { type Answer, blockXml, ok } from './aws.ts';

const OWNER = 'f0e1d2c3';
const EVERYONE = 'http://acs.amazonaws.com/groups/global/AllUsers';
const ORGANIZATION = 'o-kagiexample';

/** What a bucket has; what is left out S3 does not know of it. */
interface Kind {
  /** Statements of its policy, `$` for its name. */
  policy?: object[];
  /** S3's own opinion of that policy. */
  public?: boolean;
  /** Everyone has this permission by ACL. */
  acl?: 'READ' | 'WRITE';
  ownership?: 'BucketOwnerEnforced' | 'ObjectWriter';
  block?: boolean;
  website?: boolean;
}

const allow = (more: object) => ({ Effect: 'Allow', Principal: '*', Resource: 'arn:aws:s3:::$/*', ...more });
const tls = {
  Sid: 'tls',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: ['arn:aws:s3:::$', 'arn:aws:s3:::$/*'],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const SHUT: Kind = { ownership: 'BucketOwnerEnforced', block: true };

/** As in an ordinary company: most are shut, some are shared, few are open. They repeat through the account. */
const KINDS: Kind[] = [
  SHUT,
  { ...SHUT, policy: [tls] },
  SHUT,
  {
    ...SHUT,
    policy: [allow({ Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: 's3:GetObject' })],
  },
  SHUT,
  {
    ownership: 'BucketOwnerEnforced',
    policy: [allow({ Action: 's3:GetObject' })],
    public: true,
    website: true,
  },
  { ...SHUT, policy: [tls] },
  {
    ...SHUT,
    policy: [
      allow({
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 's3:PutObject',
        Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
      }),
    ],
  },
  SHUT,
  { ownership: 'ObjectWriter', acl: 'READ' },
  { ...SHUT, policy: [allow({ Action: 's3:GetObject' })], public: true },
  {
    ...SHUT,
    policy: [
      allow({ Action: 's3:GetObject', Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } } }),
    ],
  },
  SHUT,
  {
    ownership: 'BucketOwnerEnforced',
    block: false,
    policy: [allow({ Action: 's3:*', Resource: ['arn:aws:s3:::$', 'arn:aws:s3:::$/*'] })],
    public: true,
  },
  { ...SHUT, policy: [tls] },
  SHUT,
];

/** `kagi-fleet-00042` */
export function bucketName(index: number): string {
  return `kagi-fleet-${String(index).padStart(5, '0')}`;
}

/** The answer about one setting of a bucket. */
export function answerOf(operation: string, bucket: string): Answer {
  const index = Number(bucket.split('-').at(-1));
  const kind = KINDS[index % KINDS.length];
  if (kind === undefined || Number.isNaN(index)) return none('NoSuchBucket');
  const { policy, acl, ownership, block, website } = kind;
  switch (operation) {
    case 's3:GetBucketPolicy':
      if (policy === undefined) return none('NoSuchBucketPolicy');
      return ok(JSON.stringify({ Version: '2012-10-17', Statement: policy }).replaceAll('$', bucket));
    case 's3:GetBucketPolicyStatus':
      if (policy === undefined) return none('NoSuchBucketPolicy');
      return ok(`<PolicyStatus><IsPublic>${kind.public === true}</IsPublic></PolicyStatus>`);
    case 's3:GetBucketAcl':
      return ok(aclXml(acl));
    case 's3:GetBucketOwnershipControls':
      if (ownership === undefined) return none('OwnershipControlsNotFoundError');
      return ok(
        `<OwnershipControls><Rule><ObjectOwnership>${ownership}</ObjectOwnership></Rule></OwnershipControls>`,
      );
    case 's3:GetBucketPublicAccessBlock':
      return block === undefined ? none('NoSuchPublicAccessBlockConfiguration') : ok(blockXml(block));
    case 's3:GetBucketWebsite':
      if (website !== true) return none('NoSuchWebsiteConfiguration');
      return ok(
        '<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument></WebsiteConfiguration>',
      );
    // As S3 makes buckets since April 2026.
    case 's3:GetEncryptionConfiguration':
      return ok(
        '<ServerSideEncryptionConfiguration><Rule><BlockedEncryptionTypes><EncryptionType>SSE-C</EncryptionType></BlockedEncryptionTypes></Rule></ServerSideEncryptionConfiguration>',
      );
    case 's3:GetBucketTagging':
      return none('NoSuchTagSet');
    default:
      return none('NotImplemented');
  }
}

function none(code: string): Answer {
  return { status: 404, body: `<Error><Code>${code}</Code><Message>there is none</Message></Error>` };
}

function aclXml(everyone: string | undefined): string {
  const type = (name: string) =>
    `<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${name}">`;
  const own = `<Grant>${type('CanonicalUser')}<ID>${OWNER}</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant>`;
  const all =
    everyone === undefined
      ? ''
      : `<Grant>${type('Group')}<URI>${EVERYONE}</URI></Grantee><Permission>${everyone}</Permission></Grant>`;
  return `<AccessControlPolicy><Owner><ID>${OWNER}</ID></Owner><AccessControlList>${own}${all}</AccessControlList></AccessControlPolicy>`;
}
