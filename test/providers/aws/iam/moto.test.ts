// A real moto server over HTTP: the verdicts on roles of every kind, and the same estate read live and from an export.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetAccountAuthorizationDetailsCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Assessment, Context } from '../../../../src/exposure.ts';
import { analyseIam } from '../../../../src/providers/aws/iam/analyse.ts';
import type { Resource } from '../../../../src/snapshot/resource.ts';
import { type Moto, motoIsHere, seedMoto, startMoto } from '../../../servers/moto.ts';
import { folder, readFiles } from '../import/reading.ts';
import { TEST_ENV, useEnvironment } from '../live.ts';
import { type Collected, collectIam } from './live.ts';

const ROLES = 24;
const USERS = 12;
const describeMoto = motoIsHere(process.env) ? describe : describe.skip;

describeMoto('against moto', () => {
  const temporary = mkdtempSync(join(tmpdir(), 'tojimari-moto-'));
  let moto: Moto;
  let live: Collected;
  let exported: Resource[];
  let detailsOnly: Resource[];
  let truth: [string, string][];

  beforeAll(async () => {
    useEnvironment(TEST_ENV);
    process.env['MOTO_IAM_LOAD_MANAGED_POLICIES'] = 'true';
    moto = await startMoto();
    const file = join(temporary, 'truth.json');
    await seedMoto(moto, ['--buckets', '0', '--users', String(USERS), '--roles', String(ROLES)], file);
    truth = JSON.parse(readFileSync(file, 'utf8'));
    live = await collectIam(moto.endpoint);
    const answers = await exportAnswers(moto.endpoint);
    exported = (await readFiles(folder(answers))).resources;
    detailsOnly = (
      await readFiles(
        folder({ 'details.json': answers['x/us-east-1/iam-get-account-authorization-details.json'] }),
      )
    ).resources;
  }, 90_000);

  afterAll(async () => {
    await moto?.stop();
    rmSync(temporary, { recursive: true, force: true });
  });

  test('everything is seen, and nothing is unknown that moto can tell', () => {
    expect(live.listings.get('aws.iam.role')).toMatchObject({ state: 'complete', seen: ROLES });
    expect(live.listings.get('aws.iam.user')).toMatchObject({ state: 'complete', seen: USERS });
    for (const { type, name, unknowns } of live.resources.values()) {
      // moto's report has no row for the root user, and its summary does not say whether there is a password.
      if (type !== 'aws.iam.account') expect([name, unknowns]).toEqual([name, []]);
    }
  });

  const VERDICTS: Record<string, string[]> = {
    none: [],
    'cross-account': ['named-outsider aws-account-external-id open'],
    'cross-account-no-external-id': ['named-outsider aws-account open'],
    public: ['anyone-registered aws-account open'],
    org: [],
    'public-github': ['anyone-registered web-identity open'],
    'public-cognito': ['anyone-registered web-identity open'],
  };

  test('each role is what it was made to be', () => {
    const context = contextOf([...live.resources.values()], ['o-exampleorgid']);
    const got: [string, string[]][] = [];
    const expected: [string, string[]][] = [];
    for (const [name, kind] of truth) {
      const role = live.resources.get(`aws.iam.role ${name}`);
      if (role === undefined) continue;
      got.push([name, doors(analyseIam(role, context))]);
      expected.push([name, VERDICTS[kind] ?? ['no such kind']]);
    }
    expect(got).toHaveLength(ROLES);
    expect(got).toEqual(expected);
  });

  test('an export of the same account has the same settings, exposures and facts', () => {
    const there = [...live.resources.values()];
    expect(exported.length).toBeGreaterThan(ROLES + USERS);
    const compared = there.filter(({ type }) => /role|user|group|policy/.test(type));
    for (const resource of compared) {
      const twin = exported.find(({ type, id }) => type === resource.type && id === resource.id);
      expect([resource.id, twin?.settings]).toEqual([resource.id, resource.settings]);
      expect(twin?.unknowns).toEqual(resource.unknowns);
      if (twin !== undefined)
        expect(analyseIam(twin, contextOf(exported))).toEqual(analyseIam(resource, contextOf(there)));
    }
    expect(compared.length).toBe(exported.filter(({ type }) => /role|user|group|policy/.test(type)).length);
  });

  test('the authorization details alone give the same doors', () => {
    const there = contextOf([...live.resources.values()]);
    const here = contextOf(detailsOnly);
    const roles = detailsOnly.filter(({ type }) => type === 'aws.iam.role');
    expect(roles).toHaveLength(ROLES);
    for (const role of roles) {
      const twin = live.resources.get(`${role.type} ${role.name}`);
      if (twin === undefined) throw new Error(role.name);
      expect(analyseIam(role, here)).toEqual(analyseIam(twin, there));
    }
  });
});

function doors({ exposures }: Assessment): string[] {
  return exposures.map(({ audience, via, state }) => `${audience} ${via} ${state}`);
}

function contextOf(resources: Resource[], organizations: string[] = []): Context {
  return {
    all: (type) => resources.filter((resource) => resource.type === type),
    ours: {
      accounts: [],
      organizations,
      networks: [],
      domains: [],
      vendors: [],
      declared: organizations.length > 0,
    },
    now: Date.parse('2026-01-01T00:00:00Z'),
  };
}

/** What the AWS CLI would have saved. */
async function exportAnswers(endpoint: string): Promise<Record<string, unknown>> {
  const client = new IAMClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: TEST_ENV.AWS_ACCESS_KEY_ID, secretAccessKey: TEST_ENV.AWS_SECRET_ACCESS_KEY },
  });
  const plain = (answer: object): unknown => {
    const { $metadata: _metadata, ...body } = JSON.parse(JSON.stringify(answer));
    return body;
  };
  const details = await client.send(new GetAccountAuthorizationDetailsCommand({}));
  const summary = await client.send(new GetAccountSummaryCommand({}));
  const report = await client.send(new GetCredentialReportCommand({}));
  client.destroy();
  return {
    'x/us-east-1/iam-get-account-authorization-details.json': plain(details),
    'x/us-east-1/iam-get-account-summary.json': plain(summary),
    'x/us-east-1/iam-get-credential-report.json': {
      Content: Buffer.from(report.Content ?? []).toString('base64'),
      ReportFormat: 'text/csv',
    },
  };
}
