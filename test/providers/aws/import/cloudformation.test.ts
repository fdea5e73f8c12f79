// CloudFormation templates: judged as written, with functions resolved as far as the template alone says.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates write ${} themselves.
import { describe, expect, test } from '@jest/globals';
import { InputError } from '../../../../src/errors.ts';
import { read, why } from './declarations.ts';

const OPEN = `
      PublicAccessBlockConfiguration:
        BlockPublicAcls: false
        IgnorePublicAcls: 'false'
        BlockPublicPolicy: no
        RestrictPublicBuckets: false`;

/** A bucket with a policy for everyone; the statement's resource and principal are as given. */
function template(resource: string, more = { bucket: OPEN, principal: "'*'", top: '' }): string {
  return `AWSTemplateFormatVersion: 2010-09-09
${more.top}
Resources:
  Assets:
    Type: AWS::S3::Bucket
    Properties:${more.bucket === '' ? ' {}' : more.bucket}
  AssetsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Assets
      PolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: ${more.principal}
            Action: s3:GetObject
            Resource: ${resource}
`;
}

const yaml = (text: string) => read({ 'stack.yaml': text });

/** Milliseconds of work since; the clock on the wall also counts the work of others. */
function spent(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

describe('verdicts', () => {
  const open = ['anyone open-unless read'];
  test.each([
    ['!Sub', '!Sub arn:aws:s3:::${Assets}/*', open],
    ['!Sub with an attribute', '!Sub "${Assets.Arn}/*"', open],
    ['!Sub with names of its own', '!Sub ["arn:aws:s3:::${name}/*", {name: !Ref Assets}]', open],
    ['!Join', '!Join ["", ["arn:", !Ref "AWS::Partition", ":s3:::", !Ref Assets, "/*"]]', open],
    ['the long form', '{"Fn::Join": ["", [{"Fn::GetAtt": ["Assets", "Arn"]}, "/*"]]}', open],
    ['a list with nothing in it', '[!Ref "AWS::NoValue", !Sub "${Assets.Arn}/*"]', open],
    ['another bucket', 'arn:aws:s3:::somewhere-else/*', []],
    ['a literal ${x}', '!Sub "arn:aws:s3:::${!Assets}/*"', []],
  ])('%s', async (_name, resource, expected) => {
    expect((await yaml(template(resource))).doors('Assets')).toEqual(expected);
  });

  test('a new bucket blocks public access unless told otherwise', async () => {
    const text = template('!Sub "${Assets.Arn}/*"', { bucket: '', principal: "'*'", top: '' });
    expect((await yaml(text)).doors('Assets')).toEqual(['anyone shut-by read']);
  });

  test('JSON', async () => {
    const text = JSON.stringify({
      Resources: {
        Assets: {
          Type: 'AWS::S3::Bucket',
          Properties: {
            BucketName: 'kagi-assets',
            AccessControl: 'PublicRead',
            OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
            PublicAccessBlockConfiguration: {},
          },
        },
      },
    });
    const { doors, find } = await read({ 'stack.json': text });
    expect(doors('kagi-assets')).toEqual(['anyone open-unless list']);
    expect(find('aws.s3.bucket', 'kagi-assets')).toMatchObject({
      id: 'arn:aws:s3:::kagi-assets',
      origins: { acl: { pointer: '/Resources/Assets/Properties/AccessControl' } },
    });
  });

  test.each([
    ['the own account', '{AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}', []],
    ['the own account by its number', '{AWS: !Ref AWS::AccountId}', []],
    ['a role of the template', '{AWS: !GetAtt Role.Arn}', []],
    ['another account', '{AWS: 444455556666}', ['named-outsider open read']],
  ])('%s as principal', async (_name, principal, expected) => {
    const text = `${template('!Sub "${Assets.Arn}/*"', { bucket: OPEN, principal, top: '' })}  Role:\n    Type: AWS::IAM::Role\n`;
    expect((await yaml(text)).doors('Assets')).toEqual(expected);
  });
});

describe('what cannot be resolved is unknown', () => {
  test.each([
    ['!ImportValue other', 'uses Fn::ImportValue'],
    ['!Ref Nowhere', 'refers to Nowhere, which is not in the template'],
    ['!Ref NoDefault', 'depends on the parameter NoDefault, which has no default'],
    ['!Ref Secret', 'depends on the parameter Secret, which is secret'],
    ['!Ref Stored', 'which is read from Systems Manager'],
    ['!If [Prod, a, b]', 'uses Fn::If'],
    ['!FindInMap [Names, !Ref "AWS::Region", x]', 'known only when the stack is made'],
    ['!Select [0, !GetAZs ""]', 'uses Fn::Select'],
  ])('%s', async (resource, detail) => {
    const top = `Parameters:
  NoDefault: {Type: String}
  Secret: {Type: String, NoEcho: true, Default: hunter2}
  Stored: {Type: "AWS::SSM::Parameter::Value<String>", Default: /a/b}
Mappings:
  Names: {eu-west-1: {x: y}}`;
    const reading = await yaml(template(resource, { bucket: OPEN, principal: "'*'", top }));
    const found = reading.find('aws.s3.bucket', 'Assets');
    expect(why(found, 'policy')).toMatch(/^missing: PolicyDocument /);
    expect(why(found, 'policy')).toContain(detail);
    expect(reading.doors('Assets')).toContainEqual(expect.stringContaining('unknown'));
    expect(JSON.stringify(reading)).not.toContain('hunter2');
  });

  test('defaults of parameters and entries of maps are used, and said', async () => {
    const top = `Parameters:
  Name: {Type: String, Default: kagi-assets}
  Env: {Type: String, Default: prod}
Mappings:
  Paths: {prod: {root: public}}`;
    const bucket = `\n      BucketName: !Ref Name${OPEN}`;
    const resource = '!Sub ["arn:aws:s3:::${Name}/${path}/*", {path: !FindInMap [Paths, !Ref Env, root]}]';
    const { doors, find, scopes } = await yaml(template(resource, { bucket, principal: "'*'", top }));
    expect(doors('kagi-assets')).toEqual(['anyone open-unless read']);
    expect(find('aws.s3.bucket', 'kagi-assets').id).toBe('arn:aws:s3:::kagi-assets');
    expect(scopes[0]?.notes?.map(({ en }) => en)).toContain(
      'stack.yaml: Parameters were taken at their defaults: Env, Name.',
    );
  });

  test('a policy of a bucket that cannot be told leaves no bucket without one', async () => {
    const text = template("'*'").replace('!Ref Assets', '!ImportValue shared');
    expect(why((await yaml(text)).find('aws.s3.bucket', 'Assets'), 'policy')).toContain(
      'AssetsPolicy may be about this bucket',
    );
  });

  test('a policy of a bucket that is not in the template', async () => {
    const text = template("'*'").replace('!Ref Assets', 'kagi-old');
    const found = (await yaml(text)).find('aws.s3.bucket', 'kagi-old');
    expect(found.settings['policy']).toBeDefined();
    expect(why(found, 'blockPublicAccess')).toBe('missing');
  });
});

test('access points', async () => {
  const point = `  Point:
    Type: AWS::S3::AccessPoint
    Properties: {Name: kagi-point, Bucket: !Ref Assets, VpcConfiguration: {VpcId: vpc-1}}
`;
  const { find } = await yaml(template("'*'") + point);
  expect(find('aws.s3.bucket', 'Assets').settings['accessPoints']).toEqual([
    {
      name: 'kagi-point',
      account: '000000000000',
      arn: expect.stringMatching(/^arn:aws:s3:aws-region-\w+:000000000000:accesspoint\/kagi-point$/),
      networkOrigin: 'VPC',
      vpc: 'vpc-1',
      policy: null,
      blockPublicAccess: {
        blockPublicAcls: true,
        ignorePublicAcls: true,
        blockPublicPolicy: true,
        restrictPublicBuckets: true,
      },
    },
  ]);
});

describe('IAM', () => {
  const text = `
Resources:
  App:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - {Effect: Allow, Principal: {AWS: "*"}, Action: sts:AssumeRole}
      ManagedPolicyArns: [!Ref All]
      Policies:
        - PolicyName: own
          PolicyDocument: {Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}
        - PolicyName: other
          PolicyDocument: {Statement: [{Effect: Allow, Action: "*", Resource: !ImportValue x}]}
  All:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}
  Dev:
    Type: AWS::IAM::User
    Properties: {Groups: [!Ref Team]}
  Team:
    Type: AWS::IAM::Group
  More:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: more
      PolicyDocument: {Statement: []}
      Roles: [!Ref App]
      Users: [kagi-old]
  GitHub:
    Type: AWS::IAM::OIDCProvider
    Properties: {Url: "https://token.actions.githubusercontent.com", ClientIdList: [sts.amazonaws.com]}
`;
  test('roles, policies, users and providers', async () => {
    const { find, doors } = await yaml(text);
    const role = find('aws.iam.role', 'App');
    const policy = find('aws.iam.policy', 'All');
    expect(doors('App')).toEqual(['anyone-registered open assume']);
    expect(role.settings['attachedPolicies']).toEqual([expect.objectContaining({ arn: policy.id })]);
    expect(role.settings['inlinePolicies']).toEqual([
      expect.objectContaining({ name: 'own', document: expect.anything() }),
      expect.objectContaining({ problem: expect.stringContaining('Fn::ImportValue') }),
      expect.objectContaining({ name: 'More', document: expect.anything() }),
    ]);
    expect(policy.settings['attachments']).toBe(1);
    expect(find('aws.iam.user', 'Dev').settings).toMatchObject({
      groups: ['Team'],
      consoleAccess: false,
      accessKeys: [],
    });
    expect(why(find('aws.iam.user', 'kagi-old'), 'attachedPolicies')).toBe('missing');
    expect(
      find('aws.iam.identity-provider', 'https://token.actions.githubusercontent.com').settings,
    ).toMatchObject({
      kind: 'oidc',
      url: 'token.actions.githubusercontent.com',
      clientIds: ['sts.amazonaws.com'],
    });
  });

  test('places in YAML have line and column', async () => {
    const { find } = await yaml(text);
    expect(find('aws.iam.role', 'App').origins?.['trustPolicy']).toEqual({
      file: 'stack.yaml',
      pointer: '/Resources/App/Properties/AssumeRolePolicyDocument',
      line: 7,
      column: 9,
    });
  });
});

describe('recognising', () => {
  test.each([
    ['a list', '- AWS::S3::Bucket\n'],
    ['other YAML', 'Resources:\n  a: 1\n'],
    [
      'a template inside something else',
      JSON.stringify({ fragment: { Resources: { A: { Type: 'AWS::S3::Bucket' } } } }, null, 2),
    ],
    ['an empty file', ''],
  ])('%s is no template', async (_name, text) => {
    expect((await yaml(text)).scopes).toEqual([]);
  });

  test('nothing to judge is said', async () => {
    const { scopes, resources } = await yaml('Resources:\n  Late:\n    Type: AWS::CloudWatch::Alarm\n');
    expect(scopes[0]).toMatchObject({ input: 'declaration', format: 'CloudFormation template' });
    expect(scopes[0]?.notes?.[0]?.en).toContain(
      'Nothing in it is of a type that is judged; 1 resource was left aside (AWS::CloudWatch::Alarm 1)',
    );
    expect(resources).toEqual([]);
  });

  test('macros are said', async () => {
    const { scopes } = await yaml('Transform: Count\nResources:\n  A:\n    Type: AWS::S3::Bucket\n');
    expect(scopes[0]?.notes?.[0]?.en).toContain('Count may change it');
  });
});

describe('hostile', () => {
  const head = 'AWSTemplateFormatVersion: 2010-09-09\n';
  const bomb = `${head}a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefghij'
    .split('')
    .map(
      (name, at) =>
        `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefghij'[at]}`).join(', ')}]`,
    )
    .join('\n')}\n`;
  const loop = `${head}a: &a [*a]\n`;
  const broken = `${head}Resources:\n  A: [1,\n  B: }\n`;
  const deep = `${head}a: ${'['.repeat(20000)}${']'.repeat(20000)}\n`;
  const twice = `${head}Resources: {}\nResources: {}\n`;

  test.each([
    ['an alias bomb', bomb],
    ['an alias to itself', loop],
    ['broken YAML', broken],
    ['deep nesting', deep],
    ['a key twice', twice],
    ['JSON that was cut', '{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {'],
  ])('%s: located when named, undecided in a folder', async (_name, text) => {
    const start = process.cpuUsage();
    await expect(read({ 'stack.yaml': text }, true)).rejects.toThrow(InputError);
    await expect(read({ 'stack.yaml': text }, true)).rejects.toThrow(/^stack\.yaml:\d+:\d+: /);
    const { listings } = await yaml(text);
    expect(listings[0]).toMatchObject({
      state: 'unknown',
      reason: 'malformed',
      detail: expect.stringMatching(/^stack\.yaml:\d+:\d+: /),
    });
    expect(spent(start)).toBeLessThan(5000);
  });

  test('functions that grow without end', async () => {
    let value = '"x"';
    for (let depth = 0; depth < 40; depth += 1) value = `{"Fn::Sub": ["\${a}\${a}", {"a": ${value}}]}`;
    const text = `{"Resources": {"A": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": ${value}}}}}`;
    const start = process.cpuUsage();
    expect((await read({ 'stack.json': text })).find('aws.s3.bucket', 'A').settings['policy']).toBeNull();
    expect(spent(start)).toBeLessThan(5000);
  });

  test('names that refer to each other', async () => {
    const { resources } = await yaml(
      'Resources:\n  A: {Type: "AWS::S3::Bucket", Properties: {BucketName: !Ref B}}\n  B: {Type: "AWS::S3::Bucket", Properties: {BucketName: !Ref A}}\n',
    );
    expect(resources.filter(({ type }) => type === 'aws.s3.bucket')).toHaveLength(2);
  });

  test('prototype keys', async () => {
    const text = `${head}Resources:\n  __proto__:\n    Type: AWS::S3::Bucket\n    Properties: {BucketName: kagi-a, __proto__: {Tags: 1}}\n  B: {Type: "AWS::S3::BucketPolicy", Properties: {Bucket: !Ref constructor}}\n`;
    expect((await yaml(text)).find('aws.s3.bucket', 'kagi-a').id).toBe('arn:aws:s3:::kagi-a');
    expect(Object.hasOwn(Object.prototype, 'Tags')).toBe(false);
  });

  test.each([
    '[]',
    '7',
    '{"A": 7}',
    '{"A": {"Type": 7}}',
    '{"A": {"Type": "AWS::S3::Bucket", "Properties": [1]}}',
    '{"A": {"Type": "AWS::IAM::Role", "Properties": {"Policies": 7, "ManagedPolicyArns": {"a": 1}, "Tags": 7, "AssumeRolePolicyDocument": 7}}}',
  ])('resources are %s', async (resources) => {
    const text = `{"AWSTemplateFormatVersion": "2010-09-09", "Parameters": 7, "Mappings": [], "Resources": ${resources}}`;
    await expect(read({ 'stack.json': text })).resolves.toBeDefined();
  });
});

