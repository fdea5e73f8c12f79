// Requests really go through the proxy, hosts of NO_PROXY really do not, and a private certificate is trusted when it is named.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { UsageError } from '../../../../src/errors.ts';
import { type AwsServer, serveAws } from '../../../servers/aws.ts';
import { type ForwardProxy, startProxy } from '../../../servers/proxy.ts';
import { collectFrom, TEST_ENV, useEnvironment } from '../live.ts';

const folder = mkdtempSync(join(tmpdir(), 'tojimari-tls-'));
let server: AwsServer | undefined;
let proxy: ForwardProxy | undefined;
beforeEach(() => useEnvironment(TEST_ENV));
afterEach(async () => {
  await proxy?.stop();
  await server?.stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every call goes through the proxy of the environment that was passed in', async () => {
  server = await serveAws();
  const port = Number(new URL(server.endpoint).port);
  proxy = await startProxy({ [`aws.example:${port}`]: port });
  const { resources, calls } = await collectFrom(`http://aws.example:${port}`, {
    env: { HTTP_PROXY: proxy.url },
  });
  expect(resources.has('aws.s3.bucket kagi-open')).toBe(true);
  expect(server.asked).toHaveLength(calls);
  expect(new Set(proxy.tunnels)).toEqual(new Set([`aws.example:${port}`]));
});

test('a host in NO_PROXY is reached directly', async () => {
  server = await serveAws();
  proxy = await startProxy();
  await collectFrom(server.endpoint, { env: { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' } });
  expect(proxy.tunnels).toEqual([]);
});

test('a proxy that refuses is a refusal with a sentence', async () => {
  proxy = await startProxy();
  const thrown: unknown = await collectFrom('http://aws.example:80', {
    env: { HTTP_PROXY: proxy.url },
  }).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(UsageError);
});

test('a private certificate is trusted when AWS_CA_BUNDLE names it, and refused otherwise', async () => {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...[
      '-subj',
      '/CN=127.0.0.1',
      '-addext',
      'subjectAltName=IP:127.0.0.1,DNS:aws.example',
      '-keyout',
      key,
      '-out',
      cert,
    ],
  ]);
  expect(made.status).toBe(0);
  const plain = await serveAws();
  server = plain;
  const secure = createServer(
    { key: readFileSync(key), cert: readFileSync(cert) },
    async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(([name]) =>
          /^(x-amz|content-type|authorization|user-agent)/.test(name),
        ),
      ) as Record<string, string>;
      const method = request.method ?? 'GET';
      const answer = await fetch(plain.endpoint + (request.url ?? ''), {
        method,
        headers,
        ...(method !== 'GET' && { body }),
      });
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      response.end(await answer.text());
    },
  );
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  const address = secure.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  const endpoint = `https://127.0.0.1:${address.port}`;
  try {
    const thrown: unknown = await collectFrom(endpoint).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(UsageError);
    expect(thrown).toMatchObject({ hint: expect.stringContaining('AWS_CA_BUNDLE') });
    for (const name of ['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS']) {
      const { resources } = await collectFrom(endpoint, { env: { [name]: cert } });
      expect(resources.has('aws.s3.bucket kagi-open')).toBe(true);
    }
    proxy = await startProxy({ [`aws.example:${address.port}`]: address.port });
    const { resources, calls } = await collectFrom(`https://aws.example:${address.port}`, {
      env: { AWS_CA_BUNDLE: cert, HTTPS_PROXY: proxy.url },
    });
    expect(resources.has('aws.s3.bucket kagi-open')).toBe(true);
    expect(proxy.tunnels.length).toBeGreaterThan(0);
    expect(proxy.tunnels.length).toBeLessThanOrEqual(calls);
  } finally {
    secure.closeAllConnections();
    await new Promise((resolve) => secure.close(resolve));
  }
});
