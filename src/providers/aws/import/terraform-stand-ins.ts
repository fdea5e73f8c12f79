// What stands for the ARNs and ids that AWS gives to things which a plan makes: whose they are is known, and nobody else can have them.
import { type Told, toldOf } from '../../../snapshot/told.ts';
import { withoutKeys } from './terraform.ts';

/** Attributes that AWS gives out, by the beginnings of what they come to. */
const IDS: Record<string, string> = { aws_vpc_endpoint: 'vpce', aws_vpc: 'vpc' };

/** Conditions that ask where a request comes from, and how the values that are stood in for begin. */
const ORIGINS: Record<string, string> = {
  'aws:sourcearn': 'arn:',
  'aws:sourcevpce': 'vpce-',
  'aws:sourcevpc': 'vpc-',
};

/** What stands for an attribute of a managed resource by its address: `aws_sns_topic.t`, `arn`; undefined for others. */
export function standInOf(address: string, attribute: string): string | undefined {
  const [, data, type] = /(?:^|\.)(data\.)?(aws_\w+)\.[\w-]+$/.exec(withoutKeys(address)) ?? [];
  if (type === undefined || data !== undefined) return undefined;
  const name = address.replace(/[^\w.-]/g, '-');
  if (/^(?:\w+_)?arn$/.test(attribute)) return `arn:aws:${type.split('_')[1]}:::${name}`;
  const prefix = attribute === 'id' && Object.hasOwn(IDS, type) ? IDS[type] : undefined;
  return prefix && `${prefix}-${name}`;
}

/** A `Condition` in which what stands for a source is put in its place; anything else in it that is not told stays so. */
export function withStandIns(condition: Told): Told {
  return mapped(condition, (tests) =>
    mapped(tests, (values, key) => {
      const start = ORIGINS[key.toLowerCase()];
      const one = (told: Told): Told => {
        const stands = standInFor(told);
        return start !== undefined && stands?.startsWith(start) === true ? toldOf(stands) : told;
      };
      return values.is === 'list' ? { is: 'list', items: values.items.map(one) } : one(values);
    }),
  );
}

function mapped(told: Told, change: (inner: Told, key: string) => Told): Told {
  if (told.is !== 'map') return told;
  return { is: 'map', entries: told.entries.map(([key, inner]) => [key, change(inner, key)]) };
}

/** Of a text, only where it is nothing but that value. */
function standInFor(told: Told): string | undefined {
  if (told.is === 'later') return told.stands;
  return told.is === 'text' && told.parts.length === 1 ? told.stands?.[0] : undefined;
}
