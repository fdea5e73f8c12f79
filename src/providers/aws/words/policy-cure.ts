// Cures of policies in words: what to change in which statement, and who can do less by it.
import type { Cure } from '../../../exposure.ts';
import type { PolicyCure } from '../../../policy/cure/cure.ts';
import type { Caller } from '../../../policy/question.ts';
import type { Text } from '../../../snapshot/resource.ts';
import { raw } from '../answers/shape.ts';
import { many, statementsOf } from '../answers/statements.ts';

const MOST_NAMES = 3;

/** A cure of a policy as reports carry it, without a command. `policy` is the document as it is. */
export function wordedCure(cure: PolicyCure, policy: unknown): Cure {
  const loses = cure.closes ? lossWords(cure) : undefined;
  return { text: changeWords(cure, policy), rejudged: cure.closes, ...(loses !== undefined && { loses }) };
}

/** `statement "share"`, by its Sid; one without is counted: `statement 2`. */
export function statementName(policy: unknown, pointer: string): Text {
  const document = raw(policy);
  const statements = document === undefined ? [] : statementsOf(document);
  const index = statements.findIndex(
    (one) => pointer === one.pointer || pointer.startsWith(`${one.pointer}/`),
  );
  const sid = statements[index]?.statement?.['Sid'];
  const name = typeof sid === 'string' && sid !== '' ? `"${sid}"` : String(index + 1);
  return { en: `statement ${name}`, ja: `ステートメント ${name}` };
}

/** What a cure changes, in which statement of the document as it is. */
export function changeWords(
  { change, pointers, asked, instead, placeholders }: PolicyCure,
  policy: unknown,
): Text {
  const names = distinct(pointers.map((pointer) => statementName(policy, pointer)));
  const [en, ja] = [names.map((one) => one.en).join(', '), names.map((one) => one.ja).join('、')];
  const condition =
    asked === undefined
      ? ''
      : `"${asked.operator}": {${JSON.stringify(asked.key)}: ${valuesOf(asked.values)}}`;
  const key = asked?.key ?? '';
  const fill =
    placeholders.length === 0
      ? { en: '', ja: '' }
      : { en: ', with your own value in its place', ja: '（値は自社のものに置き換えてください）' };
  switch (change) {
    case 'remove-statement':
      return { en: `remove ${en}`, ja: `${ja} を削除します` };
    case 'drop-principal': {
      const members = [...new Set(pointers.map((pointer) => shown(policy, pointer)))].join(', ');
      return {
        en: `take ${members} out of Principal in ${en}`,
        ja: `${ja} の Principal から ${members} を外します`,
      };
    }
    case 'name-principals':
      return {
        en: `let in principals of the own account alone in ${en}, or name those that need it`,
        ja: `${ja} の対象を自アカウントのプリンシパルだけに限定するか、必要なプリンシパルを指定します`,
      };
    case 'drop-value':
      return {
        en: `leave only ${valuesOf(asked?.values ?? [])} for ${key} in ${en}`,
        ja: `${ja} の ${key} の値を ${valuesOf(asked?.values ?? [])} だけにします`,
      };
    case 'mend-condition':
      return instead === undefined
        ? { en: `ask for ${condition} in ${en}`, ja: `${ja} の条件を ${condition} にします` }
        : {
            en: `write ${asked?.operator} instead of ${instead} for ${key} in ${en}`,
            ja: `${ja} の ${key} の条件を ${instead} から ${asked?.operator} に変えます`,
          };
    case 'ask-external-id':
      return {
        en: `ask for an external id that only this customer relationship uses, and give it to the other account: ${condition} in ${en}`,
        ja: `この取引関係だけで使う外部 ID を必須にし、相手のアカウントに伝えます: ${ja} に ${condition}`,
      };
    case 'pin-value':
      return {
        en: `pin the token to your own repository or workload: ${condition} in ${en}`,
        ja: `トークンを自社のリポジトリまたはワークロードに固定します: ${ja} に ${condition}`,
      };
    case 'add-condition':
      return {
        en: `add the condition ${condition} to ${en}${fill.en}`,
        ja: `${ja} に条件 ${condition} を追加します${fill.ja}`,
      };
  }
}

/** Who else can do less; undefined when nobody is known to. */
function lossWords({ loses, ownLoses }: PolicyCure): Text | undefined {
  const names = loses.map(({ caller }) => callerWords(caller));
  const shown = names.slice(0, MOST_NAMES);
  const rest = names.length - shown.length;
  if (rest > 0) shown.push({ en: `${rest} more`, ja: `他 ${rest} 件` });
  if (ownLoses) shown.push(OWN);
  return shown.length === 0
    ? undefined
    : { en: shown.map(({ en }) => en).join(', '), ja: shown.map(({ ja }) => ja).join('、') };
}

/** Principals of the owner among those who lose access. */
export const OWN: Text = {
  en: 'your own principals that have it by this policy alone',
  ja: 'このポリシーだけを根拠にアクセスしている自社のプリンシパル',
};

function callerWords(caller: Caller): Text {
  switch (caller.class) {
    case 'named-account':
      return both(caller.accounts.join(', '), 'account ', 'アカウント ');
    case 'organization':
      return both(caller.organizations.join(', '), 'organization ', '組織 ');
    case 'service':
      return both(caller.service, '', '');
    case 'web-identity':
    case 'named-identity':
      return { en: `tokens of ${caller.issuer}`, ja: `${caller.issuer} のトークン` };
    default:
      return { en: 'everybody', ja: '全員' };
  }
}

function both(name: string, en: string, ja: string): Text {
  return { en: en + name, ja: ja + name };
}

function valuesOf(values: string[]): string {
  const [first] = values;
  return values.length === 1 ? JSON.stringify(first) : JSON.stringify(values);
}

function shown(policy: unknown, pointer: string): string {
  let value = policy;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    value = Array.isArray(value) ? value[Number(name)] : raw(value)?.[name];
  }
  return many(value)
    .map((one) => JSON.stringify(one))
    .join(', ');
}

function distinct(texts: Text[]): Text[] {
  return [...new Map(texts.map((text) => [text.en, text])).values()];
}
