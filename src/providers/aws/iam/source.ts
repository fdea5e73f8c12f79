// Where IAM's answers come from: the API, or files that hold what it once said.
import type { Known, Origin, Unknown } from '../../../snapshot/resource.ts';
import type { Raw } from '../answers/shape.ts';
import type { Source } from './draft.ts';

/** One answer of the IAM API, and where it was read when that was a file. */
export interface Answer {
  body: Raw;
  origin?: Origin;
}

/** Where IAM's answers come from. Nothing here throws for what was denied, failed or left out. */
export interface IamSource {
  scope: string;
  /** Twelve digits, or undefined when an export does not say. */
  account?: string;
  partition: string;
  /** The answer to one call: `GetLoginProfile`, `{ UserName: 'alice' }`. Absent: the service says that there is none. */
  ask(operation: string, input?: Record<string, string>): Promise<Known<Answer>>;
  /** The pages of a list. Something unknown or absent is the last that comes. */
  pages(operation: string, input?: Record<string, string>): AsyncIterable<Known<Answer>>;
  /** GetCredentialReport, made first where that is needed. */
  report(): Promise<Known<Answer>>;
  progress(done: number, total?: number): void;
}

/** Source of what an answer says; what it lacks is missing, or unknown for the reason that the answer is. */
export function sourceOf(from: IamSource, answer: Known<Answer>): Source {
  const lacking = (setting: string): Unknown =>
    answer.state === 'unknown' ? { ...answer.why, setting } : { setting, reason: 'missing' };
  return { scope: from.scope, lacking, ...originOf(answer) };
}

/** The place that an answer was read at. */
export function originOf(answer: Known<Answer>): { origin?: Origin } {
  return answer.state === 'present' && answer.value.origin !== undefined
    ? { origin: answer.value.origin }
    : {};
}
