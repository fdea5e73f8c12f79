// How shares are said to people.
import type { Text } from '../../../snapshot/resource.ts';
import type { Share } from './shares.ts';

/** What one entry of a list of shares says. */
export function shareText(share: Share): Text {
  if (share.with === 'everyone')
    return { en: 'shared with every AWS account', ja: 'すべての AWS アカウントに共有されています' };
  if (share.with === 'account')
    return {
      en: `shared with account ${share.account}`,
      ja: `アカウント ${share.account} に共有されています`,
    };
  return { en: `shared with ${share.arn}`, ja: `${share.arn} に共有されています` };
}

/** The change that takes a share back. */
export function unshareText(share: Share): Text {
  if (share.with === 'everyone')
    return {
      en: 'stop sharing it with every AWS account',
      ja: 'すべての AWS アカウントへの共有を停止します',
    };
  const who = share.with === 'account' ? share.account : share.arn;
  return { en: `stop sharing it with ${who}`, ja: `${who} への共有を停止します` };
}
