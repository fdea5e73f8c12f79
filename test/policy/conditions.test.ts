// Each rule of conditions as a table: missing keys, negation, sets, variables, what a stranger can have.
import { describe, expect, test } from '@jest/globals';
import { denyIf, judged, outsiders, readIf } from './ask.ts';

const ORG = 'o-kagi123456';

const ALLOWED: [name: string, condition: unknown, answer: string][] = [
  ['a positive operator needs its key', { StringEquals: { 'aws:PrincipalOrgID': ORG } }, 'no/no'],
  ['IfExists holds without the key', { StringEqualsIfExists: { 'aws:PrincipalOrgID': ORG } }, 'yes/yes'],
  ['a negated operator holds without the key', { StringNotEquals: { 'aws:PrincipalOrgID': ORG } }, 'yes/yes'],
  [
    'ForAllValues holds without the key',
    { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': ORG } },
    'yes/yes',
  ],
  ['ForAnyValue does not', { 'ForAnyValue:StringNotEquals': { 'aws:PrincipalOrgID': ORG } }, 'no/yes'],
  [
    'ForAllValues with Null false needs it',
    { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': ORG }, Null: { 'aws:PrincipalOrgID': 'false' } },
    'no/no',
  ],
  ['Null true wants it absent', { Null: { 'aws:TokenIssueTime': 'true' } }, 'yes/yes'],
  [
    'any organization is no organization in particular',
    { StringLike: { 'aws:PrincipalOrgID': 'o-*' } },
    'no/yes',
  ],
  ['StringEquals takes wildcards literally', { StringEquals: { 'aws:PrincipalOrgID': 'o-*' } }, 'no/no'],
  [
    'ignoring case is still one organization',
    { StringEqualsIgnoreCase: { 'aws:PrincipalOrgID': ORG.toUpperCase() } },
    'no/no',
  ],
  [
    'paths below one organization',
    { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${ORG}/*` } },
    'no/no',
  ],
  [
    'paths of any organization',
    { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-*/r-*/*' } },
    'no/yes',
  ],
  ['key names ignore case', { StringEquals: { 'AWS:principalorgid': ORG } }, 'no/no'],
  ['the anonymous account', { StringEquals: { 'aws:PrincipalAccount': 'anonymous' } }, 'yes/no'],
  ['a fixed account', { StringEquals: { 'aws:PrincipalAccount': '444455556666' } }, 'no/no'],
  [
    'a colon can be crossed by StringLike',
    { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*444455556666:role/x' } },
    'no/yes',
  ],
  ['and not by ArnLike', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*444455556666:role/x' } }, 'no/no'],
  ['a source is only there when a service acts', { StringLike: { 'aws:SourceAccount': '*' } }, 'no/yes'],
  ['a fixed source', { StringEquals: { 'aws:SourceAccount': '444455556666' } }, 'no/no'],
  ['anybody can name a bucket like ours', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::kagi-*' } }, 'no/yes'],
  ['one bucket is one owner', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::kagi-logs' } }, 'no/no'],
  ['any endpoint', { StringLike: { 'aws:SourceVpce': 'vpce-*' } }, 'yes/yes'],
  ['one endpoint', { StringEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } }, 'no/no'],
  ['one network', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, 'no/no'],
  ['a private network', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, 'no/no'],
  ['more than /8 of IPv4', { IpAddress: { 'aws:SourceIp': '52.0.0.0/7' } }, 'yes/yes'],
  ['more than /32 of IPv6', { IpAddress: { 'aws:SourceIp': '2600::/24' } }, 'yes/yes'],
  [
    'networks count together',
    { IpAddress: { 'aws:SourceIp': ['3.0.0.0/8', '52.0.0.0/8', '54.0.0.0/8'] } },
    'yes/yes',
  ],
  ['an IPv4 rule does not speak of IPv6', { NotIpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, 'yes/yes'],
  [
    'nothing is outside both families but endpoints',
    { NotIpAddress: { 'aws:SourceIp': ['0.0.0.0/0', '::/0'] } },
    'yes/yes',
  ],
  [
    'unless the address must be there',
    { NotIpAddress: { 'aws:SourceIp': ['0.0.0.0/0', '::/0'] }, Null: { 'aws:SourceIp': 'false' } },
    'no/no',
  ],
  ['a referer is a word', { StringEquals: { 'aws:Referer': 'secret' } }, 'yes/yes'],
  ['a key that another action has', { StringEquals: { 's3:prefix': 'a' } }, 'no/no'],
  ['a key of nobody', { StringEquals: { 'kagi:colour': 'blue' } }, 'no/no'],
  ['a key of AWS that we do not know', { StringEquals: { 'aws:SomethingNew': 'blue' } }, 'maybe/maybe'],
  ['the past', { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }, 'no/no'],
  ['since the past', { DateGreaterThan: { 'aws:EpochTime': '1577836800' } }, 'yes/yes'],
  [
    'a variable against itself',
    { StringEquals: { 'aws:PrincipalAccount': '${aws:PrincipalAccount}' } },
    'yes/yes',
  ],
  ['a variable without a value', { StringEquals: { 'aws:Referer': '${aws:PrincipalTag/team}' } }, 'no/yes'],
  [
    'a variable with a default',
    { StringEquals: { 'aws:Referer': "${aws:PrincipalTag/team, 'all'}" } },
    'yes/yes',
  ],
  [
    'the resource account says nothing of callers',
    { StringEquals: { 'aws:ResourceAccount': '111122223333' } },
    'yes/yes',
  ],
  ['another resource account', { StringEquals: { 'aws:ResourceAccount': '444455556666' } }, 'no/no'],
  ['multi-factor', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, 'no/yes'],
  ['without multi-factor', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }, 'yes/yes'],
  ['a CIDR is not a string', { StringEquals: { 'aws:SourceIp': '203.0.113.0/24' } }, 'maybe/maybe'],
  ['a broken CIDR', { IpAddress: { 'aws:SourceIp': '203.0.113.0/99' } }, 'maybe/maybe'],
  ['an unknown operator', { StringMatches: { 'aws:Referer': 'a' } }, 'maybe/maybe'],
  [
    'values are alternatives',
    { StringLike: { 'aws:PrincipalAccount': ['anonymous', '444455556666'] } },
    'yes/no',
  ],
  [
    'keys are requirements',
    { StringEquals: { 'aws:PrincipalAccount': 'anonymous', 'aws:PrincipalType': 'User' } },
    'no/no',
  ],
  [
    'a negated list excludes all',
    { StringNotLike: { 'aws:PrincipalAccount': ['anonymous', '????????????'] } },
    'no/no',
  ],
];

describe('an Allow to everybody, under a condition', () => {
  test.each(ALLOWED)('%s', (_name, condition, answer) => {
    expect(outsiders(judged('s3-bucket', [readIf(condition)]))).toBe(answer);
  });
});

const DENIED: [name: string, condition: unknown, answer: string][] = [
  ['but one organization', { StringNotEquals: { 'aws:PrincipalOrgID': ORG } }, 'no/no'],
  ['but any organization', { StringNotLike: { 'aws:PrincipalOrgID': 'o-*' } }, 'no/yes'],
  [
    'but the organization, if there is one',
    { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ORG } },
    'no/no',
  ],
  ['of http', { Bool: { 'aws:SecureTransport': 'false' } }, 'yes/yes'],
  ['of http and https', { Bool: { 'aws:SecureTransport': ['true', 'false'] } }, 'no/no'],
  [
    'of all addresses, but endpoints have none',
    { IpAddress: { 'aws:SourceIp': ['0.0.0.0/0', '::/0'] } },
    'yes/yes',
  ],
  [
    'of all addresses if there is one',
    { IpAddressIfExists: { 'aws:SourceIp': ['0.0.0.0/0', '::/0'] } },
    'no/no',
  ],
  ['outside one endpoint', { StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } }, 'no/no'],
  ['of the anonymous', { StringEquals: { 'aws:PrincipalType': 'Anonymous' } }, 'no/yes'],
  ['of the signed', { Null: { 'aws:PrincipalArn': 'false' } }, 'yes/no'],
  [
    'of both at once, which nobody is',
    { Null: { 'aws:PrincipalArn': 'false' }, StringEquals: { 'aws:PrincipalAccount': 'anonymous' } },
    'yes/yes',
  ],
  ['with an operator we do not know', { StringMatches: { 'aws:Referer': 'a' } }, 'maybe/maybe'],
  [
    'unless the caller names one role',
    { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*' } },
    'no/no',
  ],
  ['of old TLS only', { NumericLessThan: { 's3:TlsVersion': '1.2' } }, 'yes/yes'],
];

describe('a public read, with a Deny', () => {
  test.each(DENIED)('%s', (_name, condition, answer) => {
    expect(outsiders(judged('s3-bucket', [readIf({}), denyIf(condition)]))).toBe(answer);
  });
});
