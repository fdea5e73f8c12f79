// What source files declare, in one shape for Terraform and CloudFormation.
import type { Body } from './expression.ts';

/** Where something stands: path as found, line and column from 1, the line it ends on. */
export interface Place {
  file: string;
  line: number;
  column: number;
  endLine: number;
}

/** One thing that a source file declares. */
export interface Block extends Place {
  /** `aws_s3_bucket`, or `AWS::S3::Bucket`. */
  type: string;
  /** The label, or the logical id. */
  name: string;
  /** Attributes that are written out as plain text. */
  literals: Map<string, string>;
  /** Tags whose key and value are written out as plain text. */
  tags: Map<string, string>;
}

/** One `module` block of Terraform. */
export interface Call extends Place {
  name: string;
  /** As written; undefined when it is not plain text. */
  source: string | undefined;
}

/** A Terraform module: what all files of one folder declare together. */
export interface Module {
  blocks: Block[];
  calls: Call[];
  /** All blocks with their expressions; only where somebody looks into them. */
  bodies?: Body[];
}

/** A CloudFormation template. */
export interface Template {
  file: string;
  /** Names of the stacks that a CDK manifest makes of it. */
  stacks: string[];
  blocks: Block[];
}

/** One thing that a Terraform state or plan knows by its address. Nothing else of its values is kept. */
export interface Recorded {
  /** `module.web.aws_s3_bucket.assets["eu"]` */
  address: string;
  type: string;
  /** ARNs and ids that it is known by. */
  ids: string[];
  /** Where it stands in the file. */
  pointer: string;
}

/** A Terraform state or plan. */
export interface State {
  file: string;
  kind: 'state' | 'plan';
  recorded: Recorded[];
}

/** Everything that was found in the folders. */
export interface Index {
  /** Folder (`.` for the working folder) -> the module in it. */
  modules: Map<string, Module>;
  templates: Template[];
  states: State[];
  /** Of root modules, by their folder: what was downloaded for them, by the names of the calls (`web.inner`). */
  downloaded?: Map<string, Map<string, Body[]>>;
  /** Files that were not read, or not to their end, and why. */
  faults: Fault[];
}

/** One file that could not be used. */
export interface Fault {
  file: string;
  why: string;
}

/** An index of nothing. */
export function emptyIndex(): Index {
  return { modules: new Map(), templates: [], states: [], faults: [] };
}

/** Attributes and properties that hold the name that people and clouds know a thing by. */
const NAMING =
  /^(?:bucket|name|domain|repository|(?:[a-z]+_)*(?:name|identifier)|(?:[A-Z][A-Za-z0-9]*)?(?:Name|Identifier))$/;

/** True for an attribute that names the thing: `bucket`, `function_name`, `BucketName`. */
export function isNaming(attribute: string): boolean {
  return NAMING.test(attribute);
}
