// The field permissions of a profile or permission set, which are most of its file: read without an element each.
import { BOUNDS } from '../../../snapshot/bounds.ts';
import { plainXml, type Short } from './plain-xml.ts';
import { all, type Element, flag, parseXml, text } from './xml.ts';

/** Field permissions by object. Maps, because a file may name a field of "constructor". */
export interface FieldPermissions {
  /** Objects that they speak of. */
  described: Set<string>;
  /** Object -> its readable fields in the order of the file, and where the first of them stands. */
  readable: Map<string, { names: string[]; line: number; column: number }>;
}

/** A container file: its root, without the field permissions where those were read on their own. */
export interface ContainerFile {
  root: Element;
  fields: FieldPermissions;
}

/** As Salesforce writes them, up to the next tag. */
const FORM =
  /<fieldPermissions>[\t\n\r ]*<editable>(?:true|false)<\/editable>[\t\n\r ]*<field>(\w+)\.([\w.]+)<\/field>[\t\n\r ]*<readable>(true|false)<\/readable>[\t\n\r ]*<\/fieldPermissions>[\t\n\r ]*/y;

/**
 * Parses a container file, see parseXml. `strings`: names seen so far, which many files repeat; each is held once.
 */
export function parseContainer(source: string, path: string, strings: Map<string, string>): ContainerFile {
  const short = noFields();
  const form: Short = {
    opening: '<fieldPermissions>',
    form: FORM,
    elements: 4,
    take: ([, object = '', field = '', readable], line, column) =>
      add(short, object, field, readable === 'true', { line, column }, strings),
  };
  const plain = plainXml(source, BOUNDS.nesting, BOUNDS.elements, form);
  if (plain !== undefined) return { root: plain, fields: short };
  const root = parseXml(source, path);
  return { root, fields: fieldsOf(root, strings) };
}

/** The field permissions of a file that was parsed whole. */
export function fieldsOf(root: Element, strings: Map<string, string>): FieldPermissions {
  const fields = noFields();
  for (const element of all(root, 'fieldPermissions')) {
    const written = text(element, 'field') ?? '';
    const dot = written.indexOf('.');
    if (dot === -1) continue;
    const readable = flag(element, 'readable') === true;
    add(fields, written.slice(0, dot), written.slice(dot + 1), readable, element, strings);
  }
  return fields;
}

function noFields(): FieldPermissions {
  return { described: new Set(), readable: new Map() };
}

function add(
  { described, readable }: FieldPermissions,
  object: string,
  field: string,
  isReadable: boolean,
  { line, column }: { line: number; column: number },
  strings: Map<string, string>,
): void {
  if (!isReadable) {
    if (!described.has(object)) described.add(heldOnce(object, strings));
    return;
  }
  const known = readable.get(object);
  if (known !== undefined) {
    known.names.push(heldOnce(field, strings));
    return;
  }
  const own = heldOnce(object, strings);
  described.add(own);
  readable.set(own, { names: [heldOnce(field, strings)], line, column });
}

/** The same text, held once however many files repeat it. */
export function heldOnce(name: string, strings: Map<string, string>): string {
  const known = strings.get(name);
  if (known !== undefined) return known;
  strings.set(name, name);
  return name;
}
