// The tree of a file of Terraform -> its blocks with their expressions as plain data.
import type { Node } from 'web-tree-sitter';
import type { Body, Expression } from './expression.ts';
import { unescaped } from './hcl-text.ts';

/** Deeper than people write. */
const DEEPEST = 60;

/** All blocks of a file; one with a mistake in it is left out. How many there are is bounded by the size of the file. */
export function bodiesOf(root: Node, file: string): Body[] {
  return root.namedChildren.filter(({ type }) => type === 'body').flatMap((body) => blocksIn(body, file, 0));
}

function blocksIn(body: Node, file: string, depth: number): Body[] {
  if (depth > DEEPEST) return [];
  return body.namedChildren
    .filter(({ type, hasError }) => type === 'block' && !hasError)
    .map((block) => bodyOf(block, file, depth));
}

function bodyOf(block: Node, file: string, depth: number): Body {
  const [kind, ...rest] = block.namedChildren;
  const body = rest.find(({ type }) => type === 'body');
  const attributes: Body['attributes'] = new Map();
  for (const node of body?.namedChildren ?? []) {
    const [name, value] = node.type === 'attribute' ? node.namedChildren : [];
    if (name === undefined || value === undefined) continue;
    const { row, column } = node.startPosition;
    attributes.set(name.text, {
      value: expressionOf(value, { file, depth: 0 }),
      line: row + 1,
      column: column + 1,
    });
  }
  return {
    kind: kind?.text ?? '',
    labels: rest
      .filter(({ type }) => type === 'string_lit' || type === 'identifier')
      .map((label) => (label.type === 'identifier' ? label.text : unescaped(label.text.slice(1, -1)))),
    attributes,
    blocks: body === undefined ? [] : blocksIn(body, file, depth + 1),
    file,
    line: block.startPosition.row + 1,
    column: block.startPosition.column + 1,
  };
}

/** The file, and how deep in it an expression stands. */
interface Where {
  file: string;
  depth: number;
}

function deeper({ file, depth }: Where): Where {
  return { file, depth: depth + 1 };
}

function expressionOf(node: Node, where: Where): Expression {
  const inner = node.namedChildren;
  const [first, ...rest] = inner;
  const other = (): Expression => ({ kind: 'other', text: node.text.slice(0, 60) });
  if (where.depth > DEEPEST || first === undefined) return literalOf(node) ?? other();
  const down = (child: Node | undefined): Expression =>
    child === undefined ? other() : expressionOf(child, deeper(where));
  switch (node.type) {
    case 'expression':
    case 'collection_value':
    case 'operation':
    case 'template_expr':
    case 'for_expr':
      return rest.length === 0 ? down(first) : (pathOf(inner, where) ?? other());
    case 'literal_value':
      return literalOf(first) ?? other();
    case 'variable_expr':
      return { kind: 'reference', root: first.text, steps: [] };
    case 'quoted_template':
    case 'heredoc_template':
      return templateOf(node, where) ?? other();
    case 'tuple':
      return { kind: 'list', items: inner.filter(isExpression).map(down) };
    case 'object':
      return {
        kind: 'object',
        at: { file: where.file, line: node.startPosition.row + 1, column: node.startPosition.column + 1 },
        entries: inner
          .filter(({ type }) => type === 'object_elem')
          .map((pair) => ({ key: keyOf(pair.namedChildren[0], down), value: down(pair.namedChildren[1]) })),
      };
    case 'function_call': {
      const [args] = rest;
      const expanded = args?.children.some(({ type }) => type === 'ellipsis' || type === '...') === true;
      return expanded
        ? other()
        : { kind: 'call', name: first.text, args: (args?.namedChildren ?? []).map(down) };
    }
    case 'conditional':
      return { kind: 'choice', test: down(first), yes: down(rest[0]), no: down(rest[1]) };
    case 'binary_operation':
    case 'unary_operation':
      return operationOf(node, where) ?? other();
    case 'for_tuple_expr':
      return eachOf(inner, down) ?? other();
    default:
      return other();
  }
}

function isExpression({ type }: Node): boolean {
  return type === 'expression';
}

/** A bare word is a name, and everything else an expression (HCL native syntax specification, "Collection Values"). */
function keyOf(node: Node | undefined, down: (node: Node | undefined) => Expression): Expression {
  return node !== undefined && /^[A-Za-z_][\w-]*$/.test(node.text)
    ? { kind: 'literal', value: node.text }
    : down(node);
}

