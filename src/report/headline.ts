// One sentence for a manager: who can do what to which thing, and what it hangs on.
import type { Door, Text } from './report.ts';
import { counted, joinAnd, listed } from './words.ts';

/** What a resource type is called; see Tally. */
export interface Noun {
  name: Text;
  plural: Text;
}

const VERBS: Record<string, Text> = {
  list: { en: 'list', ja: '一覧' },
  read: { en: 'read', ja: '閲覧' },
  write: { en: 'write to', ja: '書き込み' },
  delete: { en: 'delete from', ja: '削除' },
  admin: { en: 'administer', ja: '設定変更' },
  invoke: { en: 'invoke', ja: '呼び出し' },
  assume: { en: 'assume', ja: '引き受け' },
  meta: { en: 'see the settings of', ja: '設定閲覧' },
};
const ORDER = Object.keys(VERBS);

/** Issuers that anybody can join, as people know them. */
const ISSUERS: Record<string, Text> = {
  'token.actions.githubusercontent.com': {
    en: 'Any repository on GitHub',
    ja: 'GitHub の任意のリポジトリが',
  },
  'gitlab.com': { en: 'Any project on gitlab.com', ja: 'gitlab.com の任意のプロジェクトが' },
  'accounts.google.com': { en: 'Any Google account', ja: 'どの Google アカウントでも' },
  'cognito-identity.amazonaws.com': {
    en: 'Any guest of a Cognito identity pool',
    ja: 'Cognito ID プールのゲストなら誰でも',
  },
};

/** Outsiders that are no single party, in words. */
const CROWDS: Record<string, Text> = {
  'logged-in external users': { en: 'Logged-in external users', ja: 'ログインした外部ユーザーが' },
};

/** Roads on which a word for what visitors do says more than the access itself. */
const ROAD_VERBS: Record<string, Text> = {
  'guest-create': { en: 'create records of', ja: '作成' },
  'guest-publish': { en: 'publish', ja: '発行' },
  network: { en: 'connect to', ja: '接続' },
  'all-ports': { en: 'connect to', ja: '接続' },
  'admin-port': { en: 'connect to', ja: '接続' },
  'database-port': { en: 'connect to', ja: '接続' },
  'web-port': { en: 'connect to', ja: '接続' },
  'other-port': { en: 'connect to', ja: '接続' },
  'cluster-endpoint': { en: 'connect to', ja: '接続' },
  'vpc-peering': { en: 'connect to', ja: '接続' },
};

/** What takes another particle in Japanese. */
const DOES: Record<string, string> = { assume: 'を引き受けられる', 'connect to': 'に接続できる' };

