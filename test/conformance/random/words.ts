// Words of the small universe: who sends what, and the operators and values that several condition keys share.
// Who can send which value: IAM user guide, "AWS global condition context keys"; the condition keys of each service.
import type { Some } from './dice.ts';

/** Who asks: unsigned, signed by a stranger, such a call forwarded by a service, a service itself, a GitHub token. */
export type Sender = 'anonymous' | 'signed' | 'forwarded' | 'service' | 'token';

/** A value of a key; undefined = the request does not carry it. */
export type Held = string | string[] | undefined;

export interface Key {
  name: string;
  operators: Some<string>;
  /** What policies compare it with. */
  values: Some<unknown>;
  /** Several values at once: policies ask with a set operator. */
  many?: true;
  /** What each sender's request can hold. A sender left out: the documentation does not say, so nothing is asked. */
  held: Partial<Record<Sender, readonly Held[]>>;
  /** Only these actions carry it. */
  actions?: RegExp;
}

export const OWNER = '111122223333';
export const NAMED = '444455556666';
export const STRANGER = '999988887777';
/** The time at which questions are asked. */
export const NOW = Date.UTC(2026, 0, 1);

export const TEXT = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
] as const;
export const ARNS = [
  'ArnEquals',
  'ArnLike',
  'ArnNotEquals',
  'ArnNotLike',
  'StringLike',
  'StringNotLike',
] as const;
export const compare = (family: string): Some<string> => [
  `${family}Equals`,
  `${family}NotEquals`,
  `${family}LessThan`,
  `${family}LessThanEquals`,
  `${family}GreaterThan`,
  `${family}GreaterThanEquals`,
];

export const NEVER: readonly Held[] = [undefined];
export const everybody = (held: readonly Held[]): Key['held'] => ({
  anonymous: held,
  signed: held,
  forwarded: held,
  service: held,
  token: held,
});
/** Only calls signed with a principal's own credentials carry it. */
export const signedOnly = (held: readonly Held[]): Key['held'] => ({
  ...everybody(NEVER),
  signed: held,
  forwarded: held,
});
/** Only a service that acts for a resource carries it. */
export const sourceOnly = (held: readonly Held[]): Key['held'] => ({ ...everybody(NEVER), service: held });

/** Texts of one or two letters that the patterns below tell apart, and those patterns as they stand. */
export const WORDS: readonly Held[] = [
  ...[undefined, 'a', 'b', 'ab', 'xyz', 'A', '', 'a*', '*b', '?', '*', 'A*', '*B', 'b*', 'B*'],
  ...[
    '${s3:prefix}',
    '${S3:PREFIX}',
    '${*}',
    '${}',
    'xx',
    "${aws:PrincipalTag/team, 'a'}",
    "${aws:Referer, 'a'}",
  ],
  ...["${AWS:PRINCIPALTAG/TEAM, 'A'}", "${AWS:REFERER, 'A'}"],
];
export const PATTERNS: Some<unknown> = ['a', 'a*', '*b', 'A', '?'];
export const TAGS: readonly Held[] = [
  'a',
  'b',
  'A',
  'b*',
  'B*',
  'xyz',
  'a b',
  'a xyz',
  'b xyz',
  'ab a',
  'a b*',
  'A b',
  'A xyz',
  'A b*',
].map((tags) => tags.split(' '));

export const GITHUB = 'token.actions.githubusercontent.com';
