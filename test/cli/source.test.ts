// --source and --source-map: findings at the block that declares the resource, in every format, without changing who they are.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseReport } from '../../src/report/parse.ts';
import { lintForGitHub } from '../../src/report/sarif-lint.ts';
import { state, tree } from '../source/grammar.ts';
import { tojimari } from './harness.ts';

const OPEN = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }],
};

/** Saved answers about three open buckets, and the source of two: one by its state, one by its name. */
function estate(): string {
  const answers: Record<string, string> = {};
  const buckets = ['acme-assets', 'acme-logs', 'acme-else'];
  answers['answers/s3api-list-buckets.json'] = JSON.stringify({ Buckets: buckets.map((Name) => ({ Name })) });
  for (const name of buckets) {
    const Policy = JSON.stringify(OPEN).replace('"*"}', `"arn:aws:s3:::${name}/*"}`);
    answers[`answers/${name}.policy.json`] = JSON.stringify({ Policy });
  }
  return tree({
    ...answers,
    'infra/main.tf': '# ours\nmodule "web" {\n  source = "./web"\n}\n',
    'infra/web/main.tf': 'resource "aws_s3_bucket" "assets" {\n  bucket = var.name\n}\n',
    'infra/more.tf': '\n\nresource "aws_s3_bucket" "logs" {\n  bucket = "acme-logs"\n}\n',
    'infra/terraform.tfstate': state({ 'module.web.aws_s3_bucket.assets': 'acme-assets' }),
  });
}

interface Result {
  locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[];
  relatedLocations?: { physicalLocation: { artifactLocation: { uri: string } }; message: { text: string } }[];
  fingerprints: Record<string, string>;
  partialFingerprints: Record<string, string>;
  properties: Record<string, string>;
}

async function sarif(cwd: string, ...more: string[]): Promise<Map<string, Result>> {
  const { stdout } = await tojimari(['scan', join(cwd, 'answers'), '--format', 'sarif', ...more], { cwd });
  const log: { runs: { results: Result[] }[] } = JSON.parse(stdout);
  expect(lintForGitHub(log)).toEqual([]);
  const results = log.runs.flatMap((run) => run.results);
  return new Map(results.map((result) => [result.properties['resourceId'] ?? '', result]));
}

const where = ({ locations: [location] }: Result) =>
  `${location?.physicalLocation.artifactLocation.uri}:${location?.physicalLocation.region.startLine}`;

