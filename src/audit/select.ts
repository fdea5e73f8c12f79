// Which resources are to be judged, by the globs of the command line.
import { matchesGlob } from '../glob.ts';
import type { Resource } from '../snapshot/resource.ts';

/** Globs; an empty list selects everything. Resources match by id or name. */
export interface Selection {
  services: string[];
  resources: string[];
  excludeResources: string[];
}

/** True when a resource of this service is to be judged. Context is read all the same, because others depend on it. */
export function isSelected(selection: Selection, service: string, resource: Resource): boolean {
  const { services, resources, excludeResources } = selection;
  if (services.length > 0 && !services.some((glob) => matchesGlob(glob, service))) return false;
  if (resources.length > 0 && !names(resources, resource)) return false;
  return !names(excludeResources, resource);
}

function names(globs: string[], resource: Resource): boolean {
  return globs.some((glob) => matchesGlob(glob, resource.id) || matchesGlob(glob, resource.name));
}
