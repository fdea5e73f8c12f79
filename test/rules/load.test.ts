// Rule files: what is refused, with which words, at which line and column.
import { describe, expect, test } from '@jest/globals';
import { textFile } from '../../src/snapshot/files.ts';
import { changed, faultsOf, GOOD, load, ruleFile } from './example.ts';

const PATH = 'aws/iam/user-key-old.yaml';

describe('loading rules', () => {
  test('a good rule loads, with its places', async () => {
    const [rule] = await load(ruleFile(GOOD));
    expect(rule).toMatchObject({ id: 'aws.iam.user-key-old', place: { file: PATH, line: 1, column: 5 } });
    expect(rule?.casePlaces.map(({ line }) => line)).toEqual([16, 17, 18]);
  });

  test.each<[string, string, string, place: string, message: string]>([
    [
      'unknown key',
      'severity: medium',
      'severity: medium\nreferenses: []',
      '4:1',
      'the rule has an unknown key "referenses", did you mean "references"?',
    ],
    [
      'unknown severity',
      'severity: medium',
      'severity: urgent',
      '3:11',
      'severity must be one of critical, high, medium, low',
    ],
    [
      'unknown operator',
      'equals: true',
      'equal: true',
      '9:26',
      'fail.where.all.0 has an unknown key "equal", did you mean "equals"?',
    ],
    ['bad age', '90d', '90 days', '10:41', 'fail.where.all.1.older_than must be a length of time'],
    ['empty Japanese', 'ja: 鍵が古い', 'ja: " "', '2:32', 'title.ja must not be empty'],
    [
      'missing Japanese',
      '{ en: Replace the key., ja: 鍵を交換する。 }',
      '{ en: Replace the key. }',
      '13:5',
      'fix.0 lacks the key "ja"',
    ],
    [
      'id not its path',
      'user-key-old\n',
      'user-key-stale\n',
      '1:5',
      'does not end with the path of its file, "aws.iam.user-key-old"',
    ],
    [
      'unknown type',
      'resource: aws.iam.user',
      'resource: aws.iam.usr',
      '4:11',
      'there is no resource type "aws.iam.usr", did you mean "aws.iam.user"?',
    ],
    [
      'unknown list',
      'some: accessKeys',
      'some: access_key',
      '6:9',
      'the path "access_key" does not exist: there is no "access_key" in the settings, did you mean "accessKeys"?',
    ],
    [
      'unknown part',
      'field: createdAt',
      'field: createdOn',
      '10:18',
      'there is no "createdOn" in the settings, did you mean "createdAt"?',
    ],
    ['no list', 'some: accessKeys', 'some: path', '6:9', '"path" is not a list'],
    [
      'path through a list',
      'field: createdAt',
      'field: accessKeys.createdAt',
      '10:18',
      'there is no "accessKeys" in the settings',
    ],
    ['wrong operator', 'older_than: 90d', 'lt: 90', '10:33', '"lt" does not fit "createdAt", which is text'],
    [
      'wrong literal',
      'equals: true',
      'equals: yes',
      '9:34',
      '"yes" can never be in "active", which holds boolean',
    ],
    [
      'two operators',
      'older_than: 90d',
      'older_than: 90d, exists: true',
      '10:9',
      'needs exactly one operator beside "field", and has older_than and exists',
    ],
    [
      'no operator',
      ', older_than: 90d',
      '',
      '10:9',
      'needs exactly one operator beside "field", and has none',
    ],
    ['no field', 'field: createdAt, ', '', '10:9', 'has "older_than" without "field"'],
    [
      'two kinds',
      'field: createdAt, older_than: 90d',
      'field: createdAt, not: { field: active, equals: true }',
      '10:9',
      'has "not" and "field" side by side',
    ],
    [
      'exposed in where',
      '{ field: active, equals: true }',
      '{ exposed: { to: anyone } }',
      '9:20',
      'cannot stand below "where"',
    ],
    [
      'prototype key',
      'field: active',
      'field: constructor',
      '9:18',
      'has the part "constructor", which is not allowed',
    ],
    [
      'prototype key below',
      'field: active',
      'field: active.toString',
      '9:18',
      '"toString", which is not allowed',
    ],
    ['below a scalar', 'field: active', 'field: active.on', '9:18', '"active" has no parts'],
    ['no unknown case', 'expect: unknown', 'expect: pass', '16:3', 'there is no case that expects unknown'],
    [
      'unknown setting in a case',
      'path: /',
      'paht: /',
      '18:36',
      'aws.iam.user has no setting "paht", did you mean "path"?',
    ],
    ['case that does not fit', 'path: /', 'path: 7', '18:36', 'path must be string'],
    [
      'bad link',
      'https://docs',
      'http://docs',
      '14:14',
      'references.0 must be a link that starts with https://',
    ],
  ])('%s', async (_name, from, to, place, message) => {
    const faults = await faultsOf(ruleFile(changed(from, to)));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(message);
    expect(faults[0]).toMatch(new RegExp(`^${PATH}:${place}: `));
  });

  test('all faults of all files come at once', async () => {
    const other = GOOD.replaceAll('user-key-old', 'user-other');
    const faults = await faultsOf(
      ruleFile(changed('some: accessKeys', 'some: keys').replace('path: /', 'pth: /')),
      ruleFile(other.replace('severity: medium', 'severity: dire'), 'aws/iam/user-other.yaml'),
      ruleFile('id: [', 'aws/iam/broken.yaml'),
    );
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      PATH,
      PATH,
      'aws/iam/user-other.yaml',
      'aws/iam/broken.yaml',
    ]);
  });

  test('what does not fit the schema does not hide the rest', async () => {
    const text = changed('severity: medium', 'severity: dire').replace(
      'createdAt, older',
      'createdOn, older',
    );
    const faults = await faultsOf(ruleFile(text.replace('path: /', 'pth: /')));
    expect(faults.map((fault) => fault.split(':')[1])).toEqual(['3', '10', '18']);
    const blind = changed('older_than: 90d', 'older_than: 90').replace(
      'resource: aws.iam.user',
      'resource: 7',
    );
    expect(await faultsOf(ruleFile(blind))).toHaveLength(2);
  });

  test('a rule may judge several types: every path has to exist in each, and a case says whose settings it gives', async () => {
    const many = (types: string) => GOOD.replace('resource: aws.iam.user', `resource: ${types}`);
    expect(await faultsOf(ruleFile(many('[aws.iam.user]')))).toEqual([]);
    const [typo] = await faultsOf(ruleFile(many('[aws.iam.user, aws.iam.usr]')));
    expect(typo).toContain('there is no resource type "aws.iam.usr"');
    const [elsewhere] = await faultsOf(ruleFile(many('[aws.iam.user, aws.s3.bucket]')));
    expect(elsewhere).toContain('accessKeys');
    expect(await faultsOf(ruleFile(many('[]')))).toHaveLength(1);
    const foreign = GOOD.replace(/- \{ name: /, '- { resource: aws.s3.bucket, name: ');
    expect(foreign).not.toBe(GOOD);
    expect((await faultsOf(ruleFile(foreign)))[0]).toContain('the rule does not judge "aws.s3.bucket"');
  });

  test('ids and aliases are unique over all files', async () => {
    const other = GOOD.replaceAll('user-key-old', 'user-other');
    const alias = other.replace('severity:', 'aliases: [aws.iam.user-key-old]\nseverity:');
    expect(await faultsOf(ruleFile(GOOD), ruleFile(other, 'aws/iam/user-other.yaml'))).toEqual([]);
    expect(await faultsOf(ruleFile(GOOD), ruleFile(alias, 'aws/iam/user-other.yaml'))).toEqual([
      `aws/iam/user-other.yaml:1:5: the id "aws.iam.user-key-old" is already that of ${PATH}:1`,
    ]);
    const twice = await faultsOf(ruleFile(GOOD), ruleFile(GOOD, 'user-key-old.yaml'));
    expect(twice).toHaveLength(1);
  });

  test("a person's own folder: the id ends with the path below it; other files are left alone", async () => {
    const mine = GOOD.replace('aws.iam.user-key-old', 'acme.keys.old');
    expect(await faultsOf(ruleFile(mine, 'old.yaml'))).toEqual([]);
    expect(await faultsOf(ruleFile(mine, 'keys/old.yml'))).toEqual([]);
    expect(await faultsOf(ruleFile(mine, 'other/old.yaml'))).toHaveLength(1);
    expect(await load(textFile('README.md', '# not a rule', false))).toEqual([]);
    expect(await faultsOf(textFile('notes.txt', 'hello', true))).toHaveLength(1);
  });

  test('JSON is YAML', async () => {
    const [rule] = await load(ruleFile(GOOD));
    const { place: _place, casePlaces: _places, ...data } = rule ?? { place: 0, casePlaces: 0 };
    const [again] = await load(ruleFile(JSON.stringify(data)));
    expect(again?.fail).toEqual(rule?.fail);
  });
});
