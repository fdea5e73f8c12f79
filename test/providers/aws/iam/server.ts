// IAM's answers for the small AWS on the loopback: one account with a role, two users, a group, a policy and two providers.
import { ACCOUNT, type Answer, type Answers, type Call, failure, ok } from '../../../servers/aws.ts';

/** An answer of the query protocol. */
export function answer(operation: string, body: string): Answer {
  return ok(`<${operation}Response><${operation}Result>${body}</${operation}Result></${operation}Response>`);
}

export const noSuchEntity = (call: Call): Answer => failure(call, 404, 'NoSuchEntity');

const arn = (rest: string) => `arn:aws:iam::${ACCOUNT}:${rest}`;
const CREATED = '<CreateDate>2024-02-03T04:05:06Z</CreateDate>';

export const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'sts:AssumeRole' }],
};
export const DOCUMENT = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
const encoded = (document: object) => encodeURIComponent(JSON.stringify(document));

const attached = (...arns: string[]) =>
  `<AttachedManagedPolicies>${arns.map((one) => `<member><PolicyName>${one.split('/').at(-1)}</PolicyName><PolicyArn>${one}</PolicyArn></member>`).join('')}</AttachedManagedPolicies>`;

export const ROLE = `<member><Path>/team/</Path><RoleName>deploy</RoleName><Arn>${arn('role/team/deploy')}</Arn>${CREATED}<AssumeRolePolicyDocument>${encoded(TRUST)}</AssumeRolePolicyDocument><RolePolicyList><member><PolicyName>inline</PolicyName><PolicyDocument>${encoded(DOCUMENT)}</PolicyDocument></member></RolePolicyList>${attached('arn:aws:iam::aws:policy/ReadOnlyAccess')}<RoleLastUsed><LastUsedDate>2025-12-01T00:00:00Z</LastUsedDate></RoleLastUsed><Tags><member><Key>team</Key><Value>web</Value></member></Tags></member>`;
const user = (name: string) =>
  `<member><Path>/</Path><UserName>${name}</UserName><Arn>${arn(`user/${name}`)}</Arn>${CREATED}<GroupList><member>admins</member></GroupList>${attached()}<Tags/></member>`;
const GROUP = `<member><Path>/</Path><GroupName>admins</GroupName><Arn>${arn('group/admins')}</Arn>${CREATED}<GroupPolicyList/>${attached(arn('policy/everything'))}</member>`;
const POLICY = `<member><PolicyName>everything</PolicyName><Arn>${arn('policy/everything')}</Arn><Path>/</Path><DefaultVersionId>v2</DefaultVersionId><AttachmentCount>1</AttachmentCount><PermissionsBoundaryUsageCount>0</PermissionsBoundaryUsageCount>${CREATED}<UpdateDate>2024-03-03T04:05:06Z</UpdateDate><PolicyVersionList><member><VersionId>v1</VersionId><IsDefaultVersion>false</IsDefaultVersion><Document>${encoded({})}</Document></member><member><VersionId>v2</VersionId><IsDefaultVersion>true</IsDefaultVersion><Document>${encoded(DOCUMENT)}</Document></member></PolicyVersionList></member>`;

/** A page of the account's details with only one list filled. */
export function detailsPage(
  lists: { users?: string; groups?: string; roles?: string; policies?: string },
  marker = '',
): Answer {
  const { users = '', groups = '', roles = '', policies = '' } = lists;
  const more =
    marker === ''
      ? '<IsTruncated>false</IsTruncated>'
      : `<IsTruncated>true</IsTruncated><Marker>${marker}</Marker>`;
  return answer(
    'GetAccountAuthorizationDetails',
    `<UserDetailList>${users}</UserDetailList><GroupDetailList>${groups}</GroupDetailList><RoleDetailList>${roles}</RoleDetailList><Policies>${policies}</Policies>${more}`,
  );
}

/** Which of the four types a request for details asks for. */
export function filterOf(call: Call): string {
  return new URLSearchParams(call.body).get('Filter.member.1') ?? '';
}

