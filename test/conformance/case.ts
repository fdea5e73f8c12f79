// A vector: one policy case with the answer of the documentation. The format is described in README.md.

/** What is left out is not asked. */
export interface Expectation {
  anonymous?: boolean;
  anyAwsAccount?: boolean;
  access?: string[];
  confusedDeputy?: boolean;
  policyStatusIsPublic?: boolean;
}

export interface Case {
  id: string;
  kind: string;
  input: Record<string, unknown>;
  expect: Expectation | null;
  why?: string;
  source?: string;
  evidence?: string;
}

export type Answer = boolean | 'unknown';

/** What the engine says about a case, in the words of expectations. */
export interface Verdict {
  anonymous: Answer;
  anyAwsAccount: Answer;
  /** What surely is possible. */
  access: string[];
  /** What may be possible beyond it. */
  perhaps: string[];
  confusedDeputy: Answer;
  policyStatusIsPublic?: Answer;
  reasons: string[];
}

/** Reads lines of JSON; says which line is broken. */
export function readCases(text: string, name: string): Case[] {
  const cases: Case[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      throw new Error(`${name}:${index + 1}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (!isCase(value))
      throw new Error(
        `${name}:${index + 1}: a case has id, kind, input (an object) and expect (null, or true and false and a list of access)`,
      );
    cases.push(value);
  }
  return cases;
}

function isCase(value: unknown): value is Case {
  if (!isRecord(value) || !isRecord(value['input'])) return false;
  const { expect } = value;
  if (expect !== null && !(isRecord(expect) && isExpectation(expect))) return false;
  return typeof value['id'] === 'string' && typeof value['kind'] === 'string';
}

const QUESTIONS = ['anonymous', 'anyAwsAccount', 'confusedDeputy', 'policyStatusIsPublic'];

function isExpectation(expect: Record<string, unknown>): boolean {
  const { access } = expect;
  if (access !== undefined && !(Array.isArray(access) && access.every((word) => typeof word === 'string')))
    return false;
  return QUESTIONS.every((question) => ['boolean', 'undefined'].includes(typeof expect[question]));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
