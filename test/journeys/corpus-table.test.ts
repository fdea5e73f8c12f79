// What each folder of real exports gives: resources, findings, and what is unknown and why; and where findings say that they stand.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PROVIDERS } from '../../src/providers/index.ts';
import { parseReport } from '../../src/report/parse.ts';
import type { Origin, Report } from '../../src/report/report.ts';
import { findFiles } from '../../src/snapshot/files.ts';
import { ROOT, tojimari } from '../cli/harness.ts';

const CORPUS = resolve(ROOT, process.env['TOJIMARI_CORPUS'] ?? '../shared/corpus');
const HERE = existsSync(CORPUS);
if (!HERE) process.stderr.write('skipped: real settings are not on this machine (TOJIMARI_CORPUS)\n');
const described = HERE ? describe : describe.skip;

const reports = new Map<string, Promise<{ code: number; report: Report }>>();

/** Judged once, however many tests ask. */
function judged(name: string): Promise<{ code: number; report: Report }> {
  const known = reports.get(name) ?? judge(name);
  reports.set(name, known);
  return known;
}

async function judge(name: string): Promise<{ code: number; report: Report }> {
  const { code, stdout, stderr } = await tojimari([
    'scan',
    join(CORPUS, name),
    '--format',
    'json',
    '--quiet',
  ]);
  if (stdout === '') throw new Error(stderr);
  const report = parseReport(JSON.parse(stdout));
  if (!report.ok) throw new Error(JSON.stringify(report.misfits.slice(0, 5)));
  return { code, report: report.value };
}

type Row = [folder: string, resources: string, findings: string, unknown: string, code: number];