export const COLUMNS =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';
const ROOT = `<root_account>,${arn('root')},2018-08-12T17:20:55+00:00,not_supported,2019-03-03T16:58:16+00:00,not_supported,not_supported,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`;
const ALICE = `alice,${arn('user/alice')},2024-02-03T04:05:06+00:00,true,2025-12-30T00:00:00+00:00,2024-02-03T04:05:06+00:00,N/A,false,true,2024-02-03T04:05:06+00:00,N/A,N/A,N/A,false,2023-01-01T00:00:00+00:00,2023-02-01T00:00:00+00:00,us-east-1,s3,false,N/A,false,N/A`;
/** bob came after the report was made. */
export const REPORT = [COLUMNS, ROOT, ALICE].join('\n');

export function reportAnswer(text: string): Answer {
  return answer(
    'GetCredentialReport',
    `<Content>${Buffer.from(text).toString('base64')}</Content><ReportFormat>text/csv</ReportFormat>`,
  );
}

/** Every call that the collection makes when nothing goes wrong, and its answer. */
export const IAM: Answers = {
  'iam:GetAccountAuthorizationDetails': (call) => {
    const lists: Record<string, Parameters<typeof detailsPage>[0]> = {
      User: { users: user('alice') + user('bob') },
      Group: { groups: GROUP },
      Role: { roles: ROLE },
      LocalManagedPolicy: { policies: POLICY },
    };
    return detailsPage(lists[filterOf(call)] ?? {});
  },
  'iam:GetAccountSummary': () =>
    answer(
      'GetAccountSummary',
      '<SummaryMap><entry><key>AccountAccessKeysPresent</key><value>1</value></entry><entry><key>AccountMFAEnabled</key><value>0</value></entry><entry><key>AccountPasswordPresent</key><value>1</value></entry></SummaryMap>',
    ),
  'iam:GetAccountPasswordPolicy': () =>
    answer(
      'GetAccountPasswordPolicy',
      '<PasswordPolicy><MinimumPasswordLength>8</MinimumPasswordLength><RequireSymbols>true</RequireSymbols><ExpirePasswords>false</ExpirePasswords></PasswordPolicy>',
    ),
  'iam:GenerateCredentialReport': () => answer('GenerateCredentialReport', '<State>COMPLETE</State>'),
  'iam:GetCredentialReport': () => reportAnswer(REPORT),
  'iam:ListOpenIDConnectProviders': () =>
    answer(
      'ListOpenIDConnectProviders',
      `<OpenIDConnectProviderList><member><Arn>${arn('oidc-provider/token.actions.githubusercontent.com')}</Arn></member></OpenIDConnectProviderList>`,
    ),
  'iam:GetOpenIDConnectProvider': () =>
    answer(
      'GetOpenIDConnectProvider',
      `<Url>token.actions.githubusercontent.com</Url><ClientIDList><member>sts.amazonaws.com</member></ClientIDList>${CREATED}`,
    ),
  'iam:ListSAMLProviders': () =>
    answer(
      'ListSAMLProviders',
      `<SAMLProviderList><member><Arn>${arn('saml-provider/kagi')}</Arn>${CREATED}</member></SAMLProviderList>`,
    ),
  'iam:GetLoginProfile': noSuchEntity,
  'iam:ListMFADevices': () => answer('ListMFADevices', '<MFADevices/>'),
  'iam:ListAccessKeys': () =>
    answer(
      'ListAccessKeys',
      `<AccessKeyMetadata><member><AccessKeyId>AKIAEXAMPLE1</AccessKeyId><Status>Active</Status>${CREATED}</member></AccessKeyMetadata>`,
    ),
  'iam:GetAccessKeyLastUsed': () =>
    answer(
      'GetAccessKeyLastUsed',
      '<AccessKeyLastUsed><ServiceName>N/A</ServiceName><Region>N/A</Region></AccessKeyLastUsed>',
    ),
  'iam:GetUser': () => answer('GetUser', `<User>${CREATED}</User>`),
  'iam:ListRoles': () =>
    answer(
      'ListRoles',
      `<Roles><member><Path>/team/</Path><RoleName>deploy</RoleName><Arn>${arn('role/team/deploy')}</Arn>${CREATED}<AssumeRolePolicyDocument>${encoded(TRUST)}</AssumeRolePolicyDocument></member></Roles><IsTruncated>false</IsTruncated>`,
    ),
  'iam:ListUsers': () =>
    answer(
      'ListUsers',
      `<Users><member><Path>/</Path><UserName>alice</UserName><Arn>${arn('user/alice')}</Arn>${CREATED}</member></Users><IsTruncated>false</IsTruncated>`,
    ),
};
