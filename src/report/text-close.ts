// What to do about a block: what would settle it, and what closes it.
import type { Block } from './blocks.ts';
import { commandsFor } from './commands.ts';
import type { Entry, Page } from './page.ts';
import type { Missing, RuleReport, Text } from './report.ts';
import { isInput, joinAnd, nameOf } from './words.ts';

const MAX_CURES = 2;

/** What would settle a door that hangs on what could not be read. */
export function decideEntries(page: Page, { voices }: Block): Entry[] {
  const missing = voices[0]?.door.missing ?? [];
  const names = (some: Missing[]) =>
    [
      ...new Set(
        some.map((what) => {
          const name = nameOf(what)[page.lang];
          return isInput(what) ? name : (what.permission ?? name);
        }),
      ),
    ].sort();
  const [asked, absent] = [names(missing.filter((what) => !isInput(what))), names(missing.filter(isInput))];
  const steps: Text[] = [];
  if (asked.length > 0) steps.push({ en: `allow ${joinAnd(asked)}`, ja: `${asked.join('、')} を許可する` });
  if (absent.length > 0)
    steps.push({
      en: `check ${joinAnd(absent)}, not in this input`,
      ja: `この入力にない ${absent.join('、')} を確認する`,
    });
  if (steps.length === 0) return [];
  const settles = {
    en: `: that settles all ${voices.length}`,
    ja: `。それで ${voices.length} 件すべてが決まります`,
  };
  const all = voices.length > 1 ? settles : { en: '', ja: '' };
  const does = { en: steps.map(({ en }) => en).join('; '), ja: steps.map(({ ja }) => ja).join('。') };
  return [page.say({ en: does.en + all.en, ja: does.ja + all.ja })];
}

/** The changes that close the door, else those that the rule knows; the first two unless all are wanted. */
export function closeEntries(page: Page, { voices, findings }: Block, rule: RuleReport | undefined): Entry[] {
  const single = voices.length === 1 ? (voices[0]?.door.cures ?? []) : [];
  const cures = single.map(({ text, command, rejudged, loses }) => ({
    text,
    commands: command === undefined ? [] : [command],
    rejudged,
    loses,
  }));
  const [first, ...others] = findings;
  const resource = others.every((other) => other.resource.id === first?.resource.id)
    ? first?.resource
    : undefined;
  const fixes = (rule?.fix ?? []).map(({ cli, ...text }) => ({
    text,
    commands: cli === undefined ? [] : commandsFor(cli, resource),
    rejudged: false,
    loses: undefined,
  }));
  const steps = cures.length > 0 ? cures : fixes;
  return (page.all ? steps : steps.slice(0, MAX_CURES)).flatMap(
    ({ text, commands, rejudged, loses }, index) => {
      const words = page.lang === 'en' ? bare(page.say(text)) : page.say(text).replace(/。$/, '');
      // What closes a door are alternatives; the steps of a rule may be one after the other.
      const other = index > 0 && cures.length > 0;
      const step = other ? page.say({ en: `or ${words}`, ja: `または、${words}` }) : words;
      const judged = rejudged
        ? page.say({ en: ' (re-judged: closes it)', ja: '（再判定済み: 閉じます）' })
        : '';
      const also =
        loses === undefined
          ? []
          : [page.say({ en: `also loses access: ${loses.en}`, ja: `他にアクセスを失うもの: ${loses.ja}` })];
      return [step + judged, ...also, ...commands.map((command) => ({ command: page.say(command) }))];
    },
  );
}

/** `Remove it.` as it stands behind a label: `remove it`; `IAM` stays, and so does a text of several sentences. */
function bare(text: string): string {
  const one = /[.。] *\S/.test(text.replace(/\.(?=\w)/g, '')) ? text : text.replace(/[.。]$/, '');
  return /^[A-Z][a-z]+[ ,]/.test(one) ? one.charAt(0).toLowerCase() + one.slice(1) : one;
}
