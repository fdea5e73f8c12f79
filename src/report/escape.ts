// Names from clouds are untrusted: what could move a cursor, reorder or hide text is shown, never obeyed.

// Control and format characters, lone surrogates, line separators, tags, and letters that look like nothing.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u3164\uffa0]|\u034f|\u115f|\u1160|\u17b4|\u17b5/gu;

const IS_UNPRINTABLE = new RegExp(UNPRINTABLE.source, 'u');
// All characters but line breaks, ASCII, kana, kanji and hangul, which are what megabytes of JSON are made of.
const RARE = /[\ud800-\udbff][\udc00-\udfff]|[^\n -~\u3001-\u3163\u3165-\ud7ff]/g;

// Lines that runners of GitHub Actions and Azure Pipelines obey; the first may follow any space, where a line can be broken.
const RUNNER_COMMAND = /(?<=^|\s):(?=:[a-z][a-z-]*(?:::|\s))|(?<=#)#(?=\[|vso\[)/gi;

/** The same text with every invisible or controlling character written out: `\u001b`, `\u{e0041}`. */
export function visible(text: string): string {
  return text.replace(UNPRINTABLE, written).replace(RUNNER_COMMAND, written);
}

function written(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${hex4(code)}`;
}

/** JSON text in which no invisible or controlling character stands as itself; its value is the same. */
export function visibleJson(json: string): string {
  return json.replace(RARE, (character) => {
    if (!IS_UNPRINTABLE.test(character)) return character;
    let units = '';
    for (let i = 0; i < character.length; i += 1) units += `\\u${hex4(character.charCodeAt(i))}`;
    return units;
  });
}

/** Account ids as they may stand in a log that others read: `2109-****-4321`. */
export function maskAccounts(text: string): string {
  return text.replace(/(?<!\d)(\d{4})-?(\d{4})-?(\d{4})(?!\d)/g, '$1-****-$3');
}

/** A name short enough to be read at a glance: the middle gives way. Counts characters. An empty one is shown as `""`. */
export function shorten(name: string, limit: number): string {
  if (name === '') return '""';
  if (name.length <= limit) return name;
  const characters = [...name];
  if (characters.length <= limit) return name;
  const tail = Math.floor(limit / 3);
  return `${characters.slice(0, limit - tail - 1).join('')}…${characters.slice(-tail).join('')}`;
}

function hex4(code: number): string {
  return code.toString(16).padStart(4, '0');
}
