// The outline of an Apex class: what is code and what only looks like it, and that nothing makes it fall over.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { blanked } from '../../../../src/providers/salesforce/code/blank.ts';
import { type Outline, outlineOf } from '../../../../src/providers/salesforce/code/outline.ts';

function outline(source: string): Outline {
  const found = outlineOf(source);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

const data = (source: string): string[] =>
  outline(source).data.map((use) => `${use.does} ${use.verb} ${use.object ?? '-'} ${use.mode} ${use.class}`);
const body = (code: string): string => `class Kagi { void go() { ${code} } }`;

describe('comments and strings', () => {
  test.each([
    ['// without\nx', '          \nx'],
    ['a /* b */ c', 'a         c'],
    ['a /* b\r\n * c */ d', 'a     \r\n        d'],
    ["a = 'it\\'s // no comment' + b", `a = ${' '.repeat(21)} + b`],
    ["x = 'a\\\\' + 'b';", 'x =       +    ;'],
    ["x = ''; // y", 'x =   ;     '],
    ["x = '''\nclass Nope {\n''' + y", `x =    \n            \n    + y`],
    ["/* ' */ '/*' a", '             a'],
    ['/**/a', '    a'],
  ])('%j', (source, expected) => {
    expect(blanked(source)).toEqual({ code: expected, cut: false });
  });

  test.each(['a /* b', "a 'b\nc", "'", "''' a", "a = 'b\\"])('%j has no end', (source) => {
    expect(blanked(source).cut).toBe(true);
    expect(outlineOf(`class A { ${source}`)).toMatch(/without an end/);
  });

  test('keeps every other character in its place, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("'", '/', '*', '\\', '\n', 'a', ' ', '"') }),
        (source) => {
          const { code } = blanked(source);
          expect(code).toHaveLength(source.length);
          for (const [index, character] of [...code].entries())
            if (character !== ' ') expect(character).toBe(source[index]);
        },
      ),
    );
  });
});

describe('sharing', () => {
  test.each([
    ['public with sharing class A {}', 'with'],
    ['public without sharing class A {}', 'without'],
    ['PUBLIC INHERITED\n  SHARING CLASS A {}', 'inherited'],
    ['without sharing global virtual class A {}', 'without'],
    ['public class A {}', null],
    ['/* without sharing */ public class A {}', null],
    ["@SuppressWarnings('without sharing') public class A {}", null],
    ['public class A extends B implements C, D<E> {}', null],
    ['public interface A {}', null],
  ])('%s', (source, expected) => {
    expect(outline(source).classes.map(({ sharing }) => sharing)).toEqual([expected]);
  });

  test('classes inside have a keyword of their own, and a line', () => {
    const { classes } = outline(
      'public with sharing class A {\n  class B { Type t = C.class; }\n  private without sharing class D {\n enum E { X } } }',
    );
    expect(classes).toEqual([
      { name: 'A', sharing: 'with', line: 1 },
      { name: 'B', sharing: null, line: 2 },
      { name: 'D', sharing: 'without', line: 3 },
      { name: 'E', sharing: null, line: 4 },
    ]);
  });
});

