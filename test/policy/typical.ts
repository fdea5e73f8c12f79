// Bucket policies as companies have them, made by seed: no two with the same names, accounts or values.
import { dice } from '../conformance/random/dice.ts';

export interface Typical {
  family: string;
  bucket: string;
  account: string;
  /** The document as text. */
  text: string;
}

type Made = Record<string, unknown>[];

/** The names of one bucket and its surroundings. */
interface Names {
  roll: (below: number) => number;
  bucket: string;
  arn: string;
  account: string;
  region: string;
  digits(count: number): string;
  word(): string;
  one(...from: string[]): string;
}

const WORDS =
  'amber birch cedar delta ember fjord grove haven iris jade kelp lotus maple north ocean pearl quartz river stone tide'.split(
    ' ',
  );
const PURPOSES = 'assets logs backup media reports exports uploads archive data web artifacts state'.split(
  ' ',
);

/** Family -> how many of a hundred policies, and its statements. */
const FAMILIES: Record<string, { weight: number; make: (names: Names) => Made }> = {
  'TLS only': { weight: 18, make: ({ arn }) => [tls(arn)] },
  'CloudFront OAC': { weight: 10, make: (names) => [oac(names)] },
  'CloudFront OAC + TLS': { weight: 5, make: (names) => [oac(names), tls(names.arn)] },
  'CloudFront OAI': { weight: 6, make: (names) => [oai(names)] },
  'ALB logs': { weight: 4, make: (names) => [loadBalancer(names)] },
  CloudTrail: { weight: 8, make: cloudTrail },
  Config: { weight: 5, make: configuration },
  'log delivery': { weight: 5, make: (names) => [serverLogs(names)] },
  'partner reads': { weight: 8, make: (names) => [partner(names, 1)] },
  'partners read': { weight: 4, make: (names) => [partner(names, 2 + names.roll(5))] },
  organization: { weight: 4, make: (names) => [organization(names)] },
  'organization perimeter': {
    weight: 3,
    make: (names) => [partner(names, 1), perimeter(names), tls(names.arn)],
  },
  'VPC endpoint only': { weight: 5, make: (names) => [endpointOnly(names)] },
  website: { weight: 6, make: ({ arn }) => [publicRead(arn)] },
  'public behind addresses': {
    weight: 3,
    make: (names) => [{ ...publicRead(names.arn), ...networks(names) }],
  },
  mixed: { weight: 4, make: mixed },
  odd: { weight: 2, make: odd },
};

/** The families and their weights, in words. */
export function distribution(): [family: string, weight: number][] {
  return Object.entries(FAMILIES).map(([family, { weight }]) => [family, weight]);
}

/** So many policies, the same for the same seed. */
export function typicalPolicies(count: number, seed: number): Typical[] {
  const roll = dice(seed);
  const wheel = Object.entries(FAMILIES).flatMap(([family, { weight }]) =>
    Array<string>(weight).fill(family),
  );
  const made: Typical[] = [];
  for (let index = 0; index < count; index++) {
    const names = namesOf(roll, index);
    const family = wheel[roll(wheel.length)] ?? 'website';
    const Statement = FAMILIES[family]?.make(names) ?? [];
    const text = JSON.stringify({ Version: '2012-10-17', Statement });
    made.push({ family, bucket: names.bucket, account: names.account, text });
  }
  return made;
}

function namesOf(roll: Names['roll'], index: number): Names {
  const digits = (count: number) => Array.from({ length: count }, () => String(roll(10))).join('');
  const one = (...from: string[]) => from[roll(from.length)] ?? '';
  const word = () => one(...WORDS) + digits(3);
  const bucket = `${word()}-${one(...PURPOSES)}-${index}`;
  const account = `1${digits(11)}`;
  const region = one('us-east-1', 'eu-west-1', 'ap-northeast-1');
  return { roll, bucket, arn: `arn:aws:s3:::${bucket}`, account, region, digits, word, one };
}

const objects = (arn: string) => `${arn}/*`;
const both = (arn: string) => [arn, `${arn}/*`];

