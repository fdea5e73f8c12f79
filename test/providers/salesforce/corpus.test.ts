// Real exports: sensible verdicts, and no crash. Runs where the corpus is.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { judgeFolder, line } from './judged.ts';

const corpus = join(process.env['TOJIMARI_CORPUS'] ?? '../shared/corpus', 'salesforce');

const withCorpus = existsSync(corpus) ? describe : describe.skip;

withCorpus(`real exports in ${corpus}`, () => {
  test('guest rules that match every record come out open, with both files and lines', async () => {
    const { exposures } = await judgeFolder(join(corpus, 'ebikes-lwc'));
    expect(exposures.filter(({ of }) => of === 'salesforce.site E_Bikes').map(line)).toEqual([
      'open anyone write guest-create Case',
      'open anyone list+read guest-rule Product_Family__c',
      'open anyone list+read guest-rule Product__c',
      'unknown anyone read guest-rule',
      'shut-by anyone list+read guest-conflict',
      // Three classes are granted, and their sources are not among the files.
      'unknown anyone invoke guest-apex-unread',
    ]);
    const product = exposures.find(({ exposure }) => exposure.subject === 'Product__c')?.exposure;
    expect(product?.basis).toBe('configuration');
    expect(product?.witness?.checked).toBe(true);
    const places = product?.evidence.map(({ origin }) => `${origin?.file.split('/').at(-1)}:${origin?.line}`);
    expect(places).toEqual([
      'Product__c.sharingRules:3',
      'E-Bikes Profile.profile:352',
      'E_Bikes.site-meta.xml:3',
      'E-Bikes Profile.profile:231',
    ]);
  });

  test('rules without the guest profile are unknown, and say what to export', async () => {
    const { exposures } = await judgeFolder(join(corpus, 'ust-easy'));
    const guests = exposures.filter(
      ({ of, exposure }) => of.startsWith('salesforce.site') && exposure.audience === 'anyone',
    );
    expect(guests).toHaveLength(8);
    for (const { exposure } of guests) {
      expect(exposure.state).toBe('unknown');
      expect(exposure.missing?.[0]?.detail).toMatch(/retrieve Profile "EASY Applicant Portal Profile"/);
    }
  });

  test('a site without profile and rules is unknown', async () => {
    const { exposures } = await judgeFolder(join(corpus, 'volunteers-for-salesforce'));
    const [site] = exposures.filter(({ of }) => of === 'salesforce.site Volunteers');
    expect(site?.exposure.state).toBe('unknown');
    expect(site?.exposure.missing?.[0]?.detail).toMatch(/retrieve Profile "Volunteers Profile"/);
  });
});
