// Requests of the universe: who makes them, and what they hold.
import type { Request } from '../../../src/policy/question.ts';
import type { Ask } from './universe.ts';
import { type Held, type Sender, STRANGER } from './words.ts';

/** Part of a request: keys and their values, the resource under the name ''. */
export type Option = Record<string, Held>;

export function toRequest(principal: string, action: string, set: Option): Request {
  const context: Request['context'] = {};
  let resource = '';
  for (const [name, value] of Object.entries(set)) {
    if (name === '') resource = String(value);
    else if (value !== undefined) context[name] = value;
  }
  const transport = 'aws:sourcevpce' in context ? 'vpc-endpoint' : 'internet';
  return { principal, action, resource, context, transport };
}

const PRINCIPALS: Record<Sender, string> = {
  anonymous: 'anonymous',
  signed: `arn:aws:iam::${STRANGER}:role/x`,
  forwarded: `arn:aws:iam::${STRANGER}:role/x`,
  service: 's3.amazonaws.com',
  token: 'token of token.actions.githubusercontent.com with sub x',
};

/** Who asks; a service that no policy names, where anybody's may come. */
export function principalOf(ask: Ask, sender: Sender): string {
  return ask.caller.endsWith('via-service') && sender === 'service' ? 'a.amazonaws.com' : PRINCIPALS[sender];
}
