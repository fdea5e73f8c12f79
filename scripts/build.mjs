// Bundles src/main.ts into dist/: one small start-up file and chunks that load when they are needed.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import './schemas.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const PLATFORM = {
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // jsonc-parser's CommonJS form cannot be bundled.
  mainFields: ['module', 'main'],
  // The SDKs stay outside, where npm can patch them; the rest is bundled so that starting takes no time.
  external: ['jsforce', '@aws-sdk/*', '@smithy/*', 'https-proxy-agent'],
  alias: { 'string-width': `${root}node_modules/string-width/index.js` },
  plugins: [{ name: 'lazy-emoji', setup: makeEmojiLazy }],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
};
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: { main: 'src/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  write: false,
  ...PLATFORM,
});

// Each file appears whole, the entry last: whoever runs dist meanwhile sees the old build or the new one.
mkdirSync(`${root}dist`, { recursive: true });
const entry = ({ path }) => basename(path) === 'main.js';
for (const file of [...outputFiles].sort((a, b) => Number(entry(a)) - Number(entry(b)))) {
  writeFileSync(`${file.path}.part`, file.contents);
  renameSync(`${file.path}.part`, file.path);
}
writeFileSync(`${root}dist/rules.json`, await builtRules());
const built = new Set(['rules.json', ...outputFiles.map(({ path }) => basename(path))]);
for (const name of readdirSync(`${root}dist`))
  if (!built.has(name)) rmSync(`${root}dist/${name}`, { recursive: true });

/** Its regular expression over all emoji costs 30 ms of every start; most text has none. */
function makeEmojiLazy({ onLoad }) {
  onLoad({ filter: /string-width\/index\.js$/ }, ({ path }) => {
    const source = readFileSync(path, 'utf8');
    const eager = 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;';
    if (!source.includes(eager)) throw new Error('string-width has changed: look at makeEmojiLazy again');
    const lazy =
      "let emoji; const rgiEmojiRegex = { test: (text) => (emoji ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test(text) };";
    return { contents: source.replace(eager, () => lazy), loader: 'js' };
  });
}

/** The shipped rules as JSON, checked: reading and checking the YAML at every start would take longer than a small scan. */
async function builtRules() {
  const loader = `${root}node_modules/.cache/tojimari/load-rules.${process.pid}.mjs`;
  await build({
    absWorkingDir: root,
    stdin: {
      contents: "export { rulesIn } from './src/cli/ruleset.ts';",
      resolveDir: root,
    },
    outfile: loader,
    bundle: true,
    ...PLATFORM,
  });
  const { rulesIn } = await import(loader);
  rmSync(loader);
  process.chdir(root);
  try {
    return JSON.stringify(await rulesIn(['rules']));
  } catch (error) {
    if (error.name !== 'InputError') throw error;
    console.error(error.message);
    process.exit(1);
  }
}
