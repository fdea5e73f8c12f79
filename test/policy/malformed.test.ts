// Malformed policies: unknown with the reason and the place; no crash, no hang, nothing called closed.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judge } from '../../src/policy/judge.ts';
import type { PolicyKind } from '../../src/policy/question.ts';
import { BUCKET, judged, outsiders } from './ask.ts';

const allow = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };
const ask = (policy: unknown) => judge({ kind: 's3-bucket', policy, resource: BUCKET, now: 0 });
const secondsOf = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1_000_000;
};

describe('values of wrong types', () => {
  const wrong: unknown[] = [
    null,
    7,
    true,
    '',
    [],
    [[]],
    {},
    [null],
    [{}],
    { toString: 1 },
    [7, null],
    2 ** 60,
    -0,
  ];
  const elements = ['Effect', 'Principal', 'Action', 'Resource', 'Condition'];
  const all = elements.flatMap((element) =>
    wrong.map((value) => [element, JSON.stringify(value), value] as const),
  );

  test.each(all)('%s is %s', (element, _words, value) => {
    const statement = { ...allow, [element]: value };
    const judgement = ask({ Version: '2012-10-17', Statement: [statement] });
    const place = `/Statement/0/${element}`;
    const told = judgement.faults.some((fault) => fault.pointer.startsWith(place));
    // What is no fault has a reading: no condition at all, an empty name, a number as text.
    if (told) {
      expect(outsiders(judgement)).toBe('maybe/maybe');
      expect(judgement.grants.every((grant) => (grant.reason ?? '') !== '')).toBe(true);
    } else
      expect(`${element} ${outsiders(judgement)}`).toMatch(
        /^(Action|Resource) no\/no$|^Condition yes\/yes$|^Principal no\/no$/,
      );
    // And as a Deny it takes nothing back for certain, unless it can be read.
    const denied = ask({
      Version: '2012-10-17',
      Statement: [allow, { ...statement, Effect: element === 'Effect' ? value : 'Deny' }],
    });
    if (told) expect(outsiders(denied)).toBe('maybe/maybe');
  });

  test.each([
    [
      'operators',
      { Condition: { StringSeemsLike: { 'aws:Referer': 'x' } } },
      '/Statement/0/Condition/StringSeemsLike',
    ],
    [
      'operators in other letters',
      { Condition: { stringequals: { 'aws:Referer': 'x' } } },
      '/Statement/0/Condition/stringequals',
    ],
    [
      'set operators',
      { Condition: { 'ForSomeValues:StringLike': { 'aws:TagKeys': 'x' } } },
      '/Statement/0/Condition/ForSomeValues:StringLike',
    ],
    [
      'set operators of Null',
      { Condition: { 'ForAllValues:Null': { 'aws:TagKeys': 'true' } } },
      '/Statement/0/Condition/ForAllValues:Null',
    ],
    ['elements', { Resources: '*' }, '/Statement/0/Resources'],
    ['elements in other letters', { condition: {} }, '/Statement/0/condition'],
    ['kinds of principals', { Principal: { AWS: '*', Robots: '*' } }, '/Statement/0/Principal/Robots'],
    [
      'prototype names as operators',
      { Condition: { constructor: { a: 'b' } } },
      '/Statement/0/Condition/constructor',
    ],
  ])('unknown %s: the place, and nothing decided', (_name, changed, pointer) => {
    const judgement = ask({ Version: '2012-10-17', Statement: [{ ...allow, ...changed }] });
    expect(judgement.faults.map((fault) => fault.pointer)).toEqual([pointer]);
    expect(outsiders(judgement)).toMatch(/maybe|yes/);
    expect(judgement.grants.some((grant) => grant.certainty === 'exact')).toBe(false);
  });

  test('an unknown Version leaves open how texts are read', () => {
    const judgement = ask({ Version: '2099-01-01', Statement: [allow] });
    expect(judgement.faults[0]?.pointer).toBe('/Version');
    expect(outsiders(judgement)).toBe('maybe/maybe');
  });
});

