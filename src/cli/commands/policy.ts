// tojimari policy: the command line for judging a policy document before it is applied.
import type { Argv } from 'yargs';
import { UsageError } from '../../errors.ts';
import { gateFlags, policyFlags, reportFlags } from '../flags.ts';
import { asTyped } from '../typed.ts';
import { type GateOptions, gateOptions, type OutputOptions, outputOptions } from './scan.ts';

export interface PolicyOptions extends OutputOptions, GateOptions {
  /** Paths, `-` for stdin. */
  files: string[];
  /** ARN of the resource that the policies are for. */
  resource: string | undefined;
  /** Twelve digits of the account that owns it. */
  account: string | undefined;
}

/** Adds the command; `accept` gets its options when it was typed. */
export function policyCommand(yargs: Argv, accept: (options: PolicyOptions) => void): Argv {
  return yargs.command(
    'policy <file..>',
    'Judge a resource policy before it is applied: who gets in, and what closes it',
    (command) =>
      command
        .positional('file', {
          type: 'string',
          array: true,
          demandOption: true,
          description: 'A policy in JSON, or an answer of AWS that holds one; - for stdin',
          default: undefined,
        })
        .options({ ...policyFlags, ...gateFlags, ...reportFlags } as const)
        .example('$0 policy bucket-policy.json', 'Exit 1 when it lets outsiders in')
        .example('$0 policy trust.json --account 111122223333', 'The trust policy of a role')
        .example('aws s3api get-bucket-policy --bucket NAME | $0 policy -', '')
        .example('$0 policy policies/*.json --format sarif --output policies.sarif', ''),
    (argv) => {
      const files = argv.file.map(asTyped);
      const twice = files.find((file, index) => files.indexOf(file) !== index);
      if (twice !== undefined) throw new UsageError(`The file ${twice} was given twice.`);
      accept({
        files,
        resource: checked('resource', argv.resource, /^arn:[a-z-]+:[a-z0-9-]+:[^:]*:[^:]*:.+$/, 'an ARN'),
        account: checked('account', argv.account, /^\d{12}$/, 'an account id of twelve digits'),
        ...gateOptions(argv),
        ...outputOptions(argv),
      });
    },
  );
}

function checked(
  flag: string,
  value: string | string[] | undefined,
  shape: RegExp,
  what: string,
): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw new UsageError(`--${flag} was given more than once.`);
  const plain = flag === 'account' ? value.replaceAll('-', '') : value;
  if (!shape.test(plain)) throw new UsageError(`--${flag} must be ${what}, not "${value}".`);
  return plain;
}
