// Every AWS API that the program has a client for, on the loopback, as its own process: a call is known by its signed service and its
// operation, refused where the policy lacks its permission, and answered by the model of the operation.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { written } from './modelled-answers.mjs';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const root = fileURLToPath(new URL('../..', import.meta.url));
const { dependencies, devDependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
/** Signing name -> its APIs: `rds` has those of RDS, DocumentDB and Neptune. */
const apis = new Map();
for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
  if (!name.startsWith('@aws-sdk/client-')) continue;
  const module = await import(name);
  const [, Client] = Object.entries(module).find(
    ([key]) => /^[A-Za-z0-9]+Client$/.test(key) && key !== '__Client',
  );
  const { config } = new Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const operations = Object.values(module)
    .filter((value) => Array.isArray(value) && value[0] === 9)
    .map(([, , operation, traits, , output]) => ({ operation, http: traits?.http, output }));
  const protocol = config.protocol.getShapeId().replace('aws.protocols#', '');
  const { version } = config.protocolSettings ?? {};
  const api = { version, name: name.replace('@aws-sdk/client-', ''), protocol, operations };
  apis.set(config.defaultSigningName, [...(apis.get(config.defaultSigningName) ?? []), api]);
}

/** What the test wants: `{ items, allow, deny, answers, policy }`; see permissions.test.ts. */
let wish = { items: 0, allow: undefined, deny: [], answers: {} };
const asked = new Map();

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  if (request.url === '/__wish') {
    wish = JSON.parse(body);
    asked.clear();
    response.end();
  } else if (request.url === '/__asked') response.end(JSON.stringify(Object.fromEntries(asked)));
  else {
    const { status, type, text } = answer(request, body);
    response.writeHead(status, { 'content-type': type });
    response.end(text);
  }
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));

function answer(request, body) {
  const [, , region, signed] = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(
    request.headers.authorization ?? '',
  ) ?? ['', '', '', ''];
  const found = operationOf(signed, request, body);
  if (found === undefined) {
    note(`${signed}: no operation for ${request.method} ${request.url}`, 'lost', region);
    return { status: 500, type: 'text/plain', text: 'no such operation' };
  }
  const { api, operation } = found;
  const permission = permissionOf(signed, api.name, operation.operation, request);
  const free = permission === 'sts:GetCallerIdentity';
  const lacks = !free && wish.allow !== undefined && !wish.allow.includes(permission);
  const denied = lacks || wish.deny.includes(permission);
  note(permission, lacks ? 'lacking' : denied ? 'denied' : 'allowed', region);
  return denied ? refuse(api, permission) : answered(api, operation, permission);
}

function answered(api, operation, permission) {
  return written(api, operation, wish.items, wish.answers[permission], wish.policy);
}

function note(permission, how, region) {
  const known = asked.get(permission) ?? { allowed: 0, denied: 0, lacking: 0, lost: 0, regions: [] };
  known[how] += 1;
  if (!known.regions.includes(region)) known.regions.push(region);
  asked.set(permission, known);
}

function operationOf(signed, { headers, method, url }, body) {
  const target = headers['x-amz-target']?.split('.').at(-1);
  const { pathname: whole, searchParams } = new URL(url, 'http://x');
  const object = /^s3(express)?$/.test(signed) && !whole.startsWith('/v20180820/');
  // The model of S3 knows buckets as hosts, and here they are the beginning of the path.
  const pathname = object ? `/${whole.split('/').slice(2).join('/')}` : whole;
  const rpc = /\/operation\/(\w+)$/.exec(pathname)?.[1];
  const name = target ?? rpc ?? new URLSearchParams(body).get('Action') ?? searchParams.get('Action');
  let best;
  for (const api of apis.get(signed === 's3express' ? 's3' : signed) ?? []) {
    // Both sign as s3, and only one has its version in the path.
    if (api.name === 's3-control' && !whole.startsWith('/v20180820/')) continue;
    if (api.name === 's3' && whole.startsWith('/v20180820/')) continue;
    for (const operation of api.operations) {
      if (name !== undefined && name !== null) {
        const version = new URLSearchParams(body).get('Version') ?? api.version;
        if (operation.operation === name && version === api.version) return { api, operation };
        continue;
      }
      // Nothing but the list of buckets is asked without a bucket.
      if (object && whole === '/' && !/^List(Directory)?Buckets$/.test(operation.operation)) continue;
      if (object && whole !== '/' && /^List(Directory)?Buckets$/.test(operation.operation)) continue;
      const weight = operation.http === undefined ? -1 : fits(operation.http, method, pathname, searchParams);
      if (weight >= 0 && weight > (best?.weight ?? -1)) best = { api, operation, weight };
    }
  }
  return best;
}

/** How exactly a path fits a template of the model, -1 when it does not: `/{Bucket}?policy`. */
function fits([verb, template], method, pathname, query) {
  if (verb !== method) return -1;
  const [path, literal = ''] = template.split('?');
  const wanted = path.split('/').filter((part) => part !== '');
  const given = pathname.split('/').filter((part) => part !== '');
  const greedy = wanted.at(-1)?.endsWith('+}') === true;
  if (greedy ? given.length < wanted.length : given.length !== wanted.length) return -1;
  let weight = 0;
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith('{')) continue;
    if (part.toLowerCase() !== given[index]?.toLowerCase()) return -1;
    weight += 10;
  }
  for (const flag of literal.split('&').filter((each) => each !== '')) {
    const [key, value] = flag.split('=');
    if (!query.has(key) || (value !== undefined && query.get(key) !== value)) return -1;
    weight += 10;
  }
  return greedy ? weight : weight + 1;
}

/** Signing names that are not the prefix of their actions, and operations that ask for an action of another name (Service Authorization Reference). */
const ACTIONS = {
  's3 ListBuckets': 's3:ListAllMyBuckets',
  's3 GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3 GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3-control GetPublicAccessBlock': 's3:GetAccountPublicAccessBlock',
  's3 ListDirectoryBuckets': 's3express:ListAllMyDirectoryBuckets',
  's3-control ListAccessPointsForDirectoryBuckets': 's3express:ListAccessPointsForDirectoryBuckets',
  'accessanalyzer ListFindingsV2': 'access-analyzer:ListFindings',
};

function permissionOf(signed, api, operation, { method }) {
  if (signed === 'apigateway') return `apigateway:${method}`;
  return ACTIONS[`${api} ${operation}`] ?? `${signed}:${operation}`;
}

function refuse({ protocol }, permission) {
  const message = `not authorized to perform: ${permission}`;
  const error = `<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`;
  if (/json/i.test(protocol))
    return {
      status: protocol === 'restJson1' ? 403 : 400,
      type: 'application/json',
      text: JSON.stringify({ __type: 'AccessDeniedException', message }),
    };
  const text =
    protocol === 'ec2Query'
      ? `<Response><Errors>${error}</Errors></Response>`
      : `<ErrorResponse>${error}</ErrorResponse>`;
  return { status: 403, type: 'text/xml', text: protocol === 'restXml' ? error : text };
}
