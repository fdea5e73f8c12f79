// A block with everything in it -> a map: its attributes, and its nested blocks of one name as a list.
import { type Told, toldOf } from '../snapshot/told.ts';
import { evaluate, type Names, whyOf, within } from './evaluate.ts';
import type { Body } from './expression.ts';

const DEEPEST = 20;

/** What a block says. */
export function bodyTold(body: Body, names: Names, depth = 0): Told {
  if (depth > DEEPEST) return { is: 'later', why: 'the source is too tangled' };
  const entries: [string, Told][] = [...body.attributes].map(([name, { value }]) => [
    name,
    evaluate(value, names),
  ]);
  const nested = new Map<string, Told[]>();
  for (const inner of body.blocks) {
    const [name = ''] = inner.kind === 'dynamic' ? inner.labels : [inner.kind];
    const items =
      inner.kind === 'dynamic' ? grown(inner, name, names, depth) : [bodyTold(inner, names, depth + 1)];
    nested.set(name, [...(nested.get(name) ?? []), ...items]);
  }
  for (const [name, items] of nested) entries.push([name, { is: 'list', items }]);
  return { is: 'map', entries, at: { file: body.file, line: body.line, column: body.column } };
}

/** `dynamic "name" { for_each = …; content { … } }`; a block that cannot be counted is one of which nothing can be told. */
function grown(dynamic: Body, name: string, names: Names, depth: number): Told[] {
  const list = dynamic.attributes.get('for_each')?.value;
  const content = dynamic.blocks.find(({ kind }) => kind === 'content');
  const called = dynamic.attributes.get('iterator')?.value;
  const iterator = called?.kind === 'reference' ? called.root : name;
  if (list === undefined || content === undefined) return [{ is: 'later', why: `${name} is not told` }];
  const over = evaluate(list, names);
  if (over.is !== 'list' && over.is !== 'map') return [{ is: 'later', why: whyOf(over) }];
  const pairs: [Told, Told][] =
    over.is === 'list'
      ? over.items.map((item) => [item, item])
      : over.entries.map(([key, item]) => [toldOf(key), item]);
  return pairs.map(([key, value]) => {
    const own: Names = {
      budget: names.budget,
      refer(root, steps) {
        if (root !== iterator) return names.refer(root, steps);
        const [what, ...rest] = steps;
        return within(what === 'key' ? key : value, rest, `${iterator}.${String(what)}`);
      },
    };
    return bodyTold(content, own, depth + 1);
  });
}
