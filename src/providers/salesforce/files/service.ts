// Public links to files.
import type { Service } from '../../provider.ts';
import { analyseFile } from './analyse.ts';

export const files: Service = {
  name: 'files',
  types: [
    {
      type: 'salesforce.public-file',
      name: { en: 'public file link', ja: 'ファイルの公開リンク' },
      plural: { en: 'public file links', ja: 'ファイルの公開リンク' },
      schema: 'providers/salesforce/files/public-file',
      doors: [],
      guards: ['expires', 'passwordRequired'],
    },
  ],
  analyse: analyseFile,
};
