// The estate of the offline bench: an organization of accounts with any number of buckets, written as a snapshot, the same for the same number.

import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';

const ACCOUNTS = 40;
/** Of a hundred policies that let somebody else in, how many let in the public or a stranger; the others let in an account of the organization. */
const STRANGERS = 1;
const BATCH = 5000;
/** Buckets of one account that have the same policy but for the name, as one module makes them. */
const ALIKE = 10;
/** The organization of the estate. */
export const ORGANIZATION = 'o-k4g1acme01';
const PUBLIC = new Set(['website', 'public behind addresses', 'ALB logs']);

/**
 * Writes so many buckets, each with a policy that ten of its account share but for the name. `typicalPolicies(count, seed)` makes the
 * policies, and `judge` says what S3 calls them. Answers with how many there are, how many of those have conditions, and the number of bytes.
 */
export async function writeEstate(file, buckets, { typicalPolicies, judge }) {
  const out = createWriteStream(file, { highWaterMark: 1 << 20 });
  const told = { policies: 0, conditioned: 0, bytes: 0 };
  let records = 0;
  const write = async (text) => {
    told.bytes += Buffer.byteLength(text);
    if (!out.write(text)) await once(out, 'drain');
  };
  const line = (record) => {
    records += 1;
    return `${JSON.stringify(record)}\n`;
  };
  await write(
    line({
      record: 'tojimari-snapshot',
      version: 1,
      tool: 'tojimari 0.0.0',
      startedAt: '2026-11-02T00:00:00.000Z',
    }),
  );
  records = 0;
  const policies = policyStream(typicalPolicies);
  const each = Math.ceil(buckets / ACCOUNTS);
  let modules = [];
  for (let first = 0; first < buckets; first += each) {
    const account = accountOf(first / each);
    const scope = `aws/${account}`;
    await write(contextOf(account, scope).map(line).join(''));
    const last = Math.min(buckets, first + each);
    let text = '';
    modules = Array.from({ length: Math.ceil(each / ALIKE) }, () => policies.next().value);
    told.policies += modules.length;
    told.conditioned += modules.filter((one) => one.text.includes('"Condition"')).length;
    for (let index = first; index < last; index += 1) {
      text += line(bucketOf(index, account, scope, modules[index % modules.length], judge));
      if (text.length < 1 << 20) continue;
      await write(text);
      text = '';
    }
    const listing = {
      record: 'listing',
      scope,
      type: 'aws.s3.bucket',
      state: 'complete',
      seen: last - first,
      last: true,
    };
    await write(text + line(listing));
  }
  await write(`${JSON.stringify({ record: 'end', records, calls: 0 })}\n`);
  out.end();
  await once(out, 'close');
  return told;
}

/** The accounts of the organization. */
export function accountOf(index) {
  return String(210000000000 + index * 7919);
}

function contextOf(account, scope) {
  const siblings = Array.from({ length: ACCOUNTS }, (_, index) => ({
    id: accountOf(index),
    name: `team-${index}`,
  }));
  const base = { record: 'resource', scope, unknowns: [] };
  const organization = { id: ORGANIZATION, managementAccount: accountOf(0) };
  const all = {
    blockPublicAcls: true,
    ignorePublicAcls: true,
    blockPublicPolicy: false,
    restrictPublicBuckets: false,
  };
  return [
    {
      record: 'scope',
      id: scope,
      provider: 'aws',
      label: account,
      input: 'live',
      format: 'live',
      asker: 'role/auditor',
    },
    {
      ...base,
      type: 'aws.account',
      id: `arn:aws:iam::${account}:root`,
      name: account,
      settings: {
        accountId: account,
        alias: null,
        partition: 'aws',
        organization,
        siblings,
        resourceControlPolicies: [],
      },
    },
    {
      ...base,
      type: 'aws.s3.account',
      id: `arn:aws:s3:::account/${account}`,
      name: account,
      settings: { blockPublicAccess: all, organizationBlockPublicAccess: null },
    },
  ];
}

