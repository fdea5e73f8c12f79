// Lambda: settings -> exposures. Pure.
import type { Assessment, Context, Cure, Exposure } from '../../../exposure.ts';
import type { Question } from '../../../policy/question.ts';
import { type Known, type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { statementsOf } from '../answers/statements.ts';
import { analysePolicyAlone, commandsOf, ownerOf } from '../policy/alone.ts';
import { policyExposures } from '../policy/doors.ts';
import { shellWord } from '../words/shell.ts';
import { functionSchema, type Function as LambdaFunction } from './function.generated.ts';
import { layerSchema } from './layer.generated.ts';

type Url = NonNullable<LambdaFunction['url']>;

/** From here on accounts that had no function URL before need lambda:InvokeFunction too (Lambda developer guide, "Control access to function URLs"). */
const TWO_PERMISSIONS = Date.parse('2025-10-01T00:00:00Z');
/** Until here accounts that had one are excepted (the notice of AWS to their owners). */
const EXCEPTION_ENDS = Date.parse('2026-11-01T00:00:00Z');

export function analyseLambda(resource: Resource, context: Context): Assessment {
  if (resource.type === 'aws.lambda.layer') return analyseLayer(resource, context);
  const given = typed(resource, functionSchema);
  const url = setting(given, 'url');
  const ask = (functionUrl: Question['functionUrl']): Exposure[] =>
    policyExposures(
      {
        setting: 'policy',
        policy: setting(given, 'policy'),
        about: {
          kind: 'lambda',
          resource: given.id,
          ...ownerOf(given.id),
          ...(functionUrl !== undefined && { functionUrl }),
        },
        ...commandsOf(resource, { remove: removeOnly }),
      },
      given.scope,
      context,
    );
  if (url.state !== 'present')
    return { exposures: whyUrl(ask(url.state === 'absent' ? null : undefined), url), facts: {} };
  const exposures = ask({ authType: url.value.authType, ...needsInvoke(url.value, context.now) });
  const signed = () => ask({ authType: 'AWS_IAM', ...needsInvoke(url.value, context.now) });
  if (setting(given, 'policy').state === 'unknown') return { exposures, facts: {} };
  return { exposures: exposures.map((one) => throughUrl(one, url.value, resource, signed)), facts: {} };
}

/**
 * Whether callers of the URL need lambda:InvokeFunction too. A URL from before the change shows that its account was excepted for a year; for
 * any other it cannot be told from here whether the account is.
 */
function needsInvoke({ created }: Url, now: number): { needsInvoke?: boolean } {
  const before = created !== undefined && Date.parse(created) < TWO_PERMISSIONS;
  return before && now < EXCEPTION_ENDS ? { needsInvoke: false } : {};
}

/** Who needs no credentials comes through the URL: it is named, and asking for signatures closes it. */
function throughUrl(
  exposure: Exposure,
  url: Url,
  { id, region }: Resource,
  signed: () => Exposure[],
): Exposure {
  if (exposure.audience !== 'anyone' || url.authType !== 'NONE') return exposure;
  const [, , , , , , name = id, alias] = id.split(':');
  const words = [
    `aws lambda update-function-url-config --function-name ${shellWord(name)} --auth-type AWS_IAM`,
    ...(alias === undefined ? [] : [`--qualifier ${shellWord(alias)}`]),
    ...(region === undefined ? [] : [`--region ${shellWord(region)}`]),
  ];
  const cure: Cure = {
    text: {
      en: 'Have the function URL ask for signatures (AuthType AWS_IAM).',
      ja: '関数 URL で署名を必須にします (AuthType AWS_IAM)。',
    },
    command: words.join(' '),
    rejudged: !signed().some(({ audience }) => audience === 'anyone'),
  };
  const address = url.address ?? '';
  return {
    ...exposure,
    via: 'function-url',
    evidence: [
      ...exposure.evidence,
      {
        setting: 'url',
        text: {
          en: `the function URL ${address} asks for no signature (AuthType NONE)`,
          ja: `関数 URL ${address} は署名を求めません (AuthType NONE)`,
        },
        ...(address !== '' && { value: address }),
      },
    ],
    cures: [cure, ...(exposure.cures ?? [])],
  };
}

/** What is undecided for want of the URL says so. */
function whyUrl(exposures: Exposure[], url: Known<unknown>): Exposure[] {
  if (url.state !== 'unknown') return exposures;
  return exposures.map((exposure) =>
    exposure.state === 'unknown' && exposure.missing?.[0]?.detail?.includes('has a URL') === true
      ? { ...exposure, missing: [url.why] }
      : exposure,
  );
}

/**
 * A version of a layer is reached through its policy alone; who may get it downloads its content (Lambda developer guide, "Granting Lambda
 * layer access to other accounts").
 */
function analyseLayer(resource: Resource, context: Context): Assessment {
  return analysePolicyAlone(resource, context, {
    schema: layerSchema,
    kind: 'lambda-layer',
    remove: removeOnly,
  });
}

/** Lambda takes statements away by their ids; the line is for a policy of one. */
function removeOnly({ id, type, settings }: Resource): string | undefined {
  const policy = settings['policy'];
  if (typeof policy !== 'object' || policy === null) return undefined;
  const [only, ...others] = statementsOf({ ...policy });
  const sid = only?.statement?.['Sid'];
  if (typeof sid !== 'string' || others.length > 0) return undefined;
  const [, , , , , , name = id, rest] = id.split(':');
  if (type === 'aws.lambda.layer')
    return `aws lambda remove-layer-version-permission --layer-name ${shellWord(name)} --version-number ${shellWord(rest ?? '')} --statement-id ${shellWord(sid)}`;
  const qualifier = rest === undefined ? '' : ` --qualifier ${shellWord(rest)}`;
  return `aws lambda remove-permission --function-name ${shellWord(name)}${qualifier} --statement-id ${shellWord(sid)}`;
}
