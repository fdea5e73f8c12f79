// EFS: file systems, and who may mount or manage them.
import { type AwsService, needs } from '../service.ts';
import { analyseEfs } from './analyse.ts';

export const efs: AwsService = {
  name: 'efs',
  types: [
    {
      type: 'aws.efs.file-system',
      name: { en: 'EFS file system', ja: 'EFS ファイルシステム' },
      plural: { en: 'EFS file systems', ja: 'EFS ファイルシステム' },
      schema: 'providers/aws/efs/file-system',
      settings: { policy: { en: 'file system policy', ja: 'ファイルシステムポリシー' } },
      doors: ['policy'],
      guards: [],
    },
  ],
  analyse: analyseEfs,
  permissions: [
    needs(
      'efs',
      'elasticfilesystem:DescribeFileSystems',
      'which file systems there are',
      'ファイルシステムの一覧',
    ),
    needs(
      'efs',
      'elasticfilesystem:DescribeFileSystemPolicy',
      'the policy of a file system',
      'ファイルシステムポリシー',
    ),
  ],
  collector: async () => (await import('./collect.ts')).efs,
};