describe('names, numbers and sizes', () => {
  const key = (name: string, value: unknown = 'x') =>
    ask(
      JSON.parse(
        `{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{${JSON.stringify(name)}:${JSON.stringify(value)}}}}]}`,
      ),
    );

  test.each([
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'valueOf',
    'aws:__proto__',
    'aws:PrincipalTag/__proto__',
    's3:constructor',
  ])('a condition key called %s is a key like any other', (name) => {
    const judgement = key(name);
    expect(judgement.faults).toEqual([]);
    // Of a key that nobody knows, nothing is proved; one that no request carries closes.
    expect(
      judgement.grants.filter((grant) => grant.certainty === 'exact').map((grant) => grant.caller.class),
    ).toEqual(name.includes('Tag/') ? ['any-account'] : []);
    expect({}).not.toHaveProperty('a');
  });

  test.each(['__proto__', 'constructor', 'toString'])('%s in place of every name', (name) => {
    const statement = `{"Effect":"Allow","Principal":{${JSON.stringify(name)}:"*"},"Action":${JSON.stringify(name)},"Resource":"*",${JSON.stringify(name)}:1}`;
    const judgement = ask(JSON.parse(`{"Version":"2012-10-17","Statement":[${statement}]}`));
    expect(judgement.faults.map((fault) => fault.pointer)).toEqual([
      `/Statement/0/${name}`,
      `/Statement/0/Principal/${name}`,
    ]);
    for (const kind of ['sns', 'kms', 'role-trust', 'generic'] satisfies PolicyKind[])
      expect(judged(kind, JSON.parse(`[${statement}]`)).faults.length).toBe(2);
  });

  test.each([
    ['a lone surrogate', '\ud800'],
    ['a pair of them', '\ud83d\ude00*'],
    ['the other half first', 'a\udc00?'],
    ['a NUL', '\u0000*'],
    ['a private character', '\ue000*'],
  ])('%s in every text', (_name, odd) => {
    for (const operator of [
      'StringEquals',
      'StringLike',
      'StringNotLike',
      'StringEqualsIgnoreCase',
      'ArnLike',
    ])
      for (const effect of ['Allow', 'Deny']) {
        const odder = {
          ...allow,
          Effect: effect,
          Condition: { [operator]: { 'aws:Referer': odd, [odd]: odd } },
        };
        const judgement = ask({
          Version: '2012-10-17',
          Statement: [allow, odder, { ...allow, Resource: `${BUCKET}/${odd}` }],
        });
        expect(outsiders(judgement)).toMatch(/yes|maybe/);
        for (const grant of judgement.grants) expect(grant.reason ?? '').not.toContain('bug');
      }
  });

  test.each([
    ['more than a number holds', '9007199254740993', /^(yes|maybe)/],
    ['thirty digits', '9'.repeat(30), /^(yes|maybe)/],
    ['an exponent', '1e400', /maybe/],
    ['hexadecimal', '0x10', /maybe/],
    ['nothing', '', /maybe/],
  ])('a number with %s', (_name, number, expected) => {
    const conditions = { NumericLessThan: { 's3:max-keys': number } };
    const judgement = ask({
      Statement: [{ ...allow, Action: 's3:ListBucket', Resource: BUCKET, Condition: conditions }],
    });
    expect(outsiders(judgement)).toMatch(expected);
    const denied = { ...allow, Action: 's3:ListBucket', Resource: BUCKET };
    const left = ask({
      Statement: [
        denied,
        { ...denied, Effect: 'Deny', Condition: { NumericGreaterThan: { 's3:max-keys': number } } },
      ],
    });
    expect(outsiders(left)).toMatch(/^(yes|maybe)/);
  });

  test('numbers as JSON numbers beyond 2^53 are not what they were written as, and decide nothing falsely', () => {
    const wide: unknown = JSON.parse(
      '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalAccount":1e21}}}]}',
    );
    expect(outsiders(ask(wide))).toMatch(/^no/);
  });

  test('100,000 statements, 100,000 actions, a megabyte in one name', () => {
    const huge: [string, unknown][] = [
      ['/Statement', { Statement: Array.from({ length: 100_000 }, () => allow) }],
      [
        '/Statement/0/Action',
        { Statement: [{ ...allow, Action: Array.from({ length: 100_000 }, (_, at) => `s3:A${at}`) }] },
      ],
      [
        '/Statement/0/Principal/AWS',
        {
          Statement: [
            { ...allow, Principal: { AWS: Array.from({ length: 100_000 }, (_, at) => String(at)) } },
          ],
        },
      ],
    ];
    for (const [pointer, policy] of huge) {
      const seconds = secondsOf(() => {
        const judgement = ask(policy);
        expect(judgement.faults.map((fault) => fault.pointer)).toContain(pointer);
        expect(outsiders(judgement)).toBe('maybe/maybe');
      });
      expect(seconds).toBeLessThan(3);
    }
    const long = 'a'.repeat(1_000_000);
    const seconds = secondsOf(() => {
      ask({
        Version: '2012-10-17',
        Statement: [
          { ...allow, Resource: `${BUCKET}/${long}*` },
          { ...allow, Effect: 'Deny', Resource: `*${long}` },
        ],
      });
      ask({ Version: '2012-10-17', Statement: [{ ...allow, [long]: long }] });
      ask({ Version: '2012-10-17', Statement: [{ ...allow, Resource: `\${${long}}` }] });
    });
    expect(seconds).toBeLessThan(10);
  });

  test('any value in any place: an answer, and never a proof without its request', () => {
    const place = fc.constantFrom(
      'Effect',
      'Principal',
      'NotPrincipal',
      'Action',
      'NotAction',
      'Resource',
      'NotResource',
      'Condition',
      'Sid',
    );
    fc.assert(
      fc.property(
        fc.dictionary(place, fc.jsonValue({ maxDepth: 4 })),
        fc.constantFrom<PolicyKind>('s3-bucket', 'sns', 'role-trust', 'lambda', 'generic'),
        (changed, kind) => {
          const { grants, faults } = judged(kind, [{ ...allow, ...changed }]);
          for (const grant of grants)
            expect(grant.certainty === 'maybe' || grant.witness !== undefined).toBe(true);
          for (const fault of faults) expect(fault.pointer.startsWith('/Statement/0')).toBe(true);
        },
      ),
      { numRuns: 400, seed: 7 },
    );
  });
});

test.each(['', 'Resource', 'resource', '__proto__', 'constructor'])(
  'a condition key "%s" is a key like any other',
  (key) => {
    const conditions = (value: string) => ({ StringLike: Object.fromEntries([[key, value]]) });
    const deny = { ...allow, Effect: 'Deny', Action: 's3:*', Condition: conditions('x') };
    expect(outsiders(ask({ Version: '2012-10-17', Statement: [allow, deny] }))).toBe('yes/yes');
    // Nor is it asked of the resource where an Allow has it.
    const open = { ...allow, Condition: conditions(`${BUCKET}/*`) };
    expect(outsiders(ask({ Version: '2012-10-17', Statement: [open] }))).toBe('no/no');
  },
);