function bucketOf(index, account, scope, { bucket, account: owner, text, strange }, judge) {
  const name = `${bucket}-${index}`;
  const policy = JSON.parse(text.replaceAll(owner, account).replaceAll(bucket, name));
  const resource = `arn:aws:s3:::${name}`;
  const isPublic = judge({ kind: 's3-bucket', policy, resource, account }).policyStatusIsPublic === true;
  return {
    record: 'resource',
    type: 'aws.s3.bucket',
    id: `arn:aws:s3:::${name}`,
    name,
    scope,
    region: 'eu-west-1',
    settings: {
      policy,
      policyStatus: { isPublic },
      acl: { owner: `75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a`, grants: [] },
      ownership: 'BucketOwnerEnforced',
      blockPublicAccess:
        strange || index % 200 === 1
          ? null
          : {
              blockPublicAcls: true,
              ignorePublicAcls: true,
              blockPublicPolicy: true,
              restrictPublicBuckets: true,
            },
      website: null,
      location: 'eu-west-1',
      tags: tagsOf(index),
      accessPoints: [],
      multiRegionAccessPoints: [],
      created: `20${String(12 + (index % 14))}-0${1 + (index % 9)}-11T0${index % 10}:12:44Z`,
    },
    unknowns: [],
  };
}

function tagsOf(index) {
  return [
    { key: 'team', value: `team-${index % 977}` },
    { key: 'cost-center', value: String(4000 + (index % 800)) },
    { key: 'environment', value: ['production', 'staging', 'development'][index % 3] },
    { key: 'managed-by', value: 'terraform' },
    { key: 'repository', value: `github.com/kagi-acme/infrastructure-${index % 977}` },
    { key: 'module', value: `modules/storage/artifact-bucket/v${index % 17}` },
    { key: 'owner-mail', value: `storage-platform-${index % 977}@example.com` },
  ];
}

/**
 * Policies without end, no two alike: by turns as companies write them and of the shapes of the conformance vectors. Most are closed to
 * everybody but the organization, and half have conditions.
 */
export function* policyStream(typicalPolicies) {
  const vectors = vectorShapes();
  let place = 0;
  for (let seed = 1; ; seed += 1)
    for (const one of typicalPolicies(BATCH, seed)) {
      place += 1;
      const strange = place % 100 < STRANGERS;
      if (PUBLIC.has(one.family) && !strange) continue;
      const bucket = `${one.bucket}-${seed}`;
      const text = one.text.replaceAll(one.bucket, bucket);
      yield { account: one.account, bucket, text: strange ? text : within(text), strange };
      yield vectorPolicy(vectors, place, strange);
    }
}

/** The policies of the vectors of buckets: closed and plain, closed under conditions, and open. */
function vectorShapes() {
  const text = readFileSync(new URL('../test/conformance/aws-policy.jsonl', import.meta.url), 'utf8');
  const shapes = { plain: [], conditions: [], open: [] };
  for (const line of text.trim().split('\n')) {
    const { kind, input, expect } = JSON.parse(line);
    if (kind !== 's3-bucket' || typeof input.policy !== 'object') continue;
    const policy = JSON.stringify(input.policy);
    // What S3 calls them has to be known, or plain to see.
    const isPublic =
      expect?.policyStatusIsPublic ?? (/"(AWS":\s*)?"\*"|NotPrincipal/.test(policy) ? undefined : false);
    if (isPublic === undefined) continue;
    const shape = { ...input, policy };
    const open = expect === null || expect.anonymous || expect.anyAwsAccount || expect.confusedDeputy;
    if (open) shapes.open.push(shape);
    else if (policy.includes('"Condition"')) shapes.conditions.push(shape);
    else shapes.plain.push(shape);
  }
  return shapes;
}

function vectorPolicy({ plain, conditions, open }, place, strange) {
  const shapes = strange && place % 2 === 0 ? open : place % 4 === 0 ? conditions : plain;
  const shape = shapes[place % shapes.length];
  const bucket = `vector-${place}`;
  const account = '199988887777';
  const text = shape.policy.replaceAll(shape.bucket, bucket).replaceAll(shape.ownerAccount, account);
  const own = text
    .replace(/o-[a-z0-9]{10,}/g, ORGANIZATION)
    .replaceAll('444455556666', accountOf(place % ACCOUNTS));
  return { account, bucket, text: own, strange };
}

/** The same with our organization and its accounts in the place of others. */
function within(text) {
  return text
    .replace(/o-\w+x0\b/g, ORGANIZATION)
    .replace(/\b2\d{11}\b/g, (id) => accountOf(Number(id.slice(-4)) % ACCOUNTS))
    .replace(
      /"Principal":"\*","Action":"s3:GetObject"/g,
      '"Principal":{"AWS":"210000000000"},"Action":"s3:GetObject"',
    );
}
