// Placeholders in the commands of rules.
import { expect, test } from '@jest/globals';
import { commandsFor } from '../../src/report/commands.ts';

const found = (name: string) => ({
  type: 'aws.iam.user',
  id: `arn:aws:iam::111122223333:user/${name}`,
  name,
  scope: 'aws/111122223333',
});

test('names of what was found stand in for placeholders, one command an entry', () => {
  const cli = 'aws x --user {name} \\\n  --account-id {account}\n\naws y --arn {id} --other {names}\n';
  expect(commandsFor(cli, found('alice'))).toEqual([
    'aws x --user alice --account-id 111122223333',
    'aws y --arn arn:aws:iam::111122223333:user/alice --other {names}',
  ]);
  expect(commandsFor(cli, undefined)).toEqual([
    'aws x --user NAME --account-id ACCOUNT',
    'aws y --arn ID --other {names}',
  ]);
  expect(commandsFor('{account}', { ...found('a'), scope: 'salesforce/00D' })).toEqual(['ACCOUNT']);
});

test.each([
  ["x'; rm -rf ~ #", "aws x 'x'\\''; rm -rf ~ #'"],
  ['$(id)`id`', "aws x '$(id)`id`'"],
  ['a\nrm -rf ~\u001b[2J', "aws x 'arm -rf ~[2J'"],
  ['{account}', "aws x '{account}'"],
  ['', "aws x ''"],
])('a name that means harm stays one word: %j', (name, command) => {
  expect(commandsFor('aws x {name}', found(name))).toEqual([command]);
});
