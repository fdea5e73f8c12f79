// What the exposures of a site through code have in common: state, evidence and cures.
import type { Access, Cure, Evidence, Exposure } from '../../../exposure.ts';
import { type Resource, setting, type Text, type Unknown } from '../../../snapshot/resource.ts';
import type { Answer } from '../guest/judge.ts';
import type { Model } from '../guest/model.ts';
import { evidence, pathToProfile } from '../guest/proof.ts';
import type { ApexClass } from './apex-class.generated.ts';
import type { AccessList, Code, Grant } from './granted.ts';
import { type Bypass, type DataUse, judgedOver, type Road } from './judge.ts';

/** Something that visitors may run and whose source was not read, by road, with the reason. */
export interface Unread {
  road: string;
  type: string;
  name: string;
  why: Unknown;
}

/** A site while its code is judged; `unread` collects what could not be. */
export interface SiteCode {
  model: Model;
  code: Code;
  alive: Answer;
  unread: Unread[];
}

/** What code returns is not computed: at most "depends on code"; shut where the site answers nobody. */
export function stateOfCode(alive: Answer): Pick<Exposure, 'state' | 'guard' | 'missing'> {
  if (alive.is === 'yes') return { state: 'code' };
  if (alive.is === 'no') return { state: 'shut-by', ...(alive.because ? { guard: alive.because } : {}) };
  return { state: 'code', missing: alive.missing };
}

/** Why a class, page or flow was not read: the first reason among its settings. */
export function whyUnread<S extends object>(
  resource: Resource<S> | undefined,
  key: keyof S & string,
): Unknown | undefined {
  if (resource === undefined) return { setting: 'source', reason: 'missing' };
  const known = setting(resource, key);
  return known.state === 'unknown' ? known.why : undefined;
}

/** Why a class without a sharing keyword cannot be judged. */
export function whyNoVersion(found: Resource<ApexClass>): Unknown {
  const known = setting(found, 'apiVersion');
  const detail = 'it has no sharing keyword, and the API version that decides then was not read';
  const detailJa = '共有キーワードがなく、その場合に扱いを決める API バージョンも読み取れていません';
  return known.state === 'unknown'
    ? { ...known.why, detail, detailJa }
    : { setting: 'apiVersion', reason: 'failed', detail, detailJa };
}

const GRANT_WORDS: Record<AccessList, Text> = {
  classAccess: { en: 'may use the Apex class', ja: 'が使える Apex クラス' },
  pageAccess: { en: 'may open the Visualforce page', ja: 'が開ける Visualforce ページ' },
  flowAccess: { en: 'may run the flow', ja: 'が実行できるフロー' },
};

/** That the guest user may run a thing. */
export function grantEvidence({ name, container, index }: Grant, list: AccessList): Evidence {
  const words = GRANT_WORDS[list];
  return evidence(
    container,
    list,
    {
      en: `guest profile "${container.name}" ${words.en} ${name}`,
      ja: `ゲストプロファイル「${container.name}」${words.ja}: ${name}`,
    },
    { part: name, pointer: `/${index}` },
  );
}

/** How a class runs past sharing, and what it does there. */
export function bypassEvidence(
  found: Resource<ApexClass>,
  { class: index, implied, data }: Bypass,
): Evidence[] {
  const { classes = [], apiVersion, calls = [], guards = [], data: uses = [] } = found.settings;
  const { name = found.name } = classes[index] ?? {};
  const keyword = evidence(
    found,
    'classes',
    implied
      ? {
          en: `${name} has no sharing keyword at API version ${apiVersion}: started by a visitor it runs without sharing`,
          ja: `${name} は共有キーワードなし（API バージョン ${apiVersion}）: 訪問者が起動すると共有を無視して実行される`,
        }
      : { en: `${name} is declared without sharing`, ja: `${name} は without sharing と宣言されている` },
    { part: String(index), pointer: `/${index}` },
  );
  const shown = data.slice(0, 3).flatMap((position) => {
    const use = uses[position];
    return use === undefined ? [] : [useEvidence(found, use, position)];
  });
  if (guards.length > 0 && data.length > 0)
    shown.push(
      evidence(found, 'guards', {
        en: `checks object or field permissions somewhere (${guards.join(', ')}), which does not look at sharing`,
        ja: `オブジェクト・項目の権限はどこかで確認している（${guards.join('、')}）が、共有は確認しない`,
      }),
    );
  if (data.length > 0 || calls.length === 0) return [keyword, ...shown];
  return [
    keyword,
    evidence(found, 'calls', {
      en: `hands on to ${calls.join(', ')}, which were not followed`,
      ja: `処理を ${calls.join('、')} に渡している（その先は追っていない）`,
    }),
  ];
}

function useEvidence(
  found: Resource<ApexClass>,
  { does, verb, object }: DataUse,
  position: number,
): Evidence {
  const what = object ?? '';
  return evidence(
    found,
    'data',
    does === 'read'
      ? {
          en: `reads ${what === '' ? 'records' : what} (${verb})`,
          ja: `${what === '' ? 'レコード' : what} を参照（${verb}）`,
        }
      : { en: `changes records (${verb})`, ja: `レコードを変更（${verb}）` },
    { part: String(position), pointer: `/${position}` },
  );
}

/** What visitors do through these uses of records, besides starting the code. */
export function accessOf(uses: Pick<DataUse, 'does'>[]): Access[] {
  const does = (what: string): boolean => uses.some((use) => use.does === what);
  return [
    'invoke',
    ...(does('read') ? (['read'] as const) : []),
    ...(does('write') ? (['write'] as const) : []),
  ];
}

/** Taking the right to run it from the guest profile. Closed when no other container gives it. */
export function withdraw({ model }: SiteCode, { name, container }: Grant, list: AccessList, way: Text): Cure {
  const path = pathToProfile(model, way);
  const others = model.containers.filter((other) => other !== container);
  return {
    text: {
      en: `take ${name} from "${container.name}" (${path.en})`,
      ja: `「${container.name}」から ${name} を外す（${path.ja}）`,
    },
    rejudged: others.every(({ settings }) => settings[list]?.includes(name) !== true),
  };
}

/** Declaring every class in it with sharing, judged again. */
export function declareSharing(found: Partial<ApexClass>, name: string, roads: Road[]): Cure {
  const classes = (found.classes ?? []).map((one) => ({ ...one, sharing: 'with' as const }));
  return {
    text: {
      en: `declare ${name} with sharing, and run its queries WITH USER_MODE`,
      ja: `${name} を with sharing で宣言し、クエリを WITH USER_MODE で実行する`,
    },
    rejudged: judgedOver({ ...found, classes }, roads).is === 'keeps',
  };
}
