// Command lines to typed values, and what is said of those that make no sense.
import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { readTask } from '../../src/cli/program.ts';
import { UsageError } from '../../src/errors.ts';
import { tojimari } from './harness.ts';

const RULES = ['rules list', 'rules show', 'rules validate', 'rules test'];
const read = (line: string) => readTask(line.split(' '), { version: '1.2.3', stdout: new PassThrough() });

test('scan, with the defaults', async () => {
  expect(await read('scan ./exports')).toEqual({
    command: 'scan',
    options: {
      targets: ['./exports'],
      live: { regions: [] },
      rulesDirs: [],
      rules: [],
      skipRules: [],
      services: [],
      resources: [],
      excludeResources: [],
      defaultGate: true,
      failOn: 'high',
      allowUnknown: undefined,
      exitZero: false,
      formats: [],
      outputs: [],
      showProof: false,
      all: false,
      quiet: false,
      color: true,
    },
  });
});

test('scan, with everything', async () => {
  const task = await read(
    'scan aws salesforce --profile prod --region a --region b --endpoint-url http://127.0.0.1:1 --expect-account 111122223333 --org me --rules d --rule aws.* --skip-rule x --service s3 --resource r --exclude-resource e --fail-on never --exit-zero --format text --format json --output - --output r.json --severity low --lang ja --show-proof --all --quiet --no-color',
  );
  expect(task).toMatchObject({
    options: {
      targets: ['aws', 'salesforce'],
      live: {
        profile: 'prod',
        regions: ['a', 'b'],
        endpointUrl: 'http://127.0.0.1:1',
        expectAccount: '111122223333',
        org: 'me',
      },
      rulesDirs: ['d'],
      rules: ['aws.*'],
      failOn: 'never',
      exitZero: true,
      formats: ['text', 'json'],
      outputs: ['-', 'r.json'],
      severity: 'low',
      lang: 'ja',
      showProof: true,
      color: false,
    },
  });
});

test.each([
  ['scan --allow-unknown ./exports', ['*']],
  ['scan ./exports --allow-unknown', ['*']],
  ['scan ./exports --allow-unknown=aws.s3.*', ['aws.s3.*']],
  ['scan ./exports --allow-unknown=a --allow-unknown=b', ['a', 'b']],
])('%s takes no path for a value', async (line, allowUnknown) => {
  expect(await read(line)).toMatchObject({ options: { targets: ['./exports'], allowUnknown } });
});

test.each([
  ['scan -', { targets: ['-'] }],
  ['scan a - --quiet', { targets: ['a', '-'] }],
  ['render -', { report: '-' }],
  ['permissions aws --from -', { from: '-' }],
  ['collect aws --output -', { output: '-' }],
])('%s: a dash is a standard stream', async (line, options) => {
  expect(await read(line)).toMatchObject({ options });
});

test.each([['--profile'], ['--region'], ['--output']])('%s with an empty value is refused', async (flag) => {
  const task = readTask(['scan', 'aws', flag, ''], { version: '1.2.3', stdout: new PassThrough() });
  await expect(task).rejects.toThrow(`${flag} needs a value.`);
});

test('words after -- are paths, also those that look like flags', async () => {
  expect(await read('scan --quiet -- a -b --format')).toMatchObject({
    options: { targets: ['a', './-b', './--format'], quiet: true },
  });
});

test.each([
  'us-east-1',
  'ap-northeast-3',
  'us-gov-west-1',
  'cn-northwest-1',
  'eusc-de-east-1',
  'us-isob-east-1',
])('%s is a region', async (region) => {
  expect(await read(`scan aws --region ${region}`)).toMatchObject({
    options: { live: { regions: [region] } },
  });
});

test('an endpoint of one’s own may call its regions anything', async () => {
  const task = await read('scan aws --endpoint-url http://127.0.0.1:1 --region garage');
  expect(task).toMatchObject({ options: { live: { regions: ['garage'] } } });
});

test('a flag with one value does not swallow the targets after it', async () => {
  expect(await read('scan --format json a b')).toMatchObject({
    options: { targets: ['a', 'b'], formats: ['json'] },
  });
});

