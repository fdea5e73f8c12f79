// What plans, states and templates can say of each type of resource, and what the service does where they say nothing.

/** What a file can say about things of one type. */
export interface Kind {
  /** Settings that a file of this kind can state. */
  could: string[];
  /** Settings that no such file states, or of which it never shows all. */
  never: string[];
  /** The service's defaults for a new thing. */
  defaults: Record<string, unknown>;
}

/** Reached through its policy alone; a new one has none. */
const POLICY_ALONE: Kind = { could: ['policy'], never: [], defaults: { policy: null } };

/** A policy that is declared statement by statement is never shown whole; nor are the URLs of a function. */
const STATEMENTS: Kind = { could: [], never: ['policy', 'url'], defaults: { policy: null, url: null } };

const AROUND = ['subnets', 'networkAcls', 'vpcBlockPublicAccess'];

const SNAPSHOT: Kind = {
  could: ['sharedWith', 'key', 'engine'],
  never: [],
  defaults: { sharedWith: { everyone: false, accounts: [] } },
};

/**
 * Defaults of new buckets: Amazon S3 user guide, "Default settings for new S3 buckets" (Block Public Access on, ACLs off since April 2023).
 * Of users: a new user has no password, no key and no group.
 */
export const KINDS: Record<string, Kind> = {
  'aws.s3.account': {
    could: [],
    never: ['blockPublicAccess', 'organizationBlockPublicAccess'],
    defaults: {},
  },
  'aws.s3.bucket': {
    could: ['policy', 'acl', 'ownership', 'blockPublicAccess', 'website', 'tags', 'location'],
    never: ['policyStatus', 'accessPoints', 'multiRegionAccessPoints', 'blockedEncryption'],
    defaults: {
      policy: null,
      acl: { grants: [] },
      ownership: 'BucketOwnerEnforced',
      blockPublicAccess: {
        blockPublicAcls: true,
        ignorePublicAcls: true,
        blockPublicPolicy: true,
        restrictPublicBuckets: true,
      },
      website: null,
      tags: null,
      accessPoints: [],
      multiRegionAccessPoints: [],
    },
  },
  'aws.iam.policy': {
    could: ['document', 'path'],
    never: ['attachments', 'boundaryUses', 'createdAt', 'updatedAt'],
    defaults: { path: '/', attachments: 0 },
  },
  'aws.iam.group': {
    could: ['path', 'attachedPolicies', 'inlinePolicies'],
    never: ['createdAt'],
    defaults: { path: '/', attachedPolicies: [], inlinePolicies: [] },
  },
  'aws.iam.identity-provider': { could: ['kind', 'url', 'clientIds'], never: ['createdAt'], defaults: {} },
  'aws.iam.user': {
    could: ['path', 'attachedPolicies', 'inlinePolicies', 'permissionsBoundary', 'tags'],
    never: ['groups', 'consoleAccess', 'accessKeys', 'mfaActive', 'passwordLastUsed', 'createdAt'],
    defaults: {
      path: '/',
      attachedPolicies: [],
      inlinePolicies: [],
      permissionsBoundary: null,
      tags: {},
      groups: [],
      consoleAccess: false,
      accessKeys: [],
    },
  },
  'aws.iam.role': {
    could: ['trustPolicy', 'path', 'attachedPolicies', 'inlinePolicies', 'permissionsBoundary', 'tags'],
    never: ['lastUsedAt', 'createdAt'],
    defaults: {
      path: '/',
      attachedPolicies: [],
      inlinePolicies: [],
      permissionsBoundary: null,
      tags: {},
    },
  },
  'aws.sns.topic': POLICY_ALONE,
  'aws.sqs.queue': POLICY_ALONE,
  'aws.kms.key': {
    could: ['policy', 'state'],
    never: ['grants'],
    // The default key policy admits the account alone (KMS developer guide, "Default key policy").
    defaults: { policy: null, state: 'Enabled', grants: [] },
  },
  'aws.secretsmanager.secret': {
    could: ['policy', 'key'],
    never: ['keyPolicy', 'keyGrants'],
    defaults: { policy: null, key: null, keyPolicy: null, keyGrants: null },
  },
  'aws.lambda.function': STATEMENTS,
  'aws.lambda.alias': STATEMENTS,
  'aws.lambda.layer': { could: [], never: ['policy'], defaults: { policy: null } },
  'aws.ecr.repository': POLICY_ALONE,
  'aws.ecr.registry': POLICY_ALONE,
  'aws.ecr-public.repository': {
    could: ['policy', 'address'],
    never: [],
    defaults: { policy: null, address: null },
  },
  'aws.eventbridge.bus': POLICY_ALONE,
  'aws.kinesis.stream': POLICY_ALONE,
  'aws.kinesis.consumer': POLICY_ALONE,
  'aws.dynamodb.table': POLICY_ALONE,
  'aws.dynamodb.stream': POLICY_ALONE,
  'aws.efs.file-system': POLICY_ALONE,
  'aws.opensearch.domain': {
    could: ['policy', 'vpc', 'fineGrainedAccess'],
    never: ['endpoint', 'endpointAccounts'],
    defaults: { policy: null, vpc: null, fineGrainedAccess: null, endpointAccounts: [] },
  },
  // What else stands between the internet and a thing is the account's, or nobody's who declares the thing.
  'aws.ec2.security-group': { could: ['securityGroups'], never: ['guards'], defaults: {} },
  'aws.ec2.instance': {
    could: [],
    // Where a file is silent, the image and the defaults of the account decide.
    never: ['interfaces', 'securityGroups', ...AROUND, 'state', 'metadataTokens', 'metadataEndpoint'],
    defaults: {},
  },
  'aws.rds.instance': {
    could: ['publiclyAccessible', 'engine'],
    never: ['interfaces', 'securityGroups', ...AROUND, 'endpoint', 'port', 'status'],
    defaults: { publiclyAccessible: false },
  },
  'aws.ami.image': {
    could: ['encrypted'],
    never: ['sharedWith'],
    defaults: { sharedWith: { everyone: false, accounts: [], organizations: [] } },
  },
  'aws.ebs.snapshot': {
    could: ['key', 'volume'],
    never: ['sharedWith'],
    defaults: { sharedWith: { everyone: false, accounts: [] } },
  },
  'aws.rds.snapshot': SNAPSHOT,
  'aws.rds.cluster-snapshot': SNAPSHOT,
  'aws.ssm.document': {
    could: ['sharedWith', 'documentType'],
    never: [],
    defaults: { sharedWith: { everyone: false, accounts: [] } },
  },
  'aws.backup.vault': POLICY_ALONE,
  'aws.glue.catalog': POLICY_ALONE,
  'aws.logs.resource-policy': POLICY_ALONE,
  'aws.logs.destination': POLICY_ALONE,
  'aws.glacier.vault': POLICY_ALONE,
  'aws.codeartifact.domain': POLICY_ALONE,
  'aws.codeartifact.repository': POLICY_ALONE,
  'aws.s3tables.bucket': POLICY_ALONE,
};
