// Globs without regular expressions: no pattern can make the match slow.

/**
 * True when the whole text fits the pattern: `*` stands for any characters, also none, `?` for exactly one.
 * At most text length times pattern length steps.
 */
export function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const wanted = pattern[p];
    if (wanted === '*') {
      star = p++;
      resume = t;
    } else if (wanted === '?' || (wanted !== undefined && wanted === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
