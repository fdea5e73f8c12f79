// What would settle an unknown: a command for every setting of every type, whose saved answer is read back.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { EXPORT_CALLS } from '../../../../src/providers/aws/export/calls.ts';
import { byName } from '../../../../src/providers/aws/import/names.ts';
import { SERVICES } from '../../../../src/providers/aws/services.ts';
import { PROVIDERS } from '../../../../src/providers/index.ts';
import type { Question } from '../../../../src/providers/provider.ts';
import { parseReport } from '../../../../src/report/parse.ts';
import type { Report } from '../../../../src/report/report.ts';
import { textFile } from '../../../../src/snapshot/files.ts';
import { folder, ROOT, tojimari } from '../../../cli/harness.ts';

/** Every setting of every type that something live is asked for, and the type itself for its list. */
const SETTINGS = PROVIDERS.flatMap((provider) =>
  provider.services.flatMap(({ types }) =>
    types
      .filter(({ type }) => type !== 'aws.policy.document')
      .map(({ type, schema }) => {
        const { properties } = JSON.parse(readFileSync(join(ROOT, 'src', `${schema}.schema.json`), 'utf8'));
        return { provider, type, settings: [type, ...Object.keys(properties)] };
      }),
  ),
);

function question(type: string, setting: string, given: Partial<Question> = {}): Question {
  const provider = type.split('.')[0] ?? '';
  const id = provider === 'aws' ? 'aws/111122223333' : 'salesforce/00D000000000001EAA';
  const scope = { id, label: id, input: 'export' as const };
  const resources = [{ id: 'arn:aws:s3:::kagi-site', name: 'kagi-site', region: 'ap-northeast-1' }];
  return { scope, type, setting, reason: 'missing', resources, ...given };
}

const MAKE_REPORT =
  'for i in 1 2 3 4 5 6; do aws iam generate-credential-report | grep -q COMPLETE && break; sleep 2; done';

/** Says what is wrong with a command that saves an answer; undefined when it is read. */
function fault(command: string): string | undefined {
  if (command === MAKE_REPORT) return undefined;
  if (/^mkdir -p more\//.test(command) || /^tojimari (scan|export-script) /.test(command)) return undefined;
  const live =
    /^tojimari collect (aws|salesforce)(?: --org ORG_ALIAS)?((?: --service \S+)*) --output \S+\.jsonl$/.exec(
      command,
    );
  if (live !== null) {
    const names = PROVIDERS.find(({ name }) => name === live[1])?.services.map(({ name }) => name) ?? [];
    const asked = [...(live[2] ?? '').matchAll(/--service (\S+)/g)].map(([, name = '']) => name);
    return asked.every((name) => names.includes(name)) ? undefined : `no such service: ${command}`;
  }
  if (/^bash export\.sh ORG_ALIAS \S+$/.test(command)) return undefined;
  const script = /^SERVICES="([^"]+)" (?:REGIONS="[a-z0-9 -]+" )?bash export\.sh more$/.exec(command);
  if (script !== null) {
    const known = EXPORT_CALLS.map(({ service }) => service);
    return script[1]?.split(' ').every((name) => known.includes(name))
      ? undefined
      : `not in the script: ${command}`;
  }
  const saved = /^aws (?:--region \S+ )?(\S+) (\S+)(?: .*)? > more\/(\S+) 2>&1$/.exec(command);
  if (saved === null) return `not understood: ${command}`;
  const [, service = '', operation = '', file = ''] = saved;
  if (!/^(get|list|describe)-/.test(operation)) return `does not only read: ${command}`;
  const named = byName(textFile(file, '{}', false));
  if (named?.saved.operation.toLowerCase() !== operation.replaceAll('-', ''))
    return `saved as another call: ${command}`;
  const scripted = EXPORT_CALLS.some(
    ({ service: name, calls = [], each = [] }) =>
      name === service &&
      [...calls, ...each.flatMap((one) => [one.of, ...(one.calls ?? [])])].some(
        (call) => call.split(' ')[0] === operation,
      ),
  );
  const own = ['sts get-caller-identity', 's3control list-multi-region-access-points'];
  return scripted || own.includes(`${service} ${operation}`) ? undefined : `nobody reads: ${command}`;
}

