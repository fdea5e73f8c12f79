// The nightly job of the examples, run as it stands: rights widened on day 0 and put back on day 46.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { folder, ROOT } from './harness.ts';

const WINDOW = join(ROOT, 'examples/salesforce/change-window');
const DAY_0 = Date.parse('2020-10-18T15:00:00Z') / 1000;

/** One night; the text as one line. */
function night(state: string, kept: string, day: number): { code: number | null; text: string } {
  const { status, stdout } = spawnSync('sh', [join(WINDOW, 'nightly.sh'), join(WINDOW, state), kept], {
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: kept,
      LANG: 'C',
      SOURCE_DATE_EPOCH: String(DAY_0 + day * 86_400),
      TOJIMARI: `${process.execPath} ${join(ROOT, 'bin/tojimari.js')}`,
    },
  });
  return { code: status, text: stdout.replace(/\s+/g, ' ') };
}

describe('the nightly job', () => {
  const kept = folder();

  test.each<[string, string, number, number, string[]]>([
    ['the night before: nothing', '1-before', -1, 0, ['Nothing found']],
    [
      'day 0: it fails and names the change',
      '2-window',
      0,
      1,
      [
        'NEW: Anyone on the internet can list and read 加盟店',
        'guestRules/Merchants_for_migration: (none) ->',
        'objectPermissions/Merchant__c/read: false -> true',
        '1 new, wider or expired at or above high',
      ],
    ],
    [
      'day 45: known, and since when',
      '2-window',
      45,
      0,
      ['known 1 (1 critical), oldest since 2020-10-18', 'nothing new'],
    ],
    [
      'day 46: put back, and closed',
      '3-put-back',
      46,
      0,
      ['CLOSED no longer: Anyone on the internet can list and read 加盟店', 'nothing new'],
    ],
    ['day 47: nothing', '3-put-back', 47, 0, ['nothing known stands']],
  ])('%s', (_name, state, day, code, words) => {
    const told = night(state, kept, day);
    for (const each of words) expect(told.text).toContain(each);
    expect(told.code).toBe(code);
  });

  test('a night without an export is 2, and the next one is compared with the one before it', () => {
    expect(night('no-such', kept, 48).code).toBe(2);
    expect(night('2-window', kept, 49)).toMatchObject({ code: 1 });
  });
});
