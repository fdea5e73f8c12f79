// Vectors and answers: what a file of either holds, read line by line. The formats are vector.schema.json and answer.schema.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';

export interface Streams {
  out(text: string): void;
  err(text: string): void;
}

/** What is left out is not asked. */
export interface Expectation {
  anonymous?: boolean;
  anyAwsAccount?: boolean;
  access?: string[];
  confusedDeputy?: boolean;
  policyStatusIsPublic?: boolean;
  viaAwsService?: boolean;
  viaVpcEndpoint?: boolean;
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

/** What a tool says about a case, in the words of expectations. What is left out is not compared. */
export interface Verdict {
  anonymous?: Answer;
  anyAwsAccount?: Answer;
  /** What surely is possible. */
  access?: string[] | 'unknown';
  /** What may be possible beyond it. */
  perhaps?: string[];
  confusedDeputy?: Answer;
  policyStatusIsPublic?: Answer;
  viaAwsService?: Answer;
  viaVpcEndpoint?: Answer;
  reasons?: string[];
  /** Members of the input that the tool took no notice of. */
  unread?: string[];
}

/** Lines of a file that is not what it should be: `file:line: message`. */
export class BadLine extends Error {}

export interface Readers {
  cases(text: string, name: string): Case[];
  answers(text: string, name: string): (Verdict & { id: string })[];
  /** Of the suite. */
  version: string;
}

/** Readers after the schemas in the suite's own folder. */
export function readers(home: string): Readers {
  const ajv = new Ajv2020.default({ allErrors: false, strict: false });
  const load = (name: string): unknown => JSON.parse(readFileSync(join(home, name), 'utf8'));
  const reader = <T extends { id: string }>(schemaName: string, what: string) => {
    const schema = load(schemaName);
    if (!isRecord(schema)) throw new Error(`${schemaName} is no schema`);
    const validate = ajv.compile<T>(schema);
    return (text: string, name: string): T[] => {
      const found: T[] = [];
      const lines = new Map<string, number>();
      for (const [index, line] of text.split('\n').entries()) {
        if (line.trim() === '') continue;
        const place = `${name}:${index + 1}`;
        const value = parseLine(line, place);
        if (!validate(value)) {
          const [fault] = validate.errors ?? [];
          const where = fault?.instancePath ? `${fault.instancePath} ` : '';
          throw new BadLine(`${place}: is no ${what}: ${where}${fault?.message ?? ''}`);
        }
        const before = lines.get(value.id);
        if (before !== undefined) throw new BadLine(`${place}: ${value.id} stands in line ${before} already`);
        lines.set(value.id, index + 1);
        found.push(value);
      }
      return found;
    };
  };
  const suite = load('package.json');
  return {
    cases: reader<Case>('vector.schema.json', 'vector'),
    answers: reader<Verdict & { id: string }>('answer.schema.json', 'answer'),
    version: isRecord(suite) ? String(suite['version']) : '',
  };
}

function parseLine(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new BadLine(`${place}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
