// Sharing set files -> one entry for each object that a set opens.
import type { Known, Origin, Resource } from '../../../snapshot/resource.ts';
import type { Sharing } from '../guest/sharing.generated.ts';
import { type Component, placeOf } from '../import/components.ts';
import { all, text } from '../import/xml.ts';

type Mapping = NonNullable<Sharing['sharingSets']>[number];

/** Puts the sharing sets of an org, or why they are not known, with the rest of its sharing. */
export function withSharingSets(sharing: Resource<Sharing>, sets: Known<Component[]>): Resource<Sharing> {
  if (sets.state === 'unknown')
    return { ...sharing, unknowns: [...sharing.unknowns, { ...sets.why, setting: 'sharingSets' }] };
  const mappings: Mapping[] = [];
  const origins: Record<string, Origin> = {};
  for (const set of sets.state === 'present' ? sets.value : []) {
    const profiles = all(set.root, 'profiles').map(({ text: name }) => name);
    for (const element of all(set.root, 'accessMappings')) {
      const object = text(element, 'object') ?? '';
      mappings.push({
        name: set.name,
        object,
        access: text(element, 'accessLevel') ?? '',
        objectField: text(element, 'objectField') ?? '',
        userField: text(element, 'userField') ?? '',
        profiles,
      });
      const place = placeOf(set, element);
      if (place !== undefined) origins[`sharingSets/${set.name}.${object}`] = place;
    }
  }
  return {
    ...sharing,
    settings: { ...sharing.settings, sharingSets: mappings },
    ...(sharing.origins === undefined ? {} : { origins: { ...sharing.origins, ...origins } }),
  };
}