function literalOf(node: Node): Expression | undefined {
  if (node.type === 'string_lit') return { kind: 'literal', value: unescaped(node.text.slice(1, -1)) };
  if (node.type === 'numeric_lit') return { kind: 'literal', value: Number(node.text) };
  if (node.type === 'bool_lit') return { kind: 'literal', value: node.text === 'true' };
  if (node.type === 'null_lit') return { kind: 'literal', value: null };
  return undefined;
}

/** `root.name[index].name`; in parentheses or with a splat it is not followed. */
function pathOf([head, ...rest]: Node[], where: Where): Expression | undefined {
  if (head?.type !== 'variable_expr') return undefined;
  const steps: (string | Expression)[] = [];
  for (const node of rest) {
    const [step] = node.namedChildren;
    const [index] = step?.type === 'new_index' ? step.namedChildren : [];
    if (node.type === 'get_attr' && step !== undefined) steps.push(step.text);
    else if (node.type === 'index' && index !== undefined) steps.push(expressionOf(index, deeper(where)));
    else return undefined;
  }
  return { kind: 'reference', root: head.text, steps };
}

function operationOf(node: Node, where: Where): Expression | undefined {
  const operator = node.children.find(({ isNamed }) => !isNamed)?.text;
  const operands = operandsOf(node, where);
  return operator === undefined ? undefined : { kind: 'operation', operator, of: operands };
}

/** Operands stand without an expression around them: `var` `.name` `==` `"x"`. */
function operandsOf(node: Node, where: Where): Expression[] {
  const groups: Node[][] = [[]];
  for (const child of node.children) {
    if (child.isNamed) groups.at(-1)?.push(child);
    else if ((groups.at(-1)?.length ?? 0) > 0) groups.push([]);
  }
  return groups
    .filter((group) => group.length > 0)
    .map((group) => {
      const [only] = group;
      const text = group
        .map((part) => part.text)
        .join('')
        .slice(0, 60);
      if (only !== undefined && group.length === 1) return expressionOf(only, deeper(where));
      return pathOf(group, where) ?? { kind: 'other', text };
    });
}

function eachOf(inner: Node[], down: (node: Node | undefined) => Expression): Expression | undefined {
  const intro = inner.find(({ type }) => type === 'for_intro');
  const [value, ...more] = inner.filter(isExpression);
  const test = inner.find(({ type }) => type === 'for_cond')?.namedChildren[0];
  const list = intro?.namedChildren.find(isExpression);
  if (list === undefined || value === undefined || more.length > 0) return undefined;
  const names =
    intro?.namedChildren.filter(({ type }) => type === 'identifier').map(({ text }) => text) ?? [];
  return {
    kind: 'each',
    names,
    list: down(list),
    value: down(value),
    ...(test !== undefined && { test: down(test) }),
  };
}

/** Text between what is filled in; taken from the source, because the tree leaves blanks out. */
function templateOf(node: Node, where: Where): Expression | undefined {
  const heredoc = node.type === 'heredoc_template';
  const ends = node.children.filter(
    ({ type }) => type === 'heredoc_identifier' || /_(start|end)$/.test(type),
  );
  const [open, close] = heredoc ? [ends.at(-2), ends.at(-1)] : [ends[0], ends.at(-1)];
  if (open === undefined || close === undefined || open === close) return undefined;
  const parts: (string | Expression)[] = [];
  let at = open.endIndex;
  const take = (end: number) => {
    const text = node.text.slice(at - node.startIndex, end - node.startIndex);
    if (text !== '')
      parts.push(heredoc ? text.replaceAll('$${', '\u0024{').replaceAll('%%{', '%{') : unescaped(text));
  };
  for (const child of node.children) {
    if (child.type === 'template_directive') return undefined;
    if (child.type !== 'template_interpolation') continue;
    // `${~ x ~}` eats the blanks around it, which JSON does not mind.
    const value = child.namedChildren.find(isExpression);
    take(child.startIndex);
    at = child.endIndex;
    parts.push(
      value === undefined ? { kind: 'other', text: child.text } : expressionOf(value, deeper(where)),
    );
  }
  take(close.startIndex);
  const line = open.startPosition.row + 1;
  return { kind: 'template', parts, ...(heredoc && { at: { file: where.file, line } }) };
}
