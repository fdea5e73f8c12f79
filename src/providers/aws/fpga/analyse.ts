// FPGA images: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { type Share, shareExposures } from '../sharing/shares.ts';
import { shellWord } from '../words/shell.ts';
import { imageSchema } from './image.generated.ts';

/** Whom the load permissions name can run the design on their own instances; the design itself cannot be read back (AFI management guide). */
export function analyseFpga(resource: Resource, context: Context): Assessment {
  const image = typed(resource, imageSchema);
  const { name, region } = image;
  const where = `${shellWord(name)}${region === undefined ? '' : ` --region ${shellWord(region)}`}`;
  const exposures = shareExposures(
    {
      setting: 'sharedWith',
      shares: setting(image, 'sharedWith'),
      access: ['invoke'],
      action: 'ec2:DescribeFpgaImages',
      look: `aws ec2 describe-fpga-images --fpga-image-ids ${where}`,
      unshare: (share) =>
        `aws ec2 modify-fpga-image-attribute --fpga-image-id ${where} --attribute loadPermission --operation-type remove ${whom(share)}`,
    },
    resource,
    context,
  );
  return { exposures, facts: {} };
}

function whom(share: Share): string {
  return share.with === 'account' ? `--user-ids ${shellWord(share.account)}` : '--user-groups all';
}
