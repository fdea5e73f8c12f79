// Three-valued logic (Kleene): what is unknown stays unknown unless something known decides.

export type Truth = boolean | 'unknown';

export function not(a: Truth): Truth {
  return a === 'unknown' ? a : !a;
}

/** False if one is false, else unknown if one is unknown, else true. */
export function and(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  return a === 'unknown' ? a : b;
}

/** True if one is true, else unknown if one is unknown, else false. */
export function or(a: Truth, b: Truth): Truth {
  if (a === true || b === true) return true;
  return a === 'unknown' ? a : b;
}
