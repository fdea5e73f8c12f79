// What a plan tells of a policy document, with what its source or its configuration says of the parts that it leaves open.
import { BOUNDS } from '../../../snapshot/bounds.ts';
import { type Told, toldOf } from '../../../snapshot/told.ts';
import { raw, word } from '../answers/shape.ts';
import type { Configured } from './terraform-references.ts';
import { standInOf } from './terraform-stand-ins.ts';
import { memberOf } from './told-documents.ts';

/** What the plan tells, with what is written of the parts that it leaves open: which documents it takes over, resources, conditions. */
export function finer(planned: Told, source: Told | undefined, listed: Told[] | undefined): Told {
  if (planned.is === 'later') return source ?? (listed ? { is: 'list', items: listed } : planned);
  if (planned.is === 'map')
    return {
      is: 'map',
      entries: planned.entries.map(([name, inner]) => {
        if (name === 'resources') return [name, finer(inner, memberOf(source, name), undefined)];
        return [name, name === 'condition' ? finerConditions(inner, memberOf(source, name)) : inner];
      }),
    };
  const better = source?.is === 'list' ? source.items : listed;
  if (planned.is !== 'list' || better === undefined) return planned;
  if (planned.items.some(({ is }) => is === 'map')) {
    if (better.length !== planned.items.length) return planned;
    return { is: 'list', items: planned.items.map((item, at) => finer(item, better[at], undefined)) };
  }
  // A set comes in another order than it is written in; what is open in it are the same parts.
  const gaps = better.filter(({ is }) => is !== 'value');
  if (planned.items.filter(({ is }) => is === 'later').length !== gaps.length) return planned;
  return {
    is: 'list',
    items: planned.items.map((item) => (item.is === 'later' ? (gaps.shift() ?? item) : item)),
  };
}

/** They are a set: each is known by what it asks for. */
function finerConditions(planned: Told, source: Told | undefined): Told {
  if (planned.is !== 'list' || source?.is !== 'list') return planned;
  return {
    is: 'list',
    items: planned.items.map((item) => {
      const asked = askedBy(item);
      const [same, ...others] = source.items.filter((one) => asked !== undefined && askedBy(one) === asked);
      if (item.is !== 'map' || same === undefined || others.length > 0) return item;
      const entries = item.entries.map(([name, inner]): [string, Told] => [
        name,
        name === 'values' ? finer(inner, memberOf(same, name), undefined) : inner,
      ]);
      return { is: 'map', entries };
    }),
  };
}

/** `StringEquals AWS:SourceArn` */
function askedBy(condition: Told): string | undefined {
  const [test, variable] = [memberOf(condition, 'test'), memberOf(condition, 'variable')];
  return test?.is === 'value' && variable?.is === 'value' ? `${test.value} ${variable.value}` : undefined;
}

/** What the configuration in the plan itself writes out. */
export function constantOf(configured: Configured | undefined, name: string): Told | undefined {
  return configured && constant(configured.expressions[name], configured, 0);
}

function constant(expression: unknown, configured: Configured, depth: number): Told | undefined {
  if (expression === undefined || depth > BOUNDS.references) return undefined;
  if (Array.isArray(expression))
    return {
      is: 'list',
      items: expression.map((item) => constant(item, configured, depth + 1) ?? toldOf(null)),
    };
  const map = raw(expression);
  if (map === undefined) return undefined;
  if (Object.hasOwn(map, 'constant_value')) return toldOf(map['constant_value']);
  if (Array.isArray(map['references']))
    return { is: 'later', why: `${String(map['references'][0])} is known after apply` };
  return {
    is: 'map',
    entries: Object.entries(map).flatMap(([key, inner]): [string, Told][] => {
      const told =
        (key === 'values' ? madeValues(inner, map['test'], configured) : undefined) ??
        constant(inner, configured, depth + 1);
      return told === undefined ? [] : [[key, told]];
    }),
  };
}

/**
 * The values of a condition that are ARNs or ids of what the plan makes. The configuration does not say whether a `*` follows: ARNs of
 * buckets, which name no account, could then be anybody's.
 */
function madeValues(values: unknown, test: unknown, configured: Configured): Told | undefined {
  const literal = /^StringEquals(IgnoreCase)?$/.test(word(raw(test)?.['constant_value']) ?? '');
  const items = configured.made(values)?.map(({ address, attribute }): Told => {
    const stands =
      literal || !/(^|\.)aws_s3_bucket\./.test(address) ? standInOf(address, attribute) : undefined;
    return {
      is: 'later',
      why: `${address}.${attribute} is known after apply`,
      ...(stands !== undefined && { stands }),
    };
  });
  return items && { is: 'list', items };
}
