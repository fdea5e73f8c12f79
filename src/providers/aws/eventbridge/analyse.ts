// EventBridge: settings -> exposures. Pure.
import { ACCESSES, type Assessment, type Context, type Cure, type Exposure } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { commandsOf, ownerOf } from '../policy/alone.ts';
import { policyExposures } from '../policy/doors.ts';
import { shellWord } from '../words/shell.ts';
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
  return { exposures: joined(exposures, ask(rulesOf(bus.id))), facts: {} };
}

/** Who may send and make rules is one outsider with both; what closes one of the two roads alone is no cure that was judged. */
function joined(toBus: Exposure[], toRules: Exposure[]): Exposure[] {
  const found = new Map(toBus.map((one) => [keyOf(one), one]));
  for (const one of toRules) {
    const other = found.get(keyOf(one));
    found.set(keyOf(one), other === undefined ? one : both(other, one));
  }
  return [...found.values()];
}

function both(one: Exposure, other: Exposure): Exposure {
  const access = ACCESSES.filter((each) => one.access.includes(each) || other.access.includes(each));
  const evidence = [...one.evidence, ...other.evidence];
  const cures = [...(one.cures ?? []), ...(other.cures ?? [])];
  const closes = (cure: Cure, door: Exposure) =>
    door.cures?.some(({ text, rejudged }) => rejudged && text.en === cure.text.en) === true;
  return {
    ...one,
    access,
    evidence: [...new Map(evidence.map((piece) => [`${piece.pointer} ${piece.text.en}`, piece])).values()],
    ...(cures.length > 0 && {
      cures: [...new Map(cures.map((cure) => [cure.text.en, cure])).values()].map((cure) => ({
        ...cure,
        rejudged: closes(cure, one) && closes(cure, other),
      })),
    }),
  };
}

function keyOf({ audience, via, subject, state }: Exposure): string {
  return JSON.stringify([audience, via, subject, state]);
}

/** Rules on the default bus have no bus in their ARNs (Service Authorization Reference, Amazon EventBridge). */
function rulesOf(bus: string): string {
  const [start = '', name = ''] = bus.split(':event-bus/');
  return name === 'default' ? `${start}:rule/*` : `${start}:rule/${name}/*`;
}
