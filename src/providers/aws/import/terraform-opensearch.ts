// aws_opensearch_domain: its place in a VPC, and fine-grained access control.
import { flag, word } from '../answers/shape.ts';
import { type Part, present } from './declared.ts';
import { attribute, type Block, nested, placeOf } from './terraform.ts';

/** `vpc_options { vpc_id, subnet_ids }`; a domain without them has a public endpoint. */
export function vpcPart(block: Block): Part | undefined {
  const value = block.values['vpc_options'];
  const [options] = nested(value);
  const origin = placeOf(block, 'vpc_options');
  // The VPC itself is known after apply; that there is one decides.
  if (options !== undefined) return { known: present(word(options['vpc_id']) ?? 'vpc'), origin };
  const known = attribute(block, 'vpc_options');
  if (known?.state === 'unknown') return { known };
  return block.fresh || value !== undefined ? { known: { state: 'absent' }, origin } : undefined;
}

/** `advanced_security_options { enabled, anonymous_auth_enabled }` */
export function accessControlPart(block: Block): Part | undefined {
  const known = attribute(block, 'advanced_security_options');
  if (known === undefined) return undefined;
  const [options] = nested(block.values['advanced_security_options']);
  const on = flag(options?.['enabled']);
  if (known.state === 'unknown' && on === undefined) return { known };
  const anonymous = flag(options?.['anonymous_auth_enabled']) === true;
  const origin = placeOf(block, 'advanced_security_options');
  return { known: on === true ? present(anonymous ? { anonymous } : {}) : { state: 'absent' }, origin };
}
