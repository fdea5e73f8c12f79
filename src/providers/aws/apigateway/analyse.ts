// API Gateway: settings -> exposures. Pure.
import type { Assessment, Context, Exposure } from '../../../exposure.ts';
import { type Known, type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { commandsOf } from '../policy/alone.ts';
import { policyExposures } from '../policy/doors.ts';
import { shellWord } from '../words/shell.ts';
import { apiSchema } from './api.generated.ts';
import { apiIdOf, openExposure, throughStages, unreadRoutes } from './open.ts';
import { reachableMethods } from './reach.ts';
import { restApiSchema } from './rest-api.generated.ts';

/** Who can call an API from outside. */
export function analyseApigateway(resource: Resource, context: Context): Assessment {
  const exposures =
    resource.type === 'aws.apigateway.api' ? httpExposures(resource) : restExposures(resource, context);
  return { exposures, facts: {} };
}

/** HTTP and WebSocket APIs know no resource policies: a route without authorization is open to anyone. */
function httpExposures(resource: Resource): Exposure[] {
  const api = typed(resource, apiSchema);
  const open = setting(api, 'open');
  if (open.state === 'unknown') return [unreadRoutes(open.why)];
  if (open.state === 'absent' || open.value.length === 0) return [];
  const { protocol, defaultEndpoint } = api.settings;
  const found = openExposure(resource, open.value, setting(api, 'stages'), protocol === 'WEBSOCKET');
  return throughStages([found], setting(api, 'stages'), defaultEndpoint !== false);
}

/**
 * A method without authorization is open unless a resource policy does not let in the anonymous. One that asks for a signature lets in other
 * accounts only where the policy does, too; lambda and Cognito authorizers are asked besides the policy and are taken to keep strangers out
 * (API Gateway developer guide, "How API Gateway resource policies affect authorization workflow").
 */
function restExposures(resource: Resource, context: Context): Exposure[] {
  const api = typed(resource, restApiSchema);
  const { endpoint, defaultEndpoint } = api.settings;
  const [open, signed, stages] = [setting(api, 'open'), setting(api, 'signed'), setting(api, 'stages')];
  const policy = setting(api, 'policy');
  const isPrivate = endpoint === 'PRIVATE';
  const found: Exposure[] = [];
  if (open.state === 'unknown') found.push(unreadRoutes(open.why));
  const [titles, signedTitles] = [listOf(open), listOf(signed)];
  if (policy.state === 'absent') {
    // A private API without a policy answers nobody.
    if (titles.length > 0 && !isPrivate) found.push(openExposure(resource, titles, stages));
    return throughStages(found, stages, defaultEndpoint !== false);
  }
  if (titles.length === 0 && signedTitles.length === 0)
    return throughStages(found, stages, defaultEndpoint !== false);
  const account = api.scope.split('/')[1];
  const about = {
    kind: 'generic',
    resource: executeArn(resource, account ?? '*'),
    ...(account !== undefined && { account }),
  } as const;
  const through = policyExposures(
    {
      setting: 'policy',
      policy,
      about,
      ...commandsOf(resource, {
        apply: (_api, document) =>
          `aws apigateway update-rest-api --rest-api-id ${shellWord(apiIdOf(resource))} --patch-operations "$(jq -n --arg policy ${document} '[{op: "replace", path: "/policy", value: $policy}]')"`,
      }),
    },
    api.scope,
    context,
  );
  const question = { ...about, policy: policy.state === 'present' ? policy.value : {}, now: context.now };
  for (const exposure of through) {
    if (!exposure.access.includes('invoke')) continue;
    const invoked: Exposure = { ...exposure, access: ['invoke'] };
    const anonymous = exposure.audience === 'anyone';
    if (anonymous && titles.length > 0) {
      const where = {
        api: about.resource.slice(0, -2),
        titles,
        stages: stages.state === 'present' ? stages.value : undefined,
      };
      const reachable = isPrivate ? undefined : reachableMethods(question, exposure, where);
      if (reachable === undefined) found.push(isPrivate ? fromEndpoints(invoked) : invoked);
      else if (reachable.length > 0) found.push(together(invoked, openExposure(resource, reachable, stages)));
    }
    // Whoever may call unsigned may sign, too.
    else if (signedTitles.length > 0)
      found.push(anonymous ? { ...invoked, audience: 'anyone-registered', via: 'aws-account' } : invoked);
  }
  return throughStages(found, stages, defaultEndpoint !== false);
}

/** What the policy lets through and what asks for nothing, as one; the request of the method says more. */
function together(policy: Exposure, methods: Exposure): Exposure {
  const { witness = policy.witness, evidence } = methods;
  return {
    ...policy,
    evidence: [...evidence, ...policy.evidence],
    ...(witness !== undefined && { witness }),
  };
}

/** A private API is called through VPC endpoints, which any account can make. */
function fromEndpoints(exposure: Exposure): Exposure {
  return { ...exposure, audience: 'anyone-registered', via: 'vpc-endpoint' };
}

function listOf(known: Known<string[]>): string[] {
  return known.state === 'present' ? known.value : [];
}

function executeArn({ id, region = '*' }: Resource, account: string): string {
  const [, partition = 'aws'] = id.split(':');
  return `arn:${partition}:execute-api:${region}:${account}:${id.split('/').at(-1)}/*`;
}
