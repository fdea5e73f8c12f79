// JSON text -> value, or the exact place where it stops being JSON.
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { InputError } from '../../../errors.ts';
import { BOUNDS } from '../../../snapshot/bounds.ts';
import { tooDeepAt } from '../../../snapshot/depth.ts';

/** The value of a JSON text. Throws InputError with file, line and column of the first mistake. */
export function parseJson(text: string, file: string): unknown {
  const deep = tooDeepAt(text);
  if (deep !== undefined) {
    const message = `is nested deeper than ${BOUNDS.depth} levels`;
    throw new InputError([{ message, place: placeAt(text, deep, file) }]);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError([firstFault(text, file)]);
  }
}

function firstFault(
  text: string,
  file: string,
): { message: string; place: { file: string; line: number; column: number } } {
  if (text.trim() === '') return { message: 'is empty', place: { file, line: 1, column: 1 } };
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true });
  } catch {
    // Nested so deep that the parser gives up.
    return { message: 'is not JSON (and nested without end)', place: { file, line: 1, column: 1 } };
  }
  const [error] = errors;
  const offset = error?.offset ?? text.length;
  const atEnd = offset >= text.trimEnd().length;
  const message = atEnd
    ? 'ends in the middle: the JSON was cut short'
    : `is not JSON here (${error === undefined ? 'not understood' : words(printParseErrorCode(error.error))})`;
  return { message, place: placeAt(text, offset, file) };
}

function placeAt(text: string, offset: number, file: string): { file: string; line: number; column: number } {
  const before = text.slice(0, offset);
  return { file, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** `CommaExpected` -> `comma expected` */
function words(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
