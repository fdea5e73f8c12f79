// One flag as data for yargs.

/** A flag that may be given more than once, each time with one value. */
export function many(description: string, group: string, name = 'GLOB') {
  return {
    type: 'string',
    array: true,
    requiresArg: true,
    description: `${description} (${name}; repeatable)`,
    group,
  } as const;
}

/** A flag with one value. */
export function one(description: string, group: string) {
  return { type: 'string', requiresArg: true, description, group } as const;
}

export function toggle(description: string, group: string) {
  return { type: 'boolean', description, group } as const;
}
