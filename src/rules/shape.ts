// What the JSON Schema of a resource type says about a path: which kinds of value can stand there, and what lies below.
import { posix } from 'node:path';
import { schemaDocument } from '../schema.ts';
import { didYouMean } from './nearest.ts';

export const KINDS = ['text', 'number', 'boolean', 'list', 'map'] as const;
export type Kind = (typeof KINDS)[number];

type JsonObject = Record<string, unknown>;

/** A place in a schema: the alternatives that a value there may fit, references followed. */
export interface Shape {
  alternatives: JsonObject[];
  /** Name of the schema document, to follow references from. */
  document: string;
}

export type Step = { ok: true; shape: Shape } | { ok: false; problem: string };

const MAX_REFERENCES = 50;

/** The shape of a resource type's settings, with `facts` beside them. Undefined when no such schema is compiled in. */
export function settingsShape(name: string): Shape | undefined {
  const document = schemaDocument(name);
  if (!isObject(document)) return undefined;
  const facts = own(own(document, 'definitions'), 'facts') ?? own(own(document, '$defs'), 'facts');
  const properties = own(document, 'properties');
  const withFacts = {
    type: 'object',
    properties: {
      ...(isObject(properties) ? properties : {}),
      ...(facts === undefined ? {} : { facts }),
    },
  };
  return { alternatives: [withFacts], document: name };
}

/** Follows a dotted path. The problem is a clause to put behind the path's name. */
export function follow(start: Shape, path: string): Step {
  let shape = start;
  const walked: string[] = [];
  for (const segment of path.split('.')) {
    const step = enter(shape, segment, walked.join('.'));
    if (!step.ok) return step;
    shape = step.shape;
    walked.push(segment);
  }
  return { ok: true, shape };
}

function enter(shape: Shape, segment: string, walked: string): Step {
  const where = walked === '' ? 'the settings' : `"${walked}"`;
  if (segment === '') return { ok: false, problem: 'has an empty part' };
  if (segment in Object.prototype)
    return { ok: false, problem: `has the part "${segment}", which is not allowed` };
  const found: Shape[] = [];
  const known: string[] = [];
  for (const alternative of shape.alternatives) {
    const properties = own(alternative, 'properties');
    if (!isObject(properties)) continue;
    known.push(...Object.keys(properties));
    if (Object.hasOwn(properties, segment)) found.push(shapeOf(properties[segment], shape.document));
  }
  if (found.length > 0)
    return {
      ok: true,
      shape: { alternatives: found.flatMap((one) => one.alternatives), document: shape.document },
    };
  if (known.length > 0)
    return {
      ok: false,
      problem: `does not exist: there is no "${segment}" in ${where}${didYouMean(segment, known)}`,
    };
  const kinds = kindsOf(shape);
  if (kinds.has('list'))
    return { ok: false, problem: `goes through the list ${where}: use some, every or none with where` };
  if (kinds.has('map'))
    return { ok: false, problem: `goes into ${where}, whose keys are not declared: use a fact` };
  return { ok: false, problem: `does not exist: ${where} has no parts` };
}

/** The shape of a list's entries; undefined when it is no list. */
export function entryShape(shape: Shape): Shape | undefined {
  const lists = shape.alternatives.filter((alternative) => typesOf(alternative).includes('array'));
  if (lists.length === 0) return undefined;
  return {
    alternatives: lists.flatMap((list) => shapeOf(own(list, 'items'), shape.document).alternatives),
    document: shape.document,
  };
}

/** The kinds of value that can stand here besides null. */
export function kindsOf(shape: Shape): Set<Kind> {
  const kinds = new Set<Kind>();
  for (const alternative of shape.alternatives)
    for (const type of typesOf(alternative)) {
      if (type === 'string') kinds.add('text');
      else if (type === 'number' || type === 'integer') kinds.add('number');
      else if (type === 'boolean') kinds.add('boolean');
      else if (type === 'array') kinds.add('list');
      else if (type === 'object') kinds.add('map');
    }
  return kinds;
}

/** The only values that can stand here, when the schema lists them all. */
export function valuesOf(shape: Shape): unknown[] | undefined {
  const values: unknown[] = [];
  for (const alternative of shape.alternatives) {
    const listed = own(alternative, 'enum');
    if (Array.isArray(listed)) values.push(...listed);
    else if (Object.hasOwn(alternative, 'const')) values.push(alternative['const']);
    else if (alternative['type'] !== 'null') return undefined;
  }
  return values.length > 0 ? values : undefined;
}

/** True when the service may say that there is none. */
export function allowsNull({ alternatives }: Shape): boolean {
  return alternatives.some(
    (alternative) =>
      [alternative['type']].flat().includes('null') ||
      (Array.isArray(alternative['enum']) && alternative['enum'].includes(null)) ||
      (Object.hasOwn(alternative, 'const') && alternative['const'] === null),
  );
}

/** The properties that can stand here. */
export function keysOf(shape: Shape): string[] {
  return shape.alternatives.flatMap((alternative) => {
    const properties = own(alternative, 'properties');
    return isObject(properties) ? Object.keys(properties) : [];
  });
}

function typesOf(alternative: JsonObject): string[] {
  const { type } = alternative;
  if (typeof type === 'string') return [type];
  if (Array.isArray(type)) return type.filter((one) => typeof one === 'string');
  const values =
    own(alternative, 'enum') ?? (Object.hasOwn(alternative, 'const') ? [alternative['const']] : []);
  return Array.isArray(values) ? values.map((value) => typeof value) : [];
}

function shapeOf(schema: unknown, document: string): Shape {
  const alternatives: JsonObject[] = [];
  const waiting = [schema];
  for (let count = 0; waiting.length > 0 && count < MAX_REFERENCES; count++) {
    const next = waiting.shift();
    if (!isObject(next)) continue;
    const reference = own(next, '$ref');
    const branches = ['anyOf', 'oneOf', 'allOf'].flatMap((keyword) => own(next, keyword) ?? []);
    if (typeof reference === 'string') waiting.push(dereference(reference, document));
    waiting.push(...branches);
    if (reference === undefined && branches.length === 0) alternatives.push(next);
  }
  return { alternatives, document };
}

function dereference(reference: string, document: string): unknown {
  const [file = '', pointer = ''] = reference.split('#', 2);
  const name = file === '' ? document : posix.join(posix.dirname(document), file);
  let value = schemaDocument(name.replace(/\.schema\.json$/, ''));
  for (const token of pointer.split('/').slice(1)) value = own(value, token);
  return value;
}

function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
