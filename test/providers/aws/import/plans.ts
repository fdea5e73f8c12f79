// For tests: plans in the shape of `terraform show -json`, with their before, their data sources and their marks.
import { textFile } from '../../../../src/snapshot/files.ts';
import { writtenFor } from '../../../../src/source/written.ts';
import { indexOf } from '../../../source/grammar.ts';
import { type Reading, readFiles } from './declarations.ts';

/** One entry of `resource_changes`; `mode` and `type` are told by the address. */
export interface Entry {
  address: string;
  actions?: string[];
  before?: object | null;
  after?: object | null;
  unknown?: object;
  beforeSensitive?: unknown;
  afterSensitive?: unknown;
  more?: object;
}

/** One resource of `prior_state`. */
export interface Prior {
  address: string;
  values: object;
  sensitive?: object;
}

/** What else a plan holds. */
export interface Rest {
  configuration?: object;
  prior?: Prior[];
  more?: object;
}

const withoutKeys = (address: string) => address.replace(/\[[^\]]*\]/g, '');

function kindOf(address: string): { mode: string; type: string; name: string } {
  const steps = withoutKeys(address).split('.');
  const [type = '', name = ''] = steps.slice(-2);
  return { mode: steps.at(-3) === 'data' ? 'data' : 'managed', type, name };
}

/** The text of a plan. */
export function planText(entries: Entry[], { configuration, prior, more = {} }: Rest = {}): string {
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.9.5',
    planned_values: { root_module: {} },
    resource_changes: entries.map((one) => ({
      address: one.address,
      ...kindOf(one.address),
      provider_name: 'registry.terraform.io/hashicorp/aws',
      change: {
        actions: one.actions ?? (kindOf(one.address).mode === 'data' ? ['read'] : ['create']),
        before: one.before ?? null,
        after: one.after ?? null,
        after_unknown: one.unknown ?? {},
        before_sensitive: one.beforeSensitive ?? false,
        after_sensitive: one.afterSensitive ?? {},
      },
      ...one.more,
    })),
    ...(prior !== undefined && {
      prior_state: { format_version: '1.0', values: { root_module: modulesOf(prior) } },
    }),
    ...(configuration !== undefined && { configuration: { root_module: configuration } }),
    ...more,
  });
}

/** Values of the root module and of one level of child modules, as a state shows them. */
function modulesOf(prior: Prior[]): object {
  const shown = ({ address, values, sensitive = {} }: Prior) => ({
    address,
    ...kindOf(address),
    values,
    sensitive_values: sensitive,
  });
  const inner = prior.filter(({ address }) => address.startsWith('module.'));
  return {
    resources: prior.filter((one) => !inner.includes(one)).map(shown),
    ...(inner.length > 0 && { child_modules: [{ address: 'module', resources: inner.map(shown) }] }),
  };
}

/** A resource of the configuration. */
export function written(address: string, expressions: object): object {
  return { address, ...kindOf(address), expressions };
}

export const references = (...all: string[]) => ({ references: all });

/** Reads a plan: its after, or its before; `source`: files of Terraform in the folder that it lies in. */
export async function readPlan(
  text: string,
  { before = false, source }: { before?: boolean; source?: Record<string, string> } = {},
): Promise<Reading> {
  const file = { ...textFile('plan.json', text, true), ...(before && { before: true as const }) };
  if (source === undefined) return await readFiles([file]);
  const index = await indexOf(source, true);
  return await readFiles([file], async (path, addresses) => writtenFor(index, path, addresses));
}

/** A new bucket with its Block Public Access off. */
export const BUCKET: Entry[] = [
  {
    address: 'aws_s3_bucket.assets',
    after: { bucket: 'kagi-assets', tags: null },
    unknown: { arn: true, id: true, policy: true, acl: true, grant: true, website: true, tags_all: true },
  },
  {
    address: 'aws_s3_bucket_public_access_block.assets',
    after: {
      block_public_acls: false,
      ignore_public_acls: false,
      block_public_policy: false,
      restrict_public_buckets: false,
    },
    unknown: { bucket: true, id: true },
  },
  { address: 'aws_s3_bucket_policy.assets', after: {}, unknown: { bucket: true, id: true, policy: true } },
];

/** What the configuration says of them; `policy`: the expression of the policy. */
export function bucketConfiguration(policy: object, ...more: object[]): { resources: object[] } {
  const bucket = references('aws_s3_bucket.assets.id', 'aws_s3_bucket.assets');
  return {
    resources: [
      written('aws_s3_bucket.assets', { bucket: { constant_value: 'kagi-assets' } }),
      written('aws_s3_bucket_public_access_block.assets', { bucket }),
      written('aws_s3_bucket_policy.assets', { bucket, policy }),
      ...more,
    ],
  };
}
