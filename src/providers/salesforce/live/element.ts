// An answer of the Metadata API, parsed to plain objects, in the form of a metadata file: one reader serves both.
import type { Element } from '../import/xml.ts';

/** Makes an element tree; what is nil is left out, and so are attributes. */
export function elementOf(name: string, value: unknown): Element {
  const element: Element = { name, line: 0, column: 0, text: '', children: [] };
  if (typeof value !== 'object' || value === null) {
    element.text = value === null || value === undefined ? '' : String(value).trim();
    return element;
  }
  for (const [key, entry] of Object.entries(value)) {
    if (key === '$') continue;
    if (key === '_') {
      element.text = String(entry).trim();
      continue;
    }
    for (const one of Array.isArray(entry) ? entry : [entry])
      if (one !== null && one !== undefined && !isNil(one)) element.children.push(elementOf(key, one));
  }
  return element;
}

function isNil(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('$' in value)) return false;
  const attributes = value.$;
  return (
    typeof attributes === 'object' &&
    attributes !== null &&
    Object.values(attributes).includes('true') &&
    Object.keys(attributes).includes('xsi:nil')
  );
}
