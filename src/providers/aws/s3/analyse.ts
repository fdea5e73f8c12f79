// Settings of S3 -> who can reach what, and named facts for rules. Pure.
import type { Assessment, Context, Ours } from '../../../exposure.ts';
import { type Known, type Resource, setting, typed, type Unknown } from '../../../snapshot/resource.ts';
import { raw } from '../answers/shape.ts';
import { alike } from './alike.ts';
import { type Bucket, bucketSchema } from './bucket.generated.ts';
import { accountBlock, type Case, caseOf } from './bucket-facts.ts';
import { compose } from './compose.ts';
import { curesOf } from './cures.ts';
import { deniesCustomerKeys } from './customer-keys.ts';
import { exposuresOf, type Found, websiteEvidence } from './exposures.ts';
import { opinionWords, ownershipEvidence, SWITCHES, switchEvidence, switchOf } from './guard-words.ts';
import { namesAll } from './matters.ts';
import type { Composition } from './ways.ts';

/** Judges a bucket, or the account's S3 settings (which expose nothing by themselves). */
export function analyseS3(resource: Resource, context: Context): Assessment {
  if (resource.type === 'aws.s3.account') {
    const assessment: Assessment = { exposures: [], facts: {}, unknownFacts: {} };
    const block = accountBlock(resource);
    fact(assessment, 'blocksPublicAccess', blocksAll([block]), unknownsOf(block));
    return { ...assessment, words: { 'facts.blocksPublicAccess': switchEvidence([['account', block]]) } };
  }
  const bucket = typed(resource, bucketSchema);
  const others = alike(bucket, context);
  const { ours } = context;
  if (others === undefined) return assessed(look(bucket, context), ours);
  if (others.known !== undefined) return others.known;
  const looked = look(bucket, context);
  const standIn = looked.found.length === 0 ? undefined : others.standIn();
  return others.keep(assessed(standIn === undefined ? looked : look(standIn, context), ours), standIn);
}

/** A bucket, and who can reach it. */
interface Looked {
  about: Case;
  composition: Composition;
  found: Found[];
}

function look(bucket: Resource<Bucket>, context: Context): Looked {
  const about = caseOf(bucket, context);
  const composition = compose(about.facts);
  return { about, composition, found: exposuresOf(about, context.ours, composition) };
}

/** With what would close each door, and the facts for rules. */
function assessed({ about, composition, found }: Looked, ours: Ours): Assessment {
  const assessment: Assessment = { exposures: [], facts: {}, unknownFacts: {} };
  for (const one of found) {
    const { exposure } = one;
    const reachable = exposure.state === 'open' || exposure.state === 'open-unless';
    const cures = reachable ? curesOf(about, composition, one, ours) : [];
    assessment.exposures.push(cures.length === 0 ? exposure : { ...exposure, cures });
  }
  bucketFacts(assessment, about);
  opinionFact(assessment, about, composition);
  return assessment;
}

function bucketFacts(assessment: Assessment, { bucket, facts, accountSettings }: Case): void {
  const { bucketBpa, accountBpa, organizationBpa = { state: 'absent' } } = facts;
  const missing = [...unknownsOf(bucketBpa), ...unknownsOf(accountBpa)];
  fact(assessment, 'blocksPublicAccess', blocksAll([bucketBpa, accountBpa, organizationBpa]), missing);
  const ownership = setting<Bucket, 'ownership'>(bucket, 'ownership');
  fact(
    assessment,
    'aclsEnabled',
    known(ownership, (value) => value !== 'BucketOwnerEnforced', true),
    unknownsOf(ownership),
  );
  const website = setting<Bucket, 'website'>(bucket, 'website');
  fact(
    assessment,
    'website',
    known(website, ({ indexDocument }) => indexDocument !== undefined, false),
    unknownsOf(website),
  );
  const blocked = setting<Bucket, 'blockedEncryption'>(bucket, 'blockedEncryption');
  const unread = [...unknownsOf(blocked), ...unknownsOf(facts.policy)];
  fact(assessment, 'customerKeysRefused', refusesCustomerKeys(bucket.id, facts.policy, blocked), unread);
  const levels: Parameters<typeof switchEvidence>[0] = [
    ['bucket', bucketBpa],
    ['account', accountBpa],
  ];
  assessment.words = {
    'facts.blocksPublicAccess': switchEvidence(levels, accountSettings),
    'facts.aclsEnabled': ownershipEvidence(ownership),
    ...(website.state === 'present' &&
      website.value.indexDocument !== undefined && {
        'facts.website': websiteEvidence(website.value.indexDocument),
      }),
  };
}

/** Whether the settings of encryption or the policy refuse uploads with a key of the uploader; undefined when one that could not be read decides. */
function refusesCustomerKeys(
  id: string,
  policy: Case['facts']['policy'],
  blocked: Known<string[]>,
): boolean | undefined {
  if (blocked.state === 'present' && blocked.value.includes('SSE-C')) return true;
  if (policy.state === 'present' && deniesCustomerKeys(raw(policy.value) ?? {}, id)) return true;
  return policy.state === 'unknown' || blocked.state === 'unknown' ? undefined : false;
}

/** Whether S3's own opinion of the policy was read and is another than this analysis has. */
function opinionFact(
  assessment: Assessment,
  { bucket, facts }: Case,
  { policyStatusIsPublic: ours }: Composition,
): void {
  const name = 'policyStatusDisagrees';
  const said = setting<Bucket, 'policyStatus'>(bucket, 'policyStatus');
  const unread = [...unknownsOf(facts.policy), ...unknownsOf(said)];
  // S3 is not asked about a policy that nobody could call public.
  const plain =
    facts.policy.state === 'present' && said.state !== 'present' && namesAll(raw(facts.policy.value) ?? {});
  const none = facts.policy.state === 'absent' || said.state === 'absent' || plain;
  // Where the guide does not say which it is, S3 cannot be contradicted.
  const differs = said.state === 'present' && ours !== 'unknown' && ours !== said.value.isPublic;
  fact(assessment, name, none ? false : unread.length > 0 ? undefined : differs, unread);
  if (said.state === 'present' && assessment.facts[name] === true)
    assessment.words = { ...assessment.words, [`facts.${name}`]: opinionWords(said.value.isPublic) };
}

/** Whether each switch is on at one of the levels; undefined when a level that could not be read decides. */
function blocksAll(levels: Case['facts']['bucketBpa'][]): boolean | undefined {
  let all: boolean | undefined = true;
  for (const name of SWITCHES) {
    const states = levels.map((level) => switchOf(level, name));
    if (states.includes(true)) continue;
    if (!states.includes(undefined)) return false;
    all = undefined;
  }
  return all;
}

function known<T, V>(setting: Known<T>, present: (value: T) => V, absent: V): V | undefined {
  if (setting.state === 'unknown') return undefined;
  return setting.state === 'absent' ? absent : present(setting.value);
}

function unknownsOf(setting: Known<unknown>): Unknown[] {
  return setting.state === 'unknown' ? [setting.why] : [];
}

function fact(assessment: Assessment, name: string, value: boolean | undefined, missing: Unknown[]): void {
  if (value !== undefined) assessment.facts[name] = value;
  else assessment.unknownFacts = { ...assessment.unknownFacts, [name]: missing };
}
