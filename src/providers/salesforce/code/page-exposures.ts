// Visualforce pages that visitors can open and whose own classes run past their sharing; one line a class.
import type { Exposure } from '../../../exposure.ts';
import type { Text } from '../../../snapshot/resource.ts';
import { someOf } from '../guest/names.ts';
import { evidence, siteEvidence } from '../guest/proof.ts';
import { guest } from '../guest/state.ts';
import { classesBehind, type Grant, packageOf } from './granted.ts';
import { judged } from './judge.ts';
import {
  accessOf,
  bypassEvidence,
  declareSharing,
  grantEvidence,
  type SiteCode,
  stateOfCode,
  whyNoVersion,
  whyUnread,
  withdraw,
} from './site-code.ts';
import { isStandardClass, STANDARD_PAGES } from './standard.ts';
import { CODE } from './types.ts';

const WAY: Text = { en: 'Enabled Visualforce Page Access', ja: '有効化された Visualforce ページアクセス' };

/**
 * Access to a page is access to the classes behind it, whether or not the class itself is granted (Salesforce help,
 * "Visualforce Page Security"). A standard controller keeps to the visitor's permissions and sharing.
 */
export function pageExposures(site: SiteCode, grants: Grant[]): Exposure[] {
  const { model, code, alive, unread } = site;
  const pagesOf = new Map<string, Grant[]>();
  for (const grant of grants) {
    if (packageOf(grant.name) !== undefined) continue;
    const page = code.page(grant.name);
    const why = whyUnread(page, 'controller');
    if (why !== undefined) {
      if (!STANDARD_PAGES.has(grant.name))
        unread.push({ road: 'guest-page', type: CODE.page, name: grant.name, why });
      continue;
    }
    for (const name of classesBehind(page?.settings ?? {})) {
      const known = pagesOf.get(name);
      if (known === undefined) pagesOf.set(name, [grant]);
      else known.push(grant);
    }
  }
  const exposures: Exposure[] = [];
  for (const [name, pages] of pagesOf) {
    const found = code.class(name);
    const why = whyUnread(found, 'classes');
    const judgement = found === undefined || why !== undefined ? undefined : judged(found.settings, 'page');
    if (why !== undefined || (found !== undefined && judgement?.is === 'unknown')) {
      if (!isStandardClass(name))
        unread.push({
          road: 'guest-page',
          type: CODE.class,
          name,
          why: why ?? (found === undefined ? { setting: 'source', reason: 'missing' } : whyNoVersion(found)),
        });
      continue;
    }
    const [grant] = pages;
    if (found === undefined || grant === undefined || judgement?.is !== 'ignores') continue;
    const { data = [] } = found.settings;
    const through = judgement.by.data.flatMap((position) => data[position] ?? []);
    const shown = someOf(pages.map((page) => page.name));
    const page = code.page(grant.name);
    exposures.push({
      ...guest('guest-page', accessOf(through)),
      subject: name,
      subjectName: `${name} (${shown.en})`,
      ...stateOfCode(alive),
      evidence: [
        ...bypassEvidence(found, judgement.by),
        ...(page === undefined
          ? []
          : [
              evidence(page, 'controller', {
                en: `page ${grant.name} runs ${name}${pages.length > 1 ? `, and so do ${pages.length - 1} more` : ''}`,
                ja: `ページ ${grant.name} が ${name} を実行する${pages.length > 1 ? `（ほか ${pages.length - 1} ページ）` : ''}`,
              }),
            ]),
        grantEvidence(grant, 'pageAccess'),
        siteEvidence(model),
      ],
      cures: [
        declareSharing(found.settings, name, ['page']),
        ...(pages.length > 1 ? [] : [withdraw(site, grant, 'pageAccess', WAY)]),
      ],
    });
  }
  return exposures;
}
