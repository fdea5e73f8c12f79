// All condition keys of the small universe, and its networks.
import { GLOBAL_KEYS } from './keys-global.ts';
import { SERVICE_KEYS } from './keys-service.ts';
import { type Key, TEXT } from './words.ts';

export const KEYS: Record<keyof typeof GLOBAL_KEYS | keyof typeof SERVICE_KEYS, Key> = {
  ...GLOBAL_KEYS,
  ...SERVICE_KEYS,
};

export type KeyName = keyof typeof KEYS;

/** Networks of policies; `REGIONS` has one address of each part of the internet that they tell apart. */
export const NETWORK: Key = {
  name: 'aws:SourceIp',
  operators: ['IpAddress', 'NotIpAddress', 'IpAddress'],
  values: [
    ...([
      '0.0.0.0/0',
      '::/0',
      '0.0.0.0/1',
      '128.0.0.0/1',
      '52.0.0.0/7',
      '52.0.0.0/8',
      '53.0.0.0/8',
      '99.0.0.0/8',
    ] as const),
    ...['203.0.113.0/24', '2600::/32', '2600:1::/32', '2600::/31', '10.0.0.0/8', '203.0.113.9'],
  ],
  held: {},
};

/** An address, and which part of "wider than /8, or /32 of IPv6" it stands for. */
export const REGIONS: readonly { address: string; part: number }[] = [
  { address: '198.51.100.7', part: 2 },
  { address: '9.9.9.9', part: 2 },
  { address: '52.1.2.3', part: 1 },
  { address: '53.1.2.3', part: 1 },
  { address: '99.1.2.3', part: 1 },
  { address: '203.0.113.9', part: 1 / 2 ** 24 },
  { address: '203.0.113.77', part: 1 / 2 ** 16 },
  { address: '2a00::1', part: 2 },
  { address: '2600::1', part: 1 },
  { address: '2600:1::1', part: 1 },
];
export const ENDPOINT: Key = {
  name: 'aws:SourceVpce',
  operators: TEXT,
  values: ['vpce-1a2b', 'vpce-*'],
  held: {},
};
export const ENDPOINT_ADDRESS: Key = {
  name: 'aws:VpcSourceIp',
  operators: ['IpAddress', 'NotIpAddress'],
  values: ['10.0.0.0/8', '0.0.0.0/0', '52.0.0.0/7'],
  held: {},
};
