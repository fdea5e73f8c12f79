// Readers of the report formats, as those who take them read: strict XML, RFC 4180, the runner of GitHub Actions.
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { SaxesParser } from 'saxes';

/** A validator of a schema in this folder. */
export function validator(file: string): ValidateFunction {
  const schema = JSON.parse(readFileSync(new URL(`./${file}`, import.meta.url), 'utf8'));
  return new Ajv2020({ strict: false, allErrors: true }).compile(schema);
}

export interface Element {
  element: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

/** The document as a tree. Throws on whatever is not well-formed XML 1.0. */
export function readXml(xml: string): Element {
  const root: Element = { element: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const made: Element = { element: name, attributes: { ...attributes }, children: [], text: '' };
    open.at(-1)?.children.push(made);
    open.push(made);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.on('text', (text) => {
    const at = open.at(-1);
    if (at !== undefined) at.text += text;
  });
  parser.write(xml).close();
  const [document] = root.children;
  if (document === undefined) throw new Error('no root element');
  return document;
}

/** All elements of a name, in order. */
export function all(root: Element, name: string): Element[] {
  const below = root.children.flatMap((child) => all(child, name));
  return root.element === name ? [root, ...below] : below;
}

/** Rows of cells by RFC 4180. Throws on a quote where none may stand and on rows of different lengths. */
export function readCsv(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cells.lastIndex < csv.length) {
    const at = cells.lastIndex;
    const found = cells.exec(csv);
    if (found === null) throw new Error(`not CSV at ${at}: ${JSON.stringify(csv.slice(at, at + 40))}`);
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  if (new Set(rows.map(({ length }) => length)).size !== 1) throw new Error('rows of different lengths');
  return rows;
}

/** The rows below the header, by the names of the header. */
export function csvRecords(csv: string): Record<string, string>[] {
  const [header = [], ...rows] = readCsv(csv);
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

/** The text of a cell that was kept from being a formula. */
export function untamed(cell: string): string {
  return /^'+[=+\-@\t\r\n＝＋－＠]/.test(cell) ? cell.slice(1) : cell;
}

export interface Command {
  name: string;
  properties: Record<string, string>;
  message: string;
}

/** What a runner obeys in a log: every line that begins with a command. Throws on a line that is none. */
export function readCommands(log: string): Command[] {
  return log
    .replace(/\n$/, '')
    .split(/\r\n|\r|\n|\u0085|\u2028|\u2029/)
    .map((line) => {
      const [, name, given, message] = /^::([a-z-]+)(?: ([^:]*?))?::(.*)$/s.exec(line) ?? [];
      if (name === undefined || message === undefined) throw new Error(`no command: ${line}`);
      const pairs = (given ?? '').split(',').map((pair): [string, string] => {
        const at = pair.indexOf('=');
        return [pair.slice(0, at), unescapeProperty(pair.slice(at + 1))];
      });
      return { name, properties: Object.fromEntries(pairs), message: unescapeData(message) };
    });
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function unescapeProperty(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}
