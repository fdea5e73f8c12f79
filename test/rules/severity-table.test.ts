// No shipped rule departs from the table of severities without saying why, and none says why without departing.
import { expect, test } from '@jest/globals';
import { PROVIDERS } from '../../src/providers/index.ts';
import { loadRules } from '../../src/rules/load.ts';
import { SEVERITIES } from '../../src/rules/rule.ts';
import { judgeCase } from '../../src/rules/selftest.ts';
import { severityByTable } from '../../src/rules/severity-table.ts';
import { findFiles } from '../../src/snapshot/files.ts';

const services = PROVIDERS.flatMap((provider) => provider.services);
const types = services.flatMap((service) => service.types);

test('every shipped rule has the severity of the worst thing that its cases find, or a reason', async () => {
  const rules = await loadRules(await findFiles(['rules']), types);
  const wrong: string[] = [];
  for (const rule of rules) {
    const found = rule.cases
      .filter(({ expect }) => expect === 'fail')
      .flatMap((one) => judgeCase(rule, one, services)(rule))
      .filter(({ verdict }) => verdict === 'fail')
      .map(({ exposures }) => SEVERITIES.indexOf(severityByTable(exposures)));
    const expected = SEVERITIES[Math.min(...found)];
    const departs = expected !== rule.severity;
    if (departs !== (rule.severity_reason !== undefined))
      wrong.push(
        `${rule.id} is ${rule.severity}, by the table ${expected}${departs ? '' : ', and gives a reason'}`,
      );
  }
  expect(wrong).toEqual([]);
});

test('the caps', () => {
  const open = { audience: 'anyone', access: ['write'], basis: 'configuration', evidence: [] } as const;
  const by = (state: 'open' | 'open-unless' | 'code' | 'shut-by') =>
    severityByTable([{ ...open, access: [...open.access], evidence: [], state }]);
  expect([by('open'), by('open-unless'), by('code'), by('shut-by'), severityByTable([])]).toEqual([
    'critical',
    'critical',
    'medium',
    'low',
    'low',
  ]);
});
