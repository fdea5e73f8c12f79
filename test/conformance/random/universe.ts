// One kind of resource in the small universe, and the question about one of its policies.
import type { PolicyKind, Question } from '../../../src/policy/question.ts';
import type { Some } from './dice.ts';
import type { KeyName } from './keys.ts';
import { NOW, OWNER, type Sender } from './words.ts';

export interface Universe {
  kind: PolicyKind;
  /** The ARN that the policy is attached to. */
  resource: string;
  more?: Partial<Question>;
  /** Of Allow and Deny statements. */
  principals: Some<unknown>;
  /** Of NotPrincipal elements. */
  exempt: Some<unknown>;
  actions: Some<string>;
  /** Left out: statements have no Resource element. */
  resources?: Some<string>;
  keys: Some<KeyName>;
  /** Aware of networks and VPC endpoints. */
  network?: true;
  questions: Ask[];
}

/** One question: can this class of caller do this? */
export interface Ask {
  caller: string;
  senders: Sender[];
  action: string;
  /** ARNs of which the action can be asked. */
  on: string[];
}

/** The question about a policy of the universe. */
export function question(universe: Universe, policy: unknown, alsoDeny: unknown[]): Question {
  const { kind, resource, more = {} } = universe;
  const made: Question = { kind, policy, resource, account: OWNER, now: NOW, ...more };
  return alsoDeny.length > 0 ? { ...made, alsoDeny } : made;
}
