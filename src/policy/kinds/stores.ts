// Actions on ECR repositories, EFS file systems and OpenSearch domains.
import { actionTable, alone, type Kind } from './kind.ts';

/**
 * Repository policies. Nothing is unsigned: "Everyone (*)" means all authenticated AWS users, who fetch a token with
 * `ecr:GetAuthorizationToken` of their own. A repository policy has no Resource element.
 * Sources: ECR user guide, "Private repository policies in Amazon ECR", "Setting a private repository policy statement";
 * Service Authorization Reference, Amazon Elastic Container Registry.
 */
export const ecr: Kind = {
  actions: actionTable(
    'ecr',
    [
      ['read', 'container', 'BatchGetImage GetDownloadUrlForLayer'],
      ['list', 'container', 'ListImages DescribeImages'],
      [
        'meta',
        'container',
        `BatchCheckLayerAvailability DescribeRepositories GetRepositoryPolicy GetLifecyclePolicy GetLifecyclePolicyPreview
         ListTagsForResource DescribeImageScanFindings DescribeImageReplicationStatus DescribeImageSigningStatus
         GetImageCopyStatus BatchGetRepositoryScanningConfiguration`,
      ],
      [
        'write',
        'container',
        `PutImage InitiateLayerUpload UploadLayerPart CompleteLayerUpload ReplicateImage BatchImportUpstreamImage
         UpdateImageStorageClass StartImageScan StartLifecyclePolicyPreview CreateRepository`,
      ],
      ['delete', 'container', 'BatchDeleteImage'],
      [
        'admin',
        'container',
        `SetRepositoryPolicy DeleteRepositoryPolicy DeleteRepository PutLifecyclePolicy DeleteLifecyclePolicy
         PutImageTagMutability PutImageScanningConfiguration TagResource UntagResource`,
      ],
    ],
    { anonymous: false },
  ),
  arns: alone,
  resourceElement: 'optional',
};

const NFS = ['ClientMount', 'ClientWrite', 'ClientRootAccess'];

const fileSystem = actionTable(
  'elasticfilesystem',
  [
    ['read', 'container', 'ClientMount ReplicationRead Backup'],
    ['write', 'container', 'ClientWrite ClientRootAccess ReplicationWrite Restore'],
    [
      'meta',
      'container',
      `DescribeFileSystems DescribeAccessPoints DescribeBackupPolicy DescribeFileSystemPolicy DescribeLifecycleConfiguration
       DescribeMountTargets DescribeMountTargetSecurityGroups DescribeReplicationConfigurations DescribeTags ListTagsForResource`,
    ],
    [
      'admin',
      'container',
      `PutFileSystemPolicy DeleteFileSystemPolicy DeleteFileSystem UpdateFileSystem UpdateFileSystemProtection
       PutLifecycleConfiguration PutBackupPolicy CreateMountTarget DeleteMountTarget ModifyMountTargetSecurityGroups
       CreateAccessPoint CreateReplicationConfiguration DeleteReplicationConfiguration CreateTags DeleteTags TagResource
       UntagResource`,
    ],
  ],
  { anonymous: true },
);
for (const action of fileSystem) action.anonymous = NFS.some((name) => action.name.endsWith(`:${name}`));

/**
 * File system policies. An NFS client that does not sign is anonymous: the three Client actions are all it has. AWS calls
 * a policy for everybody public unless `elasticfilesystem:AccessedViaMountTarget` confines it to clients that reach a
 * mount target, which stand in the owner's networks. EFS's own examples have no Resource element.
 * Sources: EFS user guide, "Using IAM to control access to file systems", "Blocking public access to EFS file systems".
 */
export const efs: Kind = { actions: fileSystem, arns: alone, resourceElement: 'optional' };

/**
 * Domain access policies. They speak of what is inside a domain, by HTTP method: `es:*` is `es:ESHttp*` here, and the
 * configuration API wants an identity policy. A `*` principal admits unsigned requests. Cross-cluster search needs a
 * connection that the owner accepted, so its action alone gives an outsider nothing.
 * Sources: OpenSearch Service developer guide, "Identity and Access Management in Amazon OpenSearch Service",
 * "Cross-cluster search in Amazon OpenSearch Service".
 */
export const opensearch: Kind = {
  actions: [
    ...actionTable(
      'es',
      [
        ['read', 'item', 'ESHttpGet ESHttpHead'],
        ['write', 'item', 'ESHttpPost ESHttpPut ESHttpPatch'],
        ['delete', 'item', 'ESHttpDelete'],
      ],
      { anonymous: true },
    ),
    ...actionTable('es', [['read', 'container', 'ESCrossClusterGet']], {
      anonymous: false,
      ownerOnly: ['ESCrossClusterGet'],
    }),
  ],
  arns: (resource) => ({ container: [resource], item: [`${resource}/*`], qualified: [resource] }),
  resourceElement: 'required',
};
