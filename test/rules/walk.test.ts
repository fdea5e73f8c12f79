// A rule walked with the values of a resource says what it saw, and never another verdict than the rule.
import { describe, expect, test } from '@jest/globals';
import { PROVIDERS } from '../../src/providers/index.ts';
import { evaluate } from '../../src/rules/evaluate.ts';
import { loadRules } from '../../src/rules/load.ts';
import { typeOfCase } from '../../src/rules/rule.ts';
import { situation, worst } from '../../src/rules/selftest.ts';
import { walkLines } from '../../src/rules/show-walk.ts';
import { walkRule } from '../../src/rules/walk.ts';
import { findFiles } from '../../src/snapshot/files.ts';
import { GOOD, load, ruleFile } from './example.ts';

const services = PROVIDERS.flatMap((provider) => provider.services);
const types = services.flatMap((service) => service.types);
const rules = await loadRules(await findFiles(['rules']), types);

describe('a walk', () => {
  test('says what the rule says, in every case of every shipped rule', () => {
    for (const rule of rules)
      for (const one of rule.cases) {
        const { resource, context } = situation(rule, one, services);
        const type = typeOfCase(rule, one);
        const service = services.find((candidate) => candidate.types.some((target) => target.type === type));
        if (service === undefined) throw new Error(type);
        const assessment = service.analyse(resource, context);
        const truths = walkRule(rule, resource, assessment, context.now).map(({ truth }) => truth);
        const verdict = truths.includes(true) ? 'fail' : truths.includes('unknown') ? 'unknown' : 'pass';
        expect([rule.id, one.name, verdict]).toEqual([
          rule.id,
          one.name,
          worst(evaluate(rule, resource, assessment, context.now)),
        ]);
      }
  });

  test.each([
    [
      [{ active: true, createdAt: '2025-01-01T00:00:00Z' }],
      [
        'aws.iam.user-key-old  fails',
        '  true     for at least one entry of `accessKeys`  <- 1 entry',
        '  true       accessKeys[0]',
        '  true         all of:',
        '  true           `active` equals `true`  <- true',
        '  true           `createdAt` older than `"90d"`  <- "2025-01-01T00:00:00Z"',
      ],
    ],
    [
      [{ active: false }],
      [
        'aws.iam.user-key-old  passes',
        '  false    for at least one entry of `accessKeys`  <- 1 entry',
        '  false      accessKeys[0]',
        '  false        all of:',
        '  false          `active` equals `true`  <- false',
        '  unknown        `createdAt` older than `"90d"`  <- accessKeys missing',
      ],
    ],
    [
      undefined,
      [
        'aws.iam.user-key-old  cannot tell',
        '  unknown  for at least one entry of `accessKeys`  <- accessKeys denied',
      ],
    ],
  ])('in words: %j', async (accessKeys, expected) => {
    const [rule] = await load(ruleFile(GOOD));
    if (rule === undefined) throw new Error('no rule');
    const given = accessKeys === undefined ? {} : { accessKeys };
    const { resource, context } = situation(rule, { name: 'x', given, expect: 'fail' }, services);
    const assessment = { exposures: [], facts: {} };
    const walks = walkRule(rule, resource, assessment, context.now);
    const lines = walkLines(rule, resource, evaluate(rule, resource, assessment, context.now), walks, 'en');
    expect(lines.filter((_, index) => index !== 1)).toEqual(expected);
  });
});
