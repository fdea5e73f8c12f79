// Flows that visitors can run and that read or change records in system mode.
import type { Exposure } from '../../../exposure.ts';
import { evidence, siteEvidence } from '../guest/proof.ts';
import { guest } from '../guest/state.ts';
import { ignoresSharing } from './flow.ts';
import { type Grant, packageOf } from './granted.ts';
import { accessOf, grantEvidence, type SiteCode, stateOfCode, whyUnread, withdraw } from './site-code.ts';
import { CODE } from './types.ts';

/** Active flows in system mode without sharing that read or change records with what visitors fill in. */
export function flowExposures(site: SiteCode, grants: Grant[]): Exposure[] {
  const { model, code, alive, unread } = site;
  const exposures: Exposure[] = [];
  for (const grant of grants) {
    if (packageOf(grant.name) !== undefined) continue;
    const found = code.flow(grant.name);
    const why = whyUnread(found, 'data');
    if (why !== undefined) unread.push({ road: 'guest-flow', type: CODE.flow, name: grant.name, why });
    if (found === undefined || why !== undefined) continue;
    const ignores = ignoresSharing(found.settings);
    if (ignores === 'no') continue;
    const { data = [], runInMode } = found.settings;
    const touching = data.filter(({ does }) => does !== 'create');
    // What visitors aim themselves comes first.
    const shown = [...touching]
      .sort((a, b) => Number(b.fed.length > 0) - Number(a.fed.length > 0))
      .slice(0, 3);
    exposures.push({
      ...guest('guest-flow', accessOf(data.map(({ does }) => ({ does: does === 'get' ? 'read' : 'write' })))),
      subject: grant.name,
      ...stateOfCode(alive),
      evidence: [
        evidence(
          found,
          'runInMode',
          ignores === 'yes'
            ? {
                en: `flow ${grant.name} runs in system context without sharing`,
                ja: `フロー ${grant.name} は共有なしのシステムコンテキストで実行される`,
              }
            : {
                en: `flow ${grant.name} does not say how it runs: without screens it takes the mode of whatever starts it, often system mode`,
                ja: `フロー ${grant.name} は実行モードの指定なし: 画面のないフローは起動元のモード（多くはシステムモード）で実行される`,
              },
          runInMode === null || runInMode === undefined ? {} : { value: runInMode },
        ),
        ...shown.map(({ name, does, object, fed }) =>
          evidence(
            found,
            'data',
            {
              en: `${name}: ${does} ${object ?? 'records'}${fed.length > 0 ? ` by ${fed.join(', ')}, which the visitor fills in` : ''}`,
              ja: `${name}: ${object ?? 'レコード'} を${does === 'get' ? '取得' : does === 'update' ? '更新' : '削除'}${fed.length > 0 ? `（訪問者が入力する ${fed.join('、')} を使用）` : ''}`,
            },
            { part: name, pointer: `/${data.findIndex((one) => one.name === name)}` },
          ),
        ),
        grantEvidence(grant, 'flowAccess'),
        siteEvidence(model),
      ],
      cures: [
        {
          text: {
            en: `set the flow to run in system context with sharing, or in user context (Flow Builder > Save As > Advanced > How to Run the Flow)`,
            ja: `フローの実行モードを「共有ありのシステムコンテキスト」またはユーザーコンテキストにする（Flow Builder > 名前を付けて保存 > 詳細 > フローの実行方法）`,
          },
          rejudged: ignoresSharing({ ...found.settings, runInMode: 'SystemModeWithSharing' }) === 'no',
        },
        withdraw(site, grant, 'flowAccess', { en: 'Enabled Flow Access', ja: '有効化されたフローアクセス' }),
      ],
    });
  }
  return exposures;
}