describe('places of a policy that is JSON in a text of YAML', () => {
  const deny = '{"Sid": "it\'s 🗝", "Effect": "Deny", "Principal": "*", "Action": "logs:*", "Resource": "*"}';
  const allow = '{"Effect": "Allow", "Principal": "*", "Action": "logs:PutLogEvents", "Resource": "*"}';
  const text = (policy: string) =>
    `Resources:\n  Logs:\n    Type: AWS::Logs::ResourcePolicy\n    Properties:\n      PolicyName: kagi\n      PolicyDocument: ${policy}\n`;
  const lines = (start: string) =>
    text(`${start}\n        {"Statement": [\n          ${deny},\n\n            ${allow}]}`);

  test.each<[string, string, [number, number]]>([
    ['a block', lines('|'), [10, 13]],
    ['a folded block', lines('>-'), [10, 13]],
    ['a block with a function', lines('!Sub |'), [10, 13]],
    ['Windows line ends', lines('|').replaceAll('\n', '\r\n'), [10, 13]],
    ['single quotes', text(`'{"Statement": [${deny.replaceAll("'", "''")}, ${allow}]}'`), [6, 133]],
    ['double quotes', text(JSON.stringify(`{"Statement":\n[${deny}, ${allow}]}`)), [6, 155]],
  ])('%s', async (_name, content, [line, column]) => {
    const { origins } = (await read({ 'template.yaml': content })).find('aws.logs.resource-policy', 'kagi');
    expect(origins?.['policy/Statement/1']).toMatchObject({ line, column });
    expect(
      content
        .split('\n')
        [line - 1]?.slice(column - 1)
        .replaceAll('\\"', '"'),
    ).toMatch(/^\{"Effect": "Allow"/);
  });
});
