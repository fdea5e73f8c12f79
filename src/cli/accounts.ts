// Which accounts of AWS a run reads: the flags, and the file of --accounts, as one request.
import { readFile } from 'node:fs/promises';
import { type Fault, InputError, UsageError } from '../errors.ts';
import { matchesGlob } from '../glob.ts';
import type { AccountsRequest } from '../providers/provider.ts';
import type { Misfit } from '../schema.ts';
import { type Accounts, accountsSchema } from './accounts.generated.ts';
import { type AccountsOptions, ROLE_ARN } from './live-flags.ts';
import { parseLocated } from './located.ts';

type Named = AccountsRequest['named'][number];

/** Reads the file of --accounts where one was given. Throws InputError with every fault and its place. */
export async function accountsRequest(options: AccountsOptions): Promise<AccountsRequest> {
  const { roleArns, file, organization, include, exclude, roleName, externalId } = options;
  const listed = file === undefined ? [] : readList(await textOf(file), file);
  return {
    named: [...roleArns.map((arn) => namedOf(arn)), ...listed],
    roleName,
    ...(externalId !== undefined && { externalId }),
    ...(organization && {
      ofOrganization: ({ id, name = id }: { id: string; name?: string }) => {
        const some = (globs: string[]) =>
          globs.some((glob) => matchesGlob(glob, id) || matchesGlob(glob, name));
        return (include.length === 0 || some(include)) && !some(exclude);
      },
    }),
  };
}

async function textOf(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `--accounts names ${file}, which cannot be read (${error.code}).`,
      'Check the path.',
    );
  });
}

/** The text of a list of accounts: YAML or JSON, or a line an account. */
export function readList(text: string, file: string): Named[] {
  const first = text.split('\n').find((line) => !/^\s*(#|$)/.test(line)) ?? '';
  if (/^\s*[\w:]/.test(first) && !/:\s|:$/.test(first)) return readLines(text, file);
  const { value } = parseLocated(text, file, {
    schema: accountsSchema,
    empty: [],
    deepest: 4,
    keys: ['account', 'role', 'externalId'],
    check: otherAccounts,
    hint: HINT,
  });
  return value.map((entry) => {
    if (typeof entry === 'string') return namedOf(entry);
    const { account, role, externalId } = entry;
    return {
      account,
      ...(role !== undefined && { role }),
      ...(externalId !== undefined && { externalId }),
    };
  });
}

const HINT =
  'A list of account ids and role ARNs, or of entries with account, role and externalId; or an account id or a role ARN a line, with an external id behind it.';

function otherAccounts(accounts: Accounts): Misfit[] {
  return accounts.flatMap((entry, index) => {
    if (typeof entry === 'string' || entry.role === undefined) return [];
    const owner = ROLE_ARN.exec(entry.role)?.[2];
    if (owner === undefined || owner === entry.account) return [];
    return [{ pointer: `/${index}/role`, message: `is a role of account ${owner}, not of ${entry.account}` }];
  });
}

function readLines(text: string, file: string): Named[] {
  const faults: Fault[] = [];
  const found = text.split(/\r?\n/).flatMap((line, index) => {
    const [word = '', externalId, more] = line
      .replace(/(^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    if (word === '') return [];
    const place = { file, line: index + 1, column: line.search(/\S/) + 1 };
    if (!/^\d{12}$/.test(word) && !ROLE_ARN.test(word))
      faults.push({ message: `"${word}" is neither an account id nor the ARN of a role`, place });
    if (more !== undefined) faults.push({ message: 'says more than an account and an external id', place });
    return [{ ...namedOf(word), ...(externalId !== undefined && { externalId }) }];
  });
  if (faults.length > 0) throw new InputError(faults, HINT);
  return found;
}

function namedOf(word: string): Named {
  const account = ROLE_ARN.exec(word)?.[2];
  return account === undefined ? { account: word } : { account, role: word };
}
