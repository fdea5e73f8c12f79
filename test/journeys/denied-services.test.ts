// Each permission of each service denied in turn, down to the verdicts: what stood open stays, or cannot be told; it never passes.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SERVICES } from '../../src/providers/aws/services.ts';
import { parseReport } from '../../src/report/parse.ts';
import { folder, ROOT, tojimari } from '../cli/harness.ts';
import { TEST_ENV, useEnvironment } from '../providers/aws/live.ts';

/** Denied call by call in tests of their own: one permission of API Gateway stands for all its calls. */
const ELSEWHERE = ['account', 's3', 'iam', 'policy', 'access-analyzer', 'apigateway'];
const PARTNER = '444455556666';
const OPEN = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
};
const ROLE = 'arn:aws:iam::111122223333:role/guest';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/kagi-1';

/** Security groups that let everybody in to a subnet with a route out. */
const NETWORK = {
  'ec2:DescribeSecurityGroups': {
    SecurityGroups: [
      {
        GroupId: 'sg-1',
        GroupName: 'kagi',
        OwnerId: '111122223333',
        VpcId: 'vpc-1',
        IpPermissions: [
          { IpProtocol: 'tcp', FromPort: 0, ToPort: 65_535, PrefixListIds: [{ PrefixListId: 'pl-1' }] },
        ],
      },
    ],
  },
  'ec2:DescribeManagedPrefixLists': {
    PrefixLists: [{ PrefixListId: 'pl-1', PrefixListName: 'kagi', OwnerId: '111122223333' }],
  },
  'ec2:GetManagedPrefixListEntries': { Entries: [{ Cidr: '0.0.0.0/0' }] },
  'ec2:DescribeRouteTables': {
    RouteTables: [
      {
        RouteTableId: 'rtb-1',
        VpcId: 'vpc-1',
        Associations: [{ Main: true }, { SubnetId: 'subnet-1' }],
        Routes: [{ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'active' }],
      },
    ],
  },
  'ec2:DescribeNetworkAcls': {
    NetworkAcls: [
      {
        NetworkAclId: 'acl-1',
        Associations: [{ SubnetId: 'subnet-1' }],
        Entries: [
          { RuleNumber: 100, Protocol: '-1', RuleAction: 'allow', Egress: false, CidrBlock: '0.0.0.0/0' },
          { RuleNumber: 100, Protocol: '-1', RuleAction: 'allow', Egress: true, CidrBlock: '0.0.0.0/0' },
        ],
      },
    ],
  },
  'ec2:DescribeVpcBlockPublicAccessOptions': {
    VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: 'off' },
  },
};
/** Public policies of these are stopped for good; named accounts are let in. */
const SHARED = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: PARTNER }, Action: '*', Resource: '*' }],
});
const at = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;

const SUBNETS = [{ SubnetIdentifier: 'subnet-1' }];
const GROUPS = [{ VpcSecurityGroupId: 'sg-1' }];

