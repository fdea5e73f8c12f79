// What is nothing of the kind that a type has: no reader fails, and whatever comes out fits its schema and can be judged.
import { expect, test } from '@jest/globals';
import { NETWORK_RESOURCES } from '../../../../src/providers/aws/import/cloudformation-network.ts';
import { ENTRY_TYPES } from '../../../../src/providers/aws/import/cloudformation-types.ts';
import { ITEM_ROWS } from '../../../../src/providers/aws/import/config-types.ts';
import { NETWORK_TYPES } from '../../../../src/providers/aws/import/terraform-network.ts';
import { SERVICE_TYPES } from '../../../../src/providers/aws/import/terraform-types.ts';
import { aws } from '../../../../src/providers/aws/provider.ts';
import { parse } from '../../../../src/schema.ts';
import { plan, type Reading, read } from './declarations.ts';

const JUNK: unknown[] = [
  null,
  5,
  -1.5,
  '',
  'x',
  '{',
  '[]',
  'null',
  true,
  [],
  {},
  [null],
  [5],
  [[]],
  [{}],
  { a: 1 },
  [{ a: [1] }],
];
const ARN = 'arn:aws:sns:eu-west-1:111122223333:alerts';
const TERRAFORM =
  'policy access_policies access_policy policy_document resource_policy arn id name url key_id kms_key_id is_enabled enabled key_state queue_url secret_arn function_name qualifier action principal source_arn source_account principal_org_id function_url_auth_type event_source_token invoked_via_function_url statement_id authorization_type function_url layer_name version version_number organization_id repository registry_id repository_name repository_uri event_bus_name condition resource_arn file_system_id domain_name vpc_options advanced_security_options image_id group account_id organization_arn snapshot_id shared_accounts encrypted engine volume_id permissions document_type ebs_block_device backup_vault_name policy_name destination_name domain table_bucket_arn grantee_principal operations constraints ingress security_group_id type protocol cidr_blocks from_port to_port vpc_security_group_ids security_groups associate_public_ip_address public_ip tags subnet_id publicly_accessible port identifier region'.split(
    ' ',
  );
const PROPERTIES =
  'Topics TopicArn PolicyDocument Queues Queue KeyPolicy Enabled SecretId ResourcePolicy KmsKeyId Name FunctionName Action Principal SourceArn SourceAccount PrincipalOrgID FunctionUrlAuthType InvokedViaFunctionUrl AuthType TargetFunctionArn Qualifier FunctionUrlConfig LayerVersionArn OrganizationId RepositoryPolicyText PolicyText Policy EventBusName Statement ResourceArn FileSystemPolicy AccessPolicies VPCOptions AdvancedSecurityOptions AccessPolicy DestinationPolicy PermissionsPolicyDocument TableBucketARN GroupName GroupId SecurityGroupIngress IpProtocol FromPort ToPort CidrIp NetworkInterfaces PubliclyAccessible VPCSecurityGroups Engine Port DBSubnetGroupName TopicName'.split(
    ' ',
  );
const ITEM = [
  ...new Set(
    ITEM_ROWS.flatMap(({ settings, name }) => [...Object.values(settings).map(({ key }) => key), name ?? '']),
  ),
  'groupId',
  'keyManager',
  'kmsKeyId',
];

const filled = (names: string[], value: unknown) => Object.fromEntries(names.map((name) => [name, value]));

function judged({ resources, exposures }: Reading): number {
  const types = aws.services.flatMap((service) => service.types);
  for (const { type, name, settings } of resources) {
    const known = types.find((one) => one.type === type);
    expect([type, settings, parse({ name: known?.schema ?? '' }, settings).ok]).toEqual([
      type,
      settings,
      true,
    ]);
    exposures(type, name);
  }
  return resources.length;
}

test.each(JUNK.map((junk) => [JSON.stringify(junk), junk]))('%s everywhere', async (_, junk) => {
  const terraform = [...SERVICE_TYPES, ...NETWORK_TYPES].flatMap((type) => [
    { address: `${type}.new`, after: filled(TERRAFORM, junk) },
    { address: `${type}.old`, actions: ['no-op'], after: { ...filled(TERRAFORM, junk), arn: ARN } },
    { address: `${type}.later`, after: filled(TERRAFORM, junk), unknown: filled(TERRAFORM, junk) },
  ]);
  expect(judged(await read(plan(terraform)))).toBeGreaterThan(50);
  const resources = Object.fromEntries(
    [...ENTRY_TYPES, ...NETWORK_RESOURCES].map((Type, at) => [
      `R${at}`,
      { Type, Properties: filled(PROPERTIES, junk) },
    ]),
  );
  const template = JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources: resources });
  expect(judged(await read(template))).toBeGreaterThan(15);
  const configurationItems = ITEM_ROWS.flatMap(({ from }, at) =>
    [filled(ITEM, junk), JSON.stringify(filled(ITEM, junk)), junk].map((inner, index) => ({
      resourceType: from,
      arn: `${ARN}${at}${index}`,
      accountId: '111122223333',
      configuration: inner,
      supplementaryConfiguration: inner,
    })),
  );
  expect(judged(await read(JSON.stringify({ configurationItems })))).toBeGreaterThan(10);
});