/** What an export could hold and does not, lists and settings; what it never holds is in no list. Names without `aws.`. */
const TABLE: Row[] = [
  [
    'aws-cli-folder',
    'ec2.instance 3, ec2.network-interface 1, ec2.security-group 8, ecr.repository 1, elb.classic-load-balancer 1, elb.load-balancer 1, iam.group 1, iam.policy 1, iam.role 4, iam.user 2, lambda.function 1, rds.instance 1, redshift.cluster 1, s3.bucket 1, secretsmanager.secret 1, sns.topic 2, sqs.queue 1',
    'cloudtrail.s3-data-events 1, ec2.imdsv1-allowed 2, iam.role-any-account 1, iam.root-access-key 1, network.public-access-unused 1, policy.any-account 1, policy.anyone 2, policy.anyone-change 2, s3.bucket-public-read 1',
    'elb.load-balancer#listeners missing 1, iam.account#passwordPolicy missing 1, iam.account#rootPasswordPresent missing 1, iam.role#lastUsedAt missing 4, iam.user#accessKeys missing 2, iam.user#consoleAccess missing 2, iam.user#mfaActive missing 2, lambda.alias missing 1, lambda.function#url missing 1',
    1,
  ],
  [
    'aws-config-items',
    's3.bucket 3',
    's3.bucket-public-list 1',
    's3.bucket#blockPublicAccess missing 3, s3.bucket#ownership missing 3, s3.bucket#website missing 3',
    1,
  ],
  [
    'cloudformation',
    'ec2.instance 3, ec2.security-group 12, iam.policy 2, iam.role 23, kms.key 1, s3.bucket 8, sns.topic 1, sqs.queue 1',
    '',
    'kms.key#policy missing 1, s3.bucket#location missing 8, s3.bucket#policy missing 1',
    3,
  ],
  [
    'iam-account-authorization-details',
    'iam.group 5, iam.policy 46, iam.role 78, iam.user 44',
    'iam.policy-full-admin 3, iam.role-outside-account-admin 2, iam.role-outside-account-no-external-id 2',
    '',
    0,
  ],
  ['recorded-api-answers/test_arn_resolve_resources', 'sqs.queue 4', '', 'account#accountId missing 1', 0],
  [
    'recorded-api-answers/test_cloudtrail_create_bucket_exists_in_west',
    'iam.role 1, s3.bucket 1',
    'cloudtrail.s3-data-events 1',
    'iam.role cut-short 1',
    3,
  ],
  [
    'recorded-api-answers/test_cloudtrail_success_log_metric_filter',
    '',
    '',
    'account#accountId missing 1, cloudtrail.account#trails missing 1, sns.topic missing 1',
    3,
  ],
  [
    'recorded-api-answers/test_cloudtrail_success_regex_log_metric_filter',
    '',
    '',
    'account#accountId missing 1, cloudtrail.account#trails missing 1, sns.topic missing 1',
    3,
  ],
  [
    'recorded-api-answers/test_cloudwatch_log_subscription',
    '',
    '',
    'account#accountId missing 1, lambda.function missing 1',
    3,
  ],
  [
    'recorded-api-answers/test_cross_account_kms',
    'kms.key 1',
    'policy.any-account 1',
    'account#accountId missing 1, kms.key#grants missing 1',
    1,
  ],
  [
    'recorded-api-answers/test_kms_key_related_cache_lookup',
    'kms.key 1, sqs.queue 3',
    '',
    'account#accountId missing 1, kms.key#grants missing 1, kms.key#policy missing 1',
    3,
  ],
  ['recorded-api-answers/test_metric_period_rounding', 'sqs.queue 2', '', 'account#accountId missing 1', 0],
  [
    'recorded-api-answers/test_rds_event_subscription_topic_filter',
    'sns.topic 1',
    '',
    'account#accountId missing 1',
    0,
  ],
  [
    'recorded-api-answers/test_s3_bucket_lambda_notification_remove_idempotent',
    '',
    '',
    'account#accountId missing 1, lambda.function missing 1',
    3,
  ],
  [
    'recorded-api-answers/test_s3_global_grants_filter',
    's3.bucket 4',
    '',
    'account#accountId missing 1, s3.bucket#acl missing 4, s3.bucket#policy missing 4',
    3,
  ],
  [
    'recorded-api-answers/test_s3_has_statement',
    's3.bucket 5',
    's3.bucket-outside-account 2',
    'account#accountId missing 1, s3.bucket#acl missing 5',
    3,
  ],
  [
    'recorded-api-answers/test_s3_normalize_initstate',
    's3.bucket 1',
    '',
    'account#accountId missing 1, sqs.queue missing 1',
    3,
  ],
  [
    'recorded-api-answers/test_sns_cross_account_return_allowed',
    'sns.topic 2',
    'policy.anyone 2, policy.anyone-change 2',
    'account#accountId missing 1',
    1,
  ],
  ['recorded-api-answers/test_sns_has_statement', 'sns.topic 1', '', 'account#accountId missing 1', 0],
  [
    'recorded-api-answers/test_sns_mark_for_op',
    'sns.topic 1',
    'policy.service-without-source 1',
    'account#accountId missing 1',
    0,
  ],
  ['recorded-api-answers/test_sns_metrics', 'sns.topic 1', '', 'account#accountId missing 1', 0],
  ['recorded-api-answers/test_sns_notify_action', 'sns.topic 1', '', 'account#accountId missing 1', 0],
  ['recorded-api-answers/test_sns_set_encryption', 'sns.topic 1', '', 'account#accountId missing 1', 0],
  [
    'recorded-api-answers/test_sns_tag',
    'sns.topic 1',
    'policy.service-without-source 1',
    'account#accountId missing 1',
    0,
  ],
  ['recorded-api-answers/test_sns_unset_encryption', 'sns.topic 1', '', 'account#accountId missing 1', 0],
  ['recorded-api-answers/test_sqs_delete', 'sqs.queue 1', '', 'account#accountId missing 1', 0],
  ['recorded-api-answers/test_sqs_get_augment', 'sqs.queue 1', '', 'account#accountId missing 1', 0],
  ['recorded-api-answers/test_sqs_get_resources', 'sqs.queue 1', '', 'account#accountId missing 1', 0],
  [
    'recorded-api-answers/test_sqs_mark_for_op',
    'sqs.queue 3',
    '',
    'account#accountId missing 1, sqs.queue#policy missing 1',
    3,
  ],
  [
    'recorded-api-answers/test_sqs_modify_policy_add_remove_statements',
    'sqs.queue 1',
    '',
    'account#accountId missing 1',
    3,
  ],
  [
    'recorded-api-answers/test_sqs_remove_matched_empty_sid',
    'sqs.queue 1',
    '',
    'account#accountId missing 1',
    0,
  ],
  [
    'recorded-api-answers/test_sqs_set_encryption',
    'sqs.queue 1',
    '',
    'account#accountId missing 1, kms.key missing 1',
    3,
  ],
  ['recorded-api-answers/test_sqs_tags', 'sqs.queue 1', '', 'account#accountId missing 1', 0],
  [
    'recorded-api-answers/test_subscription_unused',
    '',
    '',
    'account#accountId missing 1, sns.topic missing 1',
    3,
  ],
  [
    'terraform-plan',
    'ebs.snapshot 3, ec2.instance 6, ec2.security-group 6, ecr.repository 3, iam.group 1, iam.policy 1, iam.role 11, iam.user 4, kms.key 3, lambda.function 3, opensearch.domain 3, rds.instance 3, s3.bucket 27',
    'network.public-access-unused 1, policy.anyone 3, policy.anyone-change 3, s3.bucket-outside-account 1, s3.bucket-shut-only-by-block-public-access 4',
    'account#accountId missing 7, ebs.snapshot#key missing 3, ebs.snapshot#volume missing 3, ec2.instance#interfaces missing 4, ec2.security-group#securityGroups missing 2, iam.role#attachedPolicies missing 6, iam.role#createdAt missing 6, iam.role#inlinePolicies missing 6, kms.key#policy missing 2, opensearch.domain#fineGrainedAccess missing 2, s3.bucket#location missing 27',
    1,
  ],
  [
    'terraform-state',
    'iam.policy 3, iam.role 5, iam.user 6, s3.bucket 1',
    '',
    'account#accountId missing 4, iam.role#attachedPolicies missing 5, iam.role#inlinePolicies missing 5, iam.role#path missing 2, iam.role#permissionsBoundary missing 2, iam.role#tags missing 2, iam.role#trustPolicy missing 2, iam.user#attachedPolicies missing 6, iam.user#inlinePolicies missing 3, iam.user#path missing 6, iam.user#permissionsBoundary missing 6, iam.user#tags missing 6, s3.bucket#acl missing 1, s3.bucket#location missing 1, s3.bucket#ownership missing 1, s3.bucket#policy missing 1, s3.bucket#tags missing 1, s3.bucket#website missing 1',
    3,
  ],
];

