// Metadata of an org's origins, remote sites and IP ranges -> one resource, from an export or from the org itself.
import type { Known, Origin, Resource, Unknown } from '../../../snapshot/resource.ts';
import { type Component, placeOf } from '../import/components.ts';
import { all, type Element, flag, text } from '../import/xml.ts';
import type { Hardening } from './hardening.generated.ts';

/** What was read; each may be missing. */
export interface HardeningSources {
  cors: Known<Component[]>;
  csp: Known<Component[]>;
  remote: Known<Component[]>;
  /** Security.settings. */
  security: Known<Component>;
  /** Profiles with login ranges only, or all of them. */
  profiles: Known<{ profile: string; ranges: string[] }[]>;
  risks: Known<NonNullable<Hardening['healthRisks']>>;
}

/** The resource; what could not be read is named. */
export function hardeningFrom(
  sources: HardeningSources,
  org: { scope: string; name: string },
): Resource<Hardening> {
  const settings: Partial<Hardening> = {};
  const unknowns: Unknown[] = [];
  const origins: Record<string, Origin> = {};
  const take = <T>(key: keyof Hardening & string, known: Known<T>, put: (value: T) => void): void => {
    if (known.state === 'unknown') unknowns.push({ ...known.why, setting: key });
    else if (known.state === 'present') put(known.value);
  };
  const placed = (key: string, components: Component[]): void => {
    const [first] = components;
    const place = first === undefined ? undefined : placeOf(first, first.root);
    if (place !== undefined) origins[key] = place;
  };
  const active = ({ root }: Component) => flag(root, 'isActive') !== false;
  take('corsOrigins', sources.cors, (list) => {
    settings.corsOrigins = list.map(({ root }) => text(root, 'urlPattern') ?? '').sort();
    placed('corsOrigins', list);
  });
  take('trustedSites', sources.csp, (list) => {
    settings.trustedSites = list
      .filter(active)
      .map(({ root }) => text(root, 'endpointUrl') ?? '')
      .sort();
    placed('trustedSites', list);
  });
  take('remoteSites', sources.remote, (list) => {
    settings.remoteSites = list
      .filter(active)
      .map(({ name, root }) => ({
        name,
        url: text(root, 'url') ?? '',
        anyProtocol: flag(root, 'disableProtocolSecurity') === true,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    placed('remoteSites', list);
  });
  take('trustedRanges', sources.security, (component) => {
    const access = all(component.root, 'networkAccess');
    settings.trustedRanges = access.flatMap((element) => rangesOf(element, 'ipRanges', 'start', 'end'));
    const [first] = access;
    const place = first === undefined ? undefined : placeOf(component, first);
    if (place !== undefined) origins['trustedRanges'] = place;
  });
  take('loginRanges', sources.profiles, (list) => {
    settings.loginRanges = list
      .filter(({ ranges }) => ranges.length > 0)
      .sort((a, b) => (a.profile < b.profile ? -1 : 1));
  });
  take('healthRisks', sources.risks, (list) => {
    settings.healthRisks = list;
  });
  const base = { record: 'resource', type: 'salesforce.hardening', id: 'hardening', ...org } as const;
  return { ...base, settings, unknowns, ...(Object.keys(origins).length > 0 ? { origins } : {}) };
}

/** `start-end` of each range below an element. */
export function rangesOf(element: Element, tag: string, start: string, end: string): string[] {
  return all(element, tag).map((range) => `${text(range, start) ?? ''}-${text(range, end) ?? ''}`);
}
