// What policies ask of requests: statements, conditions, resource patterns and policy variables.
import { isRecord } from '../case.ts';

/** The statements of a document, whether one or a list. */
export function statements(policy: unknown): Record<string, unknown>[] {
  const listed = isRecord(policy) ? policy['Statement'] : undefined;
  return (Array.isArray(listed) ? listed : [listed]).filter(isRecord);
}

/** Everything that a policy asks of requests. */
export interface Spoken {
  conditions: { operator: string; key: string; values: string[]; variables: boolean }[];
  resources: { pattern: string; variables: boolean }[];
  /** Of the last statement: the patterns are those of NotResource. */
  notResource: boolean;
  /** Keys that stand as policy variables. */
  variables: Set<string>;
}

/** Collects what the documents ask. */
export function tests(documents: unknown[]): Spoken {
  const spoken: Spoken = { conditions: [], resources: [], notResource: false, variables: new Set() };
  for (const document of documents) {
    const variables = isRecord(document) && document['Version'] === '2012-10-17';
    const look = (text: string) => {
      if (variables)
        for (const [, name = ''] of text.matchAll(/\$\{([^},]*)/g))
          spoken.variables.add(name.trim().toLowerCase());
    };
    for (const one of statements(document)) {
      spoken.notResource = 'NotResource' in one;
      for (const pattern of [one['Resource'] ?? one['NotResource'] ?? []].flat().map(String)) {
        spoken.resources.push({ pattern, variables });
        look(pattern);
      }
      for (const [operator, block] of Object.entries(isRecord(one['Condition']) ? one['Condition'] : {}))
        for (const [key, value] of Object.entries(isRecord(block) ? block : {})) {
          const values = [value].flat().map(String);
          spoken.conditions.push({ operator, key: key.toLowerCase(), values, variables });
          values.forEach(look);
        }
    }
  }
  return spoken;
}

/** Does a text depend on a policy variable? */
export function varies(text: string, variables: boolean): boolean {
  return variables && /\$\{[^*?$]/.test(text);
}

/** All that several statements ask. */
export function join(all: Spoken[]): Spoken {
  return {
    conditions: all.flatMap((one) => one.conditions),
    resources: all.flatMap((one) => one.resources),
    notResource: false,
    variables: new Set(all.flatMap((one) => [...one.variables])),
  };
}
