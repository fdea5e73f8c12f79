// Strings of policies taken apart: literal text, wildcards and policy variables.
// Source: IAM user guide, "IAM policy elements: Variables and tags".

/** Part of a policy string: literal text, `*`, `?`, or a policy variable. */
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'star' }
  | { kind: 'any' }
  | { kind: 'variable'; name: string; fallback?: string };

const STAR: Part = { kind: 'star' };
const QUESTION: Part = { kind: 'any' };

/** Splits a policy string. Variables and escapes exist only in documents of version 2012-10-17. */
export function parts(text: string, variables: boolean): Part[] {
  const found: Part[] = [];
  let literal = '';
  let from = 0;
  const flush = (to: number) => {
    literal += text.slice(from, to);
    if (literal !== '') found.push({ kind: 'text', text: literal });
    literal = '';
  };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x2a || code === 0x3f) {
      flush(at);
      found.push(code === 0x2a ? STAR : QUESTION);
      from = at + 1;
    } else if (variables && code === 0x24 && text.charCodeAt(at + 1) === 0x7b) {
      const end = text.indexOf('}', at);
      if (end === -1) continue;
      const inside = text.slice(at + 2, end);
      if (inside === '*' || inside === '?' || inside === '$') {
        literal += text.slice(from, at) + inside;
      } else {
        const variable = /^\s*([^,\s']+)\s*(?:,\s*'([^']*)')?\s*$/.exec(inside);
        if (!variable) continue;
        flush(at);
        const [, name = '', fallback] = variable;
        const one: Part = { kind: 'variable', name: name.toLowerCase() };
        found.push(fallback === undefined ? one : { ...one, fallback });
      }
      at = end;
      from = end + 1;
    }
  }
  flush(text.length);
  return found;
}
