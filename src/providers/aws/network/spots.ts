// Where the machines of a managed service may stand, by what the service says of them.
import type { Interface } from './reach.ts';

export interface Placement {
  vpc: string | undefined;
  groups: string[];
  subnets: { id: string; zone?: string | undefined }[];
  /** Availability zones of the machines, where they are known. */
  zones?: (string | undefined)[];
}

/** One spot for each subnet in the zones of the machines; for all subnets where the zones tell nothing. Public addresses are IPv4. */
export function databaseSpots({
  vpc,
  groups,
  subnets,
  zones = [],
}: Placement): (Interface & { vpc: string | undefined })[] {
  const known = zones.filter((zone) => zone !== undefined);
  const here = subnets.filter(({ zone }) => zone !== undefined && known.includes(zone));
  return (here.length > 0 ? here : subnets).map(({ id }) => ({
    families: ['ipv4'],
    groups,
    subnet: id,
    vpc,
  }));
}
