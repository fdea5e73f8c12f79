// Code that visitors can start: classes, pages and flows, by which sites are judged.
import type { ResourceType } from '../../provider.ts';

export const CODE = {
  class: 'salesforce.apex-class',
  page: 'salesforce.apex-page',
  flow: 'salesforce.flow',
  package: 'salesforce.package',
} as const;

export const codeTypes: ResourceType[] = [
  {
    type: CODE.class,
    name: { en: 'Apex class', ja: 'Apex クラス' },
    plural: { en: 'Apex classes', ja: 'Apex クラス' },
    schema: 'providers/salesforce/code/apex-class',
    settings: {
      source: { en: 'source code', ja: 'ソースコード' },
      apiVersion: { en: 'API version', ja: 'API バージョン' },
    },
    context: true,
    doors: [],
    guards: [],
  },
  {
    type: CODE.page,
    name: { en: 'Visualforce page', ja: 'Visualforce ページ' },
    plural: { en: 'Visualforce pages', ja: 'Visualforce ページ' },
    schema: 'providers/salesforce/code/apex-page',
    settings: { source: { en: 'source code', ja: 'ソースコード' } },
    context: true,
    doors: [],
    guards: [],
  },
  {
    type: CODE.flow,
    name: { en: 'flow', ja: 'フロー' },
    plural: { en: 'flows', ja: 'フロー' },
    schema: 'providers/salesforce/code/flow',
    settings: { source: { en: 'definition', ja: '定義' } },
    context: true,
    doors: [],
    guards: [],
  },
  {
    type: CODE.package,
    name: { en: 'managed package', ja: '管理パッケージ' },
    plural: { en: 'managed packages', ja: '管理パッケージ' },
    schema: 'providers/salesforce/code/package',
    settings: { source: { en: 'source code', ja: 'ソースコード' } },
    context: true,
    doors: [],
    guards: [],
  },
];
