// Actions on a bucket, its objects and its access points.
// Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3".
import { actionTable, type Kind } from './kind.ts';

const actions = actionTable(
  's3',
  [
    [
      'read',
      'item',
      'GetObject GetObjectVersion GetObjectTorrent GetObjectVersionTorrent GetObjectAttributes GetObjectVersionAttributes GetObjectVersionForReplication GetObjectAnnotation GetObjectVersionAnnotation GetObjectVersionAnnotationForReplication',
    ],
    ['list', 'container', 'ListBucket ListBucketVersions ListBucketMultipartUploads'],
    ['list', 'item', 'ListMultipartUploadParts ListObjectAnnotations ListObjectVersionAnnotations'],
    [
      'write',
      'item',
      'PutObject RestoreObject AbortMultipartUpload ReplicateObject ReplicateTags ReplicateDelete InitiateReplication UpdateObjectEncryption ObjectOwnerOverrideToBucketOwner PutObjectAnnotation PutObjectVersionAnnotation ReplicateObjectAnnotation',
    ],
    [
      'meta',
      'item',
      'GetObjectAcl GetObjectVersionAcl GetObjectTagging GetObjectVersionTagging GetObjectRetention GetObjectLegalHold',
    ],
    [
      'write',
      'item',
      'PutObjectTagging PutObjectVersionTagging DeleteObjectTagging DeleteObjectVersionTagging PutObjectRetention PutObjectLegalHold BypassGovernanceRetention',
    ],
    [
      'delete',
      'item',
      'DeleteObject DeleteObjectVersion DeleteObjectAnnotation DeleteObjectVersionAnnotation',
    ],
    ['admin', 'item', 'PutObjectAcl PutObjectVersionAcl'],
    [
      'admin',
      'container',
      `PutBucketPolicy DeleteBucketPolicy PutBucketAcl PutBucketOwnershipControls PutBucketPublicAccessBlock DeleteBucket
       PutAccelerateConfiguration PutAnalyticsConfiguration PutBucketCORS PutBucketLogging PutBucketNotification
       PutBucketObjectLockConfiguration PutBucketRequestPayment PutBucketTagging PutBucketVersioning PutBucketWebsite
       DeleteBucketWebsite PutEncryptionConfiguration PutIntelligentTieringConfiguration PutInventoryConfiguration
       PutLifecycleConfiguration PutMetricsConfiguration PutReplicationConfiguration CreateBucketMetadataTableConfiguration
       DeleteBucketMetadataTableConfiguration UpdateBucketMetadataJournalTableConfiguration
       UpdateBucketMetadataInventoryTableConfiguration UpdateBucketMetadataAnnotationTableConfiguration PutBucketAbac
       TagResource UntagResource PauseReplication`,
    ],
    [
      'meta',
      'container',
      `GetAccelerateConfiguration GetAnalyticsConfiguration GetBucketAcl GetBucketCORS GetBucketLocation GetBucketLogging
       GetBucketNotification GetBucketObjectLockConfiguration GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus
       GetBucketPublicAccessBlock GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite
       GetEncryptionConfiguration GetIntelligentTieringConfiguration GetInventoryConfiguration GetLifecycleConfiguration
       GetMetricsConfiguration GetReplicationConfiguration GetBucketMetadataTableConfiguration GetBucketAbac ListTagsForResource`,
    ],
  ],
  { anonymous: true },
);

export const s3Bucket: Kind = {
  actions,
  arns: (resource) => ({ container: [resource], item: [`${resource}/*`], qualified: [resource] }),
  resourceElement: 'required',
};

/** Through an access point only what S3 lists under "Access point compatibility" can be asked. */
const throughAccessPoints = new Set(
  `GetObject GetObjectVersion GetObjectAttributes GetObjectVersionAttributes GetObjectAcl GetObjectVersionAcl GetObjectTagging
   GetObjectVersionTagging GetObjectRetention GetObjectLegalHold PutObject PutObjectAcl PutObjectVersionAcl PutObjectTagging
   PutObjectVersionTagging PutObjectRetention PutObjectLegalHold BypassGovernanceRetention DeleteObject DeleteObjectVersion
   DeleteObjectTagging DeleteObjectVersionTagging AbortMultipartUpload ListMultipartUploadParts RestoreObject UpdateObjectEncryption
   GetObjectAnnotation GetObjectVersionAnnotation ListObjectAnnotations ListObjectVersionAnnotations PutObjectAnnotation
   PutObjectVersionAnnotation DeleteObjectAnnotation DeleteObjectVersionAnnotation ListBucket
   ListBucketVersions ListBucketMultipartUploads GetBucketAcl GetBucketCORS GetBucketLocation GetBucketNotification GetBucketPolicy`
    .trim()
    .split(/\s+/)
    .map((name) => `s3:${name}`),
);

export const s3AccessPoint: Kind = {
  actions: actions.filter((action) => throughAccessPoints.has(action.name)),
  arns: (resource) => ({ container: [resource], item: [`${resource}/object/*`], qualified: [resource] }),
  resourceElement: 'required',
};
