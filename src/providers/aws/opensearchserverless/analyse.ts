// OpenSearch Serverless: settings -> exposures. Pure.
import { ACCESSES, type Access, type Assessment, type Context, type Exposure } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { oursIn } from '../account/service.ts';
import { unread } from '../policy/doors.ts';
import { openUnless, shutBy } from '../policy/guarded.ts';
import { type Outsider, outsidersOf } from '../policy/outsiders.ts';
import { type Collection, collectionSchema } from './collection.generated.ts';

type Rule = NonNullable<Collection['access']>[number];

const NETWORK = { en: 'network policies', ja: 'ネットワークポリシー' };

/**
 * A request has to reach the collection by a network policy and be signed by a principal of a data access policy. AWS refuses principals of
 * other accounts there ("Data access control for Amazon OpenSearch Serverless", "Cross-account data access"): one that stands in a policy
 * all the same is shown. A public network policy alone lets nobody in.
 */
export function analyseServerless(resource: Resource, context: Context): Assessment {
  const collection = typed(resource, collectionSchema);
  const access = setting(collection, 'access');
  if (access.state === 'unknown') return { exposures: [unread(access.why)], facts: {} };
  if (access.state === 'absent') return { exposures: [], facts: {} };
  const exposures = byPrincipal(access.value, collection.scope, context);
  const network = setting(collection, 'publicEndpoint');
  if (network.state === 'unknown')
    return { exposures: openUnless(exposures, NETWORK, network.why), facts: {} };
  const reached = network.state === 'present' && network.value;
  return { exposures: reached ? exposures : shutBy(exposures, NETWORK), facts: {} };
}

function byPrincipal(rules: Rule[], scope: string, context: Context): Exposure[] {
  const { accounts, organizations } = oursIn(context, scope);
  const ours = { ...context.ours, accounts, organizations };
  const found = new Map<string, Exposure>();
  for (const [index, { policy, principals, permissions }] of rules.entries()) {
    for (const principal of principals) {
      for (const outsider of outsidersBy(principal, ours)) {
        const key = JSON.stringify([outsider.audience, outsider.subject]);
        const known = found.get(key);
        const given = new Set([...(known?.access ?? []), ...permissions.flatMap(words)]);
        const evidence = {
          setting: 'access',
          pointer: `/${index}`,
          text: {
            en: `data access policy "${policy}" admits ${principal} to ${permissions.join(', ')}`,
            ja: `データアクセスポリシー「${policy}」が ${principal} に ${permissions.join(', ')} を許可しています`,
          },
          value: principal,
        };
        found.set(key, {
          ...outsider,
          access: ACCESSES.filter((one) => given.has(one)),
          state: 'open',
          basis: 'configuration',
          evidence: [...(known?.evidence ?? []), evidence],
        });
      }
    }
  }
  return [...found.values()];
}

function outsidersBy(principal: string, ours: Context['ours']): Outsider[] {
  if (principal === '*' || /^(arn:[^:]*:(iam|sts)::|saml\/)[\d?]*\*/.test(principal))
    return outsidersOf({ class: 'any-account' }, ours);
  const account = /^(?:arn:[^:]*:(?:iam|sts)::|saml\/)(\d{12})[:/]/.exec(principal)?.[1];
  if (account === undefined) return [];
  return outsidersOf({ class: 'named-account', accounts: [account], externalId: false }, ours);
}

/** The permissions of data access policies ("Supported policy permissions"). */
function words(permission: string): Access[] {
  const verb = permission.replace(/^aoss:/, '');
  if (verb === '*') return ['read', 'write', 'delete', 'meta'];
  if (verb.startsWith('Read')) return ['read'];
  if (verb.startsWith('Describe')) return ['meta'];
  return verb.startsWith('Delete') ? ['delete'] : ['write'];
}
