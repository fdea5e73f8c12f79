// Actions on KMS keys, Lambda functions and secrets: everything but function URLs must be signed.
// Sources: KMS "AWS KMS permissions" (column Cross-account use), Lambda and Secrets Manager authorization references.
import { actionTable, type Kind, type Level } from './kind.ts';

const alone = (resource: string): Record<Level, string[]> => ({
  container: [resource],
  item: [resource],
  qualified: [resource],
});

export const kms: Kind = {
  actions: actionTable(
    'kms',
    [
      ['read', 'container', 'Decrypt ReEncryptFrom DeriveSharedSecret'],
      [
        'write',
        'container',
        `Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext
         GenerateMac Sign ReEncryptTo`,
      ],
      ['meta', 'container', 'DescribeKey GetPublicKey Verify VerifyMac GetKeyRotationStatus ListGrants'],
      ['admin', 'container', 'CreateGrant RevokeGrant RetireGrant'],
      [
        'meta',
        'container',
        'GetKeyPolicy ListKeyPolicies ListResourceTags GetParametersForImport ListKeyRotations',
      ],
      [
        'admin',
        'container',
        `PutKeyPolicy ScheduleKeyDeletion CancelKeyDeletion DisableKey EnableKey EnableKeyRotation DisableKeyRotation TagResource
         UntagResource UpdateKeyDescription ImportKeyMaterial DeleteImportedKeyMaterial ReplicateKey UpdatePrimaryRegion
         CreateAlias DeleteAlias UpdateAlias RotateKeyOnDemand`,
      ],
    ],
    {
      anonymous: false,
      ownerOnly:
        `GetKeyPolicy ListKeyPolicies ListResourceTags GetParametersForImport ListKeyRotations PutKeyPolicy
        ScheduleKeyDeletion CancelKeyDeletion DisableKey EnableKey EnableKeyRotation DisableKeyRotation TagResource UntagResource
        UpdateKeyDescription ImportKeyMaterial DeleteImportedKeyMaterial ReplicateKey UpdatePrimaryRegion CreateAlias DeleteAlias
        UpdateAlias RotateKeyOnDemand`
          .trim()
          .split(/\s+/),
    },
  ),
  arns: alone,
  resourceElement: 'required',
};

const lambdaActions = actionTable(
  'lambda',
  [
    ['invoke', 'qualified', 'InvokeFunction InvokeFunctionUrl InvokeAsync'],
    ['read', 'qualified', 'GetFunction'],
    ['read', 'item', 'GetLayerVersion'],
    [
      'write',
      'qualified',
      `UpdateFunctionCode UpdateFunctionConfiguration PublishVersion CreateAlias UpdateAlias DeleteAlias PutFunctionConcurrency
       DeleteFunctionConcurrency PutProvisionedConcurrencyConfig PutFunctionEventInvokeConfig UpdateFunctionEventInvokeConfig
       DeleteFunctionEventInvokeConfig CreateFunctionUrlConfig UpdateFunctionUrlConfig DeleteFunctionUrlConfig TagResource UntagResource`,
    ],
    ['admin', 'qualified', 'AddPermission RemovePermission DeleteFunction'],
    [
      'meta',
      'qualified',
      `GetPolicy GetFunctionConfiguration GetAlias GetFunctionConcurrency GetFunctionUrlConfig GetFunctionEventInvokeConfig
       GetProvisionedConcurrencyConfig ListAliases ListVersionsByFunction ListFunctionUrlConfigs ListTags
       ListFunctionEventInvokeConfigs ListProvisionedConcurrencyConfigs GetRuntimeManagementConfig`,
    ],
  ],
  { anonymous: false },
);
for (const action of lambdaActions) if (action.name === 'lambda:InvokeFunctionUrl') action.anonymous = true;

export const lambda: Kind = {
  actions: lambdaActions,
  arns: (resource) => ({ container: [resource], item: [resource], qualified: [resource, `${resource}:*`] }),
  resourceElement: 'required',
};

export const secret: Kind = {
  actions: actionTable(
    'secretsmanager',
    [
      ['read', 'container', 'GetSecretValue'],
      ['write', 'container', 'PutSecretValue UpdateSecret'],
      [
        'admin',
        'container',
        `PutResourcePolicy DeleteResourcePolicy DeleteSecret RestoreSecret RotateSecret CancelRotateSecret
         UpdateSecretVersionStage TagResource UntagResource ReplicateSecretToRegions RemoveRegionsFromReplication
         StopReplicationToReplica`,
      ],
      ['meta', 'container', 'DescribeSecret GetResourcePolicy ListSecretVersionIds ValidateResourcePolicy'],
    ],
    { anonymous: false },
  ),
  arns: alone,
  resourceElement: 'required',
};

/** What a secret's value actions need of its customer key. Source: Secrets Manager guide, "Secret encryption". */
export const secretNeedsKey: Record<string, string[]> = {
  'secretsmanager:GetSecretValue': ['kms:Decrypt'],
  'secretsmanager:PutSecretValue': ['kms:GenerateDataKey', 'kms:Decrypt'],
  'secretsmanager:UpdateSecret': ['kms:GenerateDataKey', 'kms:Decrypt'],
};
