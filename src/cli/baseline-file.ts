// The file of what is known, as text: YAML for people to review, or JSON; read back with the place of every fault.
import { Document, isScalar, visit } from 'yaml';
import type { BaselineFile } from '../report/baseline-file.generated.ts';
import { baselineFileSchema } from '../report/baseline-file.generated.ts';
import { visible, visibleJson } from '../report/escape.ts';
import { parseLocated } from './located.ts';

const DEEPEST = 12;
const KEYS = [
  ...['version', 'tool', 'written', 'scopes', 'known', 'couldNotTell', 'lists', 'rules'],
  ...['what', 'severity', 'rule', 'resource', 'door', 'fingerprint', 'firstSeen', 'until', 'owner', 'reason'],
];
const COMMENT = ` yaml-language-server: $schema=https://tojimari.dev/schema/baseline-v1.json
 What is known to stand open. Each entry counts as known until its day; after that it fails again.
 Review it like code, shorten it, and keep it private: it lists what can be reached.`;

/** YAML, or JSON when the name of the file says so. Names that control or hide text are written out. */
export function baselineText(file: BaselineFile, json: boolean): string {
  if (json) return visibleJson(`${JSON.stringify(file, null, 2)}\n`);
  const document = new Document(file);
  document.commentBefore = COMMENT;
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === 'string' && visible(node.value) !== node.value) node.type = 'QUOTE_DOUBLE';
    },
    Seq(_key, node) {
      // A list of words is read on one line.
      if (node.items.every((item) => isScalar(item)) && node.items.length <= 12) node.flow = true;
    },
  });
  return visibleJson(document.toString({ lineWidth: 0 }));
}

/** Throws InputError with every fault and its place. */
export function parseBaseline(text: string, file: string): BaselineFile {
  return parseLocated(text, file, {
    schema: baselineFileSchema,
    empty: {},
    deepest: DEEPEST,
    keys: KEYS,
    hint: 'tojimari baseline write makes the file.',
  }).value;
}