/** `b 2, a 1` -> `a 1, b 2`, with the number of each. */
function counted(entries: [string, number][]): string {
  const counts = new Map<string, number>();
  for (const [name, n] of entries) counts.set(name, (counts.get(name) ?? 0) + n);
  return [...counts]
    .map(([name, n]) => `${name.replace(/^aws\./, '')} ${n}`)
    .sort()
    .join(', ');
}

described('each folder of AWS exports', () => {
  test.each(TABLE)('%s', async (folder, resources, findings, unknown, code) => {
    const { code: was, report } = await judged(`aws/${folder}`);
    const tallies = report.scopes.flatMap((scope) => scope.tallies);
    const seen = tallies.filter((tally) => tally.seen > 0 && tally.carrier !== true);
    const lists = tallies.filter(({ complete }) => !complete);
    const unread = report.scopes.flatMap((scope) => scope.unread);
    expect({
      resources: counted(seen.map(({ type, seen }) => [type, seen])),
      findings: counted(report.findings.map(({ rule }) => [rule, 1])),
      unknown: counted([
        ...lists.map(({ type, missing }): [string, number] => [`${type} ${missing?.reason}`, 1]),
        ...unread.map((one): [string, number] => [`${one.type}#${one.setting} ${one.reason}`, one.resources]),
      ]),
      code: was,
    }).toEqual({ resources, findings, unknown, code });
  });

  test('no folder is left out', () => {
    const aws = join(CORPUS, 'aws');
    const below = readdirSync(join(aws, 'recorded-api-answers')).filter((name) => name !== 'LICENSE');
    const folders = readdirSync(aws).filter((name) => name !== 'recorded-api-answers');
    expect(TABLE.map(([folder]) => folder).sort()).toEqual(
      [...folders, ...below.map((name) => `recorded-api-answers/${name}`)].sort(),
    );
  });

  test('every file is read as something, or listed as one that is not understood', async () => {
    const left: string[] = [];
    for (const folder of readdirSync(join(CORPUS, 'aws'))) {
      const files = await findFiles([join(CORPUS, 'aws', folder)]);
      const claims = (await Promise.all(PROVIDERS.map((provider) => provider.recognise(files)))).flat();
      const claimed = new Set(claims.flatMap((claim) => claim.files));
      left.push(...files.filter((file) => !claimed.has(file)).map(({ inside }) => `${folder}/${inside}`));
    }
    // Licences, and the input of a macro, which is no template.
    expect(left.filter((name) => !name.endsWith('/LICENSE'))).toEqual([
      'cloudformation/CloudFormation__MacrosExamples__Count__event_bad.json',
    ]);
    const { report } = await judged('aws/cloudformation');
    expect(report.scopes.flatMap(({ notes }) => notes.map(({ en }) => en)).join()).toMatch(
      /2 files in .* not recognised and not read: CloudFormation__MacrosExamples__Count__event_bad\.json, LICENSE/,
    );
  });
});

