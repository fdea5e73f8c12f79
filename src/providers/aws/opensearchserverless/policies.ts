// Network and data access policies of OpenSearch Serverless: which of their rules cover a collection. Pure.
import { like } from '../../../policy/evaluate/text.ts';
import { raw } from '../answers/shape.ts';
import { many } from '../answers/statements.ts';
import type { Collection } from './collection.generated.ts';

/** A policy as the service answers with it: a list of blocks, each with rules. */
export interface Policy {
  name: string;
  document: unknown;
}

/** Whether a network policy lets the internet reach the API or the Dashboards of the collection ("Network access for Amazon OpenSearch Serverless"). */
export function isPublic(policies: Policy[], collection: string): boolean {
  return policies.some(({ document }) =>
    blocks(document).some(
      (block) => block['AllowFromPublic'] === true && rules(block).some((rule) => covers(rule, collection)),
    ),
  );
}

/** The rules for the collection or its indexes ("Data access control for Amazon OpenSearch Serverless"). */
export function accessTo(policies: Policy[], collection: string): NonNullable<Collection['access']> {
  return policies.flatMap(({ name, document }) =>
    blocks(document).flatMap((block) => {
      const principals = texts(block['Principal']);
      return rules(block)
        .filter((rule) => covers(rule, collection))
        .map((rule) => ({ policy: name, principals, permissions: texts(rule['Permission']) }));
    }),
  );
}

function blocks(document: unknown): Record<string, unknown>[] {
  return many(document)
    .map(raw)
    .filter((block) => block !== undefined);
}

function rules(block: Record<string, unknown>): Record<string, unknown>[] {
  return many(block['Rules'])
    .map(raw)
    .filter((rule) => rule !== undefined);
}

function texts(value: unknown): string[] {
  return many(value).filter((one) => typeof one === 'string');
}

/** `collection/logs*` covers the collection logs (its API or, by the type of the rule, its Dashboards), and an `index/logs*` with a pattern of indexes what is in it. */
function covers(rule: Record<string, unknown>, collection: string): boolean {
  return texts(rule['Resource']).some((resource) => {
    const [kind, pattern = ''] = resource.split('/');
    return (kind === 'collection' || kind === 'index') && like(pattern, collection);
  });
}
