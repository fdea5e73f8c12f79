// What stands in front of a bucket, in words: behaviors, origins, what is asked of visitors.
import type { Cure, Evidence, Exposure } from '../../../exposure.ts';
import type { Resource, Text } from '../../../snapshot/resource.ts';
import { shellWord } from '../words/shell.ts';
import type { Behavior, Bucket } from './analyse.ts';
import { ACTIONS, type Access, type Origin, type Sender } from './asks.ts';
import type { Distribution } from './distribution.generated.ts';

/** The distribution that is judged. */
export interface Around {
  distribution: Resource<Distribution>;
  sender: Sender;
}

export const GUARDS = {
  policy: (bucket: string): Text => ({
    en: `the policy of bucket ${bucket}`,
    ja: `バケット ${bucket} のポリシー`,
  }),
  block: (bucket: string): Text => ({
    en: `Block Public Access of bucket ${bucket}`,
    ja: `バケット ${bucket} のパブリックアクセスブロック`,
  }),
};

const ACCESS: Record<NonNullable<Origin['access']>, Text> = {
  'origin-access-control': { en: 'with origin access control', ja: 'オリジンアクセスコントロール (OAC) で' },
  'origin-access-identity': {
    en: 'with an origin access identity',
    ja: 'オリジンアクセスアイデンティティ (OAI) で',
  },
  unsigned: { en: 'without signing', ja: '署名なしで' },
  website: { en: 'through its website', ja: 'ウェブサイトエンドポイント経由で' },
};

/** The behavior, the origin, the statements of the policy that speak of CloudFront, and what visitors have to pass. */
export function evidence(
  { distribution }: Around,
  at: {
    behavior: Behavior;
    index: number;
    origin: Origin;
    missing?: boolean;
    policy?: object;
    buckets?: Bucket;
  },
): Evidence[] {
  const { behavior, index, origin } = at;
  const { bucket = '', access = 'unsigned' } = origin;
  const { origins = [], buckets = [], webAcl, geoRestriction } = distribution.settings;
  const found: Evidence[] = [
    {
      setting: 'behaviors',
      pointer: `/${index}`,
      text: {
        en: `requests for ${behavior.path} need no signed URL and no signed cookie`,
        ja: `${behavior.path} へのリクエストに署名付き URL や署名付き Cookie は不要です`,
      },
    },
    {
      setting: 'origins',
      pointer: `/${origins.indexOf(origin)}`,
      text: {
        en: `they are answered from bucket ${bucket}${origin.path ?? ''}, ${ACCESS[access].en}`,
        ja: `バケット ${bucket}${origin.path ?? ''} から${ACCESS[access].ja}応答します`,
      },
    },
  ];
  if (at.missing === true)
    found.push({
      setting: 'buckets',
      pointer: `/${buckets.findIndex(({ name }) => name === bucket)}`,
      text: {
        en: `there is no bucket ${bucket}: whoever makes one of that name answers for this distribution`,
        ja: `バケット ${bucket} は存在しません。同名のバケットを作成した人が、このディストリビューションの応答を決められます`,
      },
    });
  if (at.policy !== undefined && at.buckets !== undefined)
    found.push({
      setting: 'buckets',
      pointer: `/${buckets.indexOf(at.buckets)}/policy`,
      text: {
        en: `the policy of bucket ${bucket} lets it in`,
        ja: `バケット ${bucket} のポリシーがこれを許可しています`,
      },
    });
  for (const one of behavior.functions ?? [])
    found.push({
      setting: 'behaviors',
      pointer: `/${index}/functions`,
      text: { en: `the function ${one} sees requests first`, ja: `関数 ${one} が先にリクエストを処理します` },
    });
  if (typeof webAcl === 'string')
    found.push({
      setting: 'webAcl',
      text: {
        en: `requests pass the web ACL ${webAcl.split('/').at(-2) ?? webAcl}, which is not judged`,
        ja: `リクエストはウェブ ACL ${webAcl.split('/').at(-2) ?? webAcl} を通過します（その内容は判定対象外です）`,
      },
    });
  if (geoRestriction)
    found.push({
      setting: 'geoRestriction',
      text:
        geoRestriction.kind === 'whitelist'
          ? {
              en: `only viewers in ${geoRestriction.countries.join(', ')} are answered`,
              ja: `${geoRestriction.countries.join('、')} からのアクセスにだけ応答します`,
            }
          : {
              en: `viewers in ${geoRestriction.countries.join(', ')} are not answered`,
              ja: `${geoRestriction.countries.join('、')} からのアクセスには応答しません`,
            },
    });
  return found;
}

/** A request that a visitor could send. */
export function witness(
  { distribution, sender }: Around,
  granted: Access[],
  { path }: Behavior,
  key: string,
): Exposure['witness'] {
  const { domainName = '', aliases = [] } = distribution.settings;
  const host = aliases.find((alias) => !alias.includes('*')) ?? domainName;
  const [first = 'read'] = granted;
  const asked = path === '*' ? key : path.replace(/^\//, '').replaceAll('*', key).replaceAll('?', 'K');
  const url = first === 'list' ? `https://${host}/` : `https://${host}/${asked}`;
  return {
    request: {
      principal: 'anonymous',
      action: ACTIONS[first],
      resource: url,
      context: { distribution: sender.id },
    },
    ...((first === 'list' || first === 'read') && {
      command: `curl ${first === 'list' ? '-s' : '-I'} ${shellWord(url)}`,
    }),
    checked: true,
  };
}

/** What closes it. Each is a change of what the verdict is made of, and leaves nothing open. */
export function cures(
  kind: 'read' | 'list' | 'missing',
  { distribution }: Around,
  { bucket = '' }: Origin,
): Cure[] {
  const name = distribution.name;
  if (kind === 'missing')
    return [
      {
        text: {
          en: `remove the origin, or make the bucket ${bucket} again in an account of yours`,
          ja: `オリジンを削除するか、自社のアカウントでバケット ${bucket} を作成し直します`,
        },
        rejudged: true,
      },
    ];
  const signed: Cure = {
    text: {
      en: `ask for signed URLs or cookies (a trusted key group) in distribution ${name}, if not everybody is meant to have it`,
      ja: `全員に公開する意図がなければ、ディストリビューション ${name} で署名付き URL または署名付き Cookie (信頼されたキーグループ) を必須にします`,
    },
    rejudged: true,
  };
  if (kind === 'read') return [signed];
  return [
    {
      text: {
        en: `take s3:ListBucket for CloudFront out of the policy of bucket ${bucket}, or set a default root object`,
        ja: `バケット ${bucket} のポリシーから CloudFront への s3:ListBucket の許可を削除するか、デフォルトルートオブジェクトを設定します`,
      },
      rejudged: false,
    },
    signed,
  ];
}
