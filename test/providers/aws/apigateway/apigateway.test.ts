// API Gateway: what is asked of each API, and who may call it.
import { afterEach, describe, expect, test } from '@jest/globals';
import { apigateway as collector } from '../../../../src/providers/aws/apigateway/collect.ts';
import { apigateway } from '../../../../src/providers/aws/apigateway/service.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { allow, exposures, judged, PARTNER, policy } from '../judged.ts';
import { sorted } from '../surroundings.ts';

let server: OperationsServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const POLICY = policy(allow('*', 'execute-api:Invoke'));
const ESCAPED = JSON.stringify(JSON.stringify(POLICY)).slice(1, -1);
const method = (authorizationType: string, apiKeyRequired = false) => ({ authorizationType, apiKeyRequired });

const ORDINARY: Replies = {
  'GET /restapis': ({ query }) =>
    query.get('position') === null
      ? {
          item: [{ id: 'open1', name: 'shop', endpointConfiguration: { types: ['REGIONAL'] } }],
          position: 'two',
        }
      : { item: [{ id: 'shut1', name: 'inner', policy: ESCAPED, disableExecuteApiEndpoint: true }] },
  'GET /restapis/open1/resources': ({ query }) =>
    query.get('position') === null
      ? {
          item: [{ path: '/orders', resourceMethods: { GET: method('NONE'), OPTIONS: method('NONE') } }],
          position: 'two',
        }
      : {
          item: [{ path: '/admin', resourceMethods: { POST: method('AWS_IAM'), PUT: method('NONE', true) } }],
        },
  'GET /restapis/open1/stages': { item: [{ stageName: 'prod' }] },
  'GET /restapis/shut1/resources': {
    item: [{ path: '/', resourceMethods: { ANY: method('CUSTOM') } }, { path: '/x' }],
  },
  'GET /restapis/shut1/stages': { item: [] },
  'GET /v2/apis': {
    items: [
      { apiId: 'http1', name: 'site', protocolType: 'HTTP' },
      { apiId: 'ws1', name: 'chat', protocolType: 'WEBSOCKET' },
    ],
  },
  'GET /v2/apis/http1/routes': ({ query }) =>
    query.get('nextToken') === null
      ? { items: [{ routeKey: 'GET /', authorizationType: 'NONE' }], nextToken: 'two' }
      : {
          items: [
            { routeKey: 'POST /', authorizationType: 'JWT' },
            { routeKey: 'OPTIONS /', authorizationType: 'NONE' },
          ],
        },
  'GET /v2/apis/http1/stages': { items: [{ stageName: '$default' }] },
  'GET /v2/apis/ws1/routes': {
    items: [
      { routeKey: '$connect', authorizationType: 'AWS_IAM' },
      { routeKey: 'send', authorizationType: 'NONE' },
    ],
  },
};

async function read(replies: Replies = {}) {
  server = await serveOperations({ ...ORDINARY, ...replies });
  return sorted(await collected(collector.collect(server.place)));
}