/** Who gets in through doors that are alike, with the road they take where it matters. */
export function whoGetsIn(doors: Door[]): Text {
  const [first] = doors;
  if (first === undefined) return { en: '', ja: '' };
  const { audience, via } = first;
  const callers = [...new Set(doors.flatMap(callersOf))].sort();
  if (audience === 'anyone') {
    if (via === 'vpc-endpoint')
      return { en: 'Anyone with a VPC endpoint', ja: 'VPC エンドポイントを持つ誰でも' };
    if (via?.startsWith('file-link')) return { en: 'Anyone with the link', ja: 'リンクを知る誰でも' };
    return { en: 'Anyone on the internet', ja: 'インターネット上の誰でも' };
  }
  if (audience === 'anyone-registered') {
    if (via?.startsWith('self-registration') === true)
      return { en: 'Anyone who registers', ja: '自己登録した誰でも' };
    if (via === 'aws-service')
      return { en: 'Anyone, through an AWS service,', ja: 'AWS サービスを経由すれば誰でも' };
    if (via === 'web-identity') {
      if (callers.length === 0)
        return {
          en: 'Anyone with a token of a public issuer',
          ja: '公開 ID プロバイダーのトークンを持つ誰でも',
        };
      const [issuer = ''] = callers;
      const known = callers.length === 1 ? ISSUERS[issuer.replace(/^https:\/\//, '')] : undefined;
      if (known !== undefined) return known;
      return {
        en: `Anyone with a token of ${listed(callers, 2, 'en')}`,
        ja: `${listed(callers, 2, 'ja')} のトークンを持つ誰でも`,
      };
    }
    return { en: 'Any AWS account', ja: 'どの AWS アカウントからでも' };
  }
  if (audience === 'named-outsider') {
    if (callers.length === 0 && via === 'aws-service')
      return {
        en: 'An AWS service, acting for any account,',
        ja: '任意のアカウントの代理で動く AWS サービスが',
      };
    if (callers.length === 0) return { en: 'A named outsider', ja: '特定の第三者が' };
    // SARIF sets names in quotes; a crowd has none.
    const crowd = callers.length === 1 ? CROWDS[(callers[0] ?? '').replaceAll("'", '')] : undefined;
    if (crowd !== undefined) return crowd;
    const [en, ja] = [listed(callers, 2, 'en'), listed(callers, 2, 'ja')];
    if (via === 'aws-service' || via === 'log-delivery')
      return { en: `${en}, acting for any account,`, ja: `任意のアカウントの代理で動く ${ja} が` };
    return { en: capital(en), ja: `第三者（${ja}）が` };
  }
  if (audience === 'organization') return { en: 'Everyone in the organization', ja: '組織内の誰でも' };
  return { en: 'Insiders', ja: '内部の利用者が' };
}

/** Outsiders by name, as far as the door says; a known vendor by its own name too. */
export function callersOf({ who = [], subject, subjectName }: Door): string[] {
  const known = subject !== undefined && subjectName !== undefined && who.includes(subject);
  if (known) return [`${subjectName} (${who.join(', ')})`];
  if (who.length > 0) return who;
  const caller = subjectName ?? subject;
  return caller === undefined ? [] : [caller];
}

/** `list and read`, `一覧・閲覧` */
export function accessWords(access: string[]): Text {
  const known = ORDER.filter((word) => access.includes(word));
  const other = access.filter((word) => !ORDER.includes(word)).sort();
  return {
    en: joinAnd([...known.map((word) => VERBS[word]?.en ?? word), ...other]),
    ja: [...known.map((word) => VERBS[word]?.ja ?? word), ...other].join('・'),
  };
}

/** Roads to records, of which objects is not said. */
const OF_RECORDS = /^(guest-rule|self-registration|external-)/;

/** What they reach: the resource, and the part of it where the door opens only that. */
export function whatIsReached(door: Door, noun: Noun | undefined): Text {
  const { name } = door.resource;
  const whole =
    noun === undefined
      ? { en: name, ja: name }
      : { en: `the ${noun.name.en} ${name}`, ja: `${noun.name.ja} ${name}` };
  const part = partOf(door);
  const ofRecords = door.access.every((word) => ['list', 'read', 'write', 'delete'].includes(word));
  if (part === undefined && ofRecords && OF_RECORDS.test(door.via ?? ''))
    return { en: `records in ${whole.en}`, ja: `${spaced(whole.ja)}のレコード` };
  if (part === undefined) return whole;
  if (door.via === 'access-point')
    return {
      en: `${whole.en} through the access point ${part}`,
      ja: `${whole.ja}（アクセスポイント ${part} 経由）`,
    };
  if (door.via === 'cloudfront' || door.via === 'missing-bucket')
    return { en: `the bucket ${part} through ${whole.en}`, ja: `${spaced(whole.ja)}経由でバケット ${part}` };
  return { en: `${part} in ${whole.en}`, ja: `${spaced(whole.ja)}の ${part}` };
}

/** The part of the resource that a door opens; a subject that names the caller is not one, nor what makes an administrator. */
export function partOf({ access, via = '', subject, subjectName, who = [] }: Door): string | undefined {
  if (/^(aws-|log-|web-identity)/.test(via) || (subject !== undefined && who.includes(subject)))
    return undefined;
  if (access.every((word) => word === 'admin' || word === 'assume')) return undefined;
  return via === 'access-point' ? subject?.split(' ')[0] : (subjectName ?? subject);
}

/** Doors that are alike, as one sentence. */
export function headline(doors: Door[], noun: Noun | undefined): Text {
  const [first] = doors;
  if (first === undefined) return { en: '', ja: '' };
  const resources = new Set(doors.map(({ resource }) => resource.id)).size;
  const reached =
    doors.length === 1
      ? whatIsReached(first, noun)
      : resources === 1
        ? partsOfOne(doors, noun)
        : many(resources, noun);
  const who = whoGetsIn(doors);
  const road = doors.every(({ via }) => via === first.via) ? ROAD_VERBS[first.via ?? ''] : undefined;
  const can = road ?? accessWords([...new Set(doors.flatMap(({ access }) => access))]);
  const guard = first.guard ?? { en: 'a guard', ja: '防御設定' };
  const en = `${can.en} ${reached.en}`;
  const ja = spaced(
    /^[\x21-\x7e]/.test(reached.ja) ? `${who.ja.trimEnd()} ${reached.ja}` : who.ja + reached.ja,
  );
  const does = DOES[can.en] ?? `を${can.ja}できる`;
  switch (first.state) {
    case 'open-unless':
      return {
        en: `${who.en} can ${en}, UNLESS stopped by what could not be read: ${guard.en}`,
        ja: `${ja}${does}状態です。ただし、読み取れなかった次の設定が防いでいる場合を除きます: ${guard.ja}`,
      };
    case 'shut-by':
      return {
        en: `${who.en} could ${en}, shut only by: ${guard.en}`,
        ja: `${ja}${does}状態になりえます。これを防いでいるのは次の設定だけです: ${guard.ja}`,
      };
    case 'code':
      return {
        en: `Depends on code: ${lower(who.en)} may be able to ${en}`,
        ja: `コード次第で、${ja}${does}可能性があります`,
      };
    case 'unknown':
      return {
        en: `Could not tell whether ${lower(who.en)} can ${en}`,
        ja: `${ja}${does}かどうか判定できませんでした`,
      };
    default:
      return { en: `${who.en} can ${en}`, ja: `${ja}${does}状態です` };
  }
}

function many(resources: number, noun: Noun | undefined): Text {
  return counted(
    resources,
    noun ?? { name: { en: 'thing', ja: 'リソース' }, plural: { en: 'things', ja: 'リソース' } },
  );
}

function partsOfOne(doors: Door[], noun: Noun | undefined): Text {
  const names = doors.flatMap((door) => partOf(door) ?? []).sort();
  const [first] = doors;
  if (first === undefined || names.length < doors.length) return many(1, noun);
  const { name } = first.resource;
  const [en, ja] = [listed(names, 3, 'en'), listed(names, 3, 'ja')];
  return {
    en: `${en} in ${noun === undefined ? name : `the ${noun.name.en} ${name}`}`,
    ja: `${spaced(noun === undefined ? name : `${noun.name.ja} ${name}`)}の ${ja}`,
  };
}

/** Japanese sets a space between a Latin word and what follows it. */
export function spaced(text: string): string {
  return /[\x21-\x7e]$/.test(text) ? `${text} ` : text;
}

/** `logged-in users` begins a sentence; a name (`logs.amazonaws.com`) stays as it is. */
function capital(text: string): string {
  return /^[a-z][a-z-]* [a-z]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** Sentences that begin with a name or an abbreviation keep it. */
function lower(text: string): string {
  return /^(Any|Anyone|Everyone|Insiders|A) /.test(`${text} `)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}
