// Attributes of Terraform's S3 resources -> settings of a bucket, by way of what the S3 API would answer.
import type { Known } from '../../../snapshot/resource.ts';
import { type Raw, raw, word } from '../answers/shape.ts';
import { aclOf, blockPublicAccessOf, ownershipOf, websiteOf } from '../s3/project.ts';
import { documentOf, type Part, present, unknown } from './declared.ts';
import { cannedAcl } from './declared-acl.ts';
import { attribute, type Block, laterPolicy, nested, placeOf } from './terraform.ts';

/**
 * `policy`, of a bucket, a bucket policy or an access point. An empty text means "none"; for a bucket only where the provider reads the
 * policy at all, which it does since version 4, as it does the grants.
 */
export function policyPart(block: Block): Part | undefined {
  const known = attribute(block, 'policy');
  if (known === undefined) return undefined;
  const origin = placeOf(block, 'policy');
  if (known.state !== 'present') return laterPolicy(block, 'policy') ?? { known };
  if (known.value === '' && block.type === 'aws_s3_bucket') {
    const grants = attribute(block, 'grant');
    if (grants?.state !== 'present' || nested(grants.value).length === 0) return undefined;
  }
  if (known.value === '') return { known: { state: 'absent' }, origin };
  return { known: documentOf(known.value), origin };
}

/** `access_control_policy` or `acl` of aws_s3_bucket_acl; `grant` or `acl` of aws_s3_bucket. */
export function aclPart(block: Block): Part | undefined {
  const policy = attribute(block, 'access_control_policy');
  const [list] = policy?.state === 'present' ? nested(policy.value) : [];
  if (list !== undefined) {
    const grants = nested(list['grant']).flatMap((grant) =>
      nested(grant['grantee']).map((grantee) => grantOf(grant['permission'], grantee)),
    );
    const owner = word(nested(list['owner'])[0]?.['id']);
    return {
      known: aclOf({ Owner: { ID: owner }, Grants: grants }),
      origin: placeOf(block, 'access_control_policy'),
    };
  }
  const inline = attribute(block, 'grant');
  const entries = inline?.state === 'present' ? nested(inline.value) : [];
  if (entries.length > 0) {
    const grants = entries.flatMap((entry) => permissionsOf(entry).map((one) => grantOf(one, entry)));
    return {
      known: aclOf({ Owner: { ID: ownerAmong(entries) }, Grants: grants }),
      origin: placeOf(block, 'grant'),
    };
  }
  const canned = attribute(block, 'acl');
  if (canned?.state === 'present') {
    const name = word(canned.value);
    return name === undefined ? undefined : { known: cannedAcl(name), origin: placeOf(block, 'acl') };
  }
  const later = [policy, inline, canned].find((known) => known?.state === 'unknown');
  return later && { known: later };
}

/** `grant` does not say who owns the bucket: it is the one user with full control, which S3 gives to the owner. */
function ownerAmong(entries: Raw[]): string | undefined {
  const full = entries.filter((entry) => permissionsOf(entry).includes('FULL_CONTROL') && word(entry['id']));
  return full.length === 1 ? word(full[0]?.['id']) : undefined;
}

function permissionsOf(entry: Raw): unknown[] {
  return Array.isArray(entry['permissions']) ? entry['permissions'] : [];
}

function grantOf(permission: unknown, grantee: Raw): Raw {
  const address = grantee['email_address'];
  return {
    Permission: permission,
    Grantee: { URI: grantee['uri'], ID: grantee['id'], EmailAddress: address },
  };
}

/** `rule { object_ownership }` */
export function ownershipPart(block: Block): Part | undefined {
  return read(block, 'rule', (value) =>
    ownershipOf({
      OwnershipControls: {
        Rules: nested(value).map((rule) => ({ ObjectOwnership: rule['object_ownership'] })),
      },
    }),
  );
}

const SWITCHES = {
  BlockPublicAcls: 'block_public_acls',
  IgnorePublicAcls: 'ignore_public_acls',
  BlockPublicPolicy: 'block_public_policy',
  RestrictPublicBuckets: 'restrict_public_buckets',
};

/** The four switches, each off when it is left out (the provider's default). */
export function blockPart(block: Block): Part {
  const configuration: Raw = {};
  for (const [key, name] of Object.entries(SWITCHES)) {
    const known = attribute(block, name);
    if (known?.state === 'unknown') return { known };
    configuration[key] = known?.state === 'present' ? known.value : false;
  }
  return {
    known: blockPublicAccessOf({ PublicAccessBlockConfiguration: configuration }),
    origin: block.origin,
  };
}

/** `website { … }` of a bucket, or the attributes of aws_s3_bucket_website_configuration. */
export function websitePart(block: Block): Part | undefined {
  if (block.type === 'aws_s3_bucket')
    return read(block, 'website', (value) => {
      const [website] = nested(value);
      if (website === undefined) return { state: 'absent' };
      return siteOf(
        website['index_document'],
        website['error_document'],
        website['redirect_all_requests_to'],
      );
    });
  const [index, error, redirect] = ['index_document', 'error_document', 'redirect_all_requests_to'].map(
    (name) => attribute(block, name),
  );
  const later = [index, redirect].find((known) => known?.state === 'unknown');
  if (later !== undefined) return { known: later };
  const first = (known: Known<unknown> | undefined) =>
    known?.state === 'present' ? nested(known.value)[0] : undefined;
  const known = siteOf(first(index)?.['suffix'], first(error)?.['key'], first(redirect)?.['host_name']);
  return { known, origin: block.origin };
}

function siteOf(index: unknown, error: unknown, redirect: unknown): Known<unknown> {
  return websiteOf({
    IndexDocument: { Suffix: index },
    ErrorDocument: { Key: error },
    RedirectAllRequestsTo: { HostName: redirect },
  });
}

/** `tags_all`, which has the provider's default tags too, or `tags`. */
export function tagsPart(block: Block): Part | undefined {
  for (const name of ['tags_all', 'tags']) {
    const known = attribute(block, name);
    const tags = known?.state === 'present' ? raw(known.value) : undefined;
    if (tags === undefined) continue;
    const value = Object.entries(tags).map(([key, text]) => ({ key, value: String(text ?? '') }));
    return {
      known: value.length === 0 ? { state: 'absent' } : present(value),
      origin: placeOf(block, name),
    };
  }
  const declared = attribute(block, 'tags');
  if (declared?.state === 'unknown') return { known: declared };
  // A provider that was read (state, existing thing) writes null for a bucket without tags.
  return block.fresh || !Object.hasOwn(block.values, 'tags') ? undefined : { known: { state: 'absent' } };
}

function read(block: Block, name: string, project: (value: unknown) => Known<unknown>): Part | undefined {
  const known = attribute(block, name);
  if (known === undefined) return undefined;
  if (known.state !== 'present') return { known };
  const inner = project(known.value);
  return {
    known: inner.state === 'unknown' ? unknown('malformed', inner.why.detail) : inner,
    origin: placeOf(block, name),
  };
}
