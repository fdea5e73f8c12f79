// Did you mean: the known word that is nearest to a mistyped one.

const LONGEST = 80;

/** The nearest of the words, if one is near enough to be what was meant: case and underscores aside, at most a third of it wrong. */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  const plain = simplify(word);
  let best: string | undefined;
  let least = Math.max(1, Math.floor(plain.length / 3)) + 1;
  for (const candidate of words) {
    const distance = editDistance(plain, simplify(candidate), least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** `, did you mean "x"?` or nothing, to end a sentence with. */
export function didYouMean(word: string, words: Iterable<string>): string {
  const found = nearest(word, words);
  return found === undefined ? '' : `, did you mean "${found}"?`;
}

function simplify(word: string): string {
  return word.slice(0, LONGEST).replaceAll('_', '').replaceAll('-', '').toLowerCase();
}

/** Letters to insert, delete, change or swap with their neighbour; `limit` when it is that or more. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      next.push(cost);
    }
    before = row;
    row = next;
  }
  return Math.min(limit, row[b.length] ?? limit);
}
