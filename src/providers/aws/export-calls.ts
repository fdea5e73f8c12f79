// The calls that make a complete export of an account with the AWS CLI: the ones that collectors make, in the words of the command line.

/** Calls about each thing that a list names. */
export interface Each {
  /** The list: `list-topics`, and where in its answer the names are (JMESPath). */
  of: string;
  names: string;
  /** The option that takes a name, which follows it: `--topic-arn`. Of an ARN it may be the
   * end: `--resource-arn arn:…:table/`. An option that ends in a quote takes none: it says itself where the name goes. */
  option: string;
  /** Operations with further options. */
  calls?: string[];
  /** What the answers are called, where the name alone does not say all that was asked: `network:$name`. */
  as?: string;
  /** Lists about the thing itself: `list-layer-versions --layer-name "$name"`. */
  each?: Each[];
}

/** One service. A call is an operation with its options, if any. */
export interface ExportCalls {
  /** As the command line calls it: `sns`. */
  service: string;
  /** Asked once, not in each region. */
  global?: true;
  calls?: string[];
  each?: Each[];
}

/** `$ACCOUNT` and `$PARTITION` are the account's in the script, `$region` the region that is asked. */
export const EXPORT_CALLS: ExportCalls[] = [
  {
    service: 'iam',
    global: true,
    calls: [
      'list-account-aliases',
      'get-account-authorization-details',
      'get-account-summary',
      'get-account-password-policy',
      'get-credential-report',
      'list-saml-providers',
    ],
    each: [
      {
        of: 'list-open-id-connect-providers',
        names: 'OpenIDConnectProviderList[].Arn',
        option: '--open-id-connect-provider-arn',
        calls: ['get-open-id-connect-provider'],
      },
    ],
  },
  {
    service: 's3api',
    global: true,
    each: [
      {
        of: 'list-buckets',
        names: 'Buckets[].Name',
        option: '--bucket',
        calls: [
          'get-bucket-location',
          'get-bucket-policy',
          'get-bucket-policy-status',
          'get-bucket-acl',
          'get-bucket-ownership-controls',
          'get-public-access-block',
          'get-bucket-website',
          'get-bucket-tagging',
        ],
      },
    ],
  },
  {
    service: 's3control',
    global: true,
    calls: ['get-public-access-block --account-id $ACCOUNT'],
  },
  {
    service: 'cloudfront',
    global: true,
    each: [
      {
        of: 'list-distributions',
        names: 'DistributionList.Items[].Id',
        option: '--id',
        calls: ['get-distribution-config'],
      },
    ],
  },
  {
    service: 's3control',
    each: [
      {
        of: 'list-access-points --account-id $ACCOUNT',
        names: 'AccessPointList[].Name',
        option: '--account-id $ACCOUNT --name',
        calls: ['get-access-point', 'get-access-point-policy'],
      },
      {
        of: 'list-access-points-for-object-lambda --account-id $ACCOUNT',
        names: 'ObjectLambdaAccessPointList[].Name',
        option: '--account-id $ACCOUNT --name',
        calls: ['get-access-point-for-object-lambda', 'get-access-point-policy-for-object-lambda'],
      },
    ],
  },
  {
    service: 'sns',
    each: [
      {
        of: 'list-topics',
        names: 'Topics[].TopicArn',
        option: '--topic-arn',
        calls: ['get-topic-attributes'],
      },
    ],
  },
  {
    service: 'sqs',
    each: [
      {
        of: 'list-queues',
        names: 'QueueUrls[]',
        option: '--attribute-names Policy QueueArn --queue-url',
        calls: ['get-queue-attributes'],
      },
    ],
  },
  {
    service: 'kms',
    calls: ['list-aliases'],
    each: [
      {
        of: 'list-keys',
        names: 'Keys[].KeyId',
        option: '--key-id',
        calls: ['describe-key', 'get-key-policy --policy-name default', 'list-grants'],
      },
    ],
  },
  {
    service: 'secretsmanager',
    each: [
      {
        of: 'list-secrets',
        names: 'SecretList[].ARN',
        option: '--secret-id',
        calls: ['get-resource-policy'],
      },
    ],
  },
  {
    service: 'lambda',
    each: [
      {
        of: 'list-functions',
        names: 'Functions[].FunctionArn',
        option: '--function-name',
        calls: ['get-policy', 'list-function-url-configs'],
      },
      {
        of: 'list-layers',
        names: 'Layers[].LayerName',
        option: '--layer-name',
        calls: ['list-layer-versions'],
        each: [
          {
            of: 'list-layer-versions --layer-name "$name"',
            names: 'LayerVersions[].Version',
            option: '--layer-name "$name" --version-number',
            calls: ['get-layer-version-policy'],
            as: '$name:$item',
          },
        ],
      },
    ],
  },
  {
    service: 'ecr',
    calls: ['get-registry-policy'],
    each: [
      {
        of: 'describe-repositories',
        names: 'repositories[].repositoryName',
        option: '--repository-name',
        calls: ['get-repository-policy'],
      },
    ],
  },
  {
    service: 'events',
    calls: ['list-event-buses'],
  },
  {
    service: 'kinesis',
    each: [
      {
        of: 'list-streams',
        names: 'StreamSummaries[].StreamARN',
        option: '--stream-arn',
        calls: ['list-stream-consumers'],
      },
      {
        of: 'list-streams',
        names: 'StreamSummaries[].StreamARN',
        option: '--resource-arn',
        calls: ['get-resource-policy'],
      },
    ],
  },
  {
    service: 'dynamodb',
    each: [
      { of: 'list-tables', names: 'TableNames[]', option: '--table-name', calls: ['describe-table'] },
      {
        of: 'list-tables',
        names: 'TableNames[]',
        option: '--resource-arn arn:$PARTITION:dynamodb:$region:$ACCOUNT:table/',
        calls: ['get-resource-policy'],
        each: [
          {
            of: 'describe-table --table-name "$name"',
            names: 'Table.LatestStreamArn',
            option: '--resource-arn',
            calls: ['get-resource-policy'],
            as: '$item',
          },
        ],
      },
    ],
  },
  {
    service: 'efs',
    each: [
      {
        of: 'describe-file-systems',
        names: 'FileSystems[].FileSystemId',
        option: '--file-system-id',
        calls: ['describe-file-system-policy'],
      },
    ],
  },
  {
    service: 'opensearch',
    each: [
      {
        of: 'list-domain-names',
        names: 'DomainNames[].DomainName',
        option: '--domain-names',
        calls: ['describe-domains'],
      },
      {
        of: 'list-domain-names',
        names: 'DomainNames[].DomainName',
        option: '--domain-name',
        calls: ['list-vpc-endpoint-access'],
      },
    ],
  },
  {
    service: 'opensearchserverless',
    calls: ['list-collections'],
    each: [
      {
        of: 'list-security-policies --type network',
        names: 'securityPolicySummaries[].name',
        option: '--type network --name',
        calls: ['get-security-policy'],
        as: 'network:$name',
      },
      {
        of: 'list-access-policies --type data',
        names: 'accessPolicySummaries[].name',
        option: '--type data --name',
        calls: ['get-access-policy'],
        as: 'data:$name',
      },
    ],
  },
  {
    service: 'ec2',
    calls: [
      'describe-instances',
      'describe-network-interfaces',
      'describe-security-groups',
      'describe-route-tables',
      'describe-network-acls',
      'describe-vpc-block-public-access-options',
      'describe-vpc-block-public-access-exclusions',
      'get-image-block-public-access-state',
      'get-snapshot-block-public-access-state',
    ],
    each: [
      {
        of: 'describe-images --owners self --include-disabled',
        names: 'Images[].ImageId',
        option: '--attribute launchPermission --image-id',
        calls: ['describe-image-attribute'],
      },
      {
        of: 'describe-snapshots --owner-ids self',
        names: 'Snapshots[].SnapshotId',
        option: '--attribute createVolumePermission --snapshot-id',
        calls: ['describe-snapshot-attribute'],
      },
      {
        of: 'describe-managed-prefix-lists',
        names: 'PrefixLists[].PrefixListId',
        option: '--prefix-list-id',
        calls: ['get-managed-prefix-list-entries'],
      },
      {
        of: 'describe-fpga-images --owners self',
        names: 'FpgaImages[].FpgaImageId',
        option: '--attribute loadPermission --fpga-image-id',
        calls: ['describe-fpga-image-attribute'],
      },
    ],
  },
  {
    service: 'elb',
    calls: ['describe-load-balancers'],
  },
  {
    service: 'elbv2',
    each: [
      {
        of: 'describe-load-balancers',
        names: 'LoadBalancers[].LoadBalancerArn',
        option: '--load-balancer-arn',
        calls: ['describe-listeners'],
      },
    ],
  },
  {
    service: 'rds',
    calls: ['describe-db-instances'],
    each: [
      {
        of: 'describe-db-snapshots --snapshot-type manual',
        names: 'DBSnapshots[].DBSnapshotIdentifier',
        option: '--db-snapshot-identifier',
        calls: ['describe-db-snapshot-attributes'],
      },
      {
        of: 'describe-db-cluster-snapshots --snapshot-type manual',
        names: 'DBClusterSnapshots[].DBClusterSnapshotIdentifier',
        option: '--db-cluster-snapshot-identifier',
        calls: ['describe-db-cluster-snapshot-attributes'],
      },
    ],
  },
  {
    service: 'redshift',
    calls: [
      'describe-clusters',
      'describe-cluster-subnet-groups',
      'describe-cluster-snapshots --snapshot-type manual',
    ],
  },
  {
    service: 'ssm',
    calls: ['get-service-setting --setting-id /ssm/documents/console/public-sharing-permission'],
    each: [
      {
        of: 'list-documents --filters Key=Owner,Values=Self',
        names: 'DocumentIdentifiers[].Name',
        option: '--permission-type Share --name',
        calls: ['describe-document-permission'],
      },
    ],
  },
  {
    service: 'emr',
    calls: ['get-block-public-access-configuration'],
  },
  {
    service: 'backup',
    each: [
      {
        of: 'list-backup-vaults',
        names: 'BackupVaultList[].BackupVaultName',
        option: '--backup-vault-name',
        calls: ['get-backup-vault-access-policy'],
      },
    ],
  },
  {
    service: 'glue',
    calls: ['get-resource-policy'],
  },
  {
    service: 'logs',
    calls: ['describe-resource-policies', 'describe-destinations'],
  },
  {
    service: 'ses',
    each: [
      {
        of: 'list-identities',
        names: 'Identities[]',
        option: '--identity',
        calls: [
          'list-identity-policies',
          'get-identity-policies --policy-names $(aws --region "$region" ses list-identity-policies --identity "$name" --query "PolicyNames[]" --output text)',
        ],
      },
    ],
  },
  {
    service: 'glacier',
    each: [
      {
        of: 'list-vaults --account-id -',
        names: 'VaultList[].VaultName',
        option: '--account-id - --vault-name',
        calls: ['get-vault-access-policy'],
      },
    ],
  },
  {
    service: 'codeartifact',
    each: [
      {
        of: 'list-domains',
        names: 'domains[].name',
        option: '--domain',
        calls: ['get-domain-permissions-policy'],
      },
      {
        of: 'list-repositories',
        names: "repositories[].join(':',[domainName,name])",
        option: '--domain "${name%%:*}" --repository "${name#*:}"',
        calls: ['get-repository-permissions-policy'],
      },
    ],
  },
  {
    service: 's3tables',
    each: [
      {
        of: 'list-table-buckets',
        names: 'tableBuckets[].arn',
        option: '--table-bucket-arn',
        calls: ['get-table-bucket-policy'],
      },
    ],
  },
  {
    service: 'apigateway',
    each: [
      {
        of: 'get-rest-apis',
        names: 'items[].id',
        option: '--rest-api-id',
        calls: ['get-resources --embed methods', 'get-stages'],
      },
    ],
  },
  {
    service: 'apigatewayv2',
    each: [
      { of: 'get-apis', names: 'Items[].ApiId', option: '--api-id', calls: ['get-routes', 'get-stages'] },
    ],
  },
  {
    service: 'cognito-identity',
    each: [
      {
        of: 'list-identity-pools --max-results 60',
        names: 'IdentityPools[].IdentityPoolId',
        option: '--identity-pool-id',
        calls: ['describe-identity-pool', 'get-identity-pool-roles'],
      },
    ],
  },
  {
    service: 'kafka',
    calls: ['list-clusters-v2'],
  },
  {
    service: 'mq',
    each: [
      {
        of: 'list-brokers',
        names: 'BrokerSummaries[].BrokerId',
        option: '--broker-id',
        calls: ['describe-broker'],
      },
    ],
  },
  {
    service: 'eks',
    each: [{ of: 'list-clusters', names: 'clusters[]', option: '--name', calls: ['describe-cluster'] }],
  },
  {
    service: 'dms',
    calls: ['describe-replication-instances'],
  },
  {
    service: 'lightsail',
    calls: ['get-instances', 'get-buckets', 'get-relational-databases'],
  },
];
