// Can one request carry all of these values? Keys that speak of the same thing have to agree.
// Source: IAM user guide, "AWS global condition context keys".
import type { Request } from '../question.ts';

/** False for a request whose account, organization or source is one thing by one key and another by the next. */
export function isCoherent({ context }: Request): boolean {
  const one = (key: string): string | undefined => {
    const value = context[key];
    return typeof value === 'string' ? value : undefined;
  };
  const all = (key: string): string[] => [context[key] ?? []].flat();
  const agree = (values: (string | undefined)[]): boolean =>
    new Set(values.filter((value) => value !== undefined && value !== '')).size <= 1;
  return (
    agree([accountIn(one('aws:principalarn')), one('aws:principalaccount'), one('kms:calleraccount')]) &&
    agree([accountIn(one('aws:sourcearn')), one('aws:sourceaccount'), one('aws:sourceowner')]) &&
    agree([one('aws:principalorgid'), ...all('aws:principalorgpaths').map(organizationIn)]) &&
    agree([one('aws:sourceorgid'), ...all('aws:sourceorgpaths').map(organizationIn)])
  );
}

function accountIn(arn: string | undefined): string | undefined {
  return arn?.split(':')[4];
}

function organizationIn(path: string): string | undefined {
  return path.split('/')[0];
}