/** What stands open, besides every policy. */
const ANSWERS: Record<string, object> = {
  ...NETWORK,
  'sts:GetCallerIdentity': {
    Account: '111122223333',
    Arn: 'arn:aws:sts::111122223333:assumed-role/auditor/me',
  },
  'ec2:DescribeRegions': { Regions: [{ RegionName: 'eu-west-1', OptInStatus: 'opt-in-not-required' }] },
  'kms:DescribeKey': {
    KeyMetadata: {
      KeyId: 'kagi-1',
      Arn: 'arn:aws:kms:eu-west-1:111122223333:key/aws',
      KeyState: 'Enabled',
      KeyManager: 'CUSTOMER',
    },
  },
  'kms:ListGrants': {
    Grants: [
      { GrantId: 'grant-1', GranteePrincipal: `arn:aws:iam::${PARTNER}:root`, Operations: ['Decrypt'] },
    ],
  },
  'lambda:ListFunctions': {
    Functions: [{ FunctionName: 'kagi', FunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:kagi' }],
  },
  'lambda:ListFunctionUrlConfigs': {
    FunctionUrlConfigs: [
      {
        FunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:kagi',
        AuthType: 'NONE',
        FunctionUrl: 'https://kagi.lambda-url.eu-west-1.on.aws/',
      },
      {
        FunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:kagi:live',
        AuthType: 'NONE',
        FunctionUrl: 'https://live.lambda-url.eu-west-1.on.aws/',
      },
    ],
  },
  'secretsmanager:ListSecrets': {
    SecretList: [
      {
        ARN: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:kagi-AbCdEf',
        Name: 'kagi',
        KmsKeyId: KEY,
      },
    ],
  },
  'es:DescribeDomains': {
    DomainStatusList: [
      {
        DomainName: 'kagi-1',
        ARN: 'arn:aws:es:eu-west-1:111122223333:domain/kagi-1',
        AccessPolicies: JSON.stringify(OPEN),
        VPCOptions: { VPCId: 'vpc-1' },
      },
    ],
  },
  'es:ListVpcEndpointAccess': {
    AuthorizedPrincipalList: [{ PrincipalType: 'AWS_ACCOUNT', Principal: PARTNER }],
  },
  'aoss:GetSecurityPolicy': {
    securityPolicyDetail: {
      policy: [
        { AllowFromPublic: true, Rules: [{ ResourceType: 'collection', Resource: ['collection/*'] }] },
      ],
    },
  },
  'aoss:GetAccessPolicy': {
    accessPolicyDetail: {
      policy: [
        {
          Principal: [`arn:aws:iam::${PARTNER}:role/app`],
          Rules: [{ ResourceType: 'index', Resource: ['index/kagi-1/*'], Permission: ['aoss:*'] }],
        },
      ],
    },
  },
  'ec2:DescribeImages': {
    Images: [
      {
        ImageId: 'ami-1',
        OwnerId: '111122223333',
        BlockDeviceMappings: [{ Ebs: { Encrypted: true, SnapshotId: 'snap-1' } }],
      },
    ],
  },
  'ec2:DescribeImageAttribute': { LaunchPermissions: [{ UserId: PARTNER }] },
  'ec2:GetImageBlockPublicAccessState': { ImageBlockPublicAccessState: 'unblocked' },
  'ec2:DescribeSnapshots': {
    Snapshots: [{ SnapshotId: 'snap-1', OwnerId: '111122223333', Encrypted: true, KmsKeyId: KEY }],
  },
  'ec2:DescribeSnapshotAttribute': { CreateVolumePermissions: [{ Group: 'all' }, { UserId: PARTNER }] },
  'ec2:GetSnapshotBlockPublicAccessState': { State: 'unblocked' },
  'rds:DescribeDBSnapshots': {
    DBSnapshots: [
      {
        DBSnapshotIdentifier: 'kagi',
        DBSnapshotArn: 'arn:aws:rds:eu-west-1:111122223333:snapshot:kagi',
        Encrypted: true,
        KmsKeyId: KEY,
      },
    ],
  },
  'rds:DescribeDBSnapshotAttributes': {
    DBSnapshotAttributesResult: {
      DBSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues: [PARTNER] }],
    },
  },
  'rds:DescribeDBClusterSnapshotAttributes': {
    DBClusterSnapshotAttributesResult: {
      DBClusterSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues: ['all'] }],
    },
  },
  'redshift:DescribeClusterSnapshots': {
    Snapshots: [
      {
        SnapshotIdentifier: 'kagi',
        ClusterIdentifier: 'kagi',
        OwnerAccount: '111122223333',
        Encrypted: true,
        KmsKeyId: KEY,
        AccountsWithRestoreAccess: [{ AccountId: PARTNER }],
      },
    ],
  },
  'ec2:DescribeInstances': {
    Reservations: [
      {
        Instances: [
          {
            InstanceId: 'i-1',
            State: { Name: 'running' },
            VpcId: 'vpc-1',
            NetworkInterfaces: [
              {
                NetworkInterfaceId: 'eni-1',
                SubnetId: 'subnet-1',
                VpcId: 'vpc-1',
                Groups: [{ GroupId: 'sg-1' }],
                Association: { PublicIp: '198.51.100.7' },
              },
            ],
          },
        ],
      },
    ],
  },
  'ec2:DescribeNetworkInterfaces': {
    NetworkInterfaces: [
      {
        NetworkInterfaceId: 'eni-2',
        SubnetId: 'subnet-1',
        VpcId: 'vpc-1',
        Groups: [{ GroupId: 'sg-1' }],
        Association: { PublicIp: '198.51.100.8' },
        Status: 'in-use',
      },
    ],
  },
  'rds:DescribeDBInstances': {
    DBInstances: [
      {
        DBInstanceIdentifier: 'kagi',
        DBInstanceArn: 'arn:aws:rds:eu-west-1:111122223333:db:kagi',
        PubliclyAccessible: true,
        Endpoint: { Address: 'kagi.example', Port: 5432 },
        VpcSecurityGroups: GROUPS,
        DBSubnetGroup: { VpcId: 'vpc-1', Subnets: SUBNETS },
      },
    ],
  },
  'mq:DescribeBroker': {
    PubliclyAccessible: true,
    BrokerState: 'RUNNING',
    SecurityGroups: ['sg-1'],
    SubnetIds: ['subnet-1'],
    BrokerInstances: [{ Endpoints: ['amqps://kagi.example:5671'] }],
  },
  'kafka:ListClustersV2': {
    ClusterInfoList: [
      {
        ClusterArn: 'arn:aws:kafka:eu-west-1:111122223333:cluster/kagi/1',
        ClusterName: 'kagi',
        State: 'ACTIVE',
        Provisioned: {
          BrokerNodeGroupInfo: {
            ClientSubnets: ['subnet-1'],
            SecurityGroups: ['sg-1'],
            InstanceType: 'x',
            ConnectivityInfo: { PublicAccess: { Type: 'SERVICE_PROVIDED_EIPS' } },
          },
        },
      },
    ],
  },
  'dms:DescribeReplicationInstances': {
    ReplicationInstances: [
      {
        ReplicationInstanceArn: 'arn:aws:dms:eu-west-1:111122223333:rep:KAGI',
        ReplicationInstanceIdentifier: 'kagi',
        PubliclyAccessible: true,
        VpcSecurityGroups: GROUPS,
        ReplicationSubnetGroup: { VpcId: 'vpc-1', Subnets: SUBNETS },
      },
    ],
  },
  'redshift:DescribeClusters': {
    Clusters: [
      {
        ClusterIdentifier: 'kagi',
        PubliclyAccessible: true,
        VpcId: 'vpc-1',
        ClusterSubnetGroupName: 'kagi-1',
        VpcSecurityGroups: GROUPS,
        Endpoint: { Address: 'kagi.example', Port: 5439 },
        ClusterStatus: 'available',
      },
    ],
  },
  'redshift:DescribeClusterSubnetGroups': {
    ClusterSubnetGroups: [{ ClusterSubnetGroupName: 'kagi-1', VpcId: 'vpc-1', Subnets: SUBNETS }],
  },
  'elasticloadbalancing:DescribeLoadBalancers': {
    LoadBalancers: [
      {
        LoadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/kagi/1',
        LoadBalancerName: 'kagi',
        Scheme: 'internet-facing',
        Type: 'application',
        VpcId: 'vpc-1',
        SecurityGroups: ['sg-1'],
        AvailabilityZones: [{ SubnetId: 'subnet-1' }],
      },
    ],
  },
  'elasticloadbalancing:DescribeListeners': { Listeners: [{ Port: 3389, Protocol: 'TCP' }] },
  'lightsail:GetInstances': {
    instances: [
      {
        arn: 'arn:aws:lightsail:eu-west-1:111122223333:Instance/1',
        name: 'kagi',
        state: { name: 'running' },
        publicIpAddress: '198.51.100.9',
        networking: {
          ports: [{ protocol: 'tcp', fromPort: 22, toPort: 22, cidrs: ['0.0.0.0/0'], accessType: 'Public' }],
        },
      },
    ],
  },
  'lightsail:GetRelationalDatabases': {
    relationalDatabases: [
      {
        arn: 'arn:aws:lightsail:eu-west-1:111122223333:RelationalDatabase/1',
        name: 'kagi',
        publiclyAccessible: true,
        masterEndpoint: { address: 'kagi.example', port: 3306 },
      },
    ],
  },
  'lightsail:GetBuckets': {
    buckets: [
      {
        arn: 'arn:aws:lightsail:eu-west-1:111122223333:Bucket/1',
        name: 'kagi',
        accessRules: { getObject: 'public', allowPublicOverrides: false },
        readonlyAccessAccounts: [PARTNER],
        url: 'https://kagi.example/',
      },
    ],
  },
  'eks:DescribeCluster': {
    cluster: {
      name: 'kagi-1',
      status: 'ACTIVE',
      endpoint: 'https://kagi.example',
      resourcesVpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] },
    },
  },
  'cloudfront:ListDistributions': {
    DistributionList: {
      Items: [
        {
          Id: 'EKAGI',
          ARN: 'arn:aws:cloudfront::111122223333:distribution/EKAGI',
          DomainName: 'kagi.cloudfront.net',
          Enabled: true,
          Origins: {
            Items: [
              {
                Id: 'kagi',
                DomainName: 'kagi-1.s3.eu-west-1.amazonaws.com',
                OriginAccessControlId: 'EOAC',
                S3OriginConfig: { OriginAccessIdentity: '' },
              },
            ],
          },
          DefaultCacheBehavior: { TargetOriginId: 'kagi' },
        },
      ],
    },
  },
  'cloudfront:GetDistributionConfig': { DistributionConfig: { DefaultRootObject: '' } },
  'ssm:DescribeDocumentPermission': { AccountIds: ['all'] },
  'ssm:GetServiceSetting': { ServiceSetting: { SettingValue: 'Enable' } },
  'ec2:DescribeFpgaImageAttribute': { FpgaImageAttribute: { LoadPermissions: [{ Group: 'all' }] } },
  'cloudtrail:DescribeTrails': {
    trailList: [
      {
        TrailARN: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/kagi',
        HomeRegion: 'eu-west-1',
        IsMultiRegionTrail: true,
        HasCustomEventSelectors: true,
      },
    ],
  },
  'cloudtrail:GetEventSelectors': { EventSelectors: [] },
  'elasticmapreduce:GetBlockPublicAccessConfiguration': {
    BlockPublicAccessConfiguration: { BlockPublicSecurityGroupRules: false },
  },
  'events:ListEventBuses': {
    EventBuses: [{ Name: 'kagi', Arn: at('events', 'event-bus/kagi'), Policy: JSON.stringify(OPEN) }],
  },
  'kinesis:ListStreams': {
    StreamSummaries: [
      { StreamName: 'kagi', StreamARN: at('kinesis', 'stream/kagi'), StreamStatus: 'ACTIVE' },
    ],
    HasMoreStreams: false,
  },
  'kinesis:ListStreamConsumers': {
    Consumers: [{ ConsumerName: 'app', ConsumerARN: at('kinesis', 'stream/kagi/consumer/app:1') }],
  },
  'backup:ListBackupVaults': {
    BackupVaultList: [{ BackupVaultName: 'kagi', BackupVaultArn: at('backup', 'backup-vault:kagi') }],
  },
  'glacier:ListVaults': { VaultList: [{ VaultName: 'kagi', VaultARN: at('glacier', 'vaults/kagi') }] },
  'codeartifact:ListDomains': {
    domains: [{ name: 'kagi', owner: '111122223333', arn: at('codeartifact', 'domain/kagi') }],
  },
  'codeartifact:ListRepositories': {
    repositories: [
      {
        name: 'npm',
        domainName: 'kagi',
        domainOwner: '111122223333',
        administratorAccount: '111122223333',
        arn: at('codeartifact', 'repository/kagi/npm'),
      },
    ],
  },
  's3tables:ListTableBuckets': {
    tableBuckets: [{ name: 'kagi', arn: at('s3tables', 'bucket/kagi'), ownerAccountId: '111122223333' }],
  },
  's3tables:GetTableBucketPolicy': { resourcePolicy: SHARED },
  's3tables:ListTables': {
    tables: [{ name: 'orders', namespace: ['shop'], tableARN: at('s3tables', 'bucket/kagi/table/1') }],
  },
  's3tables:GetTablePolicy': { resourcePolicy: SHARED },
  's3express:ListAllMyDirectoryBuckets': { Buckets: [{ Name: 'kagi--euw1-az1--x-s3' }] },
  's3express:GetBucketPolicy': { Policy: SHARED },
  's3:ListAccessPointsForObjectLambda': {
    ObjectLambdaAccessPointList: [
      { Name: 'kagi', ObjectLambdaAccessPointArn: at('s3-object-lambda', 'accesspoint/kagi') },
    ],
  },
  'ses:GetIdentityPolicies': { Policies: { 'kagi-1': JSON.stringify(OPEN) } },
  'cognito-identity:DescribeIdentityPool': { AllowUnauthenticatedIdentities: true, AllowClassicFlow: true },
  'cognito-identity:GetIdentityPoolRoles': { Roles: { unauthenticated: ROLE } },
  'iam:GetRolePolicy': { PolicyDocument: encodeURIComponent(JSON.stringify(OPEN)) },
  'iam:GetPolicyVersion': { PolicyVersion: { Document: encodeURIComponent(JSON.stringify(OPEN)) } },
};