describe('entry points', () => {
  const entries = (code: string): string[] =>
    outline(`public class A { ${code} }`).entryPoints.map(({ kind, name }) => `${kind} ${name}`);

  test.each([
    ['@AuraEnabled public static void a() {}', ['aura a']],
    [
      "@auraenabled(cacheable=true scope='global')\npublic static List<Map<Id, String>> a(Id x, String y) {}",
      ['aura a'],
    ],
    ['@AuraEnabled public String a { get; set; }', []],
    ['@AuraEnabled public String a = b(c);', []],
    ["@AuraEnabled public String a { get { return f('x'); } private set; }", []],
    ['@RemoteAction global static void a() {}', ['remote a']],
    [
      "@InvocableMethod(label='Find' description='x { y') public static List<String> a(List<String> b) {}",
      ['invocable a'],
    ],
    ['webservice static String a(String b) { return b; }', ['webservice a']],
    ['@HttpGet global static void a() {} @HttpPost global static void b() {}', ['rest a', 'rest b']],
    ['@TestVisible @AuraEnabled private static void a() {}', ['aura a']],
    ['// @AuraEnabled\npublic static void a() {}', []],
    ["String a = '@AuraEnabled public static void b() {}';", []],
    ['public static void a() { c(d); } @AuraEnabled public static void e() {}', ['aura e']],
    ['static { x(); } @AuraEnabled public static void e() {}', ['aura e']],
    ['public abstract void a(); @AuraEnabled public static void e() {}', ['aura e']],
    [
      "Map<String, A> m = new Map<String, A>{ 'a' => new A() }; @AuraEnabled public static void e() {}",
      ['aura e'],
    ],
    ['global void a() {}', []],
  ])('%s', (code, expected) => {
    expect(entries(code)).toEqual(expected);
  });

  test('a REST service knows its path, a test class that it is one', () => {
    const rest = outline(
      "@RestResource(urlMapping='/kagi/*')\nglobal class A {\n\n@HttpGet global static void a() {}}",
    );
    expect(rest.entryPoints).toEqual([{ kind: 'rest', name: 'a', path: '/kagi/*', line: 4 }]);
    expect(rest.test).toBe(false);
    expect(outline('@IsTest(SeeAllData=true) private class A {}').test).toBe(true);
  });
});

describe('queries and changes', () => {
  test.each([
    ['List<Account> a = [SELECT Id FROM Account];', ['read SOQL Account default Kagi']],
    [
      'for (Account a : [select Id, (select Id from Contacts) from Account where X IN :ids[0]]) {}',
      ['read SOQL Account default Kagi'],
    ],
    ['return [SELECT Id FROM Case WITH USER_MODE LIMIT 1];', ['read SOQL Case user Kagi']],
    ['return [SELECT Id FROM Case WITH SECURITY_ENFORCED];', ['read SOQL Case default Kagi']],
    ['return [SELECT Id FROM Case WITH SYSTEM_MODE];', ['read SOQL Case system Kagi']],
    ['return [FIND :x IN ALL FIELDS RETURNING Lead(Id)];', ['read SOSL Lead default Kagi']],
    ["Database.query('SELECT Id FROM X');", ['read dynamic SOQL - default Kagi']],
    ['Database.queryWithBinds(q, m, AccessLevel.USER_MODE);', ['read dynamic SOQL - user Kagi']],
    ['Database.query(q, System.AccessLevel.USER_MODE);', ['read dynamic SOQL - user Kagi']],
    ['Database.query(q, AccessLevel.SYSTEM_MODE);', ['read dynamic SOQL - default Kagi']],
    [
      'Database.query(q); Database.query(p, AccessLevel.USER_MODE);',
      ['read dynamic SOQL - default Kagi', 'read dynamic SOQL - user Kagi'],
    ],
    ['Database.getQueryLocator([SELECT Id FROM Lead]);', ['read SOQL Lead default Kagi']],
    ['Database.getQueryLocator([SELECT Id FROM Lead], AccessLevel.USER_MODE);', ['read SOQL Lead user Kagi']],
    ['Search.query(q);', ['read dynamic SOSL - default Kagi']],
    [
      'insert a; update as user b; delete [SELECT Id FROM Lead];',
      [
        'write insert - default Kagi',
        'write update - user Kagi',
        'write delete - default Kagi',
        'read SOQL Lead default Kagi',
      ],
    ],
    [
      'if (x) upsert a Key__c; else merge a b;',
      ['write upsert - default Kagi', 'write merge - default Kagi'],
    ],
    ['insert as system a;', ['write insert - system Kagi']],
    [
      'Database.insert(a, false); Database.updateImmediate(b, AccessLevel.USER_MODE);',
      ['write insert - default Kagi', 'write updateimmediate - user Kagi'],
    ],
    ['list.delete(a); map.update(b); x = insertAll(y);', []],
    ["String s = '[SELECT Id FROM Account]'; // [SELECT Id FROM Lead]", []],
    ['List<Account> a = x[0]; Integer[] b = new Integer[3];', []],
  ])('%s', (code, expected) => {
    expect(data(body(code))).toEqual(expected);
  });

  test('belong to the class whose code they are, each kind once', () => {
    const source = `class Kagi {
      static List<Lead> all = [SELECT Id FROM Lead];
      class Inner { void a() { insert x; insert y; } }
      void b() { insert z; }
    }`;
    expect(data(source)).toEqual([
      'read SOQL Lead default Kagi',
      'write insert - default Inner',
      'write insert - default Kagi',
    ]);
    expect(outline(source).data.map(({ line }) => line)).toEqual([2, 3, 4]);
  });
});

