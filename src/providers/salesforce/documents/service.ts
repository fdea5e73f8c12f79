// Documents and folders that people outside can open.
import type { Service } from '../../provider.ts';
import { analyseDocuments } from './analyse.ts';

export const documents: Service = {
  name: 'documents',
  types: [
    {
      type: 'salesforce.documents',
      name: { en: 'document library', ja: 'ドキュメントライブラリ' },
      plural: { en: 'document libraries', ja: 'ドキュメントライブラリ' },
      schema: 'providers/salesforce/documents/documents',
      carrier: true,
      settings: {
        publicDocuments: { en: 'externally available documents', ja: '外部参照可能なドキュメント' },
        sharedFolders: { en: 'folders shared with external users', ja: '外部ユーザーに共有されたフォルダー' },
      },
      doors: ['publicDocuments', 'sharedFolders'],
      guards: [],
    },
  ],
  analyse: analyseDocuments,
};
