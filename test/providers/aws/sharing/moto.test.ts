// Snapshots, a catalog, a log policy and an API of a real moto server, collected as the command line would, and judged.
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient, PutResourcePolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GlueClient, PutResourcePolicyCommand as PutGluePolicyCommand } from '@aws-sdk/client-glue';
import {
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  CreateDBSnapshotCommand,
  ModifyDBClusterSnapshotAttributeCommand,
  ModifyDBSnapshotAttributeCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SERVICES } from '../../../../src/providers/aws/services.ts';
import type { Resource } from '../../../../src/snapshot/resource.ts';
import { type Moto, motoIsHere, startMoto } from '../../../servers/moto.ts';
import { allow, PARTNER, policy } from '../judged.ts';
import { type Collected, collectFrom, TEST_ENV, useEnvironment } from '../live.ts';
import { inShort, surroundings } from '../surroundings.ts';

const inCase = motoIsHere(process.env) ? describe : describe.skip;
const SERVICES_ASKED = ['rds-snapshots', 'redshift-snapshots', 'logs', 'glue', 'apigateway'];

let moto: Moto;
let found: Collected;

async function seed(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-of-the-test' };
  const options = { endpoint, region: 'eu-west-1', credentials };
  const rds = new RDSClient(options);
  const master = { MasterUsername: 'kagi', MasterUserPassword: 'only-for-the-test' };
  const instance = { DBInstanceIdentifier: 'orders', DBInstanceClass: 'db.t3.micro', Engine: 'postgres' };
  await rds.send(new CreateDBInstanceCommand({ ...instance, ...master, AllocatedStorage: 5 }));
  for (const name of ['orders-public', 'orders-private'])
    await rds.send(
      new CreateDBSnapshotCommand({ DBSnapshotIdentifier: name, DBInstanceIdentifier: 'orders' }),
    );
  const restore = { AttributeName: 'restore' };
  await rds.send(
    new ModifyDBSnapshotAttributeCommand({
      ...restore,
      DBSnapshotIdentifier: 'orders-public',
      ValuesToAdd: ['all'],
    }),
  );
  const cluster = { DBClusterIdentifier: 'ledger', Engine: 'aurora-postgresql' };
  await rds.send(new CreateDBClusterCommand({ ...cluster, ...master }));
  const shared = { DBClusterSnapshotIdentifier: 'ledger-shared' };
  await rds.send(new CreateDBClusterSnapshotCommand({ ...shared, DBClusterIdentifier: 'ledger' }));
  await rds.send(
    new ModifyDBClusterSnapshotAttributeCommand({ ...restore, ...shared, ValuesToAdd: [PARTNER] }),
  );
  const service = policy(allow({ Service: 'es.amazonaws.com' }, 'logs:PutLogEvents'));
  await new CloudWatchLogsClient(options).send(
    new PutResourcePolicyCommand({ policyName: 'intake', policyDocument: JSON.stringify(service) }),
  );
  const tables = policy(allow({ AWS: PARTNER }, 'glue:GetTable'));
  await new GlueClient(options).send(new PutGluePolicyCommand({ PolicyInJson: JSON.stringify(tables) }));
  const gateway = new APIGatewayClient(options);
  const { id: restApiId, rootResourceId: resourceId } = await gateway.send(
    new CreateRestApiCommand({ name: 'shop' }),
  );
  const method = { restApiId, resourceId, httpMethod: 'GET' };
  await gateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  await gateway.send(new PutIntegrationCommand({ ...method, type: 'MOCK' }));
  await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
}

beforeAll(async () => {
  if (inCase === describe.skip) return;
  useEnvironment(TEST_ENV);
  moto = await startMoto();
  await seed(moto.endpoint);
  found = await collectFrom(moto.endpoint, { services: SERVICES_ASKED, regions: ['eu-west-1'] });
}, 180_000);

afterAll(async () => {
  await moto?.stop();
});

function verdict(resource: Resource | undefined): string[] {
  const service = SERVICES.find(({ types }) => types.some(({ type }) => type === resource?.type));
  if (resource === undefined || service === undefined) return ['not seen'];
  return inShort(service.analyse(resource, surroundings()));
}

inCase('what moto shares', () => {
  test.each([
    ['aws.rds.snapshot orders-public', ['anyone-registered aws-account list+read open']],
    ['aws.rds.snapshot orders-private', []],
    ['aws.rds.cluster-snapshot ledger-shared', [`named-outsider aws-account ${PARTNER} list+read open`]],
    ['aws.logs.resource-policy intake', ['named-outsider aws-service es.amazonaws.com write open']],
    ['aws.glue.catalog 123456789012', [`named-outsider aws-account ${PARTNER} read open`]],
    ['aws.apigateway.rest-api shop', ['anyone invoke open']],
  ])('%s', (name, expected) => {
    expect(verdict(found.resources.get(name))).toEqual(expected);
  });

  test('every list was seen to its end, and nothing is unknown', () => {
    expect([...found.listings.values()].filter(({ state }) => state !== 'complete')).toEqual([]);
    expect(
      [...found.resources.values()].flatMap(({ unknowns, type }) => (type === 'aws.account' ? [] : unknowns)),
    ).toEqual([]);
  });
});
