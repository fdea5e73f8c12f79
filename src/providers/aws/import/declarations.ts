// Terraform plans and states and CloudFormation templates: which files are one, and each as a claim of its own.
import { InputError } from '../../../errors.ts';
import type { InputFile } from '../../../snapshot/files.ts';
import type { Resource, Scope, SnapshotRecord, Text } from '../../../snapshot/resource.ts';
import type { OpenWritten } from '../../../snapshot/told.ts';
import type { Claim } from '../../provider.ts';
import { raw } from '../answers/shape.ts';
import type { Deployed } from './cdk.ts';
import { isTemplate, looksLikeTemplate, readTemplate, stackOwner } from './cloudformation.ts';
import { parseTemplate } from './cloudformation-parse.ts';
import { brokenListings, countsNote, type Estate, recordsOf } from './declared.ts';
import type { Home } from './declared-names.ts';
import { parseJson } from './json.ts';
import type { Owner } from './owner.ts';
import type { Block } from './terraform.ts';
import { earlierEstate, ownerOfThings, regionOfThings } from './terraform-before.ts';
import { IAM_TYPES, iamIn } from './terraform-iam.ts';
import { NETWORK_TYPES, networkIn } from './terraform-network.ts';
import { callerOf } from './terraform-owner.ts';
import {
  addressesOfPlan,
  blocksBefore,
  blocksOfPlan,
  cutShort,
  isPlan,
  regionOfPlan,
} from './terraform-plan.ts';
import { refusedPolicies } from './terraform-refused.ts';
import { bucketsIn, S3_TYPES } from './terraform-s3.ts';
import { servicesIn } from './terraform-services.ts';
import { blocksOfState, isState, ownerOfState } from './terraform-state.ts';
import { SERVICE_TYPES } from './terraform-types.ts';

type Format = 'Terraform plan' | 'Terraform state' | 'CloudFormation template' | 'CDK cloud assembly';

/** What a file turned out to say. */
interface Said {
  owner: Owner | undefined;
  estate(scope: string): Estate;
}

/** A claim when the file is a plan, a state or a template, by its content; also when it looks like one and does not parse. */
export async function declarationClaim(
  file: InputFile,
  head: string,
  deployed?: Deployed,
): Promise<Claim | undefined> {
  const found = await formatOf(file, head);
  if (found === undefined) return undefined;
  const stack = found === 'CloudFormation template' ? deployed : undefined;
  const format = stack === undefined ? found : 'CDK cloud assembly';
  const files = stack === undefined ? [file] : [file, stack.manifest];
  const declaration = format !== 'Terraform state';
  return {
    format,
    root: file.inside,
    files,
    declaration,
    ...(format === 'Terraform plan' && { holdsBefore: true }),
    read: (written) => readDeclaration(format, file, stack, written),
  };
}

/** Keys of plans and states, whatever order a tool has brought them into. */
const TERRAFORM = /"(format_version|terraform_version|provider_config|planned_values|resource_changes)"\s*:/;

