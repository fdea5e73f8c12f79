// Which open methods a resource policy really lets strangers call: each is asked of the single-request evaluator. Pure.
import type { Exposure } from '../../../exposure.ts';
import { evaluate } from '../../../policy/evaluate/evaluate.ts';
import type { Question } from '../../../policy/question.ts';
import { raw } from '../answers/shape.ts';
import { many, statementsOf } from '../answers/statements.ts';

/** Verbs that stand for ANY. */
const ANY = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD'];

/** A request as a policy names it: `prod`, `GET`, `/public/x`. */
interface Named {
  stage: string;
  verb: string;
  path: string;
}

/**
 * The methods (`GET /orders`) that the caller of an exposure may call in one of the stages; undefined where the exposure has no request to go
 * by. `api` is the ARN of the API up to its id. Of paths with parameters those are tried that the policy itself names; without `stages`,
 * the stages that it names.
 */
export function reachableMethods(
  question: Question,
  { witness, state }: Exposure,
  { api, titles, stages }: { api: string; titles: string[]; stages: string[] | undefined },
): string[] | undefined {
  if (witness === undefined || state !== 'open') return undefined;
  const { principal, action, context } = witness.request;
  const named = namedIn(question.policy);
  const tried = stages ?? [...new Set(['x', ...named.map(({ stage }) => stage)])];
  return titles.filter((title) => {
    const requests = [...new Set([...requestsOf(title), ...named.flatMap((one) => asTitled(one, title))])];
    return tried.some((stage) =>
      requests.some((request) => {
        const resource = `${api}/${stage}/${request}`;
        return (
          evaluate(question, { principal, action, resource, context, transport: 'internet' }) === 'allowed'
        );
      }),
    );
  });
}

/** `GET/orders/x` of `GET /orders/{id}`: how requests stand in the ARN of a method. */
function requestsOf(title: string): string[] {
  const [verb = '', path = ''] = title.split(' ');
  const asked = path.replace(/\{[^}]*\}/g, 'x');
  return (verb === 'ANY' ? ANY : [verb]).map((one) => `${one}${asked}`);
}

/** The requests that a policy names, whole or by a pattern: `…:id/prod/GET/public/*`, or `execute-api:/prod/GET/public/*`. */
function namedIn(policy: unknown): Named[] {
  return statementsOf(raw(policy) ?? {}).flatMap(({ statement }) =>
    many(statement?.['Resource']).flatMap((resource): Named[] => {
      if (typeof resource !== 'string') return [];
      const place = resource.startsWith('arn:') ? resource.split(':').slice(5).join(':') : resource;
      const [, stage = '*', verb = '*', ...path] = place.split('/');
      const one = (pattern: string) => pattern.replaceAll(/[*?]/g, 'x');
      return [{ stage: one(stage), verb, path: path.length === 0 ? '' : `/${one(path.join('/'))}` }];
    }),
  );
}

/** The named request as one of the method, where it is one: `GET/public/x` of `ANY /{proxy+}`. */
function asTitled({ verb, path }: Named, title: string): string[] {
  const [of = '', template = ''] = title.split(' ');
  if (path === '' || !isOne(path, template)) return [];
  const verbs = of === 'ANY' ? ANY : [of];
  return verbs.filter((one) => verb.includes('*') || one === verb).map((one) => `${one}${path}`);
}

/** Does the path fit a template with parameters: `/orders/{id}`, `/{proxy+}`? The last one may take all that is left. */
function isOne(path: string, template: string): boolean {
  const [parts, wanted] = [path.split('/'), template.split('/')];
  const greedy = wanted.at(-1)?.endsWith('+}') === true;
  if (greedy ? parts.length < wanted.length : parts.length !== wanted.length) return false;
  return wanted.every((one, at) => one.startsWith('{') || one === parts[at]);
}
