// Machine images: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { keyNeeded } from '../shared-key.ts';
import { type Share, shareExposures } from '../shares.ts';
import { shellWord } from '../shell.ts';
import { imageSchema } from './image.generated.ts';

/**
 * An image is launched, and so read, by whom its launch permissions name (EC2 user guide, "Understand shared AMI usage"). Block public
 * access for AMIs stops new sharing only: an image that is public stays public ("Block public access to your AMIs").
 */
export function analyseAmi(resource: Resource, context: Context): Assessment {
  if (resource.type !== 'aws.ami.image') return { exposures: [], facts: {} };
  const image = typed(resource, imageSchema);
  const { settings, name, region } = image;
  const where = `--image-id ${shellWord(name)}${region === undefined ? '' : ` --region ${shellWord(region)}`}`;
  const exposures = shareExposures(
    {
      setting: 'sharedWith',
      shares: setting(image, 'sharedWith'),
      access: ['list', 'read'],
      action: 'ec2:RunInstances',
      look: `aws ec2 describe-images ${where.replace('--image-id', '--image-ids')}`,
      unshare: (share) => `aws ec2 modify-image-attribute ${where} --launch-permission ${removal(share)}`,
      guard: ({ with: who }) =>
        settings.encrypted === true && who !== 'everyone' ? keyNeeded('encrypted') : undefined,
    },
    resource,
    context,
  );
  return { exposures, facts: {} };
}

function removal(share: Share): string {
  if (share.with === 'everyone') return shellWord('Remove=[{Group=all}]');
  if (share.with === 'account') return shellWord(`Remove=[{UserId=${share.account}}]`);
  const key = share.arn.includes(':ou/') ? 'OrganizationalUnitArn' : 'OrganizationArn';
  return shellWord(`Remove=[{${key}=${share.arn}}]`);
}
