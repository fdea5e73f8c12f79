// AWS Config's types of the services that are reached through policies, shares and security groups -> ours.
// Source: AWS Config resource schema (github.com/awslabs/aws-config-resource-schema); policies, which stand there as JSON, by the
// properties of the API or of CloudFormation that each type repeats.
import type { Known } from '../../../snapshot/resource.ts';
import { flag, type Raw, raw, raws, word } from '../answers/shape.ts';
import { ingressRule } from '../network/project.ts';
import { policyIn } from '../policy/project.ts';
import { capitalised, unknown } from './config-shape.ts';

/** Where one setting stands in an item, and what it says. */
interface From {
  in: 'configuration' | 'supplementaryConfiguration';
  key: string;
  project(value: unknown, configuration: Raw): Known<unknown>;
}

/** One of our types. */
export interface ItemRow {
  type: string;
  from: string;
  /** Key of the configuration that holds the name, where the item has no better one. */
  name?: string;
  settings: Record<string, From>;
  /** What Config never records. */
  never?: string[];
  /** False for what is no business of the account: keys that AWS manages. */
  ours?(configuration: Raw): boolean;
}

const present = (value: unknown): Known<unknown> => ({ state: 'present', value });
const policy = (key: string, where: From['in'] = 'configuration'): From => ({
  in: where,
  key,
  project: policyIn,
});

/** Every type that is not one of S3 or IAM. */
export const ITEM_ROWS: ItemRow[] = [
  { type: 'aws.sns.topic', from: 'AWS::SNS::Topic', settings: { policy: policy('Policy') } },
  {
    type: 'aws.sqs.queue',
    from: 'AWS::SQS::Queue',
    name: 'QueueName',
    settings: { policy: policy('Policy') },
  },
  {
    type: 'aws.kms.key',
    from: 'AWS::KMS::Key',
    settings: {
      policy: policy('Policy', 'supplementaryConfiguration'),
      state: { in: 'configuration', key: 'keyState', project: text },
    },
    never: ['grants'],
    ours: ({ keyManager }) => keyManager !== 'AWS',
  },
  {
    type: 'aws.lambda.function',
    from: 'AWS::Lambda::Function',
    name: 'functionName',
    settings: { policy: policy('Policy', 'supplementaryConfiguration') },
    never: ['url'],
  },
  {
    type: 'aws.ecr.repository',
    from: 'AWS::ECR::Repository',
    name: 'RepositoryName',
    settings: { policy: policy('RepositoryPolicyText') },
  },
  { type: 'aws.ecr.registry', from: 'AWS::ECR::RegistryPolicy', settings: { policy: policy('PolicyText') } },
  {
    type: 'aws.ecr-public.repository',
    from: 'AWS::ECR::PublicRepository',
    name: 'RepositoryName',
    settings: { policy: policy('RepositoryPolicyText') },
    never: ['address'],
  },
  {
    type: 'aws.efs.file-system',
    from: 'AWS::EFS::FileSystem',
    name: 'FileSystemId',
    settings: { policy: policy('FileSystemPolicy') },
  },
  {
    type: 'aws.opensearch.domain',
    from: 'AWS::OpenSearch::Domain',
    name: 'DomainName',
    settings: {
      policy: policy('AccessPolicies'),
      vpc: { in: 'configuration', key: 'VPCOptions', project: vpc },
      fineGrainedAccess: { in: 'configuration', key: 'AdvancedSecurityOptions', project: accessControl },
    },
    never: ['endpoint', 'endpointAccounts'],
  },
  {
    type: 'aws.backup.vault',
    from: 'AWS::Backup::BackupVault',
    name: 'BackupVaultName',
    settings: { policy: policy('AccessPolicy') },
  },
  {
    type: 'aws.rds.snapshot',
    from: 'AWS::RDS::DBSnapshot',
    name: 'dBSnapshotIdentifier',
    settings: {
      sharedWith: { in: 'supplementaryConfiguration', key: 'DBSnapshotAttributes', project: restorers },
      ...ENCRYPTED('encrypted'),
    },
  },
  {
    type: 'aws.rds.cluster-snapshot',
    from: 'AWS::RDS::DBClusterSnapshot',
    name: 'dBClusterSnapshotIdentifier',
    settings: {
      sharedWith: {
        in: 'supplementaryConfiguration',
        key: 'DBClusterSnapshotAttributes',
        project: restorers,
      },
      ...ENCRYPTED('storageEncrypted'),
    },
  },
  {
    type: 'aws.ec2.security-group',
    from: 'AWS::EC2::SecurityGroup',
    name: 'groupName',
    settings: { securityGroups: { in: 'configuration', key: 'ipPermissions', project: groups } },
    never: ['guards'],
  },
];

function text(value: unknown): Known<unknown> {
  const said = word(value);
  return said === undefined ? unknown('malformed') : present(said);
}

function vpc(value: unknown): Known<unknown> {
  const options = raw(value);
  const subnets: unknown = options?.['SubnetIds'];
  const id = word(options?.['VPCId']);
  if (id !== undefined) return present(id);
  return Array.isArray(subnets) && subnets.length > 0 ? present('vpc') : { state: 'absent' };
}

function accessControl(value: unknown): Known<unknown> {
  const options = raw(value);
  if (flag(options?.['Enabled']) !== true) return { state: 'absent' };
  return present(flag(options?.['AnonymousAuthEnabled']) === true ? { anonymous: true } : {});
}

/** `[{ attributeName: 'restore', attributeValues: ['all', '111122223333'] }]` */
function restorers(value: unknown): Known<unknown> {
  const attributes = raws(value);
  if (attributes === undefined) return unknown('malformed');
  const values: unknown[] = attributes
    .filter(({ item }) => item['attributeName'] === 'restore')
    .flatMap(({ item }): unknown[] =>
      Array.isArray(item['attributeValues']) ? item['attributeValues'] : [],
    );
  const accounts = values.flatMap((one) => (one === 'all' ? [] : (word(one) ?? [])));
  return present({ everyone: values.includes('all'), accounts });
}

function ENCRYPTED(name: string): Record<string, From> {
  return {
    key: {
      in: 'configuration',
      key: name,
      project: (on, configuration) =>
        on === true ? present(word(configuration['kmsKeyId']) ?? 'unknown key') : { state: 'absent' },
    },
    engine: { in: 'configuration', key: 'engine', project: text },
  };
}

/** The names of the API with a small first letter; of prefix lists only the ids are recorded. */
function groups(value: unknown, configuration: Raw): Known<unknown> {
  const permissions = raws(value);
  const id = word(configuration['groupId']);
  if (permissions === undefined || id === undefined) return unknown('malformed');
  const rules = permissions.map(({ item }) => {
    const { ipv4Ranges: IpRanges, ...rest } = item;
    const list = (one: string) => ({ id: one, unread: { reason: 'not-held' as const } });
    return ingressRule({ ...capitalised(rest), ...capitalised({ ipRanges: IpRanges ?? [] }) }, list);
  });
  return present([{ id, name: word(configuration['groupName']) ?? id, rules }]);
}