describe('every setting has a command whose answer is read', () => {
  test.each(SETTINGS.map(({ provider, type, settings }) => ({ provider, type, settings })))(
    '$type',
    ({ provider, type, settings }) => {
      for (const setting of settings)
        for (const reason of ['missing', 'not-held', 'malformed'] as const) {
          const steps = provider.settle?.([question(type, setting, { reason })], 'more') ?? [];
          const commands = steps.flatMap((step) => step.commands);
          expect([setting, commands.length > 0]).toEqual([setting, true]);
          expect(commands.map(fault).filter((one) => one !== undefined)).toEqual([]);
          for (const { text } of steps) expect(text.en !== '' && /[ぁ-ん]/.test(text.ja)).toBe(true);
        }
    },
  );

  test('none is left out', () => {
    expect(SETTINGS.length).toBeGreaterThan(80);
    expect(SERVICES.length).toBeGreaterThan(40);
  });
});

describe('the fewest commands', () => {
  const [aws] = PROVIDERS;
  const commands = (...questions: Question[]) =>
    (aws?.settle?.(questions, 'more') ?? []).flatMap((step) => step.commands);

  test('one call answers for all that it tells', () => {
    const asked = commands(
      question('aws.iam.user', 'mfaActive'),
      question('aws.iam.user', 'accessKeys'),
      question('aws.iam.account', 'rootAccessKeyLastUsed'),
    );
    expect(asked.filter((line) => !line.startsWith('mkdir '))).toEqual([
      MAKE_REPORT,
      'aws sts get-caller-identity > more/global/sts-get-caller-identity.json 2>&1',
      'aws iam get-credential-report > more/global/iam-get-credential-report.json 2>&1',
    ]);
  });

  test('many buckets are asked by the script, and calls that it makes are not made twice', () => {
    const resources = Array.from({ length: 6 }, (_, n) => ({ id: `b${n}`, name: `kagi-${n}` }));
    const asked = commands(
      question('aws.s3.bucket', 'policy', { resources }),
      question('aws.s3.bucket', 'created', { resources }),
      question('aws.sns.topic', 'policy'),
    );
    expect(asked).toEqual([
      'tojimari export-script aws > export.sh',
      'SERVICES="s3api sns" REGIONS="ap-northeast-1" bash export.sh more',
    ]);
  });

  test('answers of several accounts are saved apart, and all of them judged', async () => {
    const root = folder();
    const policy = (name: string) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${name}/*` },
        ],
      });
    const save = (file: string, content: object) => {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), JSON.stringify(content));
    };
    const identity = (account: string) => ({
      Account: account,
      Arn: `arn:aws:iam::${account}:user/a`,
      UserId: 'A',
    });
    const accounts = { '111122223333': 'kagi-one', '444455556666': 'kagi-two' };
    for (const [account, name] of Object.entries(accounts)) {
      save(`${name}/global/sts-get-caller-identity.json`, identity(account));
      save(`${name}/global/s3api-get-bucket-policy/${name}`, { Policy: policy(name) });
    }
    const run = async (argv: string[]) => {
      const { stdout } = await tojimari(['scan', ...argv, '--format', 'json', '--quiet'], { cwd: root });
      const parsed = parseReport(JSON.parse(stdout));
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.misfits));
      return parsed.value;
    };
    const before = await run([join(root, 'kagi-one'), join(root, 'kagi-two'), '--explain-unknown']);
    const asked = before.next?.flatMap((step) => step.commands) ?? [];
    const files = asked.flatMap((line) => / > (more\S+) 2>&1$/.exec(line)?.[1] ?? []);
    expect(files.length).toBeGreaterThan(4);
    expect(new Set(files).size).toBe(files.length);
    // One account stops everything, the other nothing.
    for (const line of asked) {
      const file = / > (more\S+) 2>&1$/.exec(line)?.[1];
      if (file === undefined) continue;
      const account = /^more\/(\d{12})\//.exec(file)?.[1] ?? '';
      if (line.includes('sts get-caller-identity >')) save(file, identity(account));
      const on = account === '444455556666';
      const block = {
        BlockPublicAcls: on,
        IgnorePublicAcls: on,
        BlockPublicPolicy: on,
        RestrictPublicBuckets: on,
      };
      if (line.includes('get-public-access-block')) save(file, { PublicAccessBlockConfiguration: block });
    }
    const after = await run([join(root, 'kagi-one'), join(root, 'kagi-two'), join(root, 'more')]);
    const states = after.doors
      .filter(({ state }) => state !== 'unknown')
      .map(({ resource, state }) => `${resource.name} ${state}`);
    expect(states.sort()).toEqual(['kagi-one open', 'kagi-two shut-by']);
    expect(after.scopes.map(({ id }) => id).sort()).toEqual(['aws/111122223333', 'aws/444455556666']);
  });

  test('only the regions that matter', () => {
    expect(commands(question('aws.sns.topic', 'policy'))).toContain(
      'SERVICES="sns" REGIONS="ap-northeast-1" bash export.sh more',
    );
  });

  test('a hostile name stays one word', () => {
    const resources = [{ id: 'x', name: "a';rm -rf ~;'" }];
    const asked = commands(question('aws.s3.bucket', 'policy', { resources }));
    expect(asked.at(-1)).toContain(`--bucket 'a'\\'';rm -rf ~;'\\'''`);
    expect(asked.at(-1)).toContain(`'more/global/s3api-get-bucket-policy/a'\\''%3Brm%20-rf%20~%3B'\\'''`);
  });

  test('what is declared is settled by the account', () => {
    const scope = { id: 'aws/unknown/plan.json', label: 'plan.json', input: 'declaration' as const };
    expect(commands(question('aws.s3.account', 'blockPublicAccess', { scope }))).toEqual([
      'tojimari scan aws',
    ]);
  });
});

describe('--explain-unknown', () => {
  const POLICY = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::kagi-site/*' },
    ],
  };
  const ANSWERS: Record<string, string> = {
    'sts get-caller-identity': JSON.stringify({
      Account: '111122223333',
      Arn: 'arn:aws:iam::111122223333:user/a',
      UserId: 'A',
    }),
    's3control get-public-access-block': JSON.stringify({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: false,
        IgnorePublicAcls: false,
        BlockPublicPolicy: false,
        RestrictPublicBuckets: false,
      },
    }),
    's3api get-public-access-block':
      '\nAn error occurred (NoSuchPublicAccessBlockConfiguration) when calling the GetPublicAccessBlock operation: none\n',
    's3api get-bucket-acl': JSON.stringify({ Owner: { ID: 'a1' }, Grants: [] }),
    's3control list-access-points': JSON.stringify({ AccessPointList: [] }),
  };

  test('what it says to ask, saved as it says, decides the door', async () => {
    const root = folder();
    mkdirSync(join(root, 'p'));
    writeFileSync(
      join(root, 'p', 'kagi-site.policy.json'),
      JSON.stringify({ Policy: JSON.stringify(POLICY) }),
    );
    const scan = async (argv: string[]): Promise<Report> => {
      const { stdout, stderr } = await tojimari(['scan', ...argv, '--format', 'json', '--quiet'], {
        cwd: root,
      });
      if (stdout === '') throw new Error(stderr);
      const parsed = parseReport(JSON.parse(stdout));
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.misfits));
      return parsed.value;
    };
    const open = (report: Report) => report.doors.filter(({ via }) => via === undefined || via === 'policy');
    const before = await scan([join(root, 'p'), '--explain-unknown']);
    expect(before.doors.map(({ state }) => state)).toContain('open-unless');
    const commands = before.next?.flatMap((step) => step.commands) ?? [];
    expect(commands.at(-1)).toMatch(/^tojimari scan .*\/p.* more$/);
    for (const command of commands) {
      const [, service = '', operation = '', file = ''] =
        /^aws (?:--region \S+ )?(\S+) (\S+).* > (\S+) 2>&1$/.exec(command) ?? [];
      const answer = ANSWERS[`${service} ${operation}`];
      if (answer === undefined) continue;
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), answer);
    }
    const after = await scan([join(root, 'p'), join(root, 'more')]);
    expect(after.scopes.map(({ id }) => id)).toEqual(['aws/111122223333']);
    expect(open(after).map(({ state }) => state)).toEqual(['open']);
  });

  test('text prints each command on its own, in both languages, and not unasked', async () => {
    const root = folder();
    writeFileSync(join(root, 'kagi-site.policy.json'), JSON.stringify({ Policy: JSON.stringify(POLICY) }));
    const target = join(root, 'kagi-site.policy.json');
    const asked = await tojimari(['scan', target, '--explain-unknown', '--quiet']);
    expect(asked.stdout).toMatch(/^ *next +Ask the account/m);
    expect(asked.stdout).toMatch(/^ +mkdir -p more\/global/m);
    expect((await tojimari(['scan', target, '--explain-unknown', '--quiet', '--lang', 'ja'])).stdout).toMatch(
      /次の一手 +アカウント/,
    );
    expect((await tojimari(['scan', target, '--quiet'])).stdout).not.toMatch(/mkdir -p/);
    // The same from a saved report.
    const saved = join(root, 'report.json');
    await tojimari(['scan', target, '--format', 'json', '--output', saved, '--quiet']);
    const rendered = await tojimari(['render', saved, '--explain-unknown']);
    expect(rendered.stdout).toMatch(/^ +mkdir -p more\/global/m);
  });
});
