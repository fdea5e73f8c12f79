// Roles that trust an identity pool: whether strangers get in depends on the pool.
import { describe, expect, test } from '@jest/globals';
import { analyseIam } from '../../../../src/providers/aws/iam/analyse.ts';
import { inShort, resource, surroundings } from '../surroundings.ts';

const ISSUER = 'cognito-identity.amazonaws.com';
const POOL = 'eu-west-1:0a1b2c3d-0000-1111-2222-333344445555';

function role(aud: string | string[], amr: string) {
  const Condition = {
    StringEquals: { [`${ISSUER}:aud`]: aud },
    'ForAnyValue:StringLike': { [`${ISSUER}:amr`]: amr },
  };
  const statement = {
    Effect: 'Allow',
    Principal: { Federated: ISSUER },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition,
  };
  const trustPolicy = { Version: '2012-10-17', Statement: [statement] };
  return resource('aws.iam.role', 'arn:aws:iam::111122223333:role/guests', { path: '/', trustPolicy }, [
    'attachedPolicies',
    'inlinePolicies',
    'permissionsBoundary',
  ]);
}

function pool(settings: Record<string, unknown>, denied: string[] = []) {
  const id = `arn:aws:cognito-identity:eu-west-1:111122223333:identitypool/${POOL}`;
  return resource('aws.cognito-identity.pool', id, settings, denied);
}

describe('a role for guests of a pool', () => {
  test.each<[string, ReturnType<typeof pool>[], string[]]>([
    ['that admits none', [pool({ guests: false, classicFlow: true })], []],
    ['that assumes it for them', [pool({ guests: true, classicFlow: false })], []],
    [
      'that gives them tokens',
      [pool({ guests: true, classicFlow: true })],
      [`anyone-registered web-identity ${ISSUER} assume open`],
    ],
    ['that was not read', [], [`anyone-registered web-identity ${ISSUER} assume unknown`]],
    [
      'that could not be read',
      [pool({}, ['guests', 'classicFlow'])],
      [`anyone-registered web-identity ${ISSUER} assume unknown`],
    ],
  ])('%s', (_name, around, expected) => {
    expect(inShort(analyseIam(role(POOL, 'unauthenticated'), surroundings(around)))).toEqual(expected);
  });

  test('one of two pools is not known', () => {
    const around = surroundings([pool({ guests: false, classicFlow: false })]);
    const found = analyseIam(role([POOL, 'eu-west-1:another'], 'unauthenticated'), around);
    expect(inShort(found)).toEqual([`anyone-registered web-identity ${ISSUER} assume unknown`]);
  });
});
