// The commands of rules are taken by the tools that they are for: the AWS CLI reads each, `sf` by its reference.
import { describe, expect, test } from '@jest/globals';
import { PROVIDERS } from '../../src/providers/index.ts';
import { commandsFor } from '../../src/report/commands.ts';
import { loadRules } from '../../src/rules/load.ts';
import { findFiles } from '../../src/snapshot/files.ts';
import { pythonOfAws, refusedByAws } from './aws-cli.ts';

const types = PROVIDERS.flatMap(({ services }) => services.flatMap((service) => service.types));
const rules = await loadRules(await findFiles(['rules']), types);

/** What stands for a word in capitals; any other such word may be any text. */
const EXAMPLES: Record<string, string> = {
  ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  CODE_1: '123456',
  CODE_2: '654321',
  MFA_ARN: 'arn:aws:iam::111122223333:mfa/taro',
  OTHER_ACCOUNT: '444455556666',
  PORT: '22',
  REGION: 'eu-west-1',
};

function commandsOf(tool: string): string[] {
  const resource = {
    id: 'arn:aws:iam::111122223333:policy/kagi',
    name: 'kagi-export',
    scope: 'aws/111122223333',
  };
  const found = rules.flatMap(({ resource: type, fix }) =>
    fix.flatMap(({ cli = '' }) => commandsFor(cli, { ...resource, type: [type].flat()[0] ?? '' })),
  );
  return [...new Set(found)].filter((command) => command.startsWith(`${tool} `));
}

describe('commands of the AWS CLI', () => {
  test('are taken by it, every parameter and value', async () => {
    const python = await pythonOfAws();
    if (python === undefined) return;
    const commands = commandsOf('aws').map((command) =>
      command.replace(/\b[A-Z][A-Z0-9_]*\b/g, (word) => EXAMPLES[word] ?? word),
    );
    expect(commands.length).toBeGreaterThan(40);
    const wrong = [
      'aws iam delete-usr --user-name kagi',
      'aws s3api get-bucket-policy --bucket kagi --query a[',
      'aws iam delete-user',
      'aws ec2 delete-security-group --group 1 --id 2',
    ];
    const refused = await refusedByAws(python, [...wrong, ...commands]);
    expect(refused.slice(0, wrong.length).map((line) => line.split('\t')[0])).toEqual(wrong);
    expect(refused.slice(wrong.length)).toEqual([]);
  }, 60_000);
});

/** Flags of the commands of `sf` that rules use. Source: Salesforce CLI command reference. */
const SF_FLAGS: Record<string, { needs: string[]; may?: string[] }> = {
  'project deploy start': { needs: ['metadata'], may: ['dry-run', 'target-org'] },
  'project delete source': { needs: ['metadata'], may: ['no-prompt', 'target-org'] },
  'data query': { needs: ['query'], may: ['use-tooling-api', 'target-org'] },
  'data update record': { needs: ['sobject', 'record-id', 'values'], may: ['target-org'] },
  'data delete record': { needs: ['sobject', 'record-id'], may: ['target-org'] },
};

/** Types of metadata that deploy by name. Source: Metadata API developer guide, "Metadata Types". */
const METADATA_TYPES = [
  'ApexClass',
  'ConnectedApp',
  'CorsWhitelistOrigin',
  'CspTrustedSite',
  'CustomObject',
  'CustomSite',
  'Document',
  'Flow',
  'Network',
  'Profile',
  'RemoteSiteSetting',
  'ReportFolder',
  'Settings',
  'SharingGuestRule',
  'SharingRules',
  'SharingSet',
];

/** What is wrong with a command of `sf`; nothing when nothing is. */
function wrongWithSf(command: string): string[] {
  const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  const first = words.findIndex((word) => word.startsWith('--'));
  const known = SF_FLAGS[words.slice(1, first).join(' ')];
  if (known === undefined) return ['there is no such command'];
  const found: string[] = [];
  const given: string[] = [];
  for (let at = first; at < words.length; at += 2) {
    const [flag = '', value = ''] = [words[at]?.replace(/^--/, ''), words[at + 1]];
    given.push(flag);
    if (![...known.needs, ...(known.may ?? [])].includes(flag)) found.push(`there is no flag ${flag}`);
    if (value === '' || value.startsWith('--')) found.push(`${flag} has no value`);
    if (flag === 'metadata' && !METADATA_TYPES.includes(value.split(':')[0] ?? ''))
      found.push(`${value} is no metadata`);
    if (flag === 'query' && !/^SELECT [\w., ]+ FROM \w+( WHERE [\w.]+ = ('\w+'|true))?$/.test(value))
      found.push(`${value} is no query`);
    if (flag === 'values' && !/^\w+=\w+$/.test(value)) found.push(`${value} is no field and value`);
  }
  for (const flag of known.needs) if (!given.includes(flag)) found.push(`${flag} is missing`);
  return found;
}

describe('commands of the Salesforce CLI', () => {
  test('have the flags of its reference', () => {
    const commands = commandsOf('sf');
    expect(commands.length).toBeGreaterThan(20);
    expect(commands.flatMap((command) => wrongWithSf(command).map((what) => `${command}: ${what}`))).toEqual(
      [],
    );
  });

  test.each([
    'sf project deploy stop --metadata Network',
    'sf project deploy start --metadat Network',
    'sf project deploy start --metadata Netwrk:SITE',
    'sf project deploy start --metadata',
    'sf data delete record --sobject User',
    'sf data query --query "SELECT FROM"',
  ])('%s is refused', (command) => {
    expect(wrongWithSf(command)).not.toEqual([]);
  });
});

test('every command is one of a tool that is checked', () => {
  const all = rules.flatMap(({ id, fix }) =>
    fix.flatMap(({ cli = '' }) => commandsFor(cli, undefined).map((command) => `${id}: ${command}`)),
  );
  expect(all.filter((command) => !/: (aws|sf) /.test(command))).toEqual([]);
});
