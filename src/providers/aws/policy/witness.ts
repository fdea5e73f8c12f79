// The request that proves an exposure of a policy, the one that says most, with a line to send it.
import type { Witness } from '../../../exposure.ts';
import { evaluate } from '../../../policy/evaluate/evaluate.ts';
import type { Grant, Question, Request } from '../../../policy/question.ts';
import { LOOKING, requestCommand } from '../words/request-command.ts';

/** The most telling request of several grants, and how to send it; undefined when none was found. */
export function witnessOf(grants: Grant[], question: Question): Witness | undefined {
  const proved = grants.flatMap(({ witness, actions }) =>
    witness === undefined ? [] : [{ witness, actions }],
  );
  const [first] = proved;
  if (first === undefined) return undefined;
  const request =
    proved.map((one) => looking(one.witness, one.actions, question)).find(Boolean) ?? first.witness;
  const { principal, action, resource } = request;
  const context = Object.fromEntries(
    Object.entries(request.context).map(([key, value]) => [key, [value].flat().join(', ')]),
  );
  const command = requestCommand(named(request, question), question);
  return {
    request: { principal, action, resource, context },
    ...(command !== undefined && { command }),
    checked: true,
  };
}

/** The same caller's request that only looks, where the single-request evaluator lets it through too. */
function looking(witness: Request, actions: string[], question: Question): Request | undefined {
  for (const action of LOOKING) {
    if (action === witness.action) return witness;
    if (!actions.includes(action)) continue;
    const bucket = question.resource.split('/')[0] ?? '';
    const resource =
      question.kind !== 's3-bucket' ? witness.resource : action.includes('Object') ? `${bucket}/x` : bucket;
    const request = { ...witness, action, resource };
    if (evaluate(question, request) === 'allowed') return request;
  }
  return undefined;
}

/** With a key that says "put a real one here" where the policy takes any name in that folder. */
function named(request: Request, question: Question): Request {
  if (!request.action.startsWith('s3:') || !request.resource.includes('/')) return request;
  const real = { ...request, resource: request.resource.replace(/[^/]*$/, 'EXISTING_OBJECT') };
  return evaluate(question, real) === 'allowed' ? real : request;
}
