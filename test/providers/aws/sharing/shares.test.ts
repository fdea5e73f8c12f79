// Lists of shares: who gets in by them, what is taken back, and what is not said twice.
import { describe, expect, test } from '@jest/globals';
import { type ShareDoor, type Shares, shareExposures } from '../../../../src/providers/aws/sharing/shares.ts';
import { OWNER, resource, STRANGER, surroundings } from '../surroundings.ts';

const THING = resource('aws.ebs.snapshot', 'arn:aws:ec2:eu-west-1::snapshot/snap-0aa', {});
const ORGANIZATION = 'arn:aws:organizations::777788889999:organization/o-stranger01';

function door(shares: Partial<Shares>, more: Partial<ShareDoor> = {}): ShareDoor {
  return {
    setting: 'sharedWith',
    shares: { state: 'present', value: { everyone: false, accounts: [], ...shares } },
    access: ['list', 'read'],
    action: 'ec2:CreateVolume',
    look: 'aws ec2 describe-snapshots --snapshot-ids snap-0aa',
    unshare: ({ with: who }) => `take ${who} back`,
    ...more,
  };
}

const on = { state: 'on', text: { en: 'a block', ja: 'ブロック' } } as const;

describe('shares', () => {
  test.each<[string, Partial<Shares>, string[]]>([
    ['with nobody', {}, []],
    ['with everyone', { everyone: true }, ['anyone-registered aws-account']],
    [
      'with everyone and somebody: only everyone',
      { everyone: true, accounts: [STRANGER] },
      ['anyone-registered aws-account'],
    ],
    ['with the owner', { accounts: [OWNER] }, []],
    ['with a stranger', { accounts: [STRANGER] }, [`named-outsider aws-account ${STRANGER}`]],
    [
      'with two',
      { accounts: [STRANGER, '888899990000'] },
      [`named-outsider aws-account ${STRANGER}`, 'named-outsider aws-account 888899990000'],
    ],
    [
      'with an organization',
      { organizations: [ORGANIZATION] },
      ['named-outsider aws-organization o-stranger01'],
    ],
    [
      'with two units of one organization',
      {
        organizations: [
          'arn:aws:organizations::777788889999:ou/o-stranger01/ou-aaaa-11112222',
          'arn:aws:organizations::777788889999:ou/o-stranger01/ou-aaaa-33334444',
        ],
      },
      ['named-outsider aws-organization o-stranger01'],
    ],
  ])('%s', (_name, shares, expected) => {
    const found = shareExposures(door(shares), THING, surroundings());
    expect(
      found.map(({ audience, via, subject }) => [audience, via, subject].filter(Boolean).join(' ')),
    ).toEqual(expected);
    for (const one of found) {
      expect(one.state).toBe('open');
      expect(one.witness?.checked).toBe(true);
      expect(one.cures?.length).toBeGreaterThan(0);
    }
  });

  test('with our organization and our accounts is nobody outside', () => {
    const shares = { accounts: ['444455556666'], organizations: [ORGANIZATION] };
    const ours = { accounts: ['444455556666'], organizations: ['o-stranger01'], declared: true };
    expect(shareExposures(door(shares), THING, surroundings([], ours))).toEqual([]);
  });

  test('a named account may be ours while nobody said who is; a vendor is called by name', () => {
    const [unnamed] = shareExposures(door({ accounts: [STRANGER] }), THING, surroundings());
    expect(unnamed?.perhapsOurs).toBe(true);
    const vendors = [{ name: 'Acme Backup', accounts: [STRANGER] }];
    const [named] = shareExposures(door({ accounts: [STRANGER] }), THING, surroundings([], { vendors }));
    expect([named?.subjectName, named?.perhapsOurs]).toEqual(['Acme Backup', undefined]);
  });

  test('a block stops everyone, and those who are named still get in', () => {
    const guard: ShareDoor['guard'] = ({ with: who }) => (who === 'everyone' ? on : undefined);
    const found = shareExposures(
      door({ everyone: true, accounts: [STRANGER] }, { guard }),
      THING,
      surroundings(),
    );
    expect(found.map(({ audience, state }) => [audience, state])).toEqual([
      ['anyone-registered', 'shut-by'],
      ['named-outsider', 'open'],
    ]);
    expect(found[0]?.guard?.en).toBe('a block');
  });

  test('a block that could not be read leaves it open unless', () => {
    const why = { setting: 'blockPublicAccess', reason: 'denied' } as const;
    const guard: ShareDoor['guard'] = () => ({ ...on, state: 'unread', missing: [why] });
    const [found] = shareExposures(door({ everyone: true }, { guard }), THING, surroundings());
    expect([found?.state, found?.missing]).toEqual(['open-unless', [why]]);
  });

  test('a list that could not be read may hold everyone; behind a block, only somebody by name', () => {
    const why = {
      setting: 'sharedWith',
      reason: 'denied',
      permission: 'ec2:DescribeSnapshotAttribute',
    } as const;
    const unread = door({}, { shares: { state: 'unknown', why } });
    expect(shareExposures(unread, THING, surroundings())).toMatchObject([
      { audience: 'anyone-registered', state: 'unknown', missing: [why] },
    ]);
    expect(shareExposures({ ...unread, guard: () => on }, THING, surroundings())).toMatchObject([
      { audience: 'named-outsider', state: 'unknown' },
    ]);
  });

  test('a cure is judged again: taking one back closes it only when nothing wider stays', () => {
    const guard: ShareDoor['guard'] = ({ with: who }) => (who === 'everyone' ? on : undefined);
    const found = shareExposures(
      door({ everyone: true, accounts: [STRANGER] }, { guard }),
      THING,
      surroundings(),
    );
    expect(found.map(({ cures }) => cures?.map(({ command, rejudged }) => [command, rejudged]))).toEqual([
      [['take everyone back', true]],
      [['take account back', false]],
    ]);
  });
});
