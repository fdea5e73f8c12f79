// A small AWS on the loopback: one account, two buckets, every call answered, and any answer replaceable.
import { createServer, type IncomingMessage } from 'node:http';

export interface Answer {
  status: number;
  body: string;
  headers?: Record<string, string>;
}

/** One call as it arrived. `operation` is the permission-like name: `s3:GetBucketPolicy`. */
export interface Call {
  operation: string;
  bucket: string;
  query: URLSearchParams;
  body: string;
  headers: IncomingMessage['headers'];
}

export interface AwsServer {
  endpoint: string;
  /** Operations in the order in which they were asked. */
  asked: Call[];
  stop(): Promise<void>;
}

/** Operation -> answer; undefined gives the ordinary answer. */
export type Answers = Record<string, (call: Call) => Answer | undefined>;

/** Every operation that signing in, the account and S3 ask of this server. */
export const OPERATIONS = [
  'iam:ListAccountAliases',
  'organizations:DescribeOrganization',
  'organizations:ListAccounts',
  'organizations:ListRoots',
  'organizations:ListParents',
  'organizations:ListPoliciesForTarget',
  'organizations:DescribePolicy',
  'organizations:DescribeEffectivePolicy',
  's3:ListAllMyBuckets',
  's3:GetAccountPublicAccessBlock',
  's3:GetBucketLocation',
  's3:GetBucketPolicy',
  's3:GetBucketPolicyStatus',
  's3:GetBucketAcl',
  's3:GetBucketOwnershipControls',
  's3:GetBucketPublicAccessBlock',
  's3:GetBucketWebsite',
  's3:GetBucketTagging',
  's3:GetEncryptionConfiguration',
  's3:ListAccessPoints',
  's3:GetAccessPoint',
  's3:GetAccessPointPolicy',
  's3:GetAccessPointPolicyStatus',
  's3:ListMultiRegionAccessPoints',
  's3:GetMultiRegionAccessPointPolicy',
  's3:GetMultiRegionAccessPointPolicyStatus',
];

export async function serveAws(answers: Answers = {}): Promise<AwsServer> {
  const asked: Call[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const call = callOf(request, body);
    asked.push(call);
    const answer =
      answers[call.operation]?.(call) ?? ORDINARY[call.operation]?.(call) ?? notFound('NoSuchThing');
    const type = call.operation.startsWith('organizations:')
      ? 'application/x-amz-json-1.1'
      : 'application/xml';
    response.writeHead(answer.status, { 'content-type': type, ...answer.headers });
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export function callOf(request: IncomingMessage, body: string): Call {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const [, bucket = '', ...rest] = url.pathname.split('/');
  const { headers } = request;
  return {
    operation: operationOf(headers['x-amz-target'], bucket, rest.join('/'), url.searchParams, body),
    bucket,
    query: url.searchParams,
    body,
    headers,
  };
}

const BUCKET_PARTS: Record<string, string> = {
  policy: 's3:GetBucketPolicy',
  policyStatus: 's3:GetBucketPolicyStatus',
  acl: 's3:GetBucketAcl',
  ownershipControls: 's3:GetBucketOwnershipControls',
  publicAccessBlock: 's3:GetBucketPublicAccessBlock',
  website: 's3:GetBucketWebsite',
  tagging: 's3:GetBucketTagging',
  encryption: 's3:GetEncryptionConfiguration',
  location: 's3:GetBucketLocation',
};

function operationOf(
  target: string | string[] | undefined,
  first: string,
  rest: string,
  query: URLSearchParams,
  body: string,
): string {
  if (typeof target === 'string') return `organizations:${target.split('.')[1]}`;
  const action = new URLSearchParams(body).get('Action');
  if (action === 'GetCallerIdentity') return 'sts:GetCallerIdentity';
  if (action !== null) return `iam:${action}`;
  if (first === 'v20180820') {
    if (rest.startsWith('configuration')) return 's3:GetAccountPublicAccessBlock';
    const multiRegion = rest.startsWith('mrap/instances');
    if (rest.endsWith('/policy')) return `s3:Get${multiRegion ? 'MultiRegion' : ''}AccessPointPolicy`;
    if (/\/policystatus$/i.test(rest))
      return `s3:Get${multiRegion ? 'MultiRegion' : ''}AccessPointPolicyStatus`;
    if (multiRegion) return 's3:ListMultiRegionAccessPoints';
    return rest === 'accesspoint' ? 's3:ListAccessPoints' : 's3:GetAccessPoint';
  }
  if (first === '') return 's3:ListAllMyBuckets';
  const part = Object.keys(BUCKET_PARTS).find((name) => query.has(name));
  return part === undefined ? `unknown:${first}` : (BUCKET_PARTS[part] ?? '');
}

/** The error document of a REST API of AWS, with what this kind of API wants of it. */
export function failure(call: Call, status: number, code: string, message = 'as the test wants it'): Answer {
  if (call.operation.startsWith('organizations:'))
    return { status, body: JSON.stringify({ __type: code, message }), headers: { 'x-amzn-errortype': code } };
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  const wrapped = /^(sts|iam):/.test(call.operation) || call.bucket === 'v20180820';
  return { status, body: wrapped ? `<ErrorResponse>${error}</ErrorResponse>` : error };
}

export function denied(call: Call): Answer {
  return failure(
    call,
    403,
    call.operation.startsWith('organizations:') ? 'AccessDeniedException' : 'AccessDenied',
  );
}

export function ok(body: string): Answer {
  return { status: 200, body };
}

function notFound(code: string): Answer {
  return { status: 404, body: `<Error><Code>${code}</Code><Message>none</Message></Error>` };
}

export const ACCOUNT = '111122223333';
export const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'share',
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::kagi-open/*',
    },
  ],
};
/** A resource control policy that concerns no bucket and no role. */
export const QUEUES = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'tls', Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: '*' }],
};
const SWITCHES = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
const OWNER = '<Owner><ID>75aa57f0</ID></Owner>';

