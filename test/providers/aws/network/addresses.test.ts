// Ranges by union: what is the world, what is wide, what is nobody outside.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  breadthOf,
  outsiders,
  rangesIn,
  unreadable,
} from '../../../../src/providers/aws/network/addresses.ts';

describe('breadth of a union', () => {
  test.each([
    [['0.0.0.0/0'], 'world'],
    [['::/0'], 'world'],
    [['0.0.0.0/1', '128.0.0.0/1'], 'world'],
    [['2000::/3'], 'world'],
    [['2000::/4', '3000::/4'], 'world'],
    // Everything but addresses that nobody on the internet has.
    [
      [
        '1.0.0.0/8',
        '2.0.0.0/7',
        '4.0.0.0/6',
        '8.0.0.0/7',
        '11.0.0.0/8',
        '12.0.0.0/6',
        '16.0.0.0/4',
        '32.0.0.0/3',
        '64.0.0.0/2',
        '128.0.0.0/2',
        '192.0.0.0/3',
      ],
      'world',
    ],
    [['0.0.0.0/1'], 'wide'],
    [['0.0.0.0/1', '128.0.0.0/2'], 'wide'],
    [['52.0.0.0/7'], 'wide'],
    [['52.0.0.0/8', '3.0.0.0/8'], 'wide'],
    [['2600::/16'], 'wide'],
    [['52.0.0.0/8'], 'part'],
    [['198.51.100.0/24'], 'part'],
    [['198.51.100.7/32'], 'part'],
    [['2600:1f00::/24'], 'wide'],
    [['2600:1f00::/32'], 'part'],
    [
      ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
      'none',
    ],
    [['fc00::/7', 'fe80::/10'], 'none'],
    [[], 'none'],
  ] as const)('%j is %s', (cidrs, breadth) => {
    expect(breadthOf(rangesIn(cidrs), [])).toBe(breadth);
  });

  test('our own networks are nobody outside, and the world is whole without them', () => {
    const ours = rangesIn(['198.51.100.0/24', '52.0.0.0/8']);
    expect(breadthOf(rangesIn(['198.51.100.16/28']), ours)).toBe('none');
    expect(breadthOf(rangesIn(['198.51.100.0/24', '52.0.0.0/8', '192.0.2.1/32']), ours)).toBe('part');
    const all = rangesIn(['0.0.0.0/0']);
    expect(breadthOf(all, ours)).toBe('world');
    expect(breadthOf(outsiders(all, ours), ours)).toBe('world');
  });

  test('all of the internet is ours: nobody is left', () => {
    const ours = rangesIn(['0.0.0.0/0', '::/0']);
    expect(breadthOf(rangesIn(['0.0.0.0/0', '::/0']), ours)).toBe('none');
  });

  test('what is no range is told', () => {
    expect(unreadable(['10.0.0.0/8', 'anywhere', '10.0.0.0/99'])).toEqual(['anywhere', '10.0.0.0/99']);
  });

  test('splitting a network changes nothing; one address less is not the world', () => {
    const split = (cidr: string, depth: number): string[] => {
      const [address = '', bits = ''] = cidr.split('/');
      const length = Number(bits);
      if (depth === 0) return [cidr];
      const number = address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
      const other = number + 2 ** (31 - length);
      const text = [24, 16, 8, 0].map((shift) => Math.floor(other / 2 ** shift) % 256).join('.');
      return [...split(`${address}/${length + 1}`, depth - 1), ...split(`${text}/${length + 1}`, depth - 1)];
    };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), fc.nat(), (depth, pick) => {
        const parts = split('0.0.0.0/0', depth);
        expect(parts.length).toBe(2 ** depth);
        expect(breadthOf(rangesIn(parts), [])).toBe('world');
        if (depth < 2) return;
        // A part of public addresses is missing: 16.0.0.0/4 and the like hold no reserved ones at a depth of two or more.
        const gone = parts.filter((_one, index) => index !== pick % parts.length);
        const missing = parts[pick % parts.length] ?? '';
        const lost = breadthOf(rangesIn([missing]), []) !== 'none';
        expect(breadthOf(rangesIn(gone), [])).toBe(lost ? 'wide' : 'world');
      }),
      { numRuns: 60 },
    );
  });
});
