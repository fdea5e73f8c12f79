// What decides about accounts, users and permissions, in the words of the report.
import type { Evidence } from '../../../exposure.ts';
import { type Resource, setting, type Text } from '../../../snapshot/resource.ts';
import type { Account } from './account.generated.ts';
import type { Policy } from './policy.generated.ts';
import type { User } from './user.generated.ts';

const DAY = 86_400_000;

type Said = Record<string, Evidence[]>;

/** Words for the settings of the account: its root user and its password policy. */
export function accountWords(account: Resource<Account>): Said {
  const { rootAccessKeyActive, rootAccessKeyLastUsed, rootMfaActive, passwordPolicy } = account.settings;
  const said: Said = {};
  if (rootAccessKeyActive === true) {
    const used = lastUse(rootAccessKeyLastUsed);
    say(said, 'rootAccessKeyActive', {
      en: `the root user has an active access key${used.en}`,
      ja: `ルートユーザーに有効なアクセスキーがあります${used.ja && ` (${used.ja})`}`,
    });
  }
  if (rootMfaActive === false) {
    say(said, 'rootMfaActive', {
      en: 'no MFA device is registered for the root user',
      ja: 'ルートユーザーに MFA デバイスが登録されていません',
    });
    said['facts.rootWithoutMfa'] = said['rootMfaActive'] ?? [];
  }
  if (passwordPolicy === null)
    say(said, 'passwordPolicy', {
      en: "the account has no password policy of its own; AWS's default of 8 characters applies",
      ja: 'アカウント独自のパスワードポリシーがなく、AWS の既定 (8 文字) が適用されます',
    });
  else if (passwordPolicy?.minimumLength !== undefined)
    say(said, 'passwordPolicy', {
      en: `passwords may be as short as ${passwordPolicy.minimumLength} characters`,
      ja: `パスワードの最小文字数は ${passwordPolicy.minimumLength} 文字です`,
    });
  return said;
}

/** Words for how a user signs in. */
export function userWords(user: Resource<User>, now: number): Said {
  const { accessKeys, consoleAccess, mfaActive, passwordLastUsed } = user.settings;
  const said: Said = {};
  for (const [index, key] of (accessKeys ?? []).entries()) {
    const used = lastUse(key.lastUsedAt);
    const age = created(key.createdAt, now);
    const [en, ja] = key.active ? ['active', '有効な'] : ['inactive', '無効な'];
    // The end tells a user's keys apart; the whole id would tell the account, which public logs leave out.
    const id = key.id === undefined ? '' : ` …${key.id.slice(-4)}`;
    said[`accessKeys/${index}`] = [
      {
        setting: 'accessKeys',
        pointer: `/${index}`,
        text: {
          en: `${en} access key${id}${age.en}${used.en}`,
          ja: `${ja}アクセスキー${id}${[age.ja, used.ja]
            .filter((part) => part !== '')
            .map((part) => `、${part}`)
            .join('')}`,
        },
      },
    ];
  }
  if (consoleAccess === true) {
    const used = lastUse(passwordLastUsed);
    say(said, 'consoleAccess', {
      en: `the user has a console password${used.en}`,
      ja: `コンソールのパスワードがあります${used.ja && ` (${used.ja})`}`,
    });
  }
  if (mfaActive === false)
    say(said, 'mfaActive', {
      en: 'no MFA device is registered',
      ja: 'MFA デバイスが登録されていません',
    });
  return said;
}

/** Words for a policy that is in use. */
export function policyWords(policy: Resource<Policy>): Said {
  const said: Said = {};
  const attachments = setting(policy, 'attachments');
  if (attachments.state === 'present') {
    const n = attachments.value;
    say(said, 'attachments', {
      en: `attached to ${n} ${n === 1 ? 'identity' : 'identities'}`,
      ja: `${n} 個の ID にアタッチされています`,
    });
  }
  return said;
}

function say(said: Said, name: string, text: Text): void {
  said[name] = [{ setting: name, text }];
}

function created(at: string | null | undefined, now: number): Text {
  const time = at === null || at === undefined ? Number.NaN : Date.parse(at);
  if (at === null || at === undefined || Number.isNaN(time)) return { en: '', ja: '' };
  const days = Math.floor((now - time) / DAY);
  const day = at.slice(0, 10);
  return {
    en: `, created ${day} (${days} day${days === 1 ? '' : 's'} ago)`,
    ja: `${day} 作成 (${days} 日前)`,
  };
}

function lastUse(at: string | null | undefined): Text {
  if (at === undefined) return { en: '', ja: '' };
  if (at === null) return { en: ', no recorded use', ja: '使用記録なし' };
  return { en: `, last used ${at.slice(0, 10)}`, ja: `最終使用 ${at.slice(0, 10)}` };
}