/** `rule resource` -> whether it failed, or could not be told. */
type Verdicts = Map<string, 'fail' | 'unknown'>;
interface Seen {
  code: number;
  verdicts: Verdicts;
  /** Types of which not everything was seen. */
  unseen: Set<string>;
  /** Resource type of each finding. */
  types: Map<string, string>;
}

describe('a permission that is missing', () => {
  let server: ChildProcess;
  let endpoint = '';
  beforeAll(async () => {
    server = spawn(process.execPath, [join(ROOT, 'test/servers/modelled.mjs')], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    endpoint = await new Promise((resolve, reject) => {
      server.stdout?.once('data', (port: Buffer) => resolve(`http://127.0.0.1:${String(port).trim()}`));
      server.once('exit', () => reject(new Error('the server ended')));
    });
  }, 60_000);
  afterAll(() => {
    server.kill();
  });
  beforeEach(() => useEnvironment(TEST_ENV));

  async function scan(service: string, deny: string[]): Promise<Seen> {
    const wish = { items: 1, deny, answers: ANSWERS, policy: JSON.stringify(OPEN) };
    await fetch(`${endpoint}/__wish`, { method: 'POST', body: JSON.stringify(wish) });
    const file = join(folder(), 'report.json');
    const { code, stderr } = await tojimari([
      ...['scan', 'aws', '--service', service, '--region', 'eu-west-1', '--endpoint-url', endpoint],
      ...['--fail-on', 'low', '--format', 'json', '--output', file],
    ]);
    expect(`${code} ${stderr}`).toMatch(/^[013] /);
    const parsed = parseReport(JSON.parse(readFileSync(file, 'utf8')));
    if (!parsed.ok) throw new Error('the report does not fit its schema');
    const { findings, undecided, scopes } = parsed.value;
    const verdicts: Verdicts = new Map();
    const types = new Map<string, string>();
    for (const { rule, resource } of undecided) verdicts.set(`${rule} ${resource.name}`, 'unknown');
    for (const { rule, resource } of findings) {
      verdicts.set(`${rule} ${resource.name}`, 'fail');
      types.set(`${rule} ${resource.name}`, resource.type);
    }
    const unseen = new Set(
      scopes.flatMap(({ tallies }) => tallies.flatMap(({ type, complete }) => (complete ? [] : [type]))),
    );
    return { code, verdicts, unseen, types };
  }

  const services = SERVICES.filter(
    ({ name, collector }) => collector !== undefined && !ELSEWHERE.includes(name),
  );
  test.each(services.map((service) => [service.name, service] as const))(
    'of %s',
    async (name, { permissions }) => {
      const calm = await scan(name, []);
      const open = [...calm.verdicts].filter(([, verdict]) => verdict === 'fail').map(([key]) => key);
      expect(open).not.toEqual([]);
      const passed: string[] = [];
      for (const { permission } of permissions) {
        const without = await scan(name, [permission]);
        const lost = open.filter(
          (key) => !without.verdicts.has(key) && !without.unseen.has(calm.types.get(key) ?? ''),
        );
        passed.push(...lost.map((key) => `${permission}: ${key}`));
        if (open.some((key) => without.verdicts.get(key) !== 'fail'))
          expect([permission, without.code]).not.toEqual([permission, 0]);
      }
      expect(passed).toEqual([]);
    },
    60_000,
  );
});
