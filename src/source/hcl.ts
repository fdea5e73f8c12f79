// Terraform's own language -> the blocks of a file, by a parser that recovers from mistakes and knows every offset.
import type { Node } from 'web-tree-sitter';
import type { Block, Call, Module } from './declared.ts';
import { bodiesOf } from './hcl-expressions.ts';
import { unescaped } from './hcl-text.ts';

/** What a file of Terraform declares, and the place of the first mistake in it. */
export interface HclFile extends Module {
  broken?: { line: number; column: number };
  /** The parser was stopped: the file took too many steps. */
  tangled?: true;
}

/** Reads one file. Throws nothing. */
export type ReadHcl = (text: string, file: string) => HclFile;

/** The parser's engine and its grammar: WebAssembly, as the packages ship it. */
export interface Grammar {
  engine: Uint8Array;
  hcl: Uint8Array;
}

/** Steps of the parser for each character, in its own unit of a hundred; ordinary files need a tenth of this. */
const STEPS = { least: 1000, perCharacter: 0.05 };
const MOST_ATTRIBUTES = 500;

/** Starts the parser: a tenth of a second. `whole`: with every expression, for those who look into them. */
export async function openHcl({ engine, hcl }: Grammar, whole = false): Promise<ReadHcl> {
  const { Parser, Language } = await import('web-tree-sitter');
  await Parser.init({ wasmBinary: engine });
  const parser = new Parser();
  parser.setLanguage(await Language.load(hcl));
  return (text, file) => {
    let left = STEPS.least + text.length * STEPS.perCharacter;
    const progressCallback = () => {
      left -= 1;
      return left < 0;
    };
    const tree = parser.parse(text, null, { progressCallback });
    if (tree === null) {
      parser.reset();
      return { blocks: [], calls: [], tangled: true };
    }
    try {
      const found = fileOf(tree.rootNode, file);
      return whole ? { ...found, bodies: bodiesOf(tree.rootNode, file) } : found;
    } finally {
      tree.delete();
    }
  };
}

function fileOf(root: Node, file: string): HclFile {
  const found: HclFile = { blocks: [], calls: [] };
  for (const body of root.namedChildren) {
    if (body?.type !== 'body') continue;
    for (const node of body.namedChildren) if (node.type === 'block') gather(node, file, found);
  }
  const fault = root.hasError ? firstFault(root) : undefined;
  if (fault !== undefined)
    found.broken = { line: fault.startPosition.row + 1, column: fault.startPosition.column + 1 };
  return found;
}

/** The way down is as long as the text is deep, so that it is walked and not recursed. */
function firstFault(root: Node): Node {
  let node = root;
  for (;;) {
    const next = node.children.find((child) => child.isError || child.isMissing || child.hasError);
    if (next === undefined || next.isError || next.isMissing) return next ?? node;
    node = next;
  }
}

function gather(node: Node, file: string, into: Module): void {
  const [kind, ...rest] = node.namedChildren;
  // A mistake in the body leaves the block where it is; one in its head does not say what it is.
  if (rest.some(({ type, hasError }) => type !== 'body' && hasError)) return;
  const labels = rest.flatMap((child) => {
    if (child.type === 'identifier') return [child.text];
    return child.type === 'string_lit' ? (plain(child) ?? []) : [];
  });
  const body = rest.find((child) => child.type === 'body');
  const [first, second] = labels;
  const place = {
    file,
    line: node.startPosition.row + 1,
    column: node.startPosition.column + 1,
    endLine: node.endPosition.row + 1,
  };
  if (kind?.text === 'module' && first !== undefined) {
    const call: Call = { ...place, name: first, source: attributesOf(body).literals.get('source') };
    into.calls.push(call);
  } else if (kind?.text === 'resource' && first !== undefined && second !== undefined) {
    const block: Block = { ...place, type: first, name: second, ...attributesOf(body) };
    into.blocks.push(block);
  }
}

function attributesOf(body: Node | undefined): Pick<Block, 'literals' | 'tags'> {
  const literals = new Map<string, string>();
  const tags = new Map<string, string>();
  for (const attribute of (body?.namedChildren ?? []).slice(0, MOST_ATTRIBUTES)) {
    if (attribute.type !== 'attribute' || attribute.hasError) continue;
    const [name, expression] = attribute.namedChildren;
    if (name === undefined || expression === undefined) continue;
    const text = literal(expression);
    if (text !== undefined) literals.set(name.text, text);
    if (name.text === 'tags') for (const [key, value] of pairsIn(expression)) tags.set(key, value);
  }
  return { literals, tags };
}

/** Plain pairs anywhere in an expression: `merge(var.tags, { key = "value" })` too. */
function pairsIn(expression: Node): [string, string][] {
  const found: [string, string][] = [];
  for (const pair of expression.descendantsOfType('object_elem').slice(0, MOST_ATTRIBUTES)) {
    const [key, value] = pair.namedChildren;
    const name = key === undefined ? undefined : (literal(key) ?? bareWord(key));
    const text = value === undefined ? undefined : literal(value);
    if (name !== undefined && text !== undefined) found.push([name, text]);
  }
  return found;
}

function bareWord(expression: Node): string | undefined {
  return /^[A-Za-z_][\w-]*$/.test(expression.text) ? expression.text : undefined;
}

/** Text without anything to fill in. */
function literal(expression: Node): string | undefined {
  let node: Node | null = expression;
  for (const type of ['expression', 'literal_value', 'string_lit']) {
    if (node === null || node.type !== type) return undefined;
    if (type === 'string_lit') return plain(node);
    if (node.namedChildCount !== 1) return undefined;
    node = node.namedChild(0);
  }
  return undefined;
}

/** What stands between the quotes. */
function plain({ text }: Node): string | undefined {
  if (!text.startsWith('"') || !text.endsWith('"') || text.length < 2) return undefined;
  return unescaped(text.slice(1, -1));
}
