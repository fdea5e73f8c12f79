// A public link to a file -> who can open it. Pure.
import type { Assessment, Context, Exposure } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { evidence } from '../guest/proof.ts';
import { timeOf } from '../since/trail.ts';
import { type PublicFile, publicFileSchema } from './public-file.generated.ts';

/** Whoever has the link can read the file, until it expires and unless it asks for a password. */
export function analyseFile(resource: Resource, context: Context): Assessment {
  const file = typed(resource, publicFileSchema);
  const expires = setting(file, 'expires');
  const password = setting(file, 'passwordRequired');
  const expired = expires.state === 'present' && Date.parse(expires.value) < context.now;
  if (expired) return { exposures: [], facts: {} };
  const views = setting(file, 'views');
  const lasting = expires.state === 'present' ? expires.value : undefined;
  const exposure: Exposure = {
    audience: 'anyone',
    access: ['read'],
    via: lasting === undefined ? 'file-link' : 'file-link-expiring',
    ...(password.state === 'present' && password.value
      ? { state: 'shut-by', guard: { en: 'the password of the link', ja: 'リンクのパスワード' } }
      : expires.state === 'unknown'
        ? { state: 'unknown', missing: [expires.why] }
        : password.state === 'unknown'
          ? { state: 'open-unless', missing: [password.why], guard: { en: 'a password', ja: 'パスワード' } }
          : { state: 'open' }),
    basis: 'configuration',
    ...sinceOf(file),
    evidence: [
      evidence(
        file,
        'expires',
        {
          en: `a public link to this file works ${lasting === undefined ? 'without an end' : `until ${lasting}`}`,
          ja: `このファイルの公開リンクは${lasting === undefined ? '無期限' : `${lasting} まで有効`}`,
        },
        { own: true },
      ),
      ...(views.state === 'present'
        ? [
            evidence(
              file,
              'views',
              { en: `it was opened ${views.value} times`, ja: `これまでに ${views.value} 回開かれた` },
              { own: true },
            ),
          ]
        : []),
    ],
    cures: [
      {
        text: {
          en: 'delete the link, or give it an expiry date and a password (file > Share > Public link)',
          ja: 'リンクを削除するか、有効期限とパスワードを設定する（ファイル > 共有 > 公開リンク）',
        },
        rejudged: false,
      },
    ],
  };
  return { exposures: [exposure], facts: {} };
}

/** The link is as old as that; its password may have been taken away, and its end put off, later. */
function sinceOf(file: Resource<PublicFile>): Pick<Exposure, 'since'> {
  const date = timeOf(file.settings.created ?? undefined);
  if (date === undefined) return {};
  const detail = { en: 'creation date of the link', ja: 'リンクの作成日' };
  return { since: { date, source: 'created', detail, orLater: true } };
}
