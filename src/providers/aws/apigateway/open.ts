// What is open of an API: the exposure with its proof, and what its stages and its address leave of it. Pure.
import type { Exposure, Witness } from '../../../exposure.ts';
import type { Known, Resource, Text, Unknown } from '../../../snapshot/resource.ts';
import { shellWord } from '../words/shell.ts';

/** Titles that are named; the others are counted. */
const MOST_NAMED = 5;

/** Methods or routes that ask for nothing, with a request that one of them would answer. */
export function openExposure(
  resource: Resource,
  titles: string[],
  stages: Known<string[]>,
  webSocket = false,
): Exposure {
  const witness =
    stages.state === 'present' && stages.value.length > 0
      ? witnessOf(resource, titles, stages.value, webSocket)
      : undefined;
  return {
    audience: 'anyone',
    access: ['invoke'],
    state: 'open',
    basis: 'configuration',
    evidence: [{ setting: 'open', text: openText(titles) }],
    ...(witness !== undefined && { witness }),
  };
}

/** Which methods there are could not be read. */
export function unreadRoutes(why: Unknown): Exposure {
  return {
    audience: 'anyone',
    access: ['invoke'],
    state: 'unknown',
    basis: 'configuration',
    evidence: [],
    missing: [why],
  };
}

/**
 * Nothing answers without a stage. Where the execute-api address is off, only a custom domain name that maps to the API leads to it (API
 * Gateway developer guide, "Disable the default endpoint"), and those are not read.
 */
export function throughStages(
  exposures: Exposure[],
  stages: Known<string[]>,
  defaultEndpoint: boolean,
): Exposure[] {
  if (stages.state === 'present' && stages.value.length === 0) return [];
  return exposures.map((exposure) => {
    if (exposure.state !== 'open') return exposure;
    if (stages.state === 'unknown')
      return { ...exposure, state: 'open-unless', guard: NO_STAGE, missing: [stages.why] };
    if (defaultEndpoint) return exposure;
    const missing: Unknown[] = [
      { setting: 'defaultEndpoint', reason: 'not-held', detail: 'custom domain names are not read' },
    ];
    return { ...exposure, state: 'open-unless', guard: NO_DOMAIN, missing };
  });
}

const NO_STAGE: Text = { en: 'the lack of a stage', ja: 'ステージが存在しないこと' };
const NO_DOMAIN: Text = {
  en: 'the lack of a custom domain name, as the default endpoint is off,',
  ja: 'カスタムドメイン名がないこと (デフォルトエンドポイントは無効)',
};

function openText(titles: string[]): Text {
  const named = titles.slice(0, MOST_NAMED).join(', ');
  const more = titles.length - MOST_NAMED;
  return {
    en: `no authorization and no API key: ${named}${more > 0 ? ` and ${more} more` : ''}`,
    ja: `認可も API キーも不要: ${named}${more > 0 ? ` ほか ${more} 件` : ''}`,
  };
}

/** The id in the ARN of an API. */
export function apiIdOf({ id }: Resource): string {
  return id.split('/').at(-1) ?? id;
}

function witnessOf(
  resource: Resource,
  titles: string[],
  stages: string[],
  webSocket: boolean,
): Witness | undefined {
  const { region = '', scope, id } = resource;
  const title = titles.find((one) => /^(GET|ANY) [^{+]*$/.test(one)) ?? titles[0] ?? '';
  const [verb = '', path = ''] = title.split(' ');
  const stage = stages.find((one) => one === '$default') ?? stages[0] ?? '';
  const [, partition = 'aws'] = id.split(':');
  const api = apiIdOf(resource);
  const target = `arn:${partition}:execute-api:${region}:${scope.split('/')[1] ?? ''}:${api}/${stage}/${verb}${path}`;
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const address = `https://${api}.execute-api.${region}.${suffix}${stage === '$default' ? '' : `/${stage}`}${path}`;
  const looks = !webSocket && /^(GET|ANY)$/.test(verb) && !/[{+]/.test(path) && region !== '';
  return {
    request: { principal: 'anonymous', action: 'execute-api:Invoke', resource: target, context: {} },
    ...(looks && { command: `curl -i ${shellWord(address)}` }),
    checked: titles.includes(title) && stages.includes(stage),
  };
}
