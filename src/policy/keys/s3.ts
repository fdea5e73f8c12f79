// Condition keys of S3, action by action.
// Source: Service Authorization Reference, "Condition keys for Amazon S3".

import { type Scene, spelledOut } from '../callers/scene.ts';
import type { Sender } from '../callers/sender.ts';
import { ownedArns, strangerAccount } from '../callers/strangers.ts';
import { NUMBERS } from '../language/interval.ts';
import { exactly, shape } from '../language/pattern.ts';
import { ABSENT, anyText, flag, number, only, type State, text } from '../solve/cell.ts';

const LISTING = new Set(['ListBucket', 'ListBucketVersions']);
const PUTTING = new Set(['PutObject', 'PutObjectAcl', 'PutObjectVersionAcl', 'PutBucketAcl']);
const VERSIONED = /Version|^RestoreObject$|^PutObject(Retention|LegalHold|Tagging|Acl)$/;

/** State of an `s3:` key for the verb of an action; undefined when nothing is known about it. */
export function s3Key(
  name: string,
  key: string,
  sender: Sender,
  scene: Scene,
  verb: string,
): State | undefined {
  const anonymous = sender.kind === 'anonymous';
  const when = (holds: boolean, state: State): State => (holds ? state : ABSENT);
  const put = verb === 'PutObject';
  if (name.startsWith('existingobjecttag/'))
    return when(
      /Object/.test(verb) && !/^(PutObject|AbortMultipart|Delete(Object)$)$/.test(verb),
      anyText(true),
    );
  if (name.startsWith('requestobjecttag/'))
    return when(/^Put(Object|ObjectTagging|ObjectVersionTagging)$/.test(verb), anyText(true));
  if (name.startsWith('x-amz-grant-')) return when(PUTTING.has(verb), anyText(true));
  const access = sender.road === 'foreign-access-point';
  switch (name) {
    case 'prefix':
    case 'delimiter':
      return when(LISTING.has(verb), anyText(true));
    case 'max-keys':
      return when(LISTING.has(verb), number(true, [{ first: 0n, last: 10n ** 24n }]));
    case 'x-amz-acl':
      return when(PUTTING.has(verb), anyText(true));
    case 'x-amz-server-side-encryption':
      // Encryption with KMS needs a signed request.
      if (anonymous) return when(put, text([exactly('AES256')], [], true));
      return when(
        put || verb === 'ReplicateObject',
        text(['AES256', 'aws:kms', 'aws:kms:dsse'].map(exactly), [], true),
      );
    case 'x-amz-server-side-encryption-aws-kms-key-id': {
      const twelve = '<digit>'.repeat(12);
      const owned = ownedArns(scene, 'kms');
      const keys = text(
        [shape(`arn:${scene.partition}:kms:<slug+>:${twelve}:key/<any+>`)],
        [...owned, ...spelledOut(scene, [key])],
        true,
      );
      return when(put && !anonymous, keys);
    }
    case 'x-amz-server-side-encryption-customer-algorithm':
      return when(put || verb.startsWith('GetObject'), text([exactly('AES256')], [], true));
    case 'x-amz-copy-source':
    case 'x-amz-metadata-directive':
    case 'x-amz-storage-class':
    case 'x-amz-website-redirect-location':
    case 'if-match':
    case 'if-none-match':
    case 'objectcreationoperation':
      return when(put, anyText(true));
    case 'requestobjecttagkeys':
      return when(/^Put(Object|ObjectTagging|ObjectVersionTagging)$/.test(verb), anyText(true));
    case 'object-lock-mode':
    case 'object-lock-retain-until-date':
    case 'object-lock-legal-hold':
      return when(/^Put(Object|ObjectRetention|ObjectLegalHold)$/.test(verb), anyText(true));
    case 'object-lock-remaining-retention-days':
      return when(
        /^Put(Object|ObjectRetention)$/.test(verb),
        number(true, [{ first: 0n, last: 10n ** 24n }]),
      );
    case 'versionid':
      return when(VERSIONED.test(verb), anyText(true));
    // Of operations that no bucket policy speaks of: making buckets, and jobs.
    case 'locationconstraint':
    case 'createtablebucket':
    case 'x-amz-object-ownership':
    case 'x-amz-bucket-namespace':
    case 'existingjoboperation':
    case 'existingjobpriority':
    case 'requestjoboperation':
    case 'requestjobpriority':
    case 'jobsuspendedcause':
      return ABSENT;
    case 'inventoryaccessibleoptionalfields':
      return when(verb === 'PutInventoryConfiguration', anyText(true));
    case 'isreplicationpauserequest':
      return when(verb === 'PutReplicationConfiguration', flag(true));
    // Of requests with credentials that S3 Access Grants handed out.
    case 'accessgrantsinstancearn':
      return anonymous ? ABSENT : undefined;
    case 'resourceaccount':
      return scene.owner === undefined ? undefined : only(scene.owner);
    case 'tlsversion':
      return number(true, [{ first: 1000n, last: 1300n }], NUMBERS);
    // Of authenticated requests; the access log has "-" for both where a request is not (S3 user guide, "Log format").
    case 'authtype':
      return anonymous ? ABSENT : text(['REST-HEADER', 'REST-QUERY-STRING', 'POST'].map(exactly));
    case 'signatureversion':
      return anonymous ? ABSENT : text(['AWS4-HMAC-SHA256', 'AWS'].map(exactly));
    case 'signatureage':
      return anonymous ? ABSENT : number(true, [{ first: 0n, last: 10n ** 24n }]);
    case 'x-amz-content-sha256':
      return anyText(true);
    case 'dataaccesspointarn':
      return when(
        access,
        text(
          [shape(`arn:${scene.partition}:s3:<slug+>:${'<digit>'.repeat(12)}:accesspoint/<slug+>`)],
          [...ownedArns(scene, 's3'), ...spelledOut(scene, [key])],
        ),
      );
    case 'dataaccesspointaccount':
      return when(access, strangerAccount(scene));
    case 'accesspointnetworkorigin':
      return when(access, text(['Internet', 'VPC'].map(exactly)));
    default:
      return undefined;
  }
}
