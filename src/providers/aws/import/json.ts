// JSON text -> value, or the exact place where it stops being JSON.
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { InputError } from '../../../errors.ts';

/** The value of a JSON text. Throws InputError with file, line and column of the first mistake. */
export function parseJson(text: string, file: string): unknown {
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
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - before.lastIndexOf('\n');
  const atEnd = offset >= text.trimEnd().length;
  const message = atEnd
    ? 'ends in the middle: the JSON was cut short'
    : `is not JSON here (${error === undefined ? 'not understood' : words(printParseErrorCode(error.error))})`;
  return { message, place: { file, line, column } };
}

/** `CommaExpected` -> `comma expected` */
function words(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
