// Actions on KMS keys, Lambda functions and layers, and secrets: everything but function URLs must be signed.
// Sources: KMS "AWS KMS permissions" (column Cross-account use; "Allowing users in other accounts to use a KMS key" has the
// same list), Lambda "Granting Lambda function access to other accounts" and "Control access to Lambda function URLs",
// Secrets Manager "Access secrets from a different account"; Service Authorization Reference.
import { actionTable, alone, type Kind } from './kind.ts';

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
        'GetKeyPolicy ListKeyPolicies ListResourceTags GetParametersForImport ListKeyRotations GetKeyLastUsage',
      ],
      [
        'admin',
        'container',
        `PutKeyPolicy ScheduleKeyDeletion CancelKeyDeletion DisableKey EnableKey EnableKeyRotation DisableKeyRotation TagResource
         UntagResource UpdateKeyDescription ImportKeyMaterial DeleteImportedKeyMaterial ReplicateKey UpdatePrimaryRegion
         CreateAlias DeleteAlias UpdateAlias RotateKeyOnDemand SynchronizeMultiRegionKey`,
      ],
    ],
    {
      anonymous: false,
      ownerOnly:
        `GetKeyPolicy ListKeyPolicies ListResourceTags GetParametersForImport ListKeyRotations PutKeyPolicy
        ScheduleKeyDeletion CancelKeyDeletion DisableKey EnableKey EnableKeyRotation DisableKeyRotation TagResource UntagResource
        UpdateKeyDescription ImportKeyMaterial DeleteImportedKeyMaterial ReplicateKey UpdatePrimaryRegion CreateAlias DeleteAlias
        UpdateAlias RotateKeyOnDemand SynchronizeMultiRegionKey GetKeyLastUsage`
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
       DeleteFunctionEventInvokeConfig CreateFunctionUrlConfig UpdateFunctionUrlConfig DeleteFunctionUrlConfig TagResource UntagResource
       DeleteProvisionedConcurrencyConfig PutRuntimeManagementConfig PutFunctionRecursionConfig PutFunctionScalingConfig
       PutFunctionCodeSigningConfig UpdateFunctionCodeSigningConfig DeleteFunctionCodeSigningConfig`,
    ],
    [
      'admin',
      'qualified',
      `AddPermission RemovePermission PutResourcePolicy DeleteResourcePolicy EnableReplication DisableReplication DeleteFunction`,
    ],
    [
      'meta',
      'qualified',
      `GetPolicy GetFunctionConfiguration GetAlias GetFunctionConcurrency GetFunctionUrlConfig GetFunctionEventInvokeConfig
       GetProvisionedConcurrencyConfig ListAliases ListVersionsByFunction ListFunctionUrlConfigs ListTags
       ListFunctionEventInvokeConfigs ListProvisionedConcurrencyConfigs GetRuntimeManagementConfig GetResourcePolicy
       GetFunctionRecursionConfig GetFunctionScalingConfig GetFunctionCodeSigningConfig ListDurableExecutionsByFunction`,
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

/**
 * Layer versions: their policies can give one action, to an account, to all accounts, or to an organization by
 * `aws:PrincipalOrgID`. Source: Lambda API reference, "AddLayerVersionPermission".
 */
export const lambdaLayer: Kind = {
  actions: actionTable('lambda', [['read', 'container', 'GetLayerVersion']], { anonymous: false }),
  arns: alone,
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
