// The one question that a report asks: are these outsiders yours?
import type { Block, Voice } from './blocks.ts';
import { shorten } from './escape.ts';
import { callersOf } from './headline.ts';
import { detail, type Entry, nounOf, type Page } from './page.ts';
import type { Text } from './report.ts';
import { count, counted, joinAnd, LABELS, listed } from './words.ts';

const MAX_LINES = 8;

interface Stranger {
  name: string;
  kind: 'accounts' | 'organizations' | 'networks' | 'domains' | 'others';
  lets: Voice[];
}

/** `23 roles trust 4 accounts: yours?` */
export function questionSentence(page: Page, block: Block): Text {
  const types = new Map<string, Voice[]>();
  for (const voice of block.voices) {
    const { type } = voice.door.resource;
    types.set(type, [...(types.get(type) ?? []), voice]);
  }
  const things = [...types.values()].flatMap((voices) => {
    const [first] = voices;
    const ids = new Set(voices.map(({ door }) => door.resource.id));
    return first === undefined ? [] : [{ n: ids.size, text: counted(ids.size, nounOf(page, first.door)) }];
  });
  const found = strangers(block);
  const accounts = found.every(({ kind }) => kind === 'accounts');
  const trust = block.voices.every(({ door }) => door.access.every((word) => word === 'assume'));
  const one = things.length === 1 && things[0]?.n === 1;
  const plural = found.length === 1 ? '' : 's';
  const verb = trust ? (one ? 'trusts' : 'trust') : one ? 'lets in' : 'let in';
  const whom = accounts ? `account${plural}` : `outsider${plural}`;
  const subject = things.map(({ text }) => text.ja).join('、');
  const guests = accounts
    ? `${count(found.length)} 個の外部アカウント`
    : `${count(found.length)} 件の外部の相手`;
  return {
    en: `${joinAnd(things.map(({ text }) => text.en))} ${verb} ${count(found.length)} ${whom}: yours?`,
    ja: `${subject}が ${guests}${trust ? 'を信頼しています' : 'に開いています'}。自社のものですか`,
  };
}

/** What to do about the question: the lines to paste when the answer is yes. */
export function questionLines(page: Page, block: Block): string[] {
  const found = strangers(block);
  const decide = page.say({
    en: 'list yours under own: in tojimari.yaml, known third parties under vendors:; what is left are strangers',
    ja: '自社のものは tojimari.yaml の own: に、既知の取引先は vendors: に書いてください。残りが第三者です',
  });
  const lines = detail(page, LABELS.decide, [decide]);
  const others = found.filter(({ kind }) => kind === 'others').map(({ name }) => name);
  if (others.length > 0)
    lines.push(
      ...detail(page, LABELS.who, [
        page.say(
          listed(
            others.map((name) => shorten(name, 80)),
            page.all ? others.length : 8,
            page.lang,
          ),
        ),
      ]),
    );
  if (!page.proof) return lines;
  const pasted: Entry[] = [{ verbatim: 'own:' }];
  for (const kind of ['accounts', 'organizations', 'networks', 'domains'] as const) {
    const these = found.filter((stranger) => stranger.kind === kind);
    if (these.length === 0) continue;
    pasted.push({ verbatim: `  ${kind}:` });
    for (const { name, lets } of page.all ? these : these.slice(0, MAX_LINES)) {
      const names = [...new Set(lets.map(({ door }) => shorten(door.resource.name, 40)))].sort();
      const comment = page.say(listed(names, 1, page.lang));
      const room = page.width - 15 - 12 - name.length;
      pasted.push({
        verbatim: `    - ${JSON.stringify(page.say(name))}${comment.length <= room ? `  # ${comment}` : ''}`,
      });
    }
    const rest = page.all ? 0 : these.length - MAX_LINES;
    if (rest > 0)
      pasted.push({
        verbatim: `    # ${page.say({ en: `and ${rest} more: --all`, ja: `他 ${rest} 件: --all` })}`,
      });
  }
  return pasted.length === 1 ? lines : [...lines, ...detail(page, LABELS.paste, pasted)];
}

/** Every outsider of the block, those let in most often first. */
function strangers(block: Block): Stranger[] {
  const found = new Map<string, Stranger>();
  for (const voice of block.voices) {
    for (const caller of callersOf(voice.door)) {
      const account = /^(?:arn:[^:]*:[^:]*:[^:]*:)?(\d{12})(?::|$)/.exec(caller)?.[1];
      const name = account ?? caller;
      const stranger = found.get(name) ?? { name, kind: kindOf(name), lets: [] };
      stranger.lets.push(voice);
      found.set(name, stranger);
    }
  }
  return [...found.values()].sort((a, b) => b.lets.length - a.lets.length || (a.name < b.name ? -1 : 1));
}

function kindOf(name: string): Stranger['kind'] {
  if (/^\d{12}$/.test(name)) return 'accounts';
  if (/^o-[a-z0-9]{10,32}$/.test(name)) return 'organizations';
  if (/^[0-9a-f.:]+\/\d+$/i.test(name)) return 'networks';
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(name)) return 'domains';
  return 'others';
}