/**
 * Thirty places drawn with a fixed seed from all that findings name, format by format, and looked up in the files by hand: line and column of
 * the first character and, of JSON, of the one after the last; what stands there; and what it is a place of.
 */
const PLACES: [file: string, place: string, text: string, setting: string][] = [
  [
    'aws/aws-cli-folder/demo/us-east-1/ec2-describe-network-interfaces.json',
    '3:9-51:10',
    '{',
    'interfaces/0',
  ],
  [
    'aws/aws-config-items/s3-lifecycle-and-predicate.json',
    '20:266-20:332',
    String.raw`{\\\"grantee`,
    'acl/grants/1',
  ],
  [
    'aws/iam-account-authorization-details/cloudsplaining-example.json',
    '4010:17-4013:18',
    '{',
    'attachedPolicies/0',
  ],
  [
    'aws/recorded-api-answers/test_cross_account_kms/kms.GetKeyPolicy_1.json',
    '4:321-4:486',
    String.raw`{\n    \"Sid`,
    'policy/Statement/1',
  ],
  [
    'aws/terraform-plan/tests__terraform__runner__tfplan2.json',
    '2607:18-2607:31',
    '"public-read"',
    'acl/grants/0',
  ],
  ['salesforce/ebikes-lwc/force-app/main/default/sites/E_Bikes.site-meta.xml', '3:5', '<active>', 'active'],
  [
    'salesforce/ust-easy/force-app/main/default/objects/Application__c/Application__c.object-meta.xml',
    '155:5',
    '<externalSharingModel>',
    'externalSharingModel',
  ],
  [
    'salesforce/volunteers-for-salesforce/unpackaged/config/dev/sites/Volunteers.site',
    '3:5',
    '<active>',
    'active',
  ],
  ['aws/aws-cli-folder/demo/us-east-1/iam-get-account-summary.json', '4:37-4:38', '1', 'rootAccessKeyActive'],
  [
    'aws/iam-account-authorization-details/cloudsplaining-example.json',
    '5149:21-5156:22',
    '{',
    'trustPolicy/Statement/0',
  ],
  [
    'aws/recorded-api-answers/test_s3_has_statement/s3.GetBucketPolicy_4.json',
    '4:303-4:645',
    String.raw`{\"Sid\":\"AWSCloudTrailWrite`,
    'policy/Statement/1',
  ],
  ['aws/terraform-plan/tests__terraform__runner__tfplan2.json', '2606:18-2624:10', '{', 'blockPublicAccess'],
  [
    'salesforce/ebikes-lwc/guest-profile-metadata/sharingRules/Product__c.sharingRules',
    '3:5',
    '<sharingGuestRules>',
    'guestRules/1',
  ],
  [
    'salesforce/ust-easy/force-app/main/default/objects/Application_Payment__c/Application_Payment__c.object-meta.xml',
    '156:5',
    '<externalSharingModel>',
    'externalSharingModel',
  ],
  [
    'aws/aws-cli-folder/demo/us-east-1/ec2-describe-security-groups.json',
    '33:17-43:18',
    '{',
    'securityGroups/0/rules/1',
  ],
  [
    'aws/iam-account-authorization-details/cloudsplaining-example.json',
    '6318:29-6322:30',
    '{',
    'document/Statement/0',
  ],
  [
    'aws/recorded-api-answers/test_sns_cross_account_return_allowed/sns.GetTopicAttributes_1.json',
    '5:282-5:445',
    String.raw`{\"Sid\":\"__console_pub_0`,
    'policy/Statement/1',
  ],
  [
    'aws/terraform-plan/tests__terraform__runner__tfplan2.json',
    '1689:90-1689:264',
    String.raw`{\n      \"Sid\"`,
    'policy/Statement/0',
  ],
  [
    'salesforce/ebikes-lwc/guest-profile-metadata/sharingRules/Product_Family__c.sharingRules',
    '3:5',
    '<sharingGuestRules>',
    'guestRules/0',
  ],
  [
    'salesforce/ust-easy/unpackaged/config/sharing/sharingRules/EASY_Widget__c.sharingRules-meta.xml',
    '3:5',
    '<sharingGuestRules>',
    'guestRules/3',
  ],
  [
    'aws/aws-cli-folder/demo/us-east-1/s3-get-bucket-policy/cloudmapper_demo',
    '2:59-2:220',
    String.raw`{\"Sid\":\"PublicReadGet`,
    'policy/Statement/0',
  ],
  [
    'aws/iam-account-authorization-details/cloudsplaining-example.json',
    '5909:29-5913:30',
    '{',
    'document/Statement/0',
  ],
  [
    'aws/recorded-api-answers/test_s3_has_statement/s3.GetBucketPolicy_4.json',
    '4:63-4:302',
    String.raw`{\"Sid\":\"AWSCloudTrailAcl`,
    'policy/Statement/0',
  ],
  [
    'aws/terraform-plan/tests__terraform__runner__tf_plan_skip_check_regex__resource__skip_directory__tfplan2.json',
    '1689:90-1689:264',
    String.raw`{\n      \"Sid\"`,
    'policy/Statement/0',
  ],
  [
    'salesforce/ebikes-lwc/guest-profile-metadata/profiles/E-Bikes Profile.profile',
    '343:5',
    '<objectPermissions>',
    'objectPermissions/1',
  ],
  [
    'salesforce/ust-easy/force-app/main/default/objects/Program__c/Program__c.object-meta.xml',
    '156:5',
    '<externalSharingModel>',
    'externalSharingModel',
  ],
  [
    'aws/aws-cli-folder/demo/us-east-1/iam-get-account-authorization-details.json',
    '275:21-281:22',
    '{',
    'trustPolicy/Statement/0',
  ],
  [
    'aws/iam-account-authorization-details/cloudsplaining-example.json',
    '5900:32-5900:33',
    '2',
    'attachments',
  ],
  [
    'aws/recorded-api-answers/test_sns_cross_account_return_allowed/sns.GetTopicAttributes_2.json',
    '5:98-5:444',
    String.raw`{\"Sid\":\"__default`,
    'policy/Statement/0',
  ],
  [
    'aws/terraform-plan/tests__terraform__runner__resources__plan_nested_child_modules_with_connections__tfplan.json',
    '395:18-400:10',
    '{',
    'blockPublicAccess',
  ],
];

