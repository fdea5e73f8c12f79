// CloudFront: what distributions make of private buckets, by behaviors and bucket policies, and what is missing when an answer is.
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Exposure } from '../../../../src/exposure.ts';
import { analyseCloudFront } from '../../../../src/providers/aws/cloudfront/analyse.ts';
import { cloudfront } from '../../../../src/providers/aws/cloudfront/collect.ts';
import type { Distribution } from '../../../../src/providers/aws/cloudfront/distribution.generated.ts';
import { bucketOf } from '../../../../src/providers/aws/cloudfront/project.ts';
import type { Resource } from '../../../../src/snapshot/resource.ts';
import {
  collected,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { contextOf, inShort } from '../network/judged.ts';

const ARN = 'arn:aws:cloudfront::111122223333:distribution/E1KAGI';

function statement(Action: string | string[], Resource: string | string[], more: object = {}) {
  return {
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action,
    Resource,
    Condition: { StringEquals: { 'AWS:SourceArn': ARN } },
    ...more,
  };
}
const policyOf = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const READ = statement('s3:GetObject', 'arn:aws:s3:::kagi-site/*');
const LIST = statement('s3:ListBucket', 'arn:aws:s3:::kagi-site');

const OAC = {
  id: 'o',
  domain: 'kagi-site.s3.eu-west-1.amazonaws.com',
  bucket: 'kagi-site',
  access: 'origin-access-control',
} as const;
const OAI = { ...OAC, access: 'origin-access-identity', identity: 'E2KAGI' } as const;
const DEFAULT = { path: '*', origins: ['o'], signed: false, methods: ['GET', 'HEAD'] };

function judge(more: Partial<Distribution>): Exposure[] {
  const resource: Resource = {
    record: 'resource',
    type: 'aws.cloudfront.distribution',
    id: ARN,
    name: 'www.kagi.example',
    scope: 'aws/111122223333',
    settings: {
      enabled: true,
      domainName: 'd1kagi.cloudfront.net',
      aliases: ['www.kagi.example'],
      webAcl: null,
      geoRestriction: null,
      rootObject: 'index.html',
      origins: [OAC],
      behaviors: [DEFAULT],
      buckets: [{ name: 'kagi-site', policy: policyOf(READ) }],
      ...more,
    },
    unknowns: [],
  };
  return analyseCloudFront(resource, contextOf()).exposures;
}
const short = (more: Partial<Distribution>) =>
  judge(more).map(({ audience, via, access, state, subject }) =>
    [audience, via, access.join('+'), state, subject].join(' '),
  );

const policy = (...statements: object[]): Partial<Distribution> => ({
  buckets: [{ name: 'kagi-site', policy: policyOf(...statements) }],
});
const PUBLISHED = ['anyone cloudfront read open kagi-site'];

describe('what visitors can do', () => {
  test.each<[string, Partial<Distribution>, string[]]>([
    ['origin access control', {}, PUBLISHED],
    [
      'origin access identity',
      {
        origins: [OAI],
        ...policy({
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2KAGI' },
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::kagi-site/*',
        }),
      },
      PUBLISHED,
    ],
    [
      'another identity',
      {
        origins: [OAI],
        ...policy({
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E9OTHER' },
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::kagi-site/*',
        }),
      },
      [],
    ],
    [
      'a policy for another distribution',
      policy(
        statement('s3:GetObject', 'arn:aws:s3:::kagi-site/*', {
          Condition: { StringEquals: { 'AWS:SourceArn': `${ARN}X` } },
        }),
      ),
      [],
    ],
    [
      'a policy for all of the account',
      policy(
        statement('s3:GetObject', 'arn:aws:s3:::kagi-site/*', {
          Condition: { StringEquals: { 'AWS:SourceAccount': '111122223333' } },
        }),
      ),
      PUBLISHED,
    ],
    [
      'a policy for an organization, which is not known',
      policy(
        statement('s3:GetObject', 'arn:aws:s3:::kagi-site/*', {
          Condition: { StringEquals: { 'aws:SourceOrgID': 'o-kagi' } },
        }),
      ),
      ['anyone cloudfront read unknown kagi-site'],
    ],
    [
      'only a part of the bucket',
      policy(statement('s3:GetObject', 'arn:aws:s3:::kagi-site/assets/*')),
      PUBLISHED,
    ],
    [
      'another part than the origin asks for',
      {
        origins: [{ ...OAC, path: '/site' }],
        ...policy(statement('s3:GetObject', 'arn:aws:s3:::kagi-site/assets/*')),
      },
      [],
    ],
    [
      'a Deny',
      policy(READ, {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::kagi-site/*',
      }),
      [],
    ],
    [
      'plain HTTP denied',
      policy(READ, {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: ['arn:aws:s3:::kagi-site', 'arn:aws:s3:::kagi-site/*'],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      PUBLISHED,
    ],
    ['no policy', { buckets: [{ name: 'kagi-site', policy: null }] }, []],
    [
      'listing, no root object',
      { rootObject: null, ...policy(READ, LIST) },
      ['anyone cloudfront list+read open kagi-site'],
    ],
    ['listing, a root object', policy(READ, LIST), PUBLISHED],
    [
      'writing',
      {
        behaviors: [{ ...DEFAULT, methods: ['GET', 'HEAD', 'PUT', 'DELETE'] }],
        ...policy(statement(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], 'arn:aws:s3:::kagi-site/*')),
      },
      ['anyone cloudfront read+write+delete open kagi-site'],
    ],
    [
      'methods that the policy does not allow',
      { behaviors: [{ ...DEFAULT, methods: ['GET', 'HEAD', 'PUT', 'DELETE'] }] },
      PUBLISHED,
    ],
    ['signed URLs', { behaviors: [{ ...DEFAULT, signed: true }] }, []],
    [
      'signed URLs but for one path',
      {
        behaviors: [
          { ...DEFAULT, path: '/free/*' },
          { ...DEFAULT, signed: true },
        ],
      },
      PUBLISHED,
    ],
    ['client certificates', { clientCertificates: 'required' }, []],
    ['optional client certificates', { clientCertificates: 'optional' }, PUBLISHED],
    [
      'a function first',
      { behaviors: [{ ...DEFAULT, functions: ['arn:aws:cloudfront::111122223333:function/gate'] }] },
      ['anyone cloudfront read code kagi-site'],
    ],
    ['turned off', { enabled: false }, []],
    ['staging', { staging: true }, []],
    [
      'the policy could not be read',
      { buckets: [{ name: 'kagi-site', unread: { reason: 'denied', permission: 's3:GetBucketPolicy' } }] },
      ['anyone cloudfront read open-unless kagi-site'],
    ],
    [
      'the bucket is gone',
      { buckets: [{ name: 'kagi-site', missing: true }] },
      ['anyone-registered missing-bucket write open kagi-site'],
    ],
    ['unsigned, a private bucket', { origins: [{ ...OAC, access: 'unsigned' }] }, []],
    [
      'unsigned, a public bucket',
      { origins: [{ ...OAC, access: 'unsigned' }], ...policy({ ...READ, Principal: '*', Condition: {} }) },
      ['anyone cloudfront read open-unless kagi-site'],
    ],
    ['no bucket behind it', { origins: [{ id: 'o', domain: 'api.kagi.example' }], buckets: [] }, []],
  ])('%s', (_name, more, expected) => {
    expect(short(more)).toEqual(expected);
  });

  test('what visitors have to pass is named', () => {
    const [door] = judge({
      webAcl: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/kagi-acl/7d3',
      geoRestriction: { kind: 'whitelist', countries: ['JP'] },
    });
    const words = door?.evidence.map(({ text }) => text.en) ?? [];
    expect(words).toContain('requests pass the web ACL kagi-acl, which is not judged');
    expect(words).toContain('only viewers in JP are answered');
    expect(door?.witness).toMatchObject({ command: 'curl -I https://www.kagi.example/KEY', checked: true });
  });

  test('the proof names an object that the policy allows', () => {
    const [door] = judge(policy(statement('s3:GetObject', 'arn:aws:s3:::kagi-site/assets/*.js')));
    expect(door?.witness?.command).toBe('curl -I https://www.kagi.example/assets/KEY.js');
  });
});

test.each([
  ['kagi-site.s3.amazonaws.com', { bucket: 'kagi-site', website: false }],
  [
    'kagi.site.s3.ap-northeast-1.amazonaws.com',
    { bucket: 'kagi.site', region: 'ap-northeast-1', website: false },
  ],
  ['kagi-site.s3-eu-west-1.amazonaws.com', { bucket: 'kagi-site', region: 'eu-west-1', website: false }],
  [
    'kagi-site.s3.dualstack.us-east-2.amazonaws.com',
    { bucket: 'kagi-site', region: 'us-east-2', website: false },
  ],
  [
    'kagi-site.s3-website-eu-west-1.amazonaws.com',
    { bucket: 'kagi-site', region: 'eu-west-1', website: true },
  ],
  [
    'kagi-site.s3-website.eu-central-1.amazonaws.com',
    { bucket: 'kagi-site', region: 'eu-central-1', website: true },
  ],
  ['kagi-site.s3.cn-north-1.amazonaws.com.cn', { bucket: 'kagi-site', region: 'cn-north-1', website: false }],
  ['api.kagi.example', undefined],
  ['kagi-123.eu-west-1.elb.amazonaws.com', undefined],
])('%s', (host, expected) => {
  expect(bucketOf(host)).toEqual(expected);
});

let server: OperationsServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const xml = (
  id: string,
  bucket: string,
  signed = false,
  more = '',
) => `<DistributionSummary><Id>${id}</Id><ARN>arn:aws:cloudfront::111122223333:distribution/${id}</ARN>
<DomainName>${id.toLowerCase()}.cloudfront.net</DomainName><Enabled>true</Enabled><Staging>false</Staging><WebACLId></WebACLId>
<Aliases><Quantity>0</Quantity></Aliases>
<Origins><Quantity>1</Quantity><Items><Origin><Id>o</Id><DomainName>${bucket}.s3.eu-west-1.amazonaws.com</DomainName><OriginPath></OriginPath><S3OriginConfig><OriginAccessIdentity></OriginAccessIdentity></S3OriginConfig><OriginAccessControlId>E5OAC</OriginAccessControlId></Origin></Items></Origins>
<OriginGroups><Quantity>1</Quantity><Items><OriginGroup><Id>g</Id><Members><Quantity>1</Quantity><Items><OriginGroupMember><OriginId>o</OriginId></OriginGroupMember></Items></Members></OriginGroup></Items></OriginGroups>
<DefaultCacheBehavior><TargetOriginId>g</TargetOriginId><TrustedKeyGroups><Enabled>${signed}</Enabled><Quantity>0</Quantity></TrustedKeyGroups><AllowedMethods><Quantity>2</Quantity><Items><Method>HEAD</Method><Method>GET</Method></Items></AllowedMethods></DefaultCacheBehavior>
<CacheBehaviors><Quantity>0</Quantity></CacheBehaviors>${more}
<Restrictions><GeoRestriction><RestrictionType>none</RestrictionType><Quantity>0</Quantity></GeoRestriction></Restrictions></DistributionSummary>`;
const list = (items: string[], next = '') =>
  `<DistributionList><Marker></Marker>${next === '' ? '' : `<NextMarker>${next}</NextMarker>`}<MaxItems>100</MaxItems><IsTruncated>${next !== ''}</IsTruncated><Quantity>${items.length}</Quantity><Items>${items.join('')}</Items></DistributionList>`;
const policyFor = (id: string, bucket: string, ...actions: string[]) =>
  JSON.stringify(
    policyOf(
      ...actions.map((action) => ({
        ...statement(
          action,
          action === 's3:ListBucket' ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/*`,
        ),
        Condition: {
          StringEquals: { 'AWS:SourceArn': `arn:aws:cloudfront::111122223333:distribution/${id}` },
        },
      })),
    ),
  );

const ESTATE: Replies = {
  'GET /2020-05-31/distribution': ({ query }) =>
    query.get('Marker') === null
      ? list([xml('E1', 'kagi-one'), xml('E2', 'kagi-lists')], 'E2')
      : list([xml('E3', 'kagi-gone'), xml('E4', 'kagi-one', true)]),
  'GET /2020-05-31/distribution/E2/config':
    '<DistributionConfig><CallerReference>x</CallerReference><DefaultRootObject></DefaultRootObject></DistributionConfig>',
  'GET /kagi-one/?policy': policyFor('E1', 'kagi-one', 's3:GetObject'),
  'GET /kagi-lists/?policy': policyFor('E2', 'kagi-lists', 's3:GetObject', 's3:ListBucket'),
  'GET /kagi-gone/?policy': fails(404, 'NoSuchBucket'),
};

async function read(replies: Replies = {}) {
  server = await serveOperations({ ...ESTATE, ...replies });
  const records = await collected(cloudfront.collect(server.place, request));
  const judged: Record<string, string[]> = {};
  for (const record of records)
    if (record.record === 'resource')
      judged[record.id.split('/').at(-1) ?? ''] = inShort(analyseCloudFront(record, contextOf())).map((one) =>
        one.replace(/ kagi-.*?(?= )/, ''),
      );
  return {
    judged,
    listing: records.find((one) => one.record === 'listing'),
    asked: server.asked.map(({ name }) => name),
  };
}
const request = {
  services: [],
  regions: [],
  env: {},
  userAgent: 'tojimari/test',
  onProgress() {},
  onAsker() {},
  now: 0,
};

describe('the collector', () => {
  test('pages, buckets read once, the root object only where it matters', async () => {
    const { judged, listing, asked } = await read();
    expect(listing).toMatchObject({ type: 'aws.cloudfront.distribution', state: 'complete', seen: 4 });
    expect(judged).toEqual({
      E1: ['anyone cloudfront open'],
      E2: ['anyone cloudfront open'],
      E3: ['anyone-registered missing-bucket open'],
      E4: [],
    });
    expect(asked.filter((name) => name === 'GET /kagi-one/?policy')).toHaveLength(1);
    expect(asked.filter((name) => name.endsWith('/config'))).toEqual([
      'GET /2020-05-31/distribution/E2/config',
    ]);
  });

  test('distributions denied', async () => {
    const { listing } = await read({ 'GET /2020-05-31/distribution': fails(403, 'AccessDenied') });
    expect(listing).toMatchObject({
      state: 'unknown',
      reason: 'denied',
      permission: 'cloudfront:ListDistributions',
    });
  });

  test('bucket policies denied', async () => {
    const { judged } = await read({ 'GET /kagi-one/?policy': fails(403, 'AccessDenied') });
    expect(judged['E1']).toEqual(['anyone cloudfront open-unless', 'anyone cloudfront unknown']);
  });

  test('the root object denied: the list is not known, reading is', async () => {
    const { judged } = await read({ 'GET /2020-05-31/distribution/E2/config': fails(403, 'AccessDenied') });
    expect(judged['E2']).toEqual(['anyone cloudfront open', 'anyone cloudfront unknown']);
  });

  test('a bucket without a policy, and a distribution that was deleted meanwhile', async () => {
    const { judged } = await read({
      'GET /kagi-one/?policy': fails(404, 'NoSuchBucketPolicy'),
      'GET /2020-05-31/distribution/E2/config': fails(404, 'NoSuchDistribution'),
    });
    expect(judged['E1']).toEqual([]);
    expect(Object.keys(judged)).toEqual(['E1', 'E3', 'E4']);
  });
});