test.each([
  ['scan aws --fromat json', 'There is no flag --fromat.', 'Did you mean --format?'],
  ['demo --fail-on low', '--fail-on is not a flag of this command.', 'tojimari demo --help'],
  ['scann aws', 'There is no command "scann".', 'Did you mean "scan"?'],
  ['rules lst', 'There is no command "lst".', 'Did you mean "list"?'],
  ['demo extra', '"extra" is one word too many.', 'tojimari demo --help'],
  ['version', 'There is no command "version".', '--help'],
  ['scan -q a', 'There is no flag -q.', 'tojimari scan --help'],
  ['scan aws --region=', '--region needs a value.', undefined],
  ['scan aws --region us-est-1', '"us-est-1" is not the name of an AWS region.', 'eu-central-1'],
  ['frobnicate', 'There is no command "frobnicate".', '--help'],
  ['render', 'Say which JSON report to render.', '--help'],
  ['scan aws --format', '--format needs a value.', '--help'],
  ['scan aws --format yaml', '"yaml" is not a value of --format.', '"text", "sarif", "json"'],
  ['scan aws --fail-on hgh', '"hgh" is not a value of --fail-on.', '"critical", "high"'],
  ['scan aws --lang fr', '"fr" is not a value of --lang.', '"en", "ja"'],
  ['scan aws --profile a --profile b', '--profile was given more than once.', undefined],
  ['scan aws aws', 'The target aws was given twice.', undefined],
  ['scan ./x --profile prod', '--profile is for the live target "aws", which was not given.', 'scan aws'],
  ['scan aws --org me', '--org is for the live target "salesforce", which was not given.', 'salesforce'],
  [
    'scan aws --expect-account 12',
    '--expect-account must be an account id of twelve digits, not "12".',
    undefined,
  ],
  [
    'scan aws --endpoint-url ftp://x',
    '--endpoint-url must be an http or https address, not "ftp://x".',
    undefined,
  ],
  ['scan aws --rule a --skip-rule a', '--rule a and --skip-rule a leave nothing.', undefined],
  ['collect aws', 'Say where to write the snapshot: --output FILE, or --output - for stdout.', '--help'],
  ['collect gcp --output x', '"gcp" is not a value of provider.', '"aws", "salesforce"'],
  ['rules', 'Say what to do with rules: list, show, explain, new, validate or test.', '--help'],
  ['explain rules', '"rules" is not a value of topic.', '"limits"'],
])('%s', async (line, message, hint) => {
  const error = await read(line).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  if (!(error instanceof UsageError)) return;
  expect(error.message).toBe(message);
  if (hint === undefined) expect(error.hint).toBeUndefined();
  else expect(error.hint).toContain(hint);
});

test.each(['scan', 'collect', 'render', 'rules', 'explain', 'permissions', 'demo', ...RULES])(
  '%s --help shows flags and examples, in 80 columns',
  async (command) => {
    const { code, stdout, stderr } = await tojimari([...command.split(' '), '--help']);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toContain(`tojimari ${command}`);
    expect(stdout).toContain('Examples:');
  },
);

test('help comes before everything else', async () => {
  expect((await tojimari(['scan', '--help', '--fromat'])).stdout).toContain('Examples:');
  expect(await tojimari(['--version'])).toEqual({ code: 0, stdout: '0.0.0-test\n', stderr: '' });
});

test('completion prints a script and answers it', async () => {
  expect((await tojimari(['completion'])).stdout).toContain('--get-yargs-completions');
  const { stdout } = await tojimari(['--get-yargs-completions', 'tojimari', 'scan', '--fo']);
  expect(stdout.split('\n')).toContain('--format');
});

test('no command at all is told where to start', async () => {
  const { code, stderr } = await tojimari([]);
  expect(code).toBe(2);
  expect(stderr).toContain('tojimari demo');
});

test.each([
  [['tojimari', 'sc'], 'scan'],
  [['tojimari', 'scan', '--f'], '--fail-on'],
  [['tojimari', 'scan', '--format', ''], 'sarif'],
  [['tojimari', 'rules', ''], 'validate'],
])('completion of %j offers %s', async (words, offered) => {
  const { code, stdout } = await tojimari(['--get-yargs-completions', ...words]);
  expect(code).toBe(0);
  expect(stdout.split('\n')).toContain(offered);
});
