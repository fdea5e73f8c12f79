// The floors of "npm run bench -- collect": the same reads by the bare AWS SDK, or by signed HTTP, and nothing made of the answers.
import { createHash, createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';

const PARTS = ['policy', 'acl', 'publicAccessBlock', 'ownershipControls', 'website'];
const [kind, endpoint, concurrency] = process.argv.slice(2);
const REGION = 'eu-central-1';
const KEYS = {
  accessKeyId: process.env.AWS_ACCESS_KEY_ID,
  secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
};

const { list, read } = kind === 'sdk' ? await bySdk() : bySignedHttp();
const names = await list();
let next = 0;
let answers = 0;
await Promise.all(
  Array.from({ length: Number(concurrency) }, async () => {
    while (next < names.length * PARTS.length) {
      const at = next++;
      await read(names[Math.floor(at / PARTS.length)], PARTS[at % PARTS.length]);
      answers += 1;
    }
  }),
);
process.stdout.write(`${answers}\n`);
process.exit(0);

async function bySdk() {
  const s3 = await import('@aws-sdk/client-s3');
  const { NodeHttpHandler } = await import('@smithy/node-http-handler');
  const client = new s3.S3Client({
    endpoint,
    region: REGION,
    credentials: KEYS,
    forcePathStyle: true,
    requestHandler: new NodeHttpHandler({ httpAgent: new Agent({ keepAlive: true, maxSockets: 128 }) }),
  });
  const commands = {
    policy: s3.GetBucketPolicyCommand,
    acl: s3.GetBucketAclCommand,
    publicAccessBlock: s3.GetPublicAccessBlockCommand,
    ownershipControls: s3.GetBucketOwnershipControlsCommand,
    website: s3.GetBucketWebsiteCommand,
  };
  return {
    async list() {
      const names = [];
      let ContinuationToken;
      do {
        const page = await client.send(new s3.ListBucketsCommand({ MaxBuckets: 10_000, ContinuationToken }));
        names.push(...page.Buckets.map(({ Name }) => Name));
        ({ ContinuationToken } = page);
      } while (ContinuationToken);
      return names;
    },
    read: (Bucket, part) =>
      client.send(new commands[part]({ Bucket })).catch((error) => {
        if (error.$metadata?.httpStatusCode !== 404) throw error;
      }),
  };
}

function bySignedHttp() {
  const { hostname, port, host } = new URL(endpoint);
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  const empty = createHash('sha256').digest('hex');
  const keys = new Map();
  const get = (path, query) =>
    new Promise((resolve, reject) => {
      const headers = signed(path, query);
      request(
        { agent, hostname, port, path: query === '' ? path : `${path}?${query}`, headers },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (chunk) => {
            text += chunk;
          });
          answer.on('end', () => resolve(text));
        },
      )
        .on('error', reject)
        .end();
    });

  /** Signature Version 4 of a GET without a body. */
  function signed(path, query) {
    const date = `${new Date().toISOString().replace(/[-:]|\.\d{3}/g, '')}`;
    const day = date.slice(0, 8);
    const canonical = `GET\n${path}\n${query}\nhost:${host}\nx-amz-content-sha256:${empty}\nx-amz-date:${date}\n\nhost;x-amz-content-sha256;x-amz-date\n${empty}`;
    const scope = `${day}/${REGION}/s3/aws4_request`;
    if (!keys.has(day)) {
      let key = `AWS4${KEYS.secretAccessKey}`;
      for (const part of [day, REGION, 's3', 'aws4_request'])
        key = createHmac('sha256', key).update(part).digest();
      keys.set(day, key);
    }
    const hashed = createHash('sha256').update(canonical).digest('hex');
    const signature = createHmac('sha256', keys.get(day))
      .update(`AWS4-HMAC-SHA256\n${date}\n${scope}\n${hashed}`)
      .digest('hex');
    return {
      host,
      'x-amz-content-sha256': empty,
      'x-amz-date': date,
      authorization: `AWS4-HMAC-SHA256 Credential=${KEYS.accessKeyId}/${scope}, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=${signature}`,
    };
  }

  return {
    async list() {
      const names = [];
      let token = '';
      do {
        const more = token === '' ? '' : `continuation-token=${token}&`;
        const text = await get('/', `${more}max-buckets=10000`);
        names.push(...[...text.matchAll(/<Name>([^<]+)/g)].map(([, name]) => name));
        token = /<ContinuationToken>([^<]+)/.exec(text)?.[1] ?? '';
      } while (token !== '');
      return names;
    },
    read: (bucket, part) => get(`/${bucket}`, `${part}=`),
  };
}
