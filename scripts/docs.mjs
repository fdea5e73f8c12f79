// Writes what the documents take from the program: docs/limits.md, and the demo report in README.md. --check only compares.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');

const { limitsMarkdown } = await load('src/cli/limits.ts');
write('docs/limits.md', limitsMarkdown());

// A fixed clock and no terminal: the same report everywhere.
const report = execFileSync(process.execPath, ['bin/tojimari.js', 'demo', '--lang', 'en', '--quiet'], {
  cwd: root,
  encoding: 'utf8',
  env: { PATH: process.env.PATH, SOURCE_DATE_EPOCH: '1793577600', TZ: 'UTC' },
});
const readme = readFileSync(`${root}README.md`, 'utf8');
const [before, after] = [readme.indexOf('<!-- demo -->'), readme.indexOf('<!-- /demo -->')];
if (before === -1 || after < before) throw new Error('README.md has no place for the demo report');
// The head, two blocks, what could not be told, the result: the rest is more of the same.
const parts = report.trimEnd().split('\n\n');
const shown = [...parts.slice(0, 3), '…', ...parts.filter((part) => /^F\d/.test(part) === false).slice(1)];
write(
  'README.md',
  `${readme.slice(0, before)}<!-- demo -->\n\n\`\`\`text\n${shown.join('\n\n')}\n\`\`\`\n\n${readme.slice(after)}`,
);

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
