// What the JSON Schema of rules refuses, in words for rule authors and at its place in the file.
import type { Fault } from '../errors.ts';
import { type Misfit, schemaDocument } from '../schema.ts';
import { didYouMean } from './nearest.ts';
import { ruleSchema } from './rule.generated.ts';
import type { YamlFile } from './yaml.ts';

/** One misfit as a fault, at the key when a key is what is wrong. */
export function misfitFault(yaml: YamlFile, { pointer, message }: Misfit): Fault {
  const where = pointer === '' ? 'the rule' : pointer.slice(1).replaceAll('/', '.');
  const key = /^has an unknown key "(.*)"$/s.exec(message)?.[1];
  if (key === undefined) return { message: `${where} ${inWords(message)}`, place: yaml.locate(pointer) };
  return {
    message: `${where} ${message}${didYouMean(key, KNOWN_KEYS)}`,
    place: yaml.locateKey(pointer, key),
  };
}

/** The patterns of the rule schema, in words: start of the pattern to what it asks for. */
const PATTERNS: [string, string][] = [
  ['\\S', 'must not be empty'],
  ['^[1-9]', 'must be a length of time in days or hours, such as 90d or 12h'],
  ['^https:', 'must be a link that starts with https://'],
  [
    '^[a-z0-9]',
    'must be at least three words of a-z, 0-9 and - with dots between, such as aws.s3.bucket-public-read',
  ],
  ['^[0-9]{4}', 'must be a moment such as 2026-01-01T00:00:00Z'],
];

function inWords(message: string): string {
  const pattern = /^must match pattern "(.*)"$/s.exec(message)?.[1];
  return PATTERNS.find(([start]) => pattern?.startsWith(start))?.[1] ?? message;
}

/** Every key that the rule schema knows anywhere, for did-you-mean. */
const KNOWN_KEYS = propertyNames(schemaDocument(ruleSchema.name), new Set());

function propertyNames(schema: unknown, found: Set<string>): Set<string> {
  if (typeof schema !== 'object' || schema === null) return found;
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'properties') for (const name of Object.keys(value)) found.add(name);
    propertyNames(value, found);
  }
  return found;
}
