// Metadata XML as a small tree that keeps the line of every element. No document types, no entities, bounded.
import { SaxesParser } from 'saxes';
import { InputError } from '../../../errors.ts';
import { BOUNDS, megabytes } from '../../../snapshot/bounds.ts';
import type { InputFile } from '../../../snapshot/files.ts';
import { plainXml } from './plain-xml.ts';

export interface Element {
  name: string;
  /** Where the element starts; both from 1. */
  line: number;
  column: number;
  /** Its own characters, trimmed. */
  text: string;
  children: Element[];
}

class Fault extends Error {}

/**
 * Parses a metadata file; an InputError with line and column when it is not well-formed, declares a document type,
 * or goes beyond the bounds of `nesting`, `elements` or `xml`.
 */
export async function readXml(file: InputFile): Promise<Element> {
  return parseXml(await xmlText(file), file.path);
}

/** The text of a metadata file; an InputError when it is larger than the bound, also once it is unpacked. */
export async function xmlText(file: InputFile): Promise<string> {
  const tooLarge = () =>
    new InputError([{ message: `is larger than ${BOUNDS.xml} MB`, place: { file: file.path } }]);
  if (file.size > megabytes(BOUNDS.xml)) throw tooLarge();
  const text = await file.text();
  if (text.length > megabytes(BOUNDS.xml)) throw tooLarge();
  return text;
}

/** See readXml; for text that is already in memory. `path` is for messages. */
export function parseXml(text: string, path: string): Element {
  return plainXml(text, BOUNDS.nesting, BOUNDS.elements) ?? parseFully(text, path);
}

function parseFully(text: string, path: string): Element {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const top: Element = { name: '', line: 1, column: 1, text: '', children: [] };
  const open: Element[] = [top];
  const stop = (message: string): never => {
    throw new Fault(message);
  };
  let current = top;
  let count = 0;
  let line = 1;
  let lineStart = 0;
  let nextBreak = text.indexOf('\n');
  parser.on('error', (error) => stop(error.message.replace(/^\d+:\d+: /, '')));
  parser.on('doctype', () => stop('declares a document type, which metadata never does'));
  parser.on('opentagstart', (tag) => {
    if (open.length > BOUNDS.nesting) stop(`nests deeper than ${BOUNDS.nesting} elements`);
    count += 1;
    if (count > BOUNDS.elements) stop(`holds more than ${BOUNDS.elements} elements`);
    // The parser has read beyond the name already, perhaps into the next line: find the tag, and count lines up to it.
    const start = text.lastIndexOf(`<${tag.name}`, parser.position);
    while (nextBreak !== -1 && nextBreak < start) {
      line += 1;
      lineStart = nextBreak + 1;
      nextBreak = text.indexOf('\n', lineStart);
    }
    const element: Element = { name: tag.name, line, column: start - lineStart + 1, text: '', children: [] };
    current.children.push(element);
    open.push(element);
    current = element;
  });
  parser.on('text', (characters) => {
    current.text += characters;
  });
  parser.on('cdata', (characters) => {
    current.text += characters;
  });
  parser.on('closetag', () => {
    current.text = current.text.trim();
    open.pop();
    current = open.at(-1) ?? top;
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new InputError([
      { message: error.message, place: { file: path, line: parser.line, column: parser.column + 1 } },
    ]);
  }
  const [root] = top.children;
  if (root === undefined)
    throw new InputError([{ message: 'is empty', place: { file: path, line: 1, column: 1 } }]);
  return root;
}

/** All children of a name. */
export function all(element: Element, name: string): Element[] {
  return element.children.filter((child) => child.name === name);
}

/** Text of the first child of a name; undefined when there is none. An empty element is an empty text. */
export function text(element: Element, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}

/** A child that says true or false; undefined when it is not there or says something else. */
export function flag(element: Element, name: string): boolean | undefined {
  const value = text(element, name);
  return value === 'true' ? true : value === 'false' ? false : undefined;
}
