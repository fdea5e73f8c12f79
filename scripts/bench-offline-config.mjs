// An AWS Config snapshot of any size, as ConfigSnapshot delivers it: one JSON document on one line, the same for the same size.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { policyStream } from './bench-offline-estate.mjs';

const ACCOUNT = '210000000000';
const TYPES = ['AWS::EC2::NetworkInterface', 'AWS::AutoScaling::AutoScalingGroup'];

/** Writes at least so many bytes; answers with the number of buckets, and of those that are public. */
export async function writeConfigSnapshot(file, bytes, typicalPolicies) {
  const out = createWriteStream(file, { highWaterMark: 1 << 20 });
  const told = { buckets: 0, items: 1, bytes: 0 };
  const write = async (text) => {
    told.bytes += Buffer.byteLength(text);
    if (!out.write(text)) await once(out, 'drain');
  };
  await write(
    `{"fileVersion":"1.0","configSnapshotId":"3f0b3f5e-1f0c-4b43-9f3a-1d9f6f0c7a11","configurationItems":[${JSON.stringify(account())}`,
  );
  const policies = policyStream(typicalPolicies);
  while (told.bytes < bytes) {
    let text = '';
    for (let count = 0; count < 1000; count += 1) {
      text += `,${JSON.stringify(bucket(policies.next().value, told.items))}`;
      told.buckets += 1;
      told.items += 1;
      if (told.items % 4 === 0) {
        text += `,${JSON.stringify(other(told.items))}`;
        told.items += 1;
      }
    }
    await write(text);
  }
  await write(']}\n');
  out.end();
  await once(out, 'close');
  return told;
}

function item(type, name, arn) {
  return {
    relatedEvents: [],
    relationships: [],
    configurationItemVersion: '1.3',
    configurationItemCaptureTime: '2026-10-30T04:12:33.512Z',
    configurationStateId: 1761797553512,
    awsAccountId: ACCOUNT,
    configurationItemStatus: 'OK',
    resourceType: type,
    resourceId: name,
    resourceName: name,
    ARN: arn,
    awsRegion: 'eu-west-1',
    availabilityZone: 'Regional',
    configurationStateMd5Hash: '',
    resourceCreationTime: '2021-03-11T05:12:44.000Z',
  };
}

function account() {
  const arn = `arn:aws:s3:::account/${ACCOUNT}`;
  const off = {
    blockPublicAcls: true,
    ignorePublicAcls: true,
    blockPublicPolicy: false,
    restrictPublicBuckets: false,
  };
  const base = item('AWS::S3::AccountPublicAccessBlock', ACCOUNT, arn);
  return { ...base, configuration: off, supplementaryConfiguration: {}, tags: {} };
}

function bucket({ bucket: name, account: owner, text }, index) {
  const policyText = text.replaceAll(owner, ACCOUNT);
  const open = /"Principal":"\*","Action":"s3:GetObject"/.test(policyText);
  const all = !open && {
    blockPublicAcls: true,
    ignorePublicAcls: true,
    blockPublicPolicy: true,
    restrictPublicBuckets: true,
  };
  const id = '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a';
  const supplementaryConfiguration = {
    AccessControlList: JSON.stringify(
      JSON.stringify({
        grantSet: null,
        grantList: [],
        owner: { displayName: null, id },
        isRequesterCharged: false,
      }),
    ),
    BucketAccelerateConfiguration: { status: null },
    BucketLoggingConfiguration: { destinationBucketName: null, logFilePrefix: null },
    BucketPolicy: { policyText },
    BucketVersioningConfiguration: { status: 'Enabled', isMfaDeleteEnabled: null },
    OwnershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
    PublicAccessBlockConfiguration: all || null,
    BucketWebsiteConfiguration: null,
    ServerSideEncryptionConfiguration: {
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256', kmsMasterKeyID: null },
          bucketKeyEnabled: false,
        },
      ],
    },
  };
  const configuration = {
    name,
    owner: { displayName: null, id },
    creationDate: '2021-03-11T05:12:44.000Z',
    region: null,
  };
  return {
    ...item('AWS::S3::Bucket', name, `arn:aws:s3:::${name}`),
    configuration,
    supplementaryConfiguration,
    tags: {
      team: `team-${index % 97}`,
      environment: 'production',
      'cost-center': String(4000 + (index % 800)),
    },
  };
}

function other(index) {
  const type = TYPES[index % 2];
  const name = `thing-${index}`;
  const padding = Array.from({ length: 12 }, (_, at) => ({
    key: `setting-${at}`,
    value: `value-${index}-${at}`,
  }));
  return {
    ...item(type, name, `arn:aws:ec2:eu-west-1:${ACCOUNT}:thing/${name}`),
    configuration: { padding },
    supplementaryConfiguration: {},
    tags: {},
  };
}