describe('--source', () => {
  test('JSON: doors and findings carry where they are declared, and how that is known', async () => {
    const cwd = estate();
    const { stdout, code } = await tojimari(
      ['scan', join(cwd, 'answers'), '--source', 'infra', '--format', 'json'],
      { cwd },
    );
    expect(code).toBe(1);
    const report = parseReport(JSON.parse(stdout));
    if (!report.ok) throw new Error(JSON.stringify(report.misfits));
    const { doors, findings } = report.value;
    const sources = (of: typeof doors | typeof findings) =>
      Object.fromEntries(of.map(({ resource, source }) => [resource.name, source]));
    expect(sources(doors)).toEqual({
      'acme-assets': {
        file: 'infra/web/main.tf',
        line: 1,
        column: 1,
        endLine: 3,
        certain: true,
        by: {
          en: 'by the Terraform state infra/terraform.tfstate',
          ja: 'Terraform のステート infra/terraform.tfstate による',
        },
      },
      'acme-logs': expect.objectContaining({ file: 'infra/more.tf', line: 3, certain: false }),
      'acme-else': undefined,
    });
    expect(sources(findings)).toEqual(sources(doors));
  });

  test('SARIF: certain is the place of the alert, a guess stands beside it', async () => {
    const cwd = estate();
    const results = await sarif(cwd, '--source', 'infra');
    const [assets, logs, other] = ['acme-assets', 'acme-logs', 'acme-else'].map((name) =>
      results.get(`arn:aws:s3:::${name}`),
    );
    if (assets === undefined || logs === undefined || other === undefined) throw new Error('three alerts');
    expect(where(assets)).toBe('infra/web/main.tf:1');
    expect(assets.properties['declared']).toContain('Terraform state');
    expect(where(logs)).toMatch(/^_export\//);
    expect(logs.relatedLocations?.map(({ message }) => message.text)).toEqual([
      'Perhaps declared here, by its name (bucket = "acme-logs").',
    ]);
    expect(logs.relatedLocations?.[0]?.physicalLocation.artifactLocation.uri).toBe('infra/more.tf');
    expect(other.relatedLocations).toBeUndefined();
  });

  test('SARIF: an alert is the same alert without source, with it, and when its lines have moved', async () => {
    const cwd = estate();
    const [bare, tied] = [await sarif(cwd), await sarif(cwd, '--source', 'infra')];
    writeFileSync(
      join(cwd, 'infra/web/main.tf'),
      '# one\n# two\nresource "aws_s3_bucket" "assets" {\n  bucket = var.name\n}\n',
    );
    const moved = await sarif(cwd, '--source', 'infra');
    const assets = moved.get('arn:aws:s3:::acme-assets');
    expect(assets && where(assets)).toBe('infra/web/main.tf:3');
    const prints = (of: Map<string, Result>) =>
      [...of]
        .map(([id, { fingerprints, partialFingerprints }]) => [id, fingerprints, partialFingerprints])
        .sort();
    expect(prints(tied)).toEqual(prints(bare));
    expect(prints(moved)).toEqual(prints(bare));
  });

  test('a state that is kept elsewhere is named beside the folder', async () => {
    const cwd = estate();
    rmSync(join(cwd, 'infra/terraform.tfstate'));
    const shown = {
      format_version: '1.0',
      values: {
        root_module: {
          child_modules: [
            {
              resources: [
                {
                  address: 'module.web.aws_s3_bucket.assets',
                  mode: 'managed',
                  type: 'aws_s3_bucket',
                  values: { arn: 'arn:aws:s3:::acme-assets' },
                },
              ],
            },
          ],
        },
      },
    };
    const elsewhere = join(tree({ 'state.json': JSON.stringify(shown) }), 'state.json');
    const results = await sarif(cwd, '--source', 'infra', '--source', elsewhere);
    const assets = results.get('arn:aws:s3:::acme-assets');
    expect(assets && where(assets)).toBe('infra/web/main.tf:1');
  });

  test('text: one line a block, in both languages', async () => {
    const cwd = estate();
    const run = async (lang: string) => {
      const words = ['scan', join(cwd, 'answers'), '--source', 'infra', '--all', '--lang', lang];
      return (await tojimari(words, { cwd })).stdout.replace(/\s+/g, ' ');
    };
    const en = await run('en');
    expect(en).toContain('declared infra/web/main.tf:1:1, by the Terraform state infra/terraform.tfstate');
    expect(en).toContain('declared perhaps infra/more.tf:3:1, by its name (bucket = "acme-logs")');
    const ja = (await run('ja')).replaceAll(' ', '');
    expect(ja).toContain('宣言おそらくinfra/more.tf:3:1名前（bucket="acme-logs"）による推定');
  });

  test('a source file that does not parse is a remark, and the others are used', async () => {
    const cwd = estate();
    writeFileSync(join(cwd, 'infra/broken.tf'), 'resource "aws_s3_bucket" "x" {\n');
    const { stdout, code } = await tojimari(['scan', join(cwd, 'answers'), '--source', 'infra'], { cwd });
    expect(code).toBe(1);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain('1 source file was not read to the end: infra/broken.tf:2:1 is no');
    expect(text).toContain('infra/web/main.tf:1:1');
  });

  test.each([
    [
      'a folder that is not there',
      ['--source', '/nowhere/infra'],
      /There is no file or folder \/nowhere\/infra/,
    ],
    [
      'a folder without source',
      ['--source', 'answers'],
      /no Terraform and no CloudFormation template in answers/,
    ],
  ])('%s: exit 2', async (_, words, message) => {
    const cwd = estate();
    const { code, stdout, stderr } = await tojimari(['scan', join(cwd, 'answers'), ...words], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});

describe('--source-map', () => {
  async function mapped(map: string, ...words: string[]) {
    const cwd = estate();
    writeFileSync(join(cwd, 'map.yaml'), map);
    const argv = ['scan', join(cwd, 'answers'), '--source-map', 'map.yaml', '--format', 'json', ...words];
    const { stdout, stderr, code } = await tojimari(argv, { cwd });
    if (code === 2) return { stderr, places: {} };
    const report = parseReport(JSON.parse(stdout));
    if (!report.ok) throw new Error(JSON.stringify(report.misfits));
    const places = report.value.doors.map(({ resource, source }) => [
      resource.name,
      source && `${source.file}:${source.line}-${source.endLine} ${source.certain} ${source.by.en}`,
    ]);
    return { stderr, places: Object.fromEntries(places) };
  }

  test('file, line or address; before what else is known; the first that matches', async () => {
    const map = `# ours
"arn:aws:s3:::acme-assets": infra/main.tf:2
"*-else": module.web.aws_s3_bucket.assets
"*": infra/main.tf
`;
    const { places } = await mapped(map, '--source', 'infra');
    expect(places).toEqual({
      'acme-assets': 'infra/main.tf:2-2 true by the map map.yaml:2',
      'acme-else': 'infra/web/main.tf:1-3 true by the map map.yaml:3',
      'acme-logs': 'infra/main.tf:1-1 true by the map map.yaml:4',
    });
    expect((await mapped('"*-logs": infra/more.tf:3\n')).places['acme-logs']).toContain('infra/more.tf:3-3');
  });

  test('every fault with its place: exit 2', async () => {
    const map = '"a": infra/none.tf\n"b": infra/main.tf:99\n"c": aws_s3_bucket.nobody\n';
    const { stderr } = await mapped(map, '--source', 'infra');
    expect(stderr).toContain('map.yaml:1:6: there is no file infra/none.tf that can be read');
    expect(stderr).toContain('map.yaml:2:6: infra/main.tf has 5 lines, and none is 99');
    expect(stderr).toContain('map.yaml:3:6: aws_s3_bucket.nobody is declared in no folder of --source');
    expect((await mapped('- a\n')).stderr).toMatch(/map\.yaml:1:1: the file must be object/);
    expect((await mapped('"a": { b: c }\n')).stderr).toMatch(/map\.yaml:1:6: a must be string/);
  });

  test('a file that is not there: exit 2', async () => {
    const { code, stderr } = await tojimari(['scan', tree({ x: '' }), '--source-map', '/nowhere.yaml']);
    expect(code).toBe(2);
    expect(stderr).toContain('--source-map names /nowhere.yaml, which cannot be read (ENOENT).');
  });
});
