// Which accounts an account shows to be ours.
import { describe, expect, test } from '@jest/globals';
import type { Context } from '../../../../src/exposure.ts';
import { oursIn, siblingsOf } from '../../../../src/providers/aws/account/service.ts';
import type { Resource } from '../../../../src/snapshot/resource.ts';

const SCOPE = 'aws/111122223333';

function account(settings: Record<string, unknown>): Resource {
  return {
    record: 'resource',
    type: 'aws.account',
    id: 'arn:aws:iam::111122223333:root',
    name: '111122223333',
    scope: SCOPE,
    settings: { accountId: '111122223333', ...settings },
    unknowns: [],
  };
}

describe('siblings', () => {
  test('all accounts of the organization', () => {
    const siblings = [{ id: '111122223333' }, { id: '444455556666', name: 'dev' }];
    expect(siblingsOf(account({ organization: { id: 'o-kagi' }, siblings }))).toEqual({
      accounts: ['111122223333', '444455556666'],
      organizations: ['o-kagi'],
    });
  });

  test.each([
    ['the list could not be read', { organization: { id: 'o-kagi' } }],
    ['the organization could not be read', {}],
    ['there is no organization: others may still be ours', { organization: null, siblings: null }],
  ])('nothing is said where %s', (_what, settings) => {
    expect(siblingsOf(account(settings))).toBeUndefined();
  });
});

test('the account itself and its organization are ours in its scope, whatever could be listed', () => {
  const context: Context = {
    all: () => [account({ organization: { id: 'o-kagi' } })],
    ours: {
      accounts: ['777788889999'],
      organizations: [],
      networks: ['192.0.2.0/24'],
      domains: [],
      vendors: [],
      declared: true,
    },
    now: 0,
  };
  expect(oursIn(context, SCOPE)).toEqual({
    accounts: ['777788889999', '111122223333'],
    organizations: ['o-kagi'],
    networks: ['192.0.2.0/24'],
  });
  expect(context.ours.accounts).toEqual(['777788889999']);
});
