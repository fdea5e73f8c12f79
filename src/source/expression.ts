// Expressions and bodies of Terraform's language as plain data, as far as they are looked into.
import type { Origin } from '../snapshot/resource.ts';

export type Expression =
  | { kind: 'literal'; value: string | number | boolean | null }
  /** `at`: of a heredoc, the line that its text begins on. */
  | { kind: 'template'; parts: (string | Expression)[]; at?: Origin }
  | { kind: 'list'; items: Expression[] }
  | { kind: 'object'; entries: { key: Expression; value: Expression }[]; at: Origin }
  /** `var.names["eu"].x`: a root and steps of a name or an index. */
  | { kind: 'reference'; root: string; steps: (string | Expression)[] }
  | { kind: 'call'; name: string; args: Expression[] }
  | { kind: 'choice'; test: Expression; yes: Expression; no: Expression }
  | { kind: 'operation'; operator: string; of: Expression[] }
  /** `[for item in list : value if test]` */
  | { kind: 'each'; names: string[]; list: Expression; value: Expression; test?: Expression }
  /** What is not looked into: `text` for people. */
  | { kind: 'other'; text: string };

/** A block with everything in it. */
export interface Body {
  /** `resource`, `data`, `locals`, `variable`, `output`, `module`; of a nested block its name. */
  kind: string;
  labels: string[];
  attributes: Map<string, { value: Expression; line: number; column: number }>;
  blocks: Body[];
  file: string;
  line: number;
  column: number;
}
