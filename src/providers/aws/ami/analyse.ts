// Machine images: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { keyGuard, keyNeeded } from '../sharing/key.ts';
import { type Share, type ShareGuard, shareExposures } from '../sharing/shares.ts';
import { shellWord } from '../words/shell.ts';
import { type Image, imageSchema } from './image.generated.ts';

/**
 * An image is launched, and so read, by whom its launch permissions name (EC2 user guide, "Understand shared AMI usage"). Block public
 * access for AMIs stops new sharing only: an image that is public stays public ("Block public access to your AMIs").
 */
export function analyseAmi(resource: Resource, context: Context): Assessment {
  if (resource.type !== 'aws.ami.image') return { exposures: [], facts: {} };
  const image = typed(resource, imageSchema);
  const { name, region } = image;
  const where = `--image-id ${shellWord(name)}${region === undefined ? '' : ` --region ${shellWord(region)}`}`;
  const exposures = shareExposures(
    {
      setting: 'sharedWith',
      shares: setting(image, 'sharedWith'),
      access: ['list', 'read'],
      action: 'ec2:RunInstances',
      look: `aws ec2 describe-images ${where.replace('--image-id', '--image-ids')}`,
      unshare: (share) => `aws ec2 modify-image-attribute ${where} --launch-permission ${removal(share)}`,
      guard: (share) => guardOf(image, share, context),
    },
    resource,
    context,
  );
  return { exposures, facts: {} };
}

/** Images with snapshots under several keys are not told further: whoever launches them needs all of those. */
function guardOf(image: Resource<Image>, share: Share, context: Context): ShareGuard | undefined {
  if (image.settings.encrypted !== true || share.with === 'everyone') return undefined;
  const key = setting(image, 'key');
  if (key.state === 'unknown') return { ...keyNeeded('encrypted'), missing: [key.why] };
  return key.state === 'present' ? keyGuard(image, share, context) : keyNeeded('encrypted');
}

function removal(share: Share): string {
  if (share.with === 'everyone') return shellWord('Remove=[{Group=all}]');
  if (share.with === 'account') return shellWord(`Remove=[{UserId=${share.account}}]`);
  const key = share.arn.includes(':ou/') ? 'OrganizationalUnitArn' : 'OrganizationArn';
  return shellWord(`Remove=[{${key}=${share.arn}}]`);
}
