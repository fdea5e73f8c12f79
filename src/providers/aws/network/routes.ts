// To which addresses a subnet's answers find their way back through the internet gateway.
// Source: VPC user guide, "Route priority": the most specific route that fits decides; among equals a local or static one.
import { intersect, type Range, union } from '../../../policy/language/interval.ts';
import { ALL_V4, ALL_V6, rangesIn, without } from './addresses.ts';
import type { Reach } from './reach.generated.ts';

type Route = NonNullable<NonNullable<Reach['subnets']>[number]['routes']>[number];

/** `certain` by an internet gateway; `possible` also where a firewall stands in between, if any `inspects`. */
export function routesBack(routes: readonly Route[]): {
  certain: Range[];
  possible: Range[];
  inspects: boolean;
} {
  const split = routes.flatMap(({ to, kind }) =>
    to.flatMap((cidr) => rangesIn([cidr]).map((range) => ({ range, kind }))),
  );
  // Narrow ranges first: each takes what no narrower one has taken.
  split.sort((a, b) => compare(size(a.range), size(b.range)) || RANK[a.kind] - RANK[b.kind]);
  let left = union([...ALL_V4, ...ALL_V6]);
  const certain: Range[] = [];
  const inspected: Range[] = [];
  for (const { range, kind } of split) {
    const here = intersect(left, [range]);
    if (kind === 'internet') certain.push(...here);
    if (kind === 'inspected') inspected.push(...here);
    left = without(left, [range]);
  }
  return {
    certain: union(certain),
    possible: union([...certain, ...inspected]),
    inspects: inspected.length > 0,
  };
}

/** Equal destinations are not possible twice in one table, except through prefix lists: there the way out is taken to win. */
const RANK: Record<Route['kind'], number> = { internet: 0, inspected: 1, elsewhere: 2 };

function size({ first, last }: Range): bigint {
  return last - first;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
