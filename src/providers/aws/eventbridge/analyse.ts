// EventBridge: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { commandsOf, ownerOf } from '../policy/alone.ts';
import { policyExposures } from '../policy/doors.ts';
import { shellWord } from '../shell.ts';
import { busSchema } from './bus.generated.ts';

/**
 * A bus is reached through its policy alone, which speaks of the bus (who may send) and of the rules on it (who may have its events sent
 * elsewhere) (EventBridge user guide, "Permissions for event buses", "Example: Manage rules in a different account").
 */
export function analyseEventBridge(resource: Resource, context: Context): Assessment {
  const bus = typed(resource, busSchema);
  const policy = setting(bus, 'policy');
  const lines = commandsOf(resource, {
    apply: ({ name }, document) =>
      `aws events put-permission --event-bus-name ${shellWord(name)} --policy ${document}`,
    remove: ({ name }) =>
      `aws events remove-permission --event-bus-name ${shellWord(name)} --remove-all-permissions`,
  });
  const ask = (asked: string) =>
    policyExposures(
      {
        setting: 'policy',
        policy,
        about: { kind: 'generic', resource: asked, ...ownerOf(bus.id) },
        ...lines,
      },
      bus.scope,
      context,
    );
  const exposures = ask(bus.id);
  if (policy.state !== 'present') return { exposures, facts: {} };
  const known = new Set(
    exposures.map(({ audience, via, subject }) => JSON.stringify([audience, via, subject])),
  );
  const byRules = ask(rulesOf(bus.id)).filter(
    ({ audience, via, subject }) => !known.has(JSON.stringify([audience, via, subject])),
  );
  return { exposures: [...exposures, ...byRules], facts: {} };
}

/** Rules on the default bus have no bus in their ARNs (Service Authorization Reference, Amazon EventBridge). */
function rulesOf(bus: string): string {
  const [start = '', name = ''] = bus.split(':event-bus/');
  return name === 'default' ? `${start}:rule/*` : `${start}:rule/${name}/*`;
}