/** Only a head that could belong to one has the whole file read. */
async function formatOf(file: InputFile, head: string): Promise<Format | undefined> {
  const json = /^\s*\{/.test(head);
  const terraform = json && TERRAFORM.test(head);
  const template =
    /["']?(AWSTemplateFormatVersion|Resources|Parameters|Metadata|Mappings|Transform|Conditions)["']?\s*:/.test(
      head,
    );
  if (!terraform && !template) return undefined;
  const text = await file.text().catch((error: unknown) => {
    if (error instanceof InputError) return '';
    throw error;
  });
  if (terraform && isPlan(text)) return 'Terraform plan';
  if (terraform && isState(text)) return 'Terraform state';
  if (!looksLikeTemplate(text)) return undefined;
  return templateOrBroken(text, file.path) ? 'CloudFormation template' : undefined;
}

/** What says that it is a template and is broken is one; what only mentions types of AWS has to hold them in their place. */
function templateOrBroken(text: string, path: string): boolean {
  try {
    return isTemplate(parseTemplate(text, path).value);
  } catch (error) {
    if (error instanceof InputError) return true;
    throw error;
  }
}

async function* readDeclaration(
  format: Format,
  file: InputFile,
  stack: Deployed | undefined,
  written: OpenWritten | undefined,
): AsyncGenerator<SnapshotRecord> {
  let said: Said;
  try {
    const text = await file.text();
    said =
      format === 'Terraform plan'
        ? await planSaying(text, file, written)
        : sayingOf(format, text, file.path, stack);
  } catch (error) {
    if (!(error instanceof InputError) || file.named) throw error;
    const detail = error.message;
    const scope = scopeOf(format, file, undefined, []);
    yield scope;
    yield* brokenListings(scope.id, detail);
    return;
  }
  const { id } = scopeOf(format, file, said.owner, []);
  const estate = said.estate(id);
  const counts = countsNote(estate);
  const notes = [...estate.notes, ...(counts ? [counts] : [])].map(({ en, ja }) => ({
    en: `${file.inside}: ${en}`,
    ja: `${file.inside}: ${ja}`,
  }));
  const scope = scopeOf(format, file, said.owner, notes, stack);
  yield scope;
  if (estate.things.length > 0) yield accountOf(scope.id, said.owner);
  yield* recordsOf(estate, scope.id);
}

function sayingOf(format: Format, text: string, path: string, stack: Deployed | undefined): Said {
  if (format === 'CloudFormation template' || format === 'CDK cloud assembly') {
    const { account, region, stackName } = stack ?? {};
    const partition = /^(cn|us-gov)-/.exec(region ?? '')?.[1];
    const home: Home = {
      file: path,
      partition: partition === undefined ? 'aws' : `aws-${partition}`,
      ...(account !== undefined && { account }),
      ...(region !== undefined && { region }),
    };
    const estate = readTemplate(text, home, stackName);
    return {
      owner: account === undefined ? stackOwner : { account, partition: home.partition },
      estate: () => estate,
    };
  }
  const state = raw(parseJson(text, path)) ?? {};
  const blocks = blocksOfState(state, path);
  const owner = callerOf(state) ?? ownerOfState(blocks) ?? ownerOfThings(blocks);
  return terraformSaying(blocks, path, owner, undefined);
}

/** What a plan says of after, or, of a file that is marked so, of before. */
async function planSaying(text: string, file: InputFile, open: OpenWritten | undefined): Promise<Said> {
  const { path } = file;
  const plan = raw(parseJson(text, path)) ?? {};
  const written = file.before === true ? undefined : await open?.(path, addressesOfPlan(plan));
  const after = blocksOfPlan(plan, path, written);
  const before = blocksBefore(plan, path);
  const owner = callerOf(plan) ?? ownerOfState(after) ?? ownerOfThings(before);
  const region = regionOfPlan(plan) ?? regionOfThings(before);
  const later = terraformSaying(after, path, owner, region);
  const earlier = terraformSaying(before, path, owner, region);
  return {
    owner,
    estate(scope) {
      const [was, is] = [earlier.estate(scope), later.estate(scope)];
      if (file.before === true) return earlierEstate(was, is);
      const [refused, cut] = [refusedPolicies(was, is), cutShort(plan)];
      const notes = refused === undefined ? is.notes : [...is.notes, refused];
      return { ...is, notes, ...(cut && { cut }) };
    },
  };
}

function terraformSaying(
  blocks: Block[],
  path: string,
  owner: Owner | undefined,
  region: string | undefined,
): Said {
  const home: Home = {
    file: path,
    partition: owner?.partition ?? 'aws',
    ...(owner !== undefined && { account: owner.account }),
    ...(region !== undefined && { region }),
  };
  return { owner, estate: (scope) => terraformEstate(blocks, scope, home) };
}

function terraformEstate(blocks: Block[], scope: string, home: Home): Estate {
  const buckets = bucketsIn(blocks, scope, home);
  const iam = iamIn(blocks);
  const services = servicesIn(blocks, home);
  const network = networkIn(blocks, home);
  const others = new Map<string, number>();
  for (const { type, gone } of blocks)
    if (!gone && ![S3_TYPES, IAM_TYPES, SERVICE_TYPES, NETWORK_TYPES].some((types) => types.has(type)))
      others.set(type, (others.get(type) ?? 0) + 1);
  return {
    things: [...buckets.things, ...iam.things, ...services.things, ...network],
    others,
    notes: [...buckets.notes, ...iam.notes, ...services.notes],
  };
}

/** Each file is a scope of its own: two stacks of one account call different things by the same names. */
function scopeOf(
  format: Format,
  file: InputFile,
  owner: Owner | undefined,
  notes: Text[],
  stack?: Deployed,
): Scope {
  const account = owner === undefined || owner === stackOwner ? 'unknown' : owner.account;
  const named = stack === undefined ? file.inside : `${stack.stackName}, ${file.inside}`;
  const number = account.replace(/^(\d{4})(\d{4})(\d{4})$/, '$1-$2-$3');
  return {
    record: 'scope',
    id: `aws/${account}/${file.path}`,
    provider: 'aws',
    label: account === 'unknown' ? named : `${number} (${named})`,
    input: format === 'Terraform state' ? 'export' : 'declaration',
    format,
    paths: [file.path],
    ...(notes.length > 0 && { notes }),
  };
}

/** The account, as far as the file says; the one that a stack is made in is its own, whichever it is. */
function accountOf(scope: string, owner: Owner | undefined): Resource {
  const known = owner !== undefined && owner !== stackOwner;
  return {
    record: 'resource',
    type: 'aws.account',
    id: known ? `arn:${owner.partition}:iam::${owner.account}:root` : scope,
    name: known ? owner.account : scope,
    scope,
    settings: owner === undefined ? {} : { accountId: owner.account, partition: owner.partition },
    unknowns: [
      ...(owner === undefined ? ([{ setting: 'accountId', reason: 'missing' }] as const) : []),
      ...(['alias', 'organization', 'siblings', 'resourceControlPolicies'] as const).map((setting) => ({
        setting,
        reason: 'not-held' as const,
      })),
    ],
  };
}
