// Who is named by which Allow statements, in the order in which they come.

/** Somebody, and the places of the statements that name him. */
export interface Named {
  id: string;
  about: number[];
}

export interface Naming {
  all: Named[];
  index: Map<string, Named> | undefined;
}

/** An index is worth its price for many names alone. */
const FEW = 8;

/** Nobody is named yet. */
export function nobodyNamed(): Naming {
  return { all: [], index: undefined };
}

/** The statement of a place names somebody. */
export function name(naming: Naming, id: string, at: number): void {
  const { all, index } = naming;
  const before = index === undefined ? all.find((one) => one.id === id) : index.get(id);
  if (before !== undefined) {
    if (!before.about.includes(at)) before.about.push(at);
    return;
  }
  const made = { id, about: [at] };
  all.push(made);
  if (index !== undefined) index.set(id, made);
  else if (all.length > FEW) naming.index = new Map(all.map((one) => [one.id, one]));
}