describe('APIs, live', () => {
  test('every page; what asks for nothing, for a signature; stages only where somebody might get in', async () => {
    const { resources, listings } = await read();
    expect(resources.get('shop')).toMatchObject({
      id: 'arn:aws:apigateway:eu-west-1::/restapis/open1',
      settings: {
        policy: null,
        endpoint: 'REGIONAL',
        defaultEndpoint: true,
        open: ['GET /orders'],
        signed: ['POST /admin'],
        stages: ['prod'],
      },
    });
    expect(resources.get('inner')?.settings).toMatchObject({
      policy: POLICY,
      endpoint: 'EDGE',
      defaultEndpoint: false,
      open: [],
      stages: [],
    });
    expect(resources.get('site')?.settings).toEqual({
      protocol: 'HTTP',
      defaultEndpoint: true,
      open: ['GET /'],
      stages: ['$default'],
    });
    expect(resources.get('chat')?.settings).toEqual({
      protocol: 'WEBSOCKET',
      defaultEndpoint: true,
      open: [],
    });
    expect(listings).toMatchObject([
      { type: 'aws.apigateway.rest-api', state: 'complete', seen: 2 },
      { type: 'aws.apigateway.api', state: 'complete', seen: 2 },
    ]);
  });

  test.each([
    ['GET /restapis', 0],
    ['GET /v2/apis', 1],
  ])('%s denied: that list is unknown and the other is whole', async (name, index) => {
    const { listings } = await read({ [name]: denies() });
    expect(listings[index]).toMatchObject({
      state: 'unknown',
      reason: 'denied',
      permission: 'apigateway:GET',
    });
    expect(listings[1 - index]?.state).toBe('complete');
  });

  test.each([
    ['GET /restapis/open1/resources', 'shop', ['open', 'signed']],
    ['GET /restapis/open1/stages', 'shop', ['stages']],
    ['GET /v2/apis/http1/routes', 'site', ['open']],
    ['GET /v2/apis/http1/stages', 'site', ['stages']],
  ])('%s denied is unknown', async (name, api, settings) => {
    const { resources } = await read({ [name]: denies() });
    expect(resources.get(api)?.unknowns).toMatchObject(
      settings.map((setting) => ({ setting, reason: 'denied', permission: 'apigateway:GET' })),
    );
  });

  test('methods without what they ask for, as saved answers have them, are unknown', async () => {
    const { resources } = await read({
      'GET /restapis/open1/resources': { item: [{ path: '/orders', resourceMethods: { GET: {} } }] },
    });
    expect(resources.get('shop')?.unknowns).toMatchObject(
      ['open', 'signed'].map((setting) => ({ setting, reason: 'missing' })),
    );
  });

  test('APIs that are gone by now are left out', async () => {
    const { resources } = await read({
      'GET /restapis/open1/resources': fails(404, 'NotFoundException'),
      'GET /v2/apis/http1/routes': fails(404, 'NotFoundException'),
    });
    expect([...resources.keys()].sort()).toEqual(['chat', 'inner']);
  });

  test('a policy that cannot be read is unknown', async () => {
    const { resources } = await read({
      'GET /restapis': { item: [{ id: 'open1', name: 'shop', policy: '{\\"Stat' }] },
    });
    expect(resources.get('shop')?.unknowns).toMatchObject([{ setting: 'policy', reason: 'malformed' }]);
  });
});

const EXECUTE = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3';

