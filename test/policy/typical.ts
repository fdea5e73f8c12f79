// Bucket policies as companies have them, made by seed: no two with the same names, accounts or values.
import { dice } from '../conformance/random/dice.ts';
import {
  cloudTrail,
  configuration,
  endpointOnly,
  loadBalancer,
  type Made,
  mixed,
  type Names,
  networks,
  oac,
  oai,
  odd,
  organization,
  partner,
  perimeter,
  publicRead,
  serverLogs,
  tls,
} from './typical-statements.ts';

export interface Typical {
  family: string;
  bucket: string;
  account: string;
  /** The document as text. */
  text: string;
}

const WORDS =
  'amber birch cedar delta ember fjord grove haven iris jade kelp lotus maple north ocean pearl quartz river stone tide'.split(
    ' ',
  );
const PURPOSES = 'assets logs backup media reports exports uploads archive data web artifacts state'.split(
  ' ',
);

/** Family -> how many of a hundred policies, and its statements. */
const FAMILIES: Record<string, { weight: number; make: (names: Names) => Made }> = {
  'TLS only': { weight: 18, make: ({ arn }) => [tls(arn)] },
  'CloudFront OAC': { weight: 10, make: (names) => [oac(names)] },
  'CloudFront OAC + TLS': { weight: 5, make: (names) => [oac(names), tls(names.arn)] },
  'CloudFront OAI': { weight: 6, make: (names) => [oai(names)] },
  'ALB logs': { weight: 4, make: (names) => [loadBalancer(names)] },
  CloudTrail: { weight: 8, make: cloudTrail },
  Config: { weight: 5, make: configuration },
  'log delivery': { weight: 5, make: (names) => [serverLogs(names)] },
  'partner reads': { weight: 8, make: (names) => [partner(names, 1)] },
  'partners read': { weight: 4, make: (names) => [partner(names, 2 + names.roll(5))] },
  organization: { weight: 4, make: (names) => [organization(names)] },
  'organization perimeter': {
    weight: 3,
    make: (names) => [partner(names, 1), perimeter(names), tls(names.arn)],
  },
  'VPC endpoint only': { weight: 5, make: (names) => [endpointOnly(names)] },
  website: { weight: 6, make: ({ arn }) => [publicRead(arn)] },
  'public behind addresses': {
    weight: 3,
    make: (names) => [{ ...publicRead(names.arn), ...networks(names) }],
  },
  mixed: { weight: 4, make: mixed },
  odd: { weight: 2, make: odd },
};

/** The families and their weights, in words. */
export function distribution(): [family: string, weight: number][] {
  return Object.entries(FAMILIES).map(([family, { weight }]) => [family, weight]);
}

/** So many policies, the same for the same seed. */
export function typicalPolicies(count: number, seed: number): Typical[] {
  const roll = dice(seed);
  const wheel = Object.entries(FAMILIES).flatMap(([family, { weight }]) =>
    Array<string>(weight).fill(family),
  );
  const made: Typical[] = [];
  for (let index = 0; index < count; index++) {
    const names = namesOf(roll, index);
    const family = wheel[roll(wheel.length)] ?? 'website';
    const Statement = FAMILIES[family]?.make(names) ?? [];
    const text = JSON.stringify({ Version: '2012-10-17', Statement });
    made.push({ family, bucket: names.bucket, account: names.account, text });
  }
  return made;
}

function namesOf(roll: Names['roll'], index: number): Names {
  const digits = (count: number) => Array.from({ length: count }, () => String(roll(10))).join('');
  const one = (...from: string[]) => from[roll(from.length)] ?? '';
  const word = () => one(...WORDS) + digits(3);
  const bucket = `${word()}-${one(...PURPOSES)}-${index}`;
  const account = `1${digits(11)}`;
  const region = one('us-east-1', 'eu-west-1', 'ap-northeast-1');
  return { roll, bucket, arn: `arn:aws:s3:::${bucket}`, account, region, digits, word, one };
}
