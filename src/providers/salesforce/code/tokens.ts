// Blanked Apex as words and signs, in lower case (Apex does not tell cases apart), with matching brackets found once.

/** Words and signs by position; the three lists run side by side. */
export interface Tokens {
  words: string[];
  /** Where each begins in the source. */
  at: number[];
  /** For an opening bracket the position of the closing one, else -1. */
  closes: number[];
}

const WORD = /[A-Za-z_]\w*|\d[\w.]*|[@{}()[\];,.=<>:?]/g;
const OPENS: Record<string, string> = { ')': '(', ']': '[' };

/** Splits code. Round and square brackets that do not match stay without an end. */
export function tokensOf(code: string): Tokens {
  const words: string[] = [];
  const at: number[] = [];
  const closes: number[] = [];
  const open: number[] = [];
  for (const match of code.matchAll(WORD)) {
    const word = match[0].toLowerCase();
    const index = words.push(word) - 1;
    at.push(match.index);
    closes.push(-1);
    if (word === '(' || word === '[') open.push(index);
    else if (word === ')' || word === ']') {
      const last = open.at(-1);
      if (last !== undefined && words[last] === OPENS[word]) {
        closes[last] = index;
        open.pop();
      }
    }
  }
  return { words, at, closes };
}

/** Line (from 1) of positions in a text, asked for in any order. */
export function linesOf(source: string): (position: number) => number {
  const starts = [0];
  for (let end = source.indexOf('\n'); end !== -1; end = source.indexOf('\n', end + 1)) starts.push(end + 1);
  return (position) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
