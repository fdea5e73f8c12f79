// Which open methods a resource policy really lets strangers call: each is asked of the single-request evaluator. Pure.
import type { Exposure } from '../../../exposure.ts';
import { evaluate } from '../../../policy/evaluate/evaluate.ts';
import type { Question } from '../../../policy/question.ts';

/** Verbs that stand for ANY. */
const ANY = ['GET', 'POST', 'PUT', 'DELETE'];

/**
 * The methods (`GET /orders`) that the caller of an exposure may call in one of the stages; undefined where the exposure has no request to go
 * by. `api` is the ARN of the API up to its id.
 */
export function reachableMethods(
  question: Question,
  { witness, state }: Exposure,
  { api, titles, stages }: { api: string; titles: string[]; stages: string[] },
): string[] | undefined {
  if (witness === undefined || state !== 'open') return undefined;
  const { principal, action, context } = witness.request;
  return titles.filter((title) =>
    stages.some((stage) =>
      requestsOf(title).some((request) => {
        const resource = `${api}/${stage}/${request}`;
        return (
          evaluate(question, { principal, action, resource, context, transport: 'internet' }) === 'allowed'
        );
      }),
    ),
  );
}

/** `GET/orders/x` of `GET /orders/{id}`: how requests stand in the ARN of a method. */
function requestsOf(title: string): string[] {
  const [verb = '', path = ''] = title.split(' ');
  const asked = path.replace(/\{[^}]*\}/g, 'x');
  return (verb === 'ANY' ? ANY : [verb]).map((one) => `${one}${asked}`);
}
