// Everything else that has a policy or an attribute: the calls that save it.
import type { ExportCalls } from './calls.ts';

export const OTHER_CALLS: ExportCalls[] = [
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
    service: 'accessanalyzer',
    calls: ['list-analyzers'],
  },
  {
    service: 'cloudtrail',
    global: true,
    each: [
      {
        of: 'describe-trails',
        names: 'trailList[?IsMultiRegionTrail && HasCustomEventSelectors].TrailARN',
        option: '--trail-name',
        calls: ['get-event-selectors'],
      },
      {
        of: 'describe-trails',
        names: 'trailList[?IsMultiRegionTrail && HasCustomEventSelectors].TrailARN',
        option: '--name',
        calls: ['get-trail-status'],
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
];
