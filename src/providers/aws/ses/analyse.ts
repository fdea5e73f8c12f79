// SES: settings -> exposures. Pure.
import { ACCESSES, type Assessment, type Context, type Exposure } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { commandsOf, ownerOf } from '../policy/alone.ts';
import { policyExposures, unread } from '../policy/doors.ts';
import { shellWord } from '../words/shell.ts';
import { identitySchema } from './identity.generated.ts';

/**
 * An identity may have several policies; any of them lets somebody send as it (SES developer guide, "Using sending authorization"). One
 * outsider by several policies is one exposure.
 */
export function analyseSes(resource: Resource, context: Context): Assessment {
  const identity = typed(resource, identitySchema);
  const policies = setting(identity, 'policies');
  if (policies.state === 'absent') return { exposures: [], facts: {} };
  if (policies.state === 'unknown') return { exposures: [unread(policies.why)], facts: {} };
  const found = new Map<string, Exposure>();
  for (const [policyName, document] of Object.entries(policies.value)) {
    const where = `--identity ${shellWord(identity.name)} --policy-name ${shellWord(policyName)}`;
    const exposures = policyExposures(
      {
        setting: 'policies',
        policy: { state: 'present', value: document },
        about: { kind: 'generic', resource: identity.id, ...ownerOf(identity.id) },
        ...commandsOf(resource, {
          apply: (_identity, changed) => `aws ses put-identity-policy ${where} --policy ${changed}`,
          remove: () => `aws ses delete-identity-policy ${where}`,
        }),
      },
      identity.scope,
      context,
    );
    for (const exposure of exposures) {
      const { audience, via, subject, state } = exposure;
      const key = JSON.stringify([audience, via, subject, state]);
      const placed = inPolicy(exposure, policyName);
      const other = found.get(key);
      found.set(key, other === undefined ? placed : both(other, placed));
    }
  }
  return { exposures: [...found.values()], facts: {} };
}

/** The evidence is a place in one of several documents. */
function inPolicy(exposure: Exposure, policyName: string): Exposure {
  const inside = `/${policyName.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const evidence = exposure.evidence.map((piece) =>
    piece.setting === 'policies' ? { ...piece, pointer: `${inside}${piece.pointer ?? ''}` } : piece,
  );
  return { ...exposure, evidence };
}

function both(one: Exposure, other: Exposure): Exposure {
  return {
    ...one,
    access: ACCESSES.filter((access) => one.access.includes(access) || other.access.includes(access)),
    evidence: [...one.evidence, ...other.evidence],
    cures: [...(one.cures ?? []), ...(other.cures ?? [])].map((cure) => ({ ...cure, rejudged: false })),
  };
}
