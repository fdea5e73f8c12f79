// Encrypted copies: whoever they are shared with needs the key as well.
import type { Text } from '../../snapshot/resource.ts';
import type { ShareGuard } from './shares.ts';

const KEY: Text = {
  en: 'the policy and the grants of the KMS key, which they need as well,',
  ja: '(利用に必要な) KMS キーのポリシーとグラント',
};

/**
 * The guard of something encrypted that is shared: its key must be shared too (EBS user guide, "Share the KMS key used to encrypt a shared
 * Amazon EBS snapshot"). Whether it is, only the key tells.
 * @param named the setting that says it is encrypted
 * @param key ARN of the key, where it is known
 */
export function keyNeeded(named: string, key: string | undefined): ShareGuard {
  return {
    state: 'unread',
    text: KEY,
    missing: [
      {
        setting: named,
        reason: 'not-held',
        detail: `who may use ${key ?? 'the key'} is not read together with what it encrypts`,
        detailJa: `${key ?? 'キー'} を利用できる相手は、暗号化された側からは読み取れません`,
      },
    ],
  };
}