function tls(arn: string): Record<string, unknown> {
  return {
    Sid: 'DenyInsecureTransport',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: both(arn),
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

function service(name: string, Action: unknown, Resource: unknown, Condition?: unknown) {
  const statement = { Effect: 'Allow', Principal: { Service: name }, Action, Resource };
  return Condition === undefined ? statement : { ...statement, Condition };
}

function oac({ arn, account, word }: Names) {
  const distribution = `arn:aws:cloudfront::${account}:distribution/E${word().toUpperCase()}`;
  return service('cloudfront.amazonaws.com', 's3:GetObject', objects(arn), {
    StringEquals: { 'AWS:SourceArn': distribution },
  });
}

function oai({ arn, digits }: Names) {
  const AWS = `arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E${digits(13)}`;
  return { Sid: '1', Effect: 'Allow', Principal: { AWS }, Action: 's3:GetObject', Resource: objects(arn) };
}

function loadBalancer({ arn, account, roll }: Names) {
  const Resource = `${arn}/AWSLogs/${account}/*`;
  if (roll(2) === 0)
    return service('logdelivery.elasticloadbalancing.amazonaws.com', 's3:PutObject', Resource);
  const AWS = 'arn:aws:iam::127311923021:root';
  return { Effect: 'Allow', Principal: { AWS }, Action: 's3:PutObject', Resource };
}

function cloudTrail({ arn, account, region, word }: Names): Made {
  const source = { 'aws:SourceArn': `arn:aws:cloudtrail:${region}:${account}:trail/${word()}` };
  const control = { 's3:x-amz-acl': 'bucket-owner-full-control', ...source };
  const Resource = `${arn}/AWSLogs/${account}/*`;
  return [
    service('cloudtrail.amazonaws.com', 's3:GetBucketAcl', arn, { StringEquals: source }),
    service('cloudtrail.amazonaws.com', 's3:PutObject', Resource, { StringEquals: control }),
  ];
}

function configuration({ arn, account }: Names): Made {
  const source = { 'AWS:SourceAccount': account };
  const control = { 's3:x-amz-acl': 'bucket-owner-full-control', ...source };
  return [
    service('config.amazonaws.com', ['s3:GetBucketAcl', 's3:ListBucket'], arn, { StringEquals: source }),
    service('config.amazonaws.com', 's3:PutObject', `${arn}/AWSLogs/${account}/Config/*`, {
      StringEquals: control,
    }),
  ];
}

function serverLogs({ arn, account, region, roll, word }: Names) {
  if (roll(2) === 0)
    return service('delivery.logs.amazonaws.com', 's3:PutObject', `${arn}/AWSLogs/${account}/*`, {
      StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceAccount': [account] },
      ArnLike: { 'aws:SourceArn': [`arn:aws:logs:${region}:${account}:*`] },
    });
  return service('logging.s3.amazonaws.com', ['s3:PutObject'], `${arn}/${word()}/*`, {
    ArnLike: { 'aws:SourceArn': `arn:aws:s3:::${word()}` },
    StringEquals: { 'aws:SourceAccount': account },
  });
}

function partner({ arn, digits, word, roll }: Names, count: number) {
  const shapes = [
    (id: string) => `arn:aws:iam::${id}:root`,
    (id: string) => `arn:aws:iam::${id}:role/${word()}`,
    (id: string) => id,
  ];
  const names = Array.from({ length: count }, () => shapes[roll(3)]?.(`2${digits(11)}`) ?? '');
  const Principal = { AWS: count === 1 ? names[0] : names };
  const Action = roll(2) === 0 ? ['s3:GetObject', 's3:ListBucket'] : ['s3:Get*', 's3:List*'];
  return { Effect: 'Allow', Principal, Action, Resource: both(arn) };
}

function organization({ arn, word }: Names) {
  const Condition = { StringEquals: { 'aws:PrincipalOrgID': `o-${word()}x0` } };
  const Action = ['s3:GetObject', 's3:ListBucket'];
  return { Effect: 'Allow', Principal: '*', Action, Resource: both(arn), Condition };
}

function perimeter({ arn, word }: Names) {
  const Condition = {
    StringNotEqualsIfExists: { 'aws:PrincipalOrgID': `o-${word()}x0` },
    BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
  };
  return { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: both(arn), Condition };
}

function endpointOnly({ arn, digits }: Names) {
  const Condition = { StringNotEquals: { 'aws:SourceVpce': `vpce-0${digits(16)}` } };
  return { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: both(arn), Condition };
}

function publicRead(arn: string) {
  return {
    Sid: 'PublicReadGetObject',
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: objects(arn),
  };
}

function networks({ roll }: Names) {
  const network = () => `${20 + roll(80)}.${roll(256)}.${roll(256)}.0/24`;
  return { Condition: { IpAddress: { 'aws:SourceIp': Array.from({ length: 2 + roll(6) }, network) } } };
}

function mixed(names: Names): Made {
  const { arn, word, roll } = names;
  const choices: (() => Record<string, unknown>)[] = [
    () => oac(names),
    () => partner(names, 1 + roll(3)),
    () => loadBalancer(names),
    () => serverLogs(names),
    () => organization(names),
    () => ({ ...publicRead(arn), Resource: `${arn}/${word()}/*` }),
    () => ({
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:DeleteObject', 's3:PutBucketPolicy'],
      Resource: both(arn),
    }),
    () => perimeter(names),
  ];
  const made: Made = [tls(arn)];
  for (let count = 2 + roll(4); count > 0; count--) made.push(choices[roll(choices.length)]?.() ?? tls(arn));
  return made;
}

function odd(names: Names): Made {
  const { arn, account, digits, word, roll } = names;
  const choices: (() => Made)[] = [
    () => [
      {
        Effect: 'Deny',
        NotPrincipal: { AWS: [`arn:aws:iam::${account}:root`, `arn:aws:iam::2${digits(11)}:root`] },
        Action: 's3:*',
        Resource: both(arn),
      },
      partner(names, 2),
    ],
    () => [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::2${digits(11)}:root` },
        NotAction: ['s3:Delete*', 's3:PutBucketPolicy'],
        Resource: both(arn),
      },
    ],
    () => [
      {
        ...publicRead(arn),
        Condition: {
          StringLike: { 'aws:Referer': [`https://${word()}.example.com/*`, `http://${word()}/*`] },
        },
      },
    ],
    () => [
      {
        Effect: 'Allow',
        Principal: { AWS: `2${digits(11)}` },
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: `${arn}/home/\${aws:PrincipalTag/${word()}}/*`,
      },
    ],
    () => [
      publicRead(arn),
      { ...tls(arn), Condition: { NumericLessThanIfExists: { 's3:TlsVersion': '1.2' } } },
    ],
  ];
  return choices[roll(choices.length)]?.() ?? [];
}
