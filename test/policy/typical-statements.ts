// Statements as companies write them, for the names of one bucket.

/** Statements. */
export type Made = Record<string, unknown>[];

/** The names of one bucket and its surroundings. */
export interface Names {
  roll: (below: number) => number;
  bucket: string;
  arn: string;
  account: string;
  region: string;
  digits(count: number): string;
  word(): string;
  one(...from: string[]): string;
}

const objects = (arn: string) => `${arn}/*`;
const both = (arn: string) => [arn, `${arn}/*`];

export function tls(arn: string): Record<string, unknown> {
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

export function oac({ arn, account, word }: Names) {
  const distribution = `arn:aws:cloudfront::${account}:distribution/E${word().toUpperCase()}`;
  return service('cloudfront.amazonaws.com', 's3:GetObject', objects(arn), {
    StringEquals: { 'AWS:SourceArn': distribution },
  });
}

export function oai({ arn, digits }: Names) {
  const AWS = `arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E${digits(13)}`;
  return { Sid: '1', Effect: 'Allow', Principal: { AWS }, Action: 's3:GetObject', Resource: objects(arn) };
}

export function loadBalancer({ arn, account, roll }: Names) {
  const Resource = `${arn}/AWSLogs/${account}/*`;
  if (roll(2) === 0)
    return service('logdelivery.elasticloadbalancing.amazonaws.com', 's3:PutObject', Resource);
  const AWS = 'arn:aws:iam::127311923021:root';
  return { Effect: 'Allow', Principal: { AWS }, Action: 's3:PutObject', Resource };
}

export function cloudTrail({ arn, account, region, word }: Names): Made {
  const source = { 'aws:SourceArn': `arn:aws:cloudtrail:${region}:${account}:trail/${word()}` };
  const control = { 's3:x-amz-acl': 'bucket-owner-full-control', ...source };
  const Resource = `${arn}/AWSLogs/${account}/*`;
  return [
    service('cloudtrail.amazonaws.com', 's3:GetBucketAcl', arn, { StringEquals: source }),
    service('cloudtrail.amazonaws.com', 's3:PutObject', Resource, { StringEquals: control }),
  ];
}

export function configuration({ arn, account }: Names): Made {
  const source = { 'AWS:SourceAccount': account };
  const control = { 's3:x-amz-acl': 'bucket-owner-full-control', ...source };
  return [
    service('config.amazonaws.com', ['s3:GetBucketAcl', 's3:ListBucket'], arn, { StringEquals: source }),
    service('config.amazonaws.com', 's3:PutObject', `${arn}/AWSLogs/${account}/Config/*`, {
      StringEquals: control,
    }),
  ];
}

export function serverLogs({ arn, account, region, roll, word }: Names) {
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

export function partner({ arn, digits, word, roll }: Names, count: number) {
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

export function organization({ arn, word }: Names) {
  const Condition = { StringEquals: { 'aws:PrincipalOrgID': `o-${word()}x0` } };
  const Action = ['s3:GetObject', 's3:ListBucket'];
  return { Effect: 'Allow', Principal: '*', Action, Resource: both(arn), Condition };
}

export function perimeter({ arn, word }: Names) {
  const Condition = {
    StringNotEqualsIfExists: { 'aws:PrincipalOrgID': `o-${word()}x0` },
    BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
  };
  return { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: both(arn), Condition };
}

export function endpointOnly({ arn, digits }: Names) {
  const Condition = { StringNotEquals: { 'aws:SourceVpce': `vpce-0${digits(16)}` } };
  return { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: both(arn), Condition };
}

export function publicRead(arn: string) {
  return {
    Sid: 'PublicReadGetObject',
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: objects(arn),
  };
}

export function networks({ roll }: Names) {
  const network = () => `${20 + roll(80)}.${roll(256)}.${roll(256)}.0/24`;
  return { Condition: { IpAddress: { 'aws:SourceIp': Array.from({ length: 2 + roll(6) }, network) } } };
}

export function mixed(names: Names): Made {
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

export function odd(names: Names): Made {
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
