// Lambda: functions, their URLs and layers, and who can call or download them.
import { afterEach, describe, expect, test } from '@jest/globals';
import { lambda as collector } from '../../../../src/providers/aws/lambda/collect.ts';
import { lambda } from '../../../../src/providers/aws/lambda/service.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { allow, exposures, judged, type Made, PARTNER, policy, UNREAD } from '../by-policy.ts';

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:webhook';
const LAYER = 'arn:aws:lambda:eu-west-1:111122223333:layer:tools:3';
const AFTER = '2026-12-01T00:00:00Z';

const byUrl = allow('*', 'lambda:InvokeFunctionUrl', {
  Sid: 'url',
  Resource: ARN,
  Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
});
const byInvoke = allow('*', 'lambda:InvokeFunction', {
  Resource: ARN,
  Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
});
const OLD = {
  authType: 'NONE',
  address: 'https://abc.lambda-url.eu-west-1.on.aws/',
  created: '2024-05-06T07:08:09.000+0000',
};

function fn(settings: Record<string, unknown>, more: Partial<Made> = {}): Made {
  return { type: 'aws.lambda.function', id: ARN, settings: { url: null, ...settings }, ...more };
}

describe('who can call a function', () => {
  test.each<[string, Made, string[]]>([
    ['no policy', fn({ policy: null, url: OLD }), []],
    [
      'a URL for everybody, with both permissions',
      fn({ policy: policy(byUrl, byInvoke), url: { authType: 'NONE' } }),
      ['anyone invoke open function-url'],
    ],
    [
      'an old URL needs one permission only, while the exception lasts',
      fn({ policy: policy(byUrl), url: OLD }),
      ['anyone invoke open function-url'],
    ],
    [
      'afterwards it cannot be told',
      fn({ policy: policy(byUrl), url: OLD }, { now: AFTER }),
      ['anyone invoke unknown function-url', 'anyone-registered invoke unknown aws-account'],
    ],
    [
      'nor for a new URL, whose account may be excepted',
      fn({ policy: policy(byUrl), url: { ...OLD, created: '2025-12-01T00:00:00Z' } }),
      ['anyone invoke unknown function-url', 'anyone-registered invoke unknown aws-account'],
    ],
    [
      'a URL that asks for signatures',
      fn({ policy: policy(byUrl, byInvoke), url: { authType: 'AWS_IAM' } }),
      [],
    ],
    ['no URL any more', fn({ policy: policy(byUrl, byInvoke) }), []],
    [
      'whether there is a URL could not be read',
      fn({ policy: policy(byUrl, byInvoke), url: undefined }),
      ['anyone invoke unknown', 'anyone-registered invoke unknown aws-account'],
    ],
    [
      'any account may invoke',
      fn({ policy: policy(allow('*', 'lambda:InvokeFunction', { Resource: ARN })) }),
      ['anyone-registered invoke open aws-account'],
    ],
    [
      'another account',
      fn({
        policy: policy(
          allow({ AWS: `arn:aws:iam::${PARTNER}:root` }, 'lambda:InvokeFunction', { Resource: ARN }),
        ),
      }),
      [`named-outsider invoke open aws-account ${PARTNER}`],
    ],
    [
      'an API of the account',
      fn({
        policy: policy(
          allow({ Service: 'apigateway.amazonaws.com' }, 'lambda:InvokeFunction', {
            Resource: ARN,
            Condition: {
              ArnLike: { 'AWS:SourceArn': 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/*/GET/' },
            },
          }),
        ),
      }),
      [],
    ],
    [
      'any bucket',
      fn({
        policy: policy(allow({ Service: 's3.amazonaws.com' }, 'lambda:InvokeFunction', { Resource: ARN })),
      }),
      ['named-outsider invoke open aws-service s3.amazonaws.com'],
    ],
    ['the policy could not be read', fn({ policy: undefined }), [UNREAD]],
    [
      'an alias with a URL, by its own policy',
      {
        type: 'aws.lambda.alias',
        id: `${ARN}:live`,
        settings: { url: OLD, policy: policy({ ...byUrl, Resource: `${ARN}:live` }) },
      },
      ['anyone invoke open function-url'],
    ],
    [
      'a layer for all accounts',
      {
        type: 'aws.lambda.layer',
        id: LAYER,
        settings: { policy: policy(allow('*', 'lambda:GetLayerVersion', { Resource: LAYER })) },
      },
      ['anyone-registered read open aws-account'],
    ],
    [
      'a layer for our organization',
      {
        type: 'aws.lambda.layer',
        id: LAYER,
        settings: {
          policy: policy(
            allow('*', 'lambda:GetLayerVersion', {
              Resource: LAYER,
              Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-kagiexample' } },
            }),
          ),
        },
        ours: { organizations: ['o-kagiexample'] },
      },
      [],
    ],
  ])('%s', (_name, given, expected) => {
    expect(judged(lambda, given)).toEqual(expected);
  });

  test('the URL is named, and asking for signatures is a cure that was judged', () => {
    const [open] = exposures(lambda, { ...fn({ policy: policy(byUrl), url: OLD }), id: ARN });
    expect(open?.evidence.at(-1)).toMatchObject({ setting: 'url', value: OLD.address });
    expect(open?.cures?.[0]).toMatchObject({
      rejudged: true,
      command:
        'aws lambda update-function-url-config --function-name webhook --auth-type AWS_IAM --region eu-west-1',
    });
    expect(
      open?.cures?.some(
        ({ command }) =>
          command ===
          'aws lambda remove-permission --function-name webhook --statement-id url --region eu-west-1',
      ),
    ).toBe(true);
  });

  test('what was missing is named: the URLs', () => {
    const [undecided] = exposures(lambda, fn({ policy: policy(byUrl, byInvoke), url: undefined }));
    expect(undecided?.missing).toMatchObject([{ setting: 'url', reason: 'denied' }]);
  });

  test('a statement of a layer is taken away by its version', () => {
    const [open] = exposures(lambda, {
      type: 'aws.lambda.layer',
      id: LAYER,
      settings: { policy: policy(allow('*', 'lambda:GetLayerVersion', { Sid: 'all', Resource: LAYER })) },
    });
    expect(open?.cures?.map(({ command }) => command)).toContain(
      'aws lambda remove-layer-version-permission --layer-name tools --version-number 3 --statement-id all --region eu-west-1',
    );
  });
});

describe('reading', () => {
  let server: OperationsServer | undefined;
  afterEach(async () => await server?.stop());

  async function read(replies: Replies) {
    server = await serveOperations({ ...ORDINARY, ...replies });
    const records = await collected(collector.collect(server.place));
    return { records, names: server.asked.map(({ name }) => name) };
  }
  const LIST = 'GET /2015-03-31/functions';
  const URLS = 'GET /2021-10-31/functions/webhook/urls';
  const POLICY = 'GET /2015-03-31/functions/webhook/policy';
  const LAYERS = 'GET /2018-10-31/layers';
  const VERSIONS = 'GET /2018-10-31/layers/tools/versions';
  const LAYER_POLICY = 'GET /2018-10-31/layers/tools/versions/3/policy';
  const text = (document: object) => ({ Policy: JSON.stringify(document) });
  const absent = fails(404, 'ResourceNotFoundException');
  const config = (arn: string) => ({
    FunctionArn: arn,
    FunctionUrl: OLD.address,
    AuthType: 'NONE',
    CreationTime: OLD.created,
  });
  const ORDINARY: Replies = {
    [LIST]: { Functions: [{ FunctionName: 'webhook', FunctionArn: ARN }] },
    [POLICY]: text(policy(byUrl)),
    [URLS]: { FunctionUrlConfigs: [config(ARN)] },
    [LAYERS]: { Layers: [] },
  };

  test('functions of all pages, with policy, URL, and an alias that has one', async () => {
    const { records } = await read({
      [LIST]: ({ query }) =>
        query.get('Marker') === null
          ? { Functions: [{ FunctionArn: ARN }], NextMarker: 'two' }
          : {
              Functions: [
                { FunctionArn: ARN.replace('webhook', 'plain') },
                { FunctionArn: ARN.replace('webhook', 'gone') },
              ],
            },
      [POLICY]: ({ query }) => text(policy(query.get('Qualifier') === 'live' ? byInvoke : byUrl)),
      [URLS]: ({ query }) =>
        query.get('Marker') === null
          ? { FunctionUrlConfigs: [config(ARN)], NextMarker: 'two' }
          : { FunctionUrlConfigs: [config(`${ARN}:live`)] },
      'GET /2015-03-31/functions/plain/policy': absent,
      'GET /2021-10-31/functions/plain/urls': { FunctionUrlConfigs: [] },
      'GET /2015-03-31/functions/gone/policy': absent,
      'GET /2021-10-31/functions/gone/urls': absent,
    });
    expect(records).toMatchObject([
      {
        type: 'aws.lambda.function',
        id: ARN,
        name: 'webhook',
        settings: { policy: policy(byUrl), url: OLD },
      },
      { name: 'plain', settings: { policy: null, url: null }, unknowns: [] },
      { type: 'aws.lambda.function', state: 'complete', seen: 2 },
      {
        type: 'aws.lambda.alias',
        id: `${ARN}:live`,
        name: 'webhook:live',
        settings: { policy: policy(byInvoke), url: OLD },
      },
      { type: 'aws.lambda.alias', state: 'complete', seen: 1 },
      { type: 'aws.lambda.layer', state: 'complete', seen: 0 },
    ]);
  });

  test('every version of every layer', async () => {
    const { records } = await read({
      [LIST]: { Functions: [] },
      [LAYERS]: ({ query }) =>
        query.get('Marker') === null
          ? { Layers: [{ LayerName: 'tools' }], NextMarker: 'two' }
          : { Layers: [{ LayerName: 'gone' }] },
      [VERSIONS]: ({ query }) =>
        query.get('Marker') === null
          ? { LayerVersions: [{ LayerVersionArn: LAYER, Version: 3 }], NextMarker: 'two' }
          : { LayerVersions: [{ LayerVersionArn: LAYER.replace(':3', ':2'), Version: 2 }] },
      'GET /2018-10-31/layers/gone/versions': absent,
      [LAYER_POLICY]: text(policy(byInvoke)),
      'GET /2018-10-31/layers/tools/versions/2/policy': absent,
    });
    expect(records.filter(({ record }) => record === 'resource')).toMatchObject([
      { type: 'aws.lambda.layer', id: LAYER, name: 'tools:3', settings: { policy: policy(byInvoke) } },
      { name: 'tools:2', settings: { policy: null }, unknowns: [] },
    ]);
    expect(records.at(-1)).toMatchObject({ type: 'aws.lambda.layer', state: 'complete', seen: 2 });
  });

  test.each<[string, string, object]>([
    [LIST, 'lambda:ListFunctions', { listings: ['aws.lambda.function', 'aws.lambda.alias'], unknowns: [] }],
    [POLICY, 'lambda:GetPolicy', { listings: [], unknowns: ['policy'] }],
    [URLS, 'lambda:ListFunctionUrlConfigs', { listings: ['aws.lambda.alias'], unknowns: ['url'] }],
    [LAYERS, 'lambda:ListLayers', { listings: ['aws.lambda.layer'], unknowns: [] }],
    [VERSIONS, 'lambda:ListLayerVersions', { listings: ['aws.lambda.layer'], unknowns: [] }],
    [LAYER_POLICY, 'lambda:GetLayerVersionPolicy', { listings: [], unknowns: ['policy'] }],
  ])('denied: %s', async (operation, permission, expected) => {
    const { records } = await read({
      [LAYERS]: { Layers: [{ LayerName: 'tools' }] },
      [VERSIONS]: { LayerVersions: [{ LayerVersionArn: LAYER, Version: 3 }] },
      [LAYER_POLICY]: absent,
      [operation]: denies(),
    });
    const listings = records.flatMap((one) =>
      one.record === 'listing' && one.state === 'unknown' && one.permission === permission ? [one.type] : [],
    );
    const unknowns = records.flatMap((one) =>
      one.record === 'resource'
        ? one.unknowns.flatMap((why) => (why.permission === permission ? [why.setting] : []))
        : [],
    );
    expect({ listings, unknowns }).toEqual(expected);
  });
});
