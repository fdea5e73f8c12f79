// Settings of S3 -> who can reach what, and named facts for rules. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Known, type Resource, setting, typed, type Unknown } from '../../../snapshot/resource.ts';
import { type Bucket, bucketSchema } from './bucket.generated.ts';
import { accountBlock, type Case, caseOf } from './bucket-facts.ts';
import { curesOf } from './cures.ts';
import { exposuresOf } from './exposures.ts';
import { ownershipEvidence, SWITCHES, switchEvidence, switchOf } from './guard-words.ts';

/** Judges a bucket, or the account's S3 settings (which expose nothing by themselves). */
export function analyseS3(resource: Resource, context: Context): Assessment {
  const assessment: Assessment = { exposures: [], facts: {}, unknownFacts: {} };
  if (resource.type === 'aws.s3.account') {
    const block = accountBlock(resource);
    fact(assessment, 'blocksPublicAccess', blocksAll([block]), unknownsOf(block));
    return { ...assessment, words: { 'facts.blocksPublicAccess': switchEvidence([['account', block]]) } };
  }
  const about = caseOf(typed(resource, bucketSchema), context);
  for (const exposure of exposuresOf(about, context.ours)) {
    const reachable = exposure.state === 'open' || exposure.state === 'open-unless';
    const cures = reachable ? curesOf(about, exposure, context.ours) : [];
    assessment.exposures.push(cures.length === 0 ? exposure : { ...exposure, cures });
  }
  bucketFacts(assessment, about);
  return assessment;
}

function bucketFacts(assessment: Assessment, { bucket, facts, accountSettings }: Case): void {
  const { bucketBpa, accountBpa } = facts;
  const missing = [...unknownsOf(bucketBpa), ...unknownsOf(accountBpa)];
  fact(assessment, 'blocksPublicAccess', blocksAll([bucketBpa, accountBpa]), missing);
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
  const levels: Parameters<typeof switchEvidence>[0] = [
    ['bucket', bucketBpa],
    ['account', accountBpa],
  ];
  assessment.words = {
    'facts.blocksPublicAccess': switchEvidence(levels, accountSettings),
    'facts.aclsEnabled': ownershipEvidence(ownership),
  };
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