described('where findings say that they stand', () => {
  test.each(PLACES)('%s:%s', async (file, place, text, setting) => {
    const { report } = await judged(
      file
        .split('/')
        .slice(0, file.includes('recorded') ? 3 : 2)
        .join('/'),
    );
    const evidence = [...report.findings, ...report.doors].flatMap((one) => one.evidence);
    const found = evidence.filter(
      ({ origin, ...one }) =>
        origin?.file === join(CORPUS, file) && one.setting + (one.pointer ?? '') === setting,
    );
    const places = found.flatMap(({ origin }) => (origin === undefined ? [] : [inWords(origin)]));
    expect(places).toContain(place);
    const [line = 0, column = 0] = place.split(/[:-]/).map(Number);
    const lines = readFileSync(join(CORPUS, file), 'utf8').split('\n');
    expect((lines[line - 1] ?? '').slice(column - 1)).toMatch(startsWith(text));
    const { origin } = found.find((one) => one.origin !== undefined && inWords(one.origin) === place) ?? {};
    // What is shown of it shows the place.
    expect(origin?.snippet).toContain(text);
  });
});

function inWords({ line, column, endLine, endColumn }: Origin): string {
  const end = endLine === undefined ? '' : `-${endLine}:${endColumn}`;
  return `${line}:${column}${end}`;
}

function startsWith(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
}
