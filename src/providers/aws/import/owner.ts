// Whose account an export is, by what its answers say.
import { InputError } from '../../../errors.ts';
import type { SavedAnswer } from './saved.ts';

export interface Owner {
  /** Twelve digits. */
  account: string;
  /** `aws`, `aws-cn`, `aws-us-gov` */
  partition: string;
}

/** Answers that name their account, the surest first. */
const TELLING = [
  'GetCallerIdentity',
  'GetCredentialReport',
  'GetAccountAuthorizationDetails',
  'ListRoles',
  'ListUsers',
  'GetRole',
  'GetUser',
];

/** The account, by the first answer that names one; undefined when none does. */
export async function ownerOf(answers: SavedAnswer[]): Promise<Owner | undefined> {
  for (const operation of TELLING) {
    for (const saved of answers) {
      if (saved.operation !== operation) continue;
      const owner = ownerIn(await textOf(saved), operation);
      if (owner !== undefined) return owner;
    }
  }
  return undefined;
}

/** The account in the ARN of the caller, the root user, a role or a user; not one in a policy, which may be another account's. */
export function ownerIn(text: string, operation: string): Owner | undefined {
  if (!TELLING.includes(operation)) return undefined;
  const pattern =
    operation === 'GetCredentialReport'
      ? /arn:(aws[a-z-]*):iam::(\d{12}):(?:root|user\/)/
      : /"Arn"\s*:\s*"arn:(aws[a-z-]*):(?:iam|sts)::(\d{12}):/;
  const [, partition, account] =
    pattern.exec(operation === 'GetCredentialReport' ? decoded(text) : text) ?? [];
  return partition === undefined || account === undefined ? undefined : { account, partition };
}

/** The AWS CLI gives the report in base64. */
function decoded(text: string): string {
  const content = /"Content"\s*:\s*"([A-Za-z0-9+/=]{40,})/.exec(text)?.[1];
  return content === undefined ? text : Buffer.from(content, 'base64').toString('utf8');
}

async function textOf(saved: SavedAnswer): Promise<string> {
  try {
    return await saved.file.text();
  } catch (error) {
    if (error instanceof InputError && !saved.file.named) return '';
    throw error;
  }
}
