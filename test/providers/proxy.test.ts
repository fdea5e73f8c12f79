// Which proxy a host gets, as curl would choose it.
import { expect, test } from '@jest/globals';
import { proxyFor } from '../../src/providers/proxy.ts';

const PROXY = 'http://proxy.example:3128';

test.each<[string, string, Record<string, string>, string | undefined]>([
  ['no variable', 'https://s3.amazonaws.com', {}, undefined],
  ['HTTPS_PROXY', 'https://s3.amazonaws.com', { HTTPS_PROXY: PROXY }, PROXY],
  ['lower case', 'https://s3.amazonaws.com', { https_proxy: PROXY }, PROXY],
  ['an empty variable is none', 'https://s3.amazonaws.com', { HTTPS_PROXY: '' }, undefined],
  ['http is another one', 'http://s3.amazonaws.com', { HTTPS_PROXY: PROXY }, undefined],
  ['HTTP_PROXY', 'http://127.0.0.1:5000', { HTTP_PROXY: PROXY }, PROXY],
  ['ALL_PROXY', 'https://s3.amazonaws.com', { ALL_PROXY: PROXY }, PROXY],
  ['without a scheme', 'https://s3.amazonaws.com', { HTTPS_PROXY: 'proxy.example:3128' }, PROXY],
  ['NO_PROXY *', 'https://s3.amazonaws.com', { HTTPS_PROXY: PROXY, NO_PROXY: '*' }, undefined],
  [
    'NO_PROXY exact',
    'https://a.example',
    { HTTPS_PROXY: PROXY, NO_PROXY: 'b.example, a.example' },
    undefined,
  ],
  [
    'NO_PROXY exact is not a suffix',
    'https://x.a.example',
    { HTTPS_PROXY: PROXY, NO_PROXY: 'a.example' },
    PROXY,
  ],
  ['NO_PROXY with a dot', 'https://x.a.example', { HTTPS_PROXY: PROXY, NO_PROXY: '.a.example' }, undefined],
  ['NO_PROXY with a star', 'https://x.a.example', { HTTPS_PROXY: PROXY, NO_PROXY: '*.a.example' }, undefined],
  [
    'NO_PROXY with the port',
    'http://127.0.0.1:5000',
    { HTTP_PROXY: PROXY, NO_PROXY: '127.0.0.1:5000' },
    undefined,
  ],
  [
    'NO_PROXY with another port',
    'http://127.0.0.1:5000',
    { HTTP_PROXY: PROXY, NO_PROXY: '127.0.0.1:80' },
    PROXY,
  ],
  [
    'NO_PROXY with the usual port',
    'https://a.example',
    { HTTPS_PROXY: PROXY, NO_PROXY: 'a.example:443' },
    undefined,
  ],
  ['NO_PROXY in capitals', 'https://a.example', { HTTPS_PROXY: PROXY, NO_PROXY: 'A.EXAMPLE' }, undefined],
])('%s', (_what, url, env, expected) => {
  expect(proxyFor(new URL(url), env)).toBe(expected);
});
