// A Deny that spares AWS services leaves some service, which is no account and has no name.
import { expect, test } from '@jest/globals';
import { whoGetsIn } from '../../../../src/report/headline.ts';
import { bucket, door } from '../../../report/build.ts';
import { allow, judge, policy, short } from './estate.ts';

const statements = [
  allow('*', 's3:GetObject'),
  {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: '*',
    Condition: { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
  },
];

test('it is an outsider without a name, and undecided', () => {
  const { exposures } = judge({ bucket: { policy: policy(...statements) } });
  expect(short(exposures)).toEqual(['named-outsider read unknown aws-service -']);
  expect(exposures[0]).not.toHaveProperty('subject');
});

test('people read that it is a service', () => {
  const unnamed = door(bucket('kagi'), { audience: 'named-outsider', via: 'aws-service' });
  expect(whoGetsIn([unnamed]).en).toBe('An AWS service, acting for any account,');
});
