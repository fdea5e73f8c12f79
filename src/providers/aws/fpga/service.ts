// FPGA images of the account: who may load the design.
import { type AwsService, needs } from '../service.ts';
import { analyseFpga } from './analyse.ts';

export const fpga: AwsService = {
  name: 'fpga',
  types: [
    {
      type: 'aws.fpga.image',
      name: { en: 'FPGA image', ja: 'FPGA イメージ' },
      plural: { en: 'FPGA images', ja: 'FPGA イメージ' },
      schema: 'providers/aws/fpga/image',
      settings: { sharedWith: { en: 'load permissions', ja: 'ロード許可' } },
      doors: ['sharedWith'],
      guards: [],
    },
  ],
  analyse: analyseFpga,
  permissions: [
    needs('fpga', 'ec2:DescribeFpgaImages', 'which FPGA images there are', 'FPGA イメージの一覧'),
    needs('fpga', 'ec2:DescribeFpgaImageAttribute', 'whom an image is shared with', 'イメージの共有先'),
  ],
  collector: async () => (await import('./collect.ts')).fpga,
};
