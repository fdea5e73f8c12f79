// The calls that make a complete export of an account with the AWS CLI: the ones that collectors make, in the words of the command line.
import { FIRST_CALLS } from './calls-first.ts';
import { NETWORK_CALLS } from './calls-network.ts';
import { OTHER_CALLS } from './calls-other.ts';

/** Calls about each thing that a list names. */
export interface Each {
  /** The list: `list-topics`, and where in its answer the names are (JMESPath). */
  of: string;
  names: string;
  /** The option that takes a name, which follows it: `--topic-arn`. Of an ARN it may be the
   * end: `--resource-arn arn:…:table/`. An option that ends in a quote takes none: it says itself where the name goes. */
  option: string;
  /** Operations with further options. */
  calls?: string[];
  /** What the answers are called, where the name alone does not say all that was asked: `network:$name`. */
  as?: string;
  /** Lists about the thing itself: `list-layer-versions --layer-name "$name"`. */
  each?: Each[];
}

/** One service. A call is an operation with its options, if any. */
export interface ExportCalls {
  /** As the command line calls it: `sns`. */
  service: string;
  /** Asked once, not in each region. */
  global?: true;
  calls?: string[];
  each?: Each[];
}

/** `$ACCOUNT` and `$PARTITION` are the account's in the script, `$region` the region that is asked. */
export const EXPORT_CALLS: ExportCalls[] = [...FIRST_CALLS, ...NETWORK_CALLS, ...OTHER_CALLS];