describe('checks, and what it cannot see', () => {
  test('guards are named', () => {
    const { guards } = outline(
      body(
        'Security.stripInaccessible(AccessType.READABLE, a); Schema.sObjectType.Account.isAccessible(); return [SELECT Id FROM Case WITH SECURITY_ENFORCED];',
      ),
    );
    expect(guards).toEqual(['WITH SECURITY_ENFORCED', 'describe checks', 'stripInaccessible']);
  });

  test.each([
    ['OrderSelector.all(x);', ['OrderSelector']],
    ['new OrderService().all();', ['OrderService']],
    ['new Account(Name = x); new Order__c(); OrderStatus s = OrderStatus.OPEN;', []],
    [
      'String.isBlank(x); JSON.serialize(y); System.debug(z); Order__c.getInstance(); orders.get(a); Kagi.go();',
      [],
    ],
    ['a.b.C.d(); throw new AuraHandledException(e.getMessage());', []],
  ])('%s', (code, expected) => {
    expect(outline(body(code)).calls).toEqual(expected);
  });

  test('a parent class', () => {
    expect(outline('class A extends Base { void a() { B.c(); } }').calls).toEqual(['Base', 'B']);
  });
});

describe('anything at all', () => {
  const PIECES = [
    'class A ',
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    ';',
    '@AuraEnabled ',
    'select ',
    'from X ',
    'with ',
    'user_mode',
    "'",
    '/*',
    '*/',
    '//',
    '\n',
    'insert ',
    'Database.query',
    '.',
    '=',
    'without sharing ',
    'void f',
    'extends B ',
  ];

  test('is outlined or refused, never an exception', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }), (pieces) => {
        const found = outlineOf(pieces.join(''));
        expect(typeof found === 'string' || found.classes.length > 0).toBe(true);
      }),
      { numRuns: 200 },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void outlineOf(text)));
  });

  test.each(['', '   ', 'trigger A on Account (before insert) {}', '(hidden)', '{}}}}'])(
    '%j holds no class',
    (source) => {
      expect(outlineOf(source)).toBe('holds no class');
    },
  );

  test('is bounded', () => {
    expect(outlineOf(`class A {${' '.repeat(1_200_000)}}`)).toMatch(/longer than/);
    expect(outlineOf(`class A {${'class B {} '.repeat(300)}}`)).toMatch(/more than 200 classes/);
    expect(outlineOf(`class A { ${'@RemoteAction public static void f() {} '.repeat(201)} }`)).toBe(
      'holds more than 200 entry points',
    );
    const many = outline(
      `class A { void f() { ${Array.from({ length: 1000 }, (_, n) => `x = [SELECT Id FROM O${n}__c];`).join(' ')} } }`,
    );
    expect(many.data.length).toBeLessThan(210);
  });

  test.each([
    '[select ',
    'void f() {[find ',
    'Database.query(',
    '@AuraEnabled void x() { ',
    "'a' + ",
    '(',
    'A.b(',
    '/**/',
  ])('twice as much of %j takes about twice as long', (piece) => {
    const cost = (count: number): number => {
      const source = `class A {${piece.repeat(count)}`;
      const before = process.cpuUsage();
      outlineOf(source);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    const count = Math.floor(40_000 / piece.length);
    cost(count);
    const small = Math.min(cost(count), cost(count));
    const large = Math.min(cost(4 * count), cost(4 * count));
    // Quadratic would be sixteen times; the rest is the noise of a busy machine.
    expect(large).toBeLessThan(10 * small + 200);
  });
});
