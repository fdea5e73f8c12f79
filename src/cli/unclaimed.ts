// Why a file that was named cannot be used: empty, broken, or of a kind that nobody knows.
import { type ParseError, parse as parseJson, printParseErrorCode } from 'jsonc-parser';
import { InputError } from '../errors.ts';
import { BOUNDS } from '../snapshot/bounds.ts';
import { tooDeepAt } from '../snapshot/depth.ts';
import type { InputFile } from '../snapshot/files.ts';
import { archiveOf, isPacked } from '../snapshot/packed.ts';

/** What can be read, for those who named something else. */
export const READABLE =
  'tojimari reads its snapshots, IAM authorization details, AWS CLI answers, AWS Config items, Terraform plans and states, CloudFormation templates, CDK cloud assemblies, SFDX projects and Metadata API folders or zips.';

const WORDS: Record<string, string> = {
  InvalidSymbol: 'a word that JSON does not have',
  InvalidNumberFormat: 'a number that is not one',
  PropertyNameExpected: 'a key was expected',
  ValueExpected: 'a value was expected',
  ColonExpected: 'a colon was expected',
  CommaExpected: 'a comma was expected',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  EndOfFileExpected: 'something follows the end',
  UnexpectedEndOfString: 'a string does not end',
};

/** Those of the unclaimed files of a folder that would be JSON or an archive if they were whole: they may hold settings that nobody saw. */
export async function brokenFiles(files: InputFile[]): Promise<InputFile[]> {
  const broken: InputFile[] = [];
  for (const file of files) {
    // An archive that is still a file could not be opened, and what is encrypted in one could not be read.
    if (file.refused !== undefined && (isPacked(file.path) || archiveOf(file.path) !== undefined)) {
      broken.push(file);
      continue;
    }
    if (!/\.json(\.gz)?$/i.test(file.path)) {
      if (await cannotBeRead(file)) broken.push(file);
      continue;
    }
    // A call that failed leaves an empty file behind when its answer was to be saved.
    const text = file.size === 0 ? undefined : await file.text().catch(() => undefined);
    if (text === undefined || !isJson(text)) broken.push(file);
  }
  return broken;
}

/** A file that says nothing to those who would know it, because it vanished, changed or is locked. What is not followed is no such file. */
async function cannotBeRead(file: InputFile): Promise<boolean> {
  if (file.refused !== undefined || file.size === 0 || (await file.head()) !== '') return false;
  return await file.text().then(
    () => false,
    () => true,
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    if (tooDeepAt(text) !== undefined) return false;
    // Comments and trailing commas are the habit of configuration files, which are none of our business.
    const errors: ParseError[] = [];
    parseJson(text, errors, { allowTrailingComma: true });
    return errors.length === 0;
  }
}

/** The mistake to report for a named file that no reader claimed. */
export async function whyUnclaimed(file: InputFile): Promise<InputError> {
  const place = { file: file.path };
  if (file.size === 0) return new InputError([{ message: 'is empty', place }]);
  const text = await file.text();
  if (text.trim() === '') return new InputError([{ message: 'holds nothing but blanks', place }]);
  const looksLikeJson = /^\s*[[{]/.test(text) || file.path.toLowerCase().endsWith('.json');
  if (!looksLikeJson)
    return new InputError([{ message: 'is not of a kind that tojimari knows', place }], READABLE);
  const deep = tooDeepAt(text);
  if (deep !== undefined) {
    const message = `is nested deeper than ${BOUNDS.depth} levels`;
    return new InputError([{ message, place: { file: file.path, ...placeAt(text, deep) } }]);
  }
  const errors: ParseError[] = [];
  parseJson(text, errors, { allowTrailingComma: false, disallowComments: true });
  const [first] = errors;
  if (first === undefined)
    return new InputError([{ message: 'is JSON, but not of a kind that tojimari knows', place }], READABLE);
  const cut = first.offset >= text.trimEnd().length;
  const word = WORDS[printParseErrorCode(first.error)] ?? 'it cannot be parsed';
  const message = cut ? `is JSON that was cut short: ${word}` : `is not JSON: ${word}`;
  return new InputError([{ message, place: { file: file.path, ...placeAt(text, first.offset) } }]);
}

function placeAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
