// Which keys of a bucket its policy opens: what the Resource elements of the deciding statements say, at the most.
import { type Raw, raw } from '../answers/shape.ts';
import { many, statementsOf, withStatements } from '../answers/statements.ts';
import { tier } from './beside.ts';
import { judgeBucket } from './door-policy.ts';
import type { BucketFacts, Way } from './ways.ts';

const ALL = '*';

/**
 * Patterns that hold every key that the ways reach; a Deny may narrow them. Undefined where that cannot be told: through an
 * ACL of the bucket or an access point. In ARNs a wildcard also stands for slashes, so one in the name of the bucket may
 * reach any key (IAM user guide, "IAM JSON policy elements: Resource").
 */
export function keysOf(ways: Way[], facts: BucketFacts): string[] | undefined {
  const found = new Set<string>();
  const document = facts.policy.state === 'present' ? raw(facts.policy.value) : undefined;
  const deciding = new Set<number>();
  for (const way of ways) {
    if (way.via === 'acl' && way.object !== undefined) found.add(way.object);
    else if (way.via !== 'policy' || document === undefined || way.indexes.length === 0) return undefined;
    else for (const index of way.indexes) deciding.add(index);
  }
  if (document !== undefined) {
    const statements = statementsOf(document).map(({ statement }) => statement);
    const widest = Math.min(...ways.map(({ caller }) => tier(caller)));
    for (const index of withDoubtful(document, deciding, widest, facts))
      for (const key of keysIn(statements[index], facts.bucket)) found.add(key);
  }
  return found.size === 0 ? undefined : [...found].sort();
}

/**
 * The engine takes the certain road to an action and is silent about uncertain ones beside it. Statements that speak of
 * everybody under a condition are asked about without those that decided, until they let nobody in who is as wide.
 */
function withDoubtful(document: Raw, deciding: Set<number>, widest: number, facts: BucketFacts): Set<number> {
  const all = new Set(deciding);
  const statements = statementsOf(document).map(({ statement }) => statement);
  for (;;) {
    const left = statements.map((statement, index) =>
      all.has(index) || !(isDeny(statement) || speaksOfEverybody(statement)) ? undefined : statement,
    );
    if (widest > 1 || !left.some(speaksOfEverybody)) return all;
    const kept = left.flatMap((statement, index) => (statement === undefined ? [] : [{ statement, index }]));
    const asked = withStatements(
      document,
      kept.map(({ statement }) => statement),
    );
    const before = all.size;
    for (const grant of judgeBucket(facts, asked).grants)
      if (tier(grant.caller) <= widest) for (const nth of grant.statements) all.add(kept[nth]?.index ?? nth);
    if (all.size === before) return all;
  }
}

function isDeny(statement: Raw | undefined): boolean {
  return statement?.['Effect'] === 'Deny';
}

function speaksOfEverybody(statement: Raw | undefined): boolean {
  if (statement === undefined || statement['Effect'] !== 'Allow') return false;
  const wide =
    statement['NotPrincipal'] !== undefined || /\*/.test(JSON.stringify(statement['Principal'] ?? ''));
  return wide && statement['Condition'] !== undefined;
}

function keysIn(statement: Raw | undefined, bucket: string): string[] {
  if (statement === undefined || statement['NotResource'] !== undefined) return [ALL];
  return many(statement['Resource']).flatMap((resource) => {
    const [, name = ALL, key] = /^arn:[^:]*:s3:[^:]*:[^:]*:([^/]*)(?:\/(.*))?$/s.exec(String(resource)) ?? [];
    if (/[*?$]/.test(name)) return [ALL];
    // The bucket itself is no key, and another bucket's keys are none of this one.
    return key === undefined || name !== bucket ? [] : [key];
  });
}
