// Identity providers that roles can trust.
import type { Resource, Unknown } from '../../../snapshot/resource.ts';
import { type Raw, raws, time, word } from '../answers/shape.ts';
import { draft, put, type Source } from './draft.ts';
import { listing, type Records } from './list.ts';
import { type IamSource, sourceOf } from './source.ts';

/** OpenID Connect and SAML providers, then their listing. */
export async function* identityProviders(from: IamSource): Records {
  let seen = 0;
  let broken: Unknown | undefined;
  for (const { operation, key, kind } of [
    { operation: 'ListOpenIDConnectProviders', key: 'OpenIDConnectProviderList', kind: 'oidc' },
    { operation: 'ListSAMLProviders', key: 'SAMLProviderList', kind: 'saml' },
  ]) {
    const answer = await from.ask(operation);
    const found = answer.state === 'present' ? raws(answer.value.body[key]) : [];
    if (answer.state === 'unknown') broken = answer.why;
    else if (found === undefined)
      broken = { setting: key, reason: 'malformed', detail: `the answer has no ${key}` };
    for (const { item } of found ?? []) {
      const arn = word(item['Arn']);
      if (arn === undefined) continue;
      seen += 1;
      yield kind === 'oidc' ? await oidcProvider(from, arn) : samlProvider(from, arn, item);
    }
  }
  yield listing(from.scope, 'aws.iam.identity-provider', seen, broken);
}

async function oidcProvider(from: IamSource, arn: string): Promise<Resource> {
  const answer = await from.ask('GetOpenIDConnectProvider', { OpenIDConnectProviderArn: arn });
  const source = sourceOf(from, answer);
  const body: Raw = answer.state === 'present' ? answer.value.body : {};
  const url = arn.slice(arn.indexOf('/') + 1);
  const provider = draft('aws.iam.identity-provider', arn, url, source);
  put(provider, source, 'kind', 'oidc');
  put(provider, source, 'url', word(body['Url']) ?? url, 'Url');
  const clientIds = body['ClientIDList'];
  put(
    provider,
    source,
    'clientIds',
    Array.isArray(clientIds) ? clientIds.filter((id) => typeof id === 'string') : undefined,
    'ClientIDList',
  );
  put(provider, source, 'createdAt', time(body['CreateDate']), 'CreateDate');
  return provider;
}

function samlProvider(from: IamSource, arn: string, item: Raw): Resource {
  const source: Source = { scope: from.scope, lacking: (setting) => ({ setting, reason: 'missing' }) };
  const provider = draft('aws.iam.identity-provider', arn, arn.slice(arn.indexOf('/') + 1), source);
  put(provider, source, 'kind', 'saml');
  put(provider, source, 'createdAt', time(item['CreateDate']));
  return provider;
}
