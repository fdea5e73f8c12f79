// Policies of which a part is not told before apply: why, and which part, for people.
import { unread } from '../../../policy/read/members.ts';
import type { Unknown } from '../../../snapshot/resource.ts';

/** What waits for apply, or is marked as sensitive, in Japanese too. */
export function laterWords(detail: string): Pick<Unknown, 'detail' | 'detailJa'> {
  const ja = detail
    .replace(/^(\S+) of (\S+) is /, '$2 の $1 is ')
    .replace(/ is known after apply$/, ' は適用後に決まります')
    .replace(/ is marked as sensitive$/, ' は機密 (sensitive) に指定されています')
    .replace(/ may be about this bucket$/, ' がこのバケットの設定である可能性があります')
    .replace(
      / may let somebody into this bucket$/,
      ' がこのバケットへのアクセスを許している可能性があります',
    );
  return ja === detail ? { detail } : { detail, detailJa: ja };
}

/** Why a policy cannot be decided where something in it is not told; undefined where all of it is. */
export function untoldIn(setting: string, policy: unknown): Unknown | undefined {
  const why = first(policy, '', 0);
  if (why === undefined) return undefined;
  const [part, text] = why;
  const { detail = '', detailJa = detail } = laterWords(text);
  return { setting, reason: 'missing', detail: `${part}: ${detail}`, detailJa: `${part}: ${detailJa}` };
}

const DEEPEST = 8;

/** The first member that is not told, by its pointer. */
function first(value: unknown, pointer: string, depth: number): [string, string] | undefined {
  const why = unread(value);
  if (why !== undefined) return [pointer, why];
  if (depth > DEEPEST || typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = first(inner, `${pointer}/${key}`, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
