// Patterns of action names.

/** Whether texts match a pattern with `*` and `?`; the pieces between stars are looked for from left to right. */
export function globMatcher(glob: string): (text: string) => boolean {
  const [head = '', ...middle] = glob.split('*');
  const tail = middle.pop();
  if (!glob.includes('*') && !glob.includes('?')) return (text) => text === glob;
  if (tail === undefined) return (text) => text.length === head.length && standsAt(head, text, 0);
  const pieces = middle.filter((piece) => piece !== '');
  const plain = !glob.includes('?');
  return (text) => {
    const end = text.length - tail.length;
    if (end < head.length) return false;
    if (
      plain
        ? !text.startsWith(head) || !text.endsWith(tail)
        : !standsAt(head, text, 0) || !standsAt(tail, text, end)
    )
      return false;
    let at = head.length;
    for (const piece of pieces) {
      at = plain ? text.indexOf(piece, at) : find(piece, text, at);
      if (at < 0) return false;
      at += piece.length;
    }
    return at <= end;
  };
}

/** Does the piece, whose `?` are any character, stand in the text at a place? */
function standsAt(piece: string, text: string, at: number): boolean {
  if (at + piece.length > text.length) return false;
  for (let index = 0; index < piece.length; index++) {
    const wanted = piece.charAt(index);
    if (wanted !== '?' && wanted !== text.charAt(at + index)) return false;
  }
  return true;
}

function find(piece: string, text: string, from: number): number {
  for (let at = from; at + piece.length <= text.length; at++) if (standsAt(piece, text, at)) return at;
  return -1;
}
