// Remarks on a policy that is judged on its own: what in it cannot be read, what was not said, and what it cannot say.
import type { PolicyKind } from '../../../policy/question.ts';
import { locateIn } from '../../../snapshot/locate.ts';
import type { Origin, Text } from '../../../snapshot/resource.ts';

const MOST_FAULTS = 2;

/** What in the document is not as the grammar has it, with its place. */
export function faultNotes(faults: { message: string; origin: Origin }[], text: string): Text[] {
  const notes = faults.slice(0, MOST_FAULTS).map(({ message, origin }) => {
    const placed = { ...origin };
    locateIn(text, [placed]);
    const where = [placed.file, placed.line, placed.column].filter((part) => part !== undefined).join(':');
    const pointer = origin.pointer ?? '';
    return {
      en: `${where}: ${pointer} ${message}; AWS refuses such a policy, or reads it its own way`,
      ja: `${where}: ${pointer} を解釈できません (${message})。AWS はこのポリシーを拒否するか、独自に解釈します`,
    };
  });
  const rest = faults.length - notes.length;
  if (rest > 0)
    notes.push({ en: `${rest} more faults like this`, ja: `同様の誤りが他に ${rest} 件あります` });
  return notes;
}

/** What S3 answers to GetBucketPolicyStatus. */
export function publicNote(isPublic: boolean | 'unknown'): Text[] {
  if (isPublic === 'unknown') return [];
  return isPublic
    ? [
        {
          en: 'S3 calls this policy public (GetBucketPolicyStatus): Block Public Access would refuse or restrict it',
          ja: 'S3 はこのポリシーを「公開」とみなします (GetBucketPolicyStatus)。パブリックアクセスブロックが有効なら拒否または制限されます',
        },
      ]
    : [
        {
          en: 'S3 does not call this policy public (GetBucketPolicyStatus): Block Public Access would let it stand',
          ja: 'S3 はこのポリシーを「公開」とみなしません (GetBucketPolicyStatus)。パブリックアクセスブロックが有効でもそのまま効力を持ちます',
        },
      ];
}

/** What neither the document nor the command line says, where it matters. */
export function unspokenNotes(kind: PolicyKind, arn: string | null, account: string | null): Text[] {
  const notes: Text[] = [];
  if (arn === null && kind !== 'role-trust')
    notes.push({
      en: 'it does not say whose policy it is and was judged for a resource that it fits (--resource ARN)',
      ja: '対象のリソースが書かれていないため、当てはまるリソースを仮定して判定しました (--resource ARN)',
    });
  if (account === null)
    notes.push({
      en: 'it does not say which account owns the resource, so that own principals may count as outsiders (--account ID)',
      ja: '所有アカウントが書かれていないため、自アカウントのプリンシパルを外部とみなすことがあります (--account ID)',
    });
  return notes;
}

const BESIDE: Partial<Record<PolicyKind, Text>> = {
  's3-bucket': {
    en: 'Block Public Access, ACLs, access points and resource control policies',
    ja: 'パブリックアクセスブロック、ACL、アクセスポイント、リソースコントロールポリシー (RCP)',
  },
  's3-access-point': {
    en: 'the policy of the bucket, Block Public Access, the network origin and resource control policies',
    ja: 'バケットのポリシー、パブリックアクセスブロック、ネットワークオリジン、リソースコントロールポリシー (RCP)',
  },
  'role-trust': {
    en: 'what the role may do, and resource control policies',
    ja: 'ロールの権限、リソースコントロールポリシー (RCP)',
  },
  secret: {
    en: 'the policy of its KMS key and resource control policies',
    ja: 'KMS キーのポリシー、リソースコントロールポリシー (RCP)',
  },
  kms: {
    en: 'grants of the key and resource control policies',
    ja: 'キーの許可 (グラント)、リソースコントロールポリシー (RCP)',
  },
  lambda: {
    en: 'function URLs and resource control policies',
    ja: '関数 URL、リソースコントロールポリシー (RCP)',
  },
};

/** What else decides about the resource. */
export function alone(kind: PolicyKind): Text {
  const beside = BESIDE[kind] ?? {
    en: 'the network around the resource, its encryption key and resource control policies',
    ja: 'リソースのネットワーク設定、暗号化キー、リソースコントロールポリシー (RCP)',
  };
  return {
    en: `a policy alone does not show ${beside.en}: scan the account for those`,
    ja: `ポリシーだけでは次の設定は分かりません: ${beside.ja}。アカウントのスキャンで確認してください`,
  };
}
