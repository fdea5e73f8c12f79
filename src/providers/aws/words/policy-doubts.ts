// Why the policy engine could not decide, in Japanese too.
import type { Unknown } from '../../../snapshot/resource.ts';

/** Every reason of the engine and of the doors that ask it. */
const REASONS = new Map(
  Object.entries({
    'the policy is too complex to decide within the budget':
      'ポリシーが複雑すぎて、決められた手数の中で判定できません',
    'no request was found within the budget': '決められた手数の中で、証拠になるリクエストが見つかりません',
    'the request could not be checked again within the budget':
      '決められた手数の中で、リクエストを再確認できません',
    'condition keys that depend on each other could not be decided together':
      '互いに関係する条件キーを、まとめて判定できません',
    'witness failed its re-check (our bug)': '証拠のリクエストが再確認に通りません (tojimari のバグです)',
    'a part of the policy has no certain reading': 'ポリシーの一部は、一通りに読めません',
    'a resource control policy cannot be read': 'リソースコントロールポリシーを読み取れません',
    'it could not be decided': '判定できません',
    'whose Microsoft Sentinel it is stands in the name of the session alone':
      'どの Microsoft Sentinel かは、セッション名にしか現れません',
    'who can sign up to the user pool is not known': 'ユーザープールに誰がサインアップできるか分かりません',
    'who can sign up to the identity pool is not known': 'ID プールに誰がサインアップできるか分かりません',
    'whether the identity pool admits guests is not known': 'ID プールがゲストを許可しているか分かりません',
    "which services make this call for a stranger's account is not documented":
      'どのサービスが他人のアカウントのためにこの呼び出しを行うかは、公開されていません',
    'what a federated principal means outside trust policies is not documented':
      '信頼ポリシー以外でフェデレーテッドプリンシパルが何を意味するかは、公開されていません',
    'whether "*" takes in web identities is not documented': '"*" がウェブ ID を含むかは、公開されていません',
    'whether the function has a URL is not known': '関数に URL があるか分かりません',
    'whether the URL also needs lambda:InvokeFunction is not known':
      'URL に lambda:InvokeFunction も必要か分かりません',
    'the policy of the customer key is not known': 'カスタマーキーのポリシーが分かりません',
    'the policy of the customer key has no certain reading': 'カスタマーキーのポリシーは、一通りに読めません',
    'only clients in networks that the owner associated reach the service':
      '所有者が関連付けたネットワークのクライアントだけがサービスに届きます',
    'no action of this name is known': 'この名前のアクションは知られていません',
    'the action is not asked of a resource': 'リソースに対して行うアクションではありません',
    'S3 says that the policy is public, and this analysis says the opposite':
      'S3 はこのポリシーをパブリックと判定していますが、この分析の結果は逆です',
    'S3 says that the policy is not public, and this analysis says the opposite':
      'S3 はこのポリシーをパブリックではないと判定していますが、この分析の結果は逆です',
    'whether S3 calls this policy public, and so restricts it, is not certain':
      'S3 がこのポリシーをパブリックと見なして制限するか、確かではありません',
    'the two policies were judged apart, and no request was found that passes both':
      '二つのポリシーを別々に判定しましたが、両方を通るリクエストが見つかりません',
  }),
);

/** What is wrong in a document. */
const FAULTS = new Map(
  Object.entries({
    'a policy must be a JSON object': 'ポリシーは JSON オブジェクトでなければなりません',
    'the policy has no Statement': 'ポリシーに Statement がありません',
    'must be 2012-10-17 or 2008-10-17': 'は 2012-10-17 か 2008-10-17 でなければなりません',
    'must be an object or a list': 'はオブジェクトかリストでなければなりません',
    'must be an object': 'はオブジェクトでなければなりません',
    'must be Allow or Deny': 'は Allow か Deny でなければなりません',
    'must be a string or a list of strings': 'は文字列か文字列のリストでなければなりません',
    'must be "*" or an object of AWS, Service, Federated or CanonicalUser':
      'は "*" か、AWS・Service・Federated・CanonicalUser のオブジェクトでなければなりません',
    'is not an element of a statement': 'はステートメントの要素ではありません',
    'is not a kind of principal': 'はプリンシパルの種類ではありません',
    'must be an object of condition keys': 'は条件キーのオブジェクトでなければなりません',
    'is not a condition operator': 'は条件演算子ではありません',
    'must be a value or a list of values': 'は値か値のリストでなければなりません',
  }),
);

/** Where something is wrong in a document, and what. */
export function faultPart({ pointer, message }: { pointer: string; message: string }): string {
  return `${pointer} ${message}`.trim();
}

/** Parts of what an unknown says, joined; in Japanese as well, where one of them is known there. */
export function doubtWords(parts: (string | undefined)[]): Pick<Unknown, 'detail' | 'detailJa'> {
  const said: string[] = [];
  for (const part of parts) if (part !== undefined && part !== '') said.push(part);
  const detail = said.join(': ');
  const detailJa = said.map(inJapanese).join(': ');
  return detailJa === detail ? { detail } : { detail, detailJa };
}

function inJapanese(part: string): string {
  const [, pointer = '', message = part] = /^(\/\S* )?(.*)$/s.exec(part) ?? [];
  const known = REASONS.get(message) ?? FAULTS.get(message);
  return known === undefined ? part : pointer + known;
}
