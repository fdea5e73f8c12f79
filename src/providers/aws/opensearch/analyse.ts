// OpenSearch: settings -> exposures. Pure.
import { ACCESSES, type Assessment, type Context, type Exposure } from '../../../exposure.ts';
import { type Known, type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { oursIn } from '../account/service.ts';
import { commandsOf, ownerOf } from '../policy/alone.ts';
import { policyExposures } from '../policy/doors.ts';
import { openUnless, shutBy } from '../policy/guarded.ts';
import { shellWord } from '../words/shell.ts';
import { type Domain, domainSchema } from './domain.generated.ts';

/**
 * A request has to reach the endpoint (public, or in a VPC), pass the access policy, and pass fine-grained access control where that is on
 * (OpenSearch Service developer guide, "Fine-grained access control", "The bigger picture").
 */
export function analyseOpenSearch(resource: Resource, context: Context): Assessment {
  const domain = typed(resource, domainSchema);
  const byPolicy = policyExposures(
    {
      setting: 'policy',
      policy: setting(domain, 'policy'),
      about: { kind: 'opensearch', resource: domain.id, ...ownerOf(domain.id) },
      ...commandsOf(resource, {
        apply: ({ name }, document) =>
          `aws opensearch update-domain-config --domain-name ${shellWord(name)} --access-policies ${document}`,
      }),
    },
    domain.scope,
    context,
  );
  const reached =
    setting(domain, 'vpc').state === 'present'
      ? throughEndpoints(byPolicy, domain, context)
      : byPolicy.map((one) => asked(one, setting(domain, 'endpoint')));
  return { exposures: identified(reached, setting(domain, 'fineGrainedAccess')), facts: {} };
}

/**
 * Into a VPC come, from outside the account, only the accounts that may have an endpoint to the domain (OpenSearch Service developer guide,
 * "Access an Amazon OpenSearch Service domain using an OpenSearch Service-managed VPC endpoint").
 */
function throughEndpoints(byPolicy: Exposure[], domain: Resource<Domain>, context: Context): Exposure[] {
  if (byPolicy.length === 0) return [];
  const accounts = setting(domain, 'endpointAccounts');
  const via = 'vpc-endpoint';
  if (accounts.state === 'unknown') {
    const [widest] = byPolicy;
    const access = ACCESSES.filter((one) => byPolicy.some((exposure) => exposure.access.includes(one)));
    const { witness: _witness, ...base } = {
      ...widest,
      audience: 'named-outsider' as const,
      basis: 'configuration' as const,
    };
    return [
      { ...base, access, via, state: 'unknown', evidence: widest?.evidence ?? [], missing: [accounts.why] },
    ];
  }
  if (accounts.state === 'absent') return [];
  const own = oursIn(context, domain.scope).accounts;
  return accounts.value
    .filter((account) => !own.includes(account))
    .flatMap((account) =>
      byPolicy
        .filter(({ audience, subject }) => audience !== 'named-outsider' || subject === account)
        .slice(0, 1)
        .map(({ witness: _witness, ...exposure }) => ({
          ...exposure,
          audience: 'named-outsider' as const,
          via,
          subject: account,
          who: [account],
          evidence: [
            ...exposure.evidence,
            {
              setting: 'endpointAccounts',
              text: {
                en: `account ${account} may reach the domain through VPC endpoints of its own`,
                ja: `アカウント ${account} は自身の VPC エンドポイントからドメインに到達できます`,
              },
              value: account,
            },
          ],
        })),
    );
}

/** Asking for the root of a domain only looks: it answers with its name and version. */
function asked(exposure: Exposure, endpoint: Known<string>): Exposure {
  const { witness } = exposure;
  if (witness === undefined || endpoint.state !== 'present') return exposure;
  if (exposure.audience !== 'anyone' || !exposure.access.includes('read')) return exposure;
  return {
    ...exposure,
    witness: { ...witness, command: `curl -sS ${shellWord(`https://${endpoint.value}/`)}` },
  };
}

const FINE_GRAINED = { en: 'fine-grained access control', ja: 'きめ細かなアクセスコントロール' };
const ROLES = {
  setting: 'fineGrainedAccess',
  reason: 'not-held',
  detail: 'which principals the roles inside the domain admit is not told by any API of AWS',
  detailJa: 'ドメイン内のロールがどのプリンシパルを許可するかは、AWS の API では分かりません',
} as const;

/** Strangers have no user and no role inside the domain; whether a named account has one is written inside it. */
function identified(
  exposures: Exposure[],
  fineGrained: Known<NonNullable<Domain['fineGrainedAccess']>>,
): Exposure[] {
  if (fineGrained.state === 'absent') return exposures;
  if (fineGrained.state === 'unknown') return openUnless(exposures, FINE_GRAINED, fineGrained.why);
  if (fineGrained.value.anonymous === true) return exposures;
  return exposures.flatMap((one) =>
    one.audience === 'named-outsider' ? openUnless([one], FINE_GRAINED, ROLES) : shutBy([one], FINE_GRAINED),
  );
}
