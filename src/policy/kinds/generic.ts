// Any other resource policy: its own action patterns stand for the actions of the service.
import type { AccessWord } from '../question.ts';
import type { ActionFact, Kind } from './kind.ts';

/** Services outside the hand-made kinds whose resource policies can admit unsigned requests. */
const UNSIGNED = new Set(['es', 'elasticfilesystem', 'execute-api', 's3', 'sns', 'sqs', '*']);

const WORDS: [RegExp, AccessWord][] = [
  [/^(Put|Set|Delete|Remove|Add|Attach|Detach)\w*(Policy|Permission|Acl)/i, 'admin'],
  [/^(List|Query|Scan|Search)/i, 'list'],
  [/^(Describe|Get\w*(Attributes|Policy|Acl|Configuration|Tags|Status))/i, 'meta'],
  [/^(Delete|Remove|Purge|BatchDelete)/i, 'delete'],
  [/^(Get|BatchGet|Read|Receive|Download|Select|ESHttpGet|ESHttpHead|ClientMount)/i, 'read'],
  [/^(Invoke|Execute|Start|Run|Connect)/i, 'invoke'],
  [/^Assume/i, 'assume'],
];

/** The kind for a policy whose Allow statements name these actions. */
export function genericKind(patterns: string[]): Kind {
  const actions: ActionFact[] = [];
  for (const name of new Set(patterns)) {
    const [service = '*', verb = '*'] = name.split(':');
    const word = WORDS.find(([expression]) => expression.test(verb));
    const access: AccessWord = /^[*?]/.test(verb) ? 'admin' : (word?.[1] ?? 'write');
    const anonymous = UNSIGNED.has(service.toLowerCase());
    actions.push({ name, access, level: 'qualified', anonymous, acrossAccounts: true, proof: 'signature' });
  }
  return {
    actions,
    arns: (resource) => ({
      container: [resource],
      item: [resource],
      qualified: /[:/]\*$/.test(resource) ? [resource] : [resource, `${resource}/*`, `${resource}:*`],
    }),
    resourceElement: 'optional',
  };
}