/** Block Public Access as S3 writes it, all four switches alike. */
export function blockXml(on: boolean): string {
  const switches = SWITCHES.map((name) => `<${name}>${on}</${name}>`).join('');
  return `<PublicAccessBlockConfiguration>${switches}</PublicAccessBlockConfiguration>`;
}

/** A page of ListBuckets. */
export function bucketsXml(names: string[], token?: string, region = 'ap-northeast-1'): string {
  const buckets = names.map(
    (name) =>
      `<Bucket><Name>${name}</Name><CreationDate>2024-02-03T04:05:06.000Z</CreationDate>${region && `<BucketRegion>${region}</BucketRegion>`}</Bucket>`,
  );
  const next = token === undefined ? '' : `<ContinuationToken>${token}</ContinuationToken>`;
  return `<ListAllMyBucketsResult>${OWNER}<Buckets>${buckets.join('')}</Buckets>${next}</ListAllMyBucketsResult>`;
}

/**
 * kagi-open: a public policy, no Block Public Access, one access point. kagi-shut: nothing. The account is a member of an organization and may
 * read it.
 */
export const ORDINARY: Answers = {
  'sts:GetCallerIdentity': () =>
    ok(
      `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::${ACCOUNT}:assumed-role/auditor/me</Arn><UserId>AROA:me</UserId><Account>${ACCOUNT}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
    ),
  'iam:ListAccountAliases': () =>
    ok(
      '<ListAccountAliasesResponse><ListAccountAliasesResult><IsTruncated>false</IsTruncated><AccountAliases><member>kagi-prod</member></AccountAliases></ListAccountAliasesResult></ListAccountAliasesResponse>',
    ),
  'organizations:DescribeOrganization': () =>
    ok(JSON.stringify({ Organization: { Id: 'o-kagiexample', MasterAccountId: '444455556666' } })),
  'organizations:ListAccounts': () =>
    ok(
      JSON.stringify({
        Accounts: [
          { Id: ACCOUNT, Name: 'prod' },
          { Id: '444455556666', Name: 'root' },
        ],
      }),
    ),
  'organizations:ListRoots': () =>
    ok(
      JSON.stringify({
        Roots: [{ Id: 'r-kagi', PolicyTypes: [{ Type: 'RESOURCE_CONTROL_POLICY', Status: 'ENABLED' }] }],
      }),
    ),
  'organizations:ListParents': ({ body }) =>
    ok(
      JSON.stringify({
        Parents: [
          body.includes(ACCOUNT)
            ? { Id: 'ou-kagi-apps0001', Type: 'ORGANIZATIONAL_UNIT' }
            : { Id: 'r-kagi', Type: 'ROOT' },
        ],
      }),
    ),
  'organizations:ListPoliciesForTarget': ({ body }) =>
    ok(
      JSON.stringify({
        Policies: [
          { Id: 'p-RCPFullAWSAccess', Name: 'RCPFullAWSAccess', AwsManaged: true },
          ...(body.includes('r-kagi') ? [{ Id: 'p-queues01', Name: 'queues' }] : []),
        ],
      }),
    ),
  'organizations:DescribePolicy': () => ok(JSON.stringify({ Policy: { Content: JSON.stringify(QUEUES) } })),
  'organizations:DescribeEffectivePolicy': (call) => failure(call, 400, 'EffectivePolicyNotFoundException'),
  's3:ListAllMyBuckets': () => ok(bucketsXml(['kagi-open', 'kagi-shut'])),
  's3:GetAccountPublicAccessBlock': (call) => failure(call, 404, 'NoSuchPublicAccessBlockConfiguration'),
  's3:GetBucketLocation': () => ok('<LocationConstraint>ap-northeast-1</LocationConstraint>'),
  's3:GetBucketPolicy': ({ bucket }) =>
    bucket === 'kagi-open' ? ok(JSON.stringify(POLICY)) : notFound('NoSuchBucketPolicy'),
  's3:GetBucketPolicyStatus': ({ bucket }) =>
    bucket === 'kagi-open'
      ? ok('<PolicyStatus><IsPublic>TRUE</IsPublic></PolicyStatus>')
      : notFound('NoSuchBucketPolicy'),
  's3:GetBucketAcl': () =>
    ok(
      `<AccessControlPolicy>${OWNER}<AccessControlList><Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>75aa57f0</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant></AccessControlList></AccessControlPolicy>`,
    ),
  's3:GetBucketOwnershipControls': ({ bucket }) =>
    bucket === 'kagi-open'
      ? ok(
          '<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>',
        )
      : notFound('OwnershipControlsNotFoundError'),
  's3:GetBucketPublicAccessBlock': ({ bucket }) =>
    bucket === 'kagi-open' ? notFound('NoSuchPublicAccessBlockConfiguration') : ok(blockXml(true)),
  's3:GetBucketWebsite': ({ bucket }) =>
    bucket === 'kagi-open'
      ? ok(
          '<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument></WebsiteConfiguration>',
        )
      : notFound('NoSuchWebsiteConfiguration'),
  's3:GetBucketTagging': ({ bucket }) =>
    bucket === 'kagi-open'
      ? ok('<Tagging><TagSet><Tag><Key>team</Key><Value>web</Value></Tag></TagSet></Tagging>')
      : notFound('NoSuchTagSet'),
  's3:GetEncryptionConfiguration': ({ bucket }) =>
    bucket === 'kagi-open'
      ? ok(
          '<ServerSideEncryptionConfiguration><Rule><BlockedEncryptionTypes><EncryptionType>SSE-C</EncryptionType></BlockedEncryptionTypes></Rule></ServerSideEncryptionConfiguration>',
        )
      : notFound('ServerSideEncryptionConfigurationNotFoundError'),
  's3:ListAccessPoints': () =>
    ok(
      `<ListAccessPointsResult><AccessPointList><AccessPoint><Name>kagi-ap</Name><NetworkOrigin>Internet</NetworkOrigin><Bucket>kagi-open</Bucket><AccessPointArn>arn:aws:s3:ap-northeast-1:${ACCOUNT}:accesspoint/kagi-ap</AccessPointArn><Alias>kagi-ap-s3alias</Alias></AccessPoint></AccessPointList></ListAccessPointsResult>`,
    ),
  's3:GetAccessPoint': () =>
    ok(
      `<GetAccessPointResult><Name>kagi-ap</Name><Bucket>kagi-open</Bucket><NetworkOrigin>Internet</NetworkOrigin>${blockXml(true)}</GetAccessPointResult>`,
    ),
  's3:GetAccessPointPolicy': (call) => failure(call, 404, 'NoSuchAccessPointPolicy'),
  's3:GetAccessPointPolicyStatus': (call) => failure(call, 404, 'NoSuchAccessPointPolicy'),
  's3:ListMultiRegionAccessPoints': () => ok(multiRegionXml([])),
  's3:GetMultiRegionAccessPointPolicy': (call) => failure(call, 404, 'NoSuchMultiRegionAccessPoint'),
  's3:GetMultiRegionAccessPointPolicyStatus': (call) => failure(call, 404, 'NoSuchMultiRegionAccessPoint'),
};

/** A Multi-Region Access Point: its name, the buckets behind it, and whether it blocks public access. */
interface MultiRegion {
  name: string;
  buckets: { name: string; account?: string }[];
  blocked: boolean;
}

/** The list of Multi-Region Access Points; the alias of each is its name with `m`, as S3 makes them up. */
export function multiRegionXml(points: MultiRegion[]): string {
  const items = points.map(({ name, buckets, blocked }) => {
    const regions = buckets.map(
      (bucket) =>
        `<Region><Bucket>${bucket.name}</Bucket><Region>ap-northeast-1</Region><BucketAccountId>${bucket.account ?? ACCOUNT}</BucketAccountId></Region>`,
    );
    const block = blockXml(blocked).replaceAll('PublicAccessBlockConfiguration', 'PublicAccessBlock');
    return `<AccessPoint><Name>${name}</Name><Alias>m${name}.mrap</Alias>${block}<Status>READY</Status><Regions>${regions.join('')}</Regions></AccessPoint>`;
  });
  return `<ListMultiRegionAccessPointsResult><AccessPoints>${items.join('')}</AccessPoints></ListMultiRegionAccessPointsResult>`;
}

/** kagi-open behind access points that have policies, one of a region and one of several. */
export const THROUGH_POINTS: Answers = {
  's3:ListMultiRegionAccessPoints': () =>
    ok(
      multiRegionXml([
        {
          name: 'global',
          buckets: [{ name: 'kagi-open' }, { name: 'acme-theirs', account: '444455556666' }],
          blocked: false,
        },
      ]),
    ),
  's3:GetMultiRegionAccessPointPolicy': () =>
    ok(
      `<GetMultiRegionAccessPointPolicyResult><Policy><Established><Policy>${xmlText(pointPolicy(GLOBAL))}</Policy></Established></Policy></GetMultiRegionAccessPointPolicyResult>`,
    ),
  's3:GetMultiRegionAccessPointPolicyStatus': () =>
    ok(
      '<GetMultiRegionAccessPointPolicyStatusResult><Established><IsPublic>true</IsPublic></Established></GetMultiRegionAccessPointPolicyStatusResult>',
    ),
  's3:GetAccessPointPolicy': () =>
    ok(
      `<GetAccessPointPolicyResult><Policy>${xmlText(pointPolicy(`arn:aws:s3:ap-northeast-1:${ACCOUNT}:accesspoint/kagi-ap`))}</Policy></GetAccessPointPolicyResult>`,
    ),
  's3:GetAccessPointPolicyStatus': () =>
    ok(
      '<GetAccessPointPolicyStatusResult><PolicyStatus><IsPublic>true</IsPublic></PolicyStatus></GetAccessPointPolicyStatusResult>',
    ),
};

export const GLOBAL = `arn:aws:s3::${ACCOUNT}:accesspoint/mglobal.mrap`;

/** Everyone may read through the access point. */
export function pointPolicy(arn: string) {
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'ap', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${arn}/object/*` },
    ],
  };
}

function xmlText(document: object): string {
  return JSON.stringify(document).replaceAll('"', '&quot;');
}
