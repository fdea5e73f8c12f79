// Changes that close a door, each tried on the settings and judged again before it is offered.
import type { Cure, Exposure, Ours } from '../../../exposure.ts';
import { shellWord } from '../words/shell.ts';
import type { Case } from './bucket-facts.ts';
import { compose } from './compose.ts';
import { policyChanges } from './cure-policy.ts';
import { type Change, lossWords } from './cure-words.ts';
import { type Found, stepsFor } from './exposures.ts';
import type { Step } from './roads.ts';
import { type BlockPublicAccess, type Composition, listOf } from './ways.ts';
import { POINTS } from './words.ts';

const ALL_ON = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
};

/** What would close an exposure, the least intrusive first. */
export function curesOf(about: Case, before: Composition, { exposure, ways }: Found, ours: Ours): Cure[] {
  const changes = [
    ...policyChanges(about, ways),
    withoutAcls(about, exposure),
    withoutPointPolicy(about, exposure),
    ...blocked(about, exposure),
  ];
  const found: Cure[] = [];
  for (const change of changes) {
    if (change === undefined) continue;
    const { facts, text, command } = change;
    const after = compose(facts);
    const rejudged = !stillOpen(stepsFor({ ...about, facts }, ours, after), exposure);
    const loses = lossWords(change, before, after, ways);
    found.push({
      text,
      ...(command !== undefined && { command }),
      rejudged,
      ...(loses !== undefined && { loses }),
    });
  }
  // A change that closes nothing by itself is no cure while another one is.
  const closing = found.filter((cure) => cure.rejudged);
  return closing.length > 0 ? closing : found;
}

function withoutAcls({ bucket, facts }: Case, exposure: Exposure): Change | undefined {
  if (!exposure.evidence.some(({ setting }) => setting === 'acl')) return undefined;
  return {
    facts: { ...facts, ownership: { state: 'present', value: 'BucketOwnerEnforced' } },
    text: {
      en: 'turn ACLs off (Object Ownership: bucket owner enforced)',
      ja: 'ACL を無効にします (オブジェクト所有者: バケット所有者の強制)',
    },
    command: `aws s3api put-bucket-ownership-controls --bucket ${shellWord(bucket.name)} --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'`,
  };
}

/** The policy of a Multi-Region Access Point cannot be deleted, only replaced (CloudFormation, AWS::S3::MultiRegionAccessPointPolicy). */
function withoutPointPolicy({ facts }: Case, exposure: Exposure): Change | undefined {
  const piece = exposure.evidence.find(({ setting }) => setting in POINTS);
  const list = piece?.setting === 'multiRegionAccessPoints' ? 'multiRegionAccessPoints' : 'accessPoints';
  const listed = facts[list];
  if (piece === undefined || listed?.state !== 'present' || facts.account === undefined) return undefined;
  const point = listed.value[Number(piece.pointer?.split('/')[1])];
  if (point === undefined) return undefined;
  const value = listed.value.map((one) =>
    one === point ? { ...one, said: undefined, policy: { state: 'absent' } as const } : one,
  );
  const { en, ja } = POINTS[listOf(point.arn)];
  const command = `aws s3control delete-access-point-policy --account-id ${facts.account} --name ${shellWord(point.name)}`;
  return {
    facts: { ...facts, [list]: { state: 'present', value } },
    text:
      list === 'accessPoints'
        ? {
            en: `remove the policy of ${en} "${point.name}"`,
            ja: `${ja}「${point.name}」のポリシーを削除します`,
          }
        : {
            en: `replace the policy of ${en} "${point.name}" by one that lets in this account alone`,
            ja: `${ja}「${point.name}」のポリシーを、このアカウントだけを許可するものに置き換えます`,
          },
    ...(list === 'accessPoints' && { command }),
  };
}

/** RestrictPublicBuckets alone, where the door is a policy; then all four switches of Block Public Access. */
function blocked({ bucket, facts }: Case, { audience, evidence }: Exposure): Change[] {
  if (audience !== 'anyone' && audience !== 'anyone-registered') return [];
  const changes: Change[] = [];
  const block = (value: BlockPublicAccess, text: Change['text']) => {
    const switches = Object.keys(ALL_ON).map((name) => {
      const on = Object.entries(value).some(([key, set]) => key === name && set === true);
      return `${name.charAt(0).toUpperCase()}${name.slice(1)}=${on}`;
    });
    changes.push({
      facts: { ...facts, bucketBpa: { state: 'present', value } },
      text,
      command: `aws s3api put-public-access-block --bucket ${shellWord(bucket.name)} --public-access-block-configuration ${switches.join(',')}`,
      cutsAccounts: true,
    });
  };
  // The call sets all four switches: those that are on have to be known to stay on.
  const known = facts.bucketBpa.state !== 'unknown';
  if (known && evidence.some(({ setting }) => setting === 'policy' || setting in POINTS)) {
    const now = facts.bucketBpa.state === 'present' ? facts.bucketBpa.value : {};
    block(
      { ...now, restrictPublicBuckets: true },
      {
        en: 'turn on RestrictPublicBuckets of Block Public Access for the bucket',
        ja: 'バケットのパブリックアクセスブロックの RestrictPublicBuckets を有効にします',
      },
    );
  }
  block(ALL_ON, {
    en: 'turn on Block Public Access for the bucket',
    ja: 'バケットのパブリックアクセスブロックを有効にします',
  });
  return changes;
}

/** True when somebody in the same place, or anybody wider, can still do any of the same after the change, or could not be told. */
function stillOpen(after: Step[], before: Exposure): boolean {
  return after.some(({ audience, subject, state, access }) => {
    if (state === 'shut-by' || !access.some((one) => before.access.includes(one))) return false;
    if (before.audience === 'anyone') return audience === 'anyone' || audience === 'anyone-registered';
    return audience === before.audience && subject === before.subject;
  });
}