describe('REST APIs, judged', () => {
  const api = (settings: Record<string, unknown>) => ({
    type: 'aws.apigateway.rest-api',
    id: 'arn:aws:apigateway:eu-west-1::/restapis/a1b2c3',
    settings: {
      policy: null,
      endpoint: 'REGIONAL',
      defaultEndpoint: true,
      open: [],
      signed: [],
      stages: ['prod'],
      ...settings,
    },
  });
  const open = { open: ['GET /orders'] };
  const signed = { signed: ['GET /orders'] };
  const stranger = { AWS: `arn:aws:iam::${PARTNER}:root` };

  test.each<[string, Record<string, unknown>, string[]]>([
    ['nothing asks', open, ['anyone invoke open']],
    ['everything asks', signed, []],
    ['no stage', { ...open, stages: [] }, []],
    ['stages unread', { ...open, stages: undefined }, ['anyone invoke open-unless']],
    ['the default endpoint is off', { ...open, defaultEndpoint: false }, ['anyone invoke open-unless']],
    ['methods unread', { open: undefined, signed: undefined }, ['anyone invoke unknown']],
    ['a policy for everyone', { ...open, policy: POLICY }, ['anyone invoke open']],
    [
      'a policy for one account does not let the anonymous in',
      { ...open, policy: policy(allow(stranger, 'execute-api:Invoke')) },
      [],
    ],
    [
      'a policy for one network',
      {
        ...open,
        policy: policy(
          allow('*', 'execute-api:Invoke', {
            Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
          }),
        ),
      },
      [],
    ],
    [
      'a policy for everyone, but for another path',
      {
        ...open,
        policy: policy(allow('*', 'execute-api:Invoke', { Resource: `${EXECUTE}/*/GET/health` })),
      },
      [],
    ],
    [
      'a policy for everyone, for a folder of paths',
      {
        open: ['ANY /orders/{id}'],
        policy: policy(allow('*', 'execute-api:Invoke', { Resource: `${EXECUTE}/prod/POST/orders/*` })),
      },
      ['anyone invoke open'],
    ],
    [
      'a policy for everyone, for a folder below a path that takes all',
      {
        open: ['ANY /{proxy+}'],
        policy: policy(allow('*', 'execute-api:Invoke', { Resource: `${EXECUTE}/prod/GET/public/*` })),
      },
      ['anyone invoke open'],
    ],
    [
      'a policy for everyone, for one order',
      {
        open: ['GET /orders/{id}'],
        policy: policy(allow('*', 'execute-api:Invoke', { Resource: `${EXECUTE}/prod/GET/orders/123` })),
      },
      ['anyone invoke open'],
    ],
    [
      'a policy for everyone, for the orders of another method',
      {
        open: ['GET /orders/{id}'],
        policy: policy(allow('*', 'execute-api:Invoke', { Resource: `${EXECUTE}/prod/POST/orders/*` })),
      },
      [],
    ],
    [
      'a policy for everyone in one stage, stages unread',
      {
        ...open,
        stages: undefined,
        policy: policy(allow('*', 'execute-api:Invoke', { Resource: `${EXECUTE}/prod/GET/orders` })),
      },
      ['anyone invoke open-unless'],
    ],
    [
      'a policy for everyone, stages unread',
      { ...open, policy: POLICY, stages: undefined },
      ['anyone invoke open-unless'],
    ],
    ['a policy unread', { ...open, policy: undefined }, ['anyone invoke unknown']],
    ['signed, for everyone', { ...signed, policy: POLICY }, ['anyone-registered invoke open aws-account']],
    [
      'signed, for one account',
      { ...signed, policy: policy(allow(stranger, 'execute-api:Invoke')) },
      [`named-outsider invoke open aws-account ${PARTNER}`],
    ],
    ['private without a policy', { ...open, endpoint: 'PRIVATE' }, []],
    [
      'private for everyone',
      { ...open, endpoint: 'PRIVATE', policy: POLICY },
      ['anyone-registered invoke open vpc-endpoint'],
    ],
    [
      'private for one endpoint',
      {
        ...open,
        endpoint: 'PRIVATE',
        policy: policy(
          allow('*', 'execute-api:Invoke', {
            Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } },
          }),
        ),
      },
      [],
    ],
  ])('%s', (_name, settings, expected) => {
    expect(judged(apigateway, api(settings))).toEqual(expected);
  });

  test('the proof is a line for a method that only looks', () => {
    const [found] = exposures(apigateway, api({ open: ['POST /orders', 'GET /orders/{id}', 'GET /status'] }));
    expect(found?.witness).toMatchObject({
      checked: true,
      command: 'curl -i https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod/status',
      request: { resource: 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/GET/status' },
    });
    const [limited] = exposures(
      apigateway,
      api({
        open: ['POST /orders', 'GET /status'],
        policy: policy(allow('*', 'execute-api:Invoke', { Resource: `${EXECUTE}/*/POST/*` })),
      }),
    );
    expect(limited?.evidence[0]?.text.en).toBe('no authorization and no API key: POST /orders');
    const [writes] = exposures(apigateway, api({ open: ['POST /orders'] }));
    expect(writes?.witness?.command).toBeUndefined();
  });
});

describe('HTTP and WebSocket APIs, judged', () => {
  const api = (settings: Record<string, unknown>) => ({
    type: 'aws.apigateway.api',
    id: 'arn:aws:apigateway:eu-west-1::/apis/a1b2c3',
    settings: {
      protocol: 'HTTP',
      defaultEndpoint: true,
      open: ['$default'],
      stages: ['$default'],
      ...settings,
    },
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    ['a catch-all route', {}, ['anyone invoke open']],
    ['a WebSocket', { protocol: 'WEBSOCKET', open: ['$connect'], stages: ['prod'] }, ['anyone invoke open']],
    ['nothing open', { open: [] }, []],
    ['no stage', { stages: [] }, []],
    ['routes unread', { open: undefined }, ['anyone invoke unknown']],
    ['only custom domains', { defaultEndpoint: false }, ['anyone invoke open-unless']],
  ])('%s', (_name, settings, expected) => {
    expect(judged(apigateway, api(settings))).toEqual(expected);
  });

  test('many routes are counted', () => {
    const [found] = exposures(
      apigateway,
      api({ open: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((one) => `GET /${one}`) }),
    );
    expect(found?.evidence[0]?.text.en).toBe(
      'no authorization and no API key: GET /a, GET /b, GET /c, GET /d, GET /e and 2 more',
    );
  });
});
