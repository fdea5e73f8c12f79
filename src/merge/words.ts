// What is said about exports that were joined: which, what they share, whose an unnamed one is, and where they do not agree.
import type { Text } from '../snapshot/resource.ts';
import type { KindOf } from './export.ts';
import type { Group } from './group.ts';
import type { Seen } from './sight.ts';
import type { Conflict, Said } from './version.ts';

const MAX_CONFLICTS = 5;

/** Whose an export is that does not say it itself. */
export function toldNotes({ scopes: own, told }: Group, scopes: Seen[]): Text[] {
  const owner = scopes[own[0] ?? 0]?.scope.label ?? '';
  return own.flatMap((at) => {
    const id = told.get(at);
    if (id === undefined) return [];
    const { label = '', paths = [] } = scopes[at]?.scope ?? {};
    const what = paths[0] ?? label;
    return {
      en: `${what} does not say whose it is. It holds ${id}, as ${owner} does, and was read as a part of that.`,
      ja: `${what} にはアカウントの記載がありません。${owner} と同じ ${id} を含むため、その一部として読みました。`,
    };
  });
}

/** How many resources several exports hold. */
export function sharedNote(formats: string[], shared: number): Text {
  const list = formats.join(' + ');
  const en = shared === 1 ? '1 resource is' : `${shared} resources are`;
  return {
    en: `Joined from several exports (${list}): ${en} in more than one; of each setting the newest known value counts.`,
    ja: `複数のエクスポート (${list}) を統合しました。重複するリソースは ${shared} 件で、各設定は最も新しい既知の値を使います。`,
  };
}

/** Settings about which exports do not agree, with both places. */
export function conflictNotes(conflicts: Conflict[], kindOf: KindOf): Text[] {
  const notes = conflicts
    .slice(0, MAX_CONFLICTS)
    .map(({ type, name, setting, winner, loser, tied }): Text => {
      const called = kindOf(type)?.settings?.[setting] ?? { en: setting, ja: setting };
      if (tied) {
        const why = tiedWhy(winner, loser);
        return {
          en: `${name}: ${called.en} is not known: ${why.en}.`,
          ja: `${name}: ${called.ja}は不明とします。${why.ja}。`,
        };
      }
      return {
        en: `${name}: exports differ about ${called.en}. ${place(winner, 'en')} counts, ${place(loser, 'en')} does not.`,
        ja: `${name}: ${called.ja}がエクスポート間で異なります。採用: ${place(winner, 'ja')}、不採用: ${place(loser, 'ja')}。`,
      };
    });
  const rest = conflicts.length - notes.length;
  if (rest > 0)
    notes.push({
      en: `Exports differ about ${rest} more ${rest === 1 ? 'setting' : 'settings'}; the newest counts.`,
      ja: `他に ${rest} 件の設定がエクスポート間で異なり、最も新しい値を使いました。`,
    });
  return notes;
}

/** Why it is not known which of two values is newer. */
export function tiedWhy(one: Said, other: Said): Text {
  return {
    en: `two exports say different things, and nothing says which is newer: ${place(one, 'en')}, ${place(other, 'en')}`,
    ja: `2 つのエクスポートの内容が異なり、どちらが新しいか分かりません (${place(one, 'ja')}、${place(other, 'ja')})`,
  };
}

function place({ origin, path, age }: Said, lang: 'en' | 'ja'): string {
  const line = origin?.line === undefined ? '' : `:${origin.line}`;
  const where =
    origin === undefined
      ? (path ?? { en: 'an export', ja: 'エクスポート' }[lang])
      : `${origin.file}${line === '' ? (origin.pointer ?? '') && `#${origin.pointer}` : line}`;
  if (age === undefined) return `${where} (${{ en: 'undated', ja: '日時不明' }[lang]})`;
  const day = age.at.slice(0, 16).replace('T', ' ');
  const by = age.by === 'export' ? '' : { en: 'date of the file, ', ja: 'ファイルの日時 ' }[lang];
  return `${where} (${by}${day})`;
}
