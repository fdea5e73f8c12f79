// tojimari formats: which exports can be read, and how to make them.
import { PROVIDERS } from '../../providers/index.ts';
import type { Format } from '../../providers/provider.ts';
import type { FormatsOptions } from '../commands/others.ts';
import type { Io } from '../io.ts';
import { languageOf } from '../surroundings.ts';

/** A snapshot is no provider's. */
const SNAPSHOT: Format = {
  name: { en: 'snapshot of tojimari', ja: 'tojimari のスナップショット' },
  made: 'tojimari collect aws --output prod.jsonl',
  holds: { en: 'everything that a live scan saw', ja: 'ライブスキャンで読み取ったすべての設定' },
};

const HEAD = {
  en: 'tojimari scan FOLDER reads any mix of these; nobody has to say what they are. Archives (.zip, .tar, .tar.gz, .gz) are read as folders.',
  ja: 'tojimari scan フォルダー は、次の形式が混在していても自動的に見分けて読み取ります。アーカイブ (.zip、.tar、.tar.gz、.gz) もそのまま読めます。',
};

/** Prints every format with the command that makes it. */
export function formats({ lang }: FormatsOptions, io: Io): 0 {
  const language = languageOf(lang, io.env);
  const all = [...PROVIDERS.flatMap((provider) => provider.formats), SNAPSHOT];
  io.stdout.write(`${HEAD[language]}\n`);
  for (const { name, made, holds } of all)
    io.stdout.write(`\n${name[language]}\n  ${made}\n  ${holds[language]}\n`);
  return 0;
}
