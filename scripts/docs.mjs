// Writes what the documents take from the program: docs/README.md, docs/incidents.md, docs/limits.md, docs/coverage.md, docs/salesforce.md, docs/sensitive.md, docs/severity.md, docs/rules/, and the reports in README.md. --check only compares.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');

const { limitsMarkdown } = await load('src/cli/limits.ts');
write('docs/limits.md', limitsMarkdown());

const { sensitiveMarkdown } = await load('src/cli/sensitive.ts');
write('docs/sensitive.md', sensitiveMarkdown());

const { coverageMarkdown } = await load('src/providers/aws/coverage/words.ts');
write('docs/coverage.md', coverageMarkdown(JSON.parse(tojimari('coverage', '--format', 'json'))));

const { salesforceMarkdown } = await load('src/providers/salesforce/document.ts');
const { salesforce } = await load('src/providers/salesforce/provider.ts');
write('docs/salesforce.md', salesforceMarkdown(salesforce.permissions.map(({ permission }) => permission)));

const { frontPage, incidentsPage } = await load('src/incidents/document.ts');
const incidents = JSON.parse(readFileSync(`${root}dist/incidents.json`, 'utf8'));
write('docs/incidents.md', incidentsPage(incidents));

const { ruleDocuments } = await load('src/rules/document.ts');
const { severityPage } = await load('src/rules/severity-document.ts');
const { incidentsOfRule, yearOf } = await load('src/incidents/incident.ts');
const rules = JSON.parse(readFileSync(`${root}dist/rules.json`, 'utf8'));
const sameClass = (rule) =>
  incidentsOfRule(incidents, rule).map((one) => ({ id: one.id, name: `${one.company.en}, ${yearOf(one)}` }));
const rulePages = ruleDocuments(rules, sameClass);
for (const [file, text] of rulePages) write(`docs/rules/${file}`, text);
for (const file of below('docs/rules')) if (!rulePages.has(file)) remove(`docs/rules/${file}`);
write('docs/severity.md', severityPage(rules));

// The head, two blocks, what could not be told, the result: the rest is more of the same.
const demo = tojimari('demo').trimEnd().split('\n\n');
const some = [...demo.slice(0, 3), '…', ...demo.filter((part) => /^F\d/.test(part) === false).slice(1)];
const policy = tojimari('policy', 'examples/policy/bucket-policy.json', '--account', '111122223333');
const readme = readFileSync(`${root}README.md`, 'utf8');
write(
  'README.md',
  withOutput(
    withOutput(readme, 'demo', some.join('\n\n')),
    'policy',
    policy.trimEnd().split('\n\n').slice(0, 2).join('\n\n'),
  ),
);

// Last, because it names every other page.
write('docs/README.md', frontPage(incidents, pages()));

/** The pages of docs/, and the first page of each folder in it, with their headings. */
function pages() {
  const files = readdirSync(`${root}docs`, { recursive: true })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /^([^/]+\.md|[^/]+\/(README|index)\.md)$/.test(file) && file !== 'README.md');
  return files.sort().map((file) => {
    const [, about = file] = /^# (.+)$/m.exec(readFileSync(`${root}docs/${file}`, 'utf8')) ?? [];
    return { file, about };
  });
}

/** What a command prints in English, with a fixed clock and no terminal: the same report everywhere, whatever its exit code. */
function tojimari(...words) {
  const { stdout, status } = spawnSync(
    process.execPath,
    ['bin/tojimari.js', ...words, '--lang', 'en', ...(words[0] === 'coverage' ? [] : ['--quiet'])],
    {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, SOURCE_DATE_EPOCH: '1793577600', TZ: 'UTC' },
    },
  );
  if (status !== 0 && status !== 1) throw new Error(`tojimari ${words.join(' ')} ended with ${status}`);
  return stdout;
}

/** The document with an output between the marks of its name. */
function withOutput(text, name, output) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, after] = [text.indexOf(start), text.indexOf(end)];
  if (before === -1 || after < before) throw new Error(`README.md has no place for ${name}`);
  return `${text.slice(0, before)}${start}\n\n\`\`\`text\n${output}\n\`\`\`\n\n${text.slice(after)}`;
}

/** A module of the source as it is, without a build. */
async function load(file) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

function below(folder) {
  const files = readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true });
  return files
    .filter((entry) => entry.isFile())
    .map((entry) =>
      `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').slice(`${root}${folder}/`.length),
    );
}

/** A page of something that is no more. */
function remove(file) {
  if (check) {
    console.error(`${file} is about nothing that there is: run "node scripts/docs.mjs"`);
    process.exitCode = 1;
  } else rmSync(`${root}${file}`);
}

function write(file, text) {
  let old;
  try {
    old = readFileSync(`${root}${file}`, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  if (old === text) return;
  if (check) {
    console.error(`${file} is out of date: run "node scripts/docs.mjs"`);
    process.exitCode = 1;
    return;
  }
  mkdirSync(`${root}${file}`.replace(/\/[^/]*$/, ''), { recursive: true });
  writeFileSync(`${root}${file}`, text);
}
