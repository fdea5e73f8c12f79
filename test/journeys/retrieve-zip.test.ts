// One org, three ways to hand it over: a source project, the zip that a retrieve gives, and that zip unpacked.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseReport } from '../../src/report/parse.ts';
import type { Report } from '../../src/report/report.ts';
import { folder, ROOT, tojimari } from '../cli/harness.ts';
import { zipOf } from '../snapshot/zip.ts';

const PROJECT = join(ROOT, 'examples/salesforce/open');
const SOURCE = 'force-app/main/default/';
/** What keeps its `-meta.xml` in the metadata format, because it stands beside a source. */
const BESIDE_SOURCE = /^(classes|pages)\//;

/** The files of the project as a retrieve returns them: suffixes without `-meta.xml`, fields inside their objects. */
function retrieved(): Map<string, string> {
  const files = new Map<string, string>();
  const fields = new Map<string, string[]>();
  for (const name of readdirSync(PROJECT, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = name.replaceAll('\\', '/');
    if (!path.startsWith(SOURCE) || !/\.[\w-]+$/.test(path.split('/').at(-1) ?? '')) continue;
    const inside = path.slice(SOURCE.length);
    const text = readFileSync(join(PROJECT, path), 'utf8');
    const [, owner] = /^objects\/([^/]+)\/fields\//.exec(inside) ?? [];
    const [, object] = /^objects\/([^/]+)\/[^/]+\.object-meta\.xml$/.exec(inside) ?? [];
    if (owner !== undefined) {
      const body = /<CustomField[^>]*>([\s\S]*)<\/CustomField>/.exec(text)?.[1] ?? '';
      fields.set(owner, [...(fields.get(owner) ?? []), `<fields>${body}</fields>`]);
    } else if (object !== undefined) files.set(`objects/${object}.object`, text);
    else files.set(BESIDE_SOURCE.test(inside) ? inside : inside.replace(/-meta\.xml$/, ''), text);
  }
  for (const [object, own] of fields) {
    const path = `objects/${object}.object`;
    const text = files.get(path) ?? '';
    files.set(path, text.replace('</CustomObject>', `${own.join('\n')}\n</CustomObject>`));
  }
  files.set('package.xml', readFileSync(join(PROJECT, 'manifest/package.xml'), 'utf8'));
  return new Map([...files].map(([path, text]) => [`unpackaged/${path}`, text]));
}

async function scan(target: string): Promise<{ code: number; report: Report }> {
  const { code, stdout } = await tojimari(['scan', target, '--format', 'json', '--show-proof']);
  const report = parseReport(JSON.parse(stdout));
  if (!report.ok) throw new Error(JSON.stringify(report.misfits));
  return { code, report: report.value };
}

/** What is found, without where. */
function found({ findings, doors }: Report): string[] {
  const byId = new Map(doors.map((door) => [door.id, door]));
  return findings
    .flatMap(({ rule, severity, resource, doors: through }) =>
      (through.length === 0 ? [undefined] : through.map((id) => byId.get(id))).map((door) =>
        [
          rule,
          severity,
          resource.type === 'salesforce.org' ? 'org' : resource.id,
          door?.state,
          door?.audience,
          door?.via,
          door?.subject,
          [...(door?.access ?? [])].sort().join('+'),
          ...(door?.evidence ?? []).map(({ text }) => text.en),
        ].join(' | '),
      ),
    )
    .sort();
}

test('give the same findings, and the same report but for its paths', async () => {
  const files = retrieved();
  const at = folder();
  for (const [path, text] of files) {
    mkdirSync(dirname(join(at, 'unpacked', path)), { recursive: true });
    writeFileSync(join(at, 'unpacked', path), text);
  }
  const zip = join(at, 'retrieved.zip');
  writeFileSync(zip, zipOf([...files].map(([name, content]) => ({ name, content }))));

  const project = await scan(PROJECT);
  const packed = await scan(zip);
  const unpacked = await scan(join(at, 'unpacked'));
  expect(project.report.findings.length).toBeGreaterThan(5);
  expect(found(packed.report)).toEqual(found(project.report));
  expect(packed.code).toBe(project.code);
  const withoutRoot = (report: Report, root: string): unknown =>
    JSON.parse(JSON.stringify(report).replaceAll(root, 'ROOT'));
  expect(withoutRoot(packed.report, zip)).toEqual(withoutRoot(unpacked.report, join(at, 'unpacked')));
  // Each place is a file of the archive, and the line that says so.
  const places = packed.report.doors.flatMap(({ evidence }) =>
    evidence.flatMap(({ origin }) => origin ?? []),
  );
  expect(places.length).toBeGreaterThan(10);
  for (const { file, line = 0 } of places) {
    const text = files.get(file.slice(zip.length + 1)) ?? '';
    expect(text.split('\n')[line - 1]).toMatch(/\S/);
  }
});

test('a broken archive beside an export is a blind spot; alone it is a mistake', async () => {
  const at = folder({ 'broken.zip': 'PK\u0003\u0004 cut short' });
  const alone = await tojimari(['scan', join(at, 'broken.zip')]);
  expect(alone.code).toBe(2);
  expect(alone.stderr).toContain('is not an archive that can be read');

  const closed = join(ROOT, 'examples/salesforce/closed');
  expect((await scan(closed)).code).toBe(0);
  cpSync(closed, at, { recursive: true });
  const { code, report } = await scan(at);
  expect(code).toBe(3);
  expect(report.complete).toBe(false);
  const lost = report.scopes.flatMap(({ tallies }) => tallies).find(({ type }) => type === 'file');
  expect(lost?.missing).toMatchObject({ reason: 'malformed', detail: 'broken.zip' });
});
