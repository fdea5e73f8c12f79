// Intents put into the text of a tojimari.yaml: nothing else of it changes, neither comments nor blanks nor line ends.
import { Document, isMap, isScalar, isSeq, parseDocument, visit, type YAMLSeq } from 'yaml';
import { visible } from '../report/escape.ts';
import type { Wanted } from '../report/intent-for.ts';

/** What is written of an intent. */
export interface WrittenIntent extends Wanted {
  owner: string;
  reason: string;
  until: string;
}

/** The text with the intents at the end of its list, and what was added. */
export function withIntents(text: string, intents: WrittenIntent[]): { text: string; added: string } {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const plain = itemsOf(intents);
  const document = parseDocument(text, { schema: 'failsafe' });
  const list = isMap(document.contents) ? document.contents.get('intents', true) : undefined;
  const written = (lines: string) => lines.replaceAll('\n', lineEnd);
  if (isSeq(list) && list.flow !== true && list.items.length > 0) {
    const { at, indent } = endOf(text, list);
    const added = indented(plain, indent);
    const before = text.slice(0, at).endsWith('\n') ? '' : '\n';
    return { text: text.slice(0, at) + written(before + added) + text.slice(at), added };
  }
  if (isSeq(list)) {
    // A list in brackets is written anew.
    const whole: YAMLSeq<unknown> = list;
    whole.flow = false;
    for (const intent of intents) whole.add(document.createNode(ordered(intent)));
    return { text: written(document.toString({ lineWidth: 0 })), added: indented(plain, '  ') };
  }
  const key = keyOf(document.contents);
  if (key !== undefined) {
    // Nothing is in it yet: its line is where the list begins.
    const end = text.indexOf('\n', key);
    const at = end < 0 ? text.length : end + 1;
    const added = indented(plain, '  ');
    return { text: text.slice(0, at) + written((end < 0 ? '\n' : '') + added) + text.slice(at), added };
  }
  const head = text === '' || text.endsWith('\n') ? text : text + lineEnd;
  const gap = head === '' ? '' : '\n';
  const added = `intents:\n${indented(plain, '  ')}`;
  return { text: head + written(gap + added), added };
}

/** Where the key of the intents stands. */
function keyOf(contents: unknown): number | undefined {
  if (!isMap(contents)) return undefined;
  const pair = contents.items.find(({ key }) => isScalar(key) && key.value === 'intents');
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}

/** The end of the last line of a list, and how deep its dashes stand. */
function endOf(text: string, list: YAMLSeq): { at: number; indent: string } {
  const [start = 0, valueEnd = text.length] = list.range ?? [];
  const line = text.lastIndexOf('\n', start - 1) + 1;
  // Up to the last character that is no blank and no comment of what follows.
  const body = text.slice(0, valueEnd).trimEnd();
  const end = text.indexOf('\n', body.length);
  return { at: end < 0 ? text.length : end + 1, indent: text.slice(line, start).replace(/\S.*$/s, '') };
}

function itemsOf(intents: WrittenIntent[]): string {
  const document = new Document(intents.map(ordered), { schema: 'core' });
  visit(document, {
    Seq(key, node) {
      // A short list of words is read on one line.
      if (key !== null && node.items.length <= 6) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** As people would write it: one resource is no list. Characters that hide are written out, so that a name is what it shows. */
function ordered({
  type,
  resource = [],
  audience,
  access,
  under,
  parts,
  who,
  owner,
  reason,
  until,
}: WrittenIntent) {
  const [only, ...others] = resource;
  return {
    type,
    resource: others.length === 0 && only !== undefined ? only : resource,
    audience,
    access,
    ...(under !== undefined && { under }),
    ...(parts !== undefined && { parts }),
    ...(who !== undefined && { who }),
    owner: visible(owner),
    reason: visible(reason),
    until,
  };
}

function indented(text: string, by: string): string {
  return text.replace(/^(?=.)/gm, by);
}
