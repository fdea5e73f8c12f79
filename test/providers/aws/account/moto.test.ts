// Resource control policies of a real moto organization over HTTP: the account is moved below a unit, and each level has a policy.
import {
  AttachPolicyCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readControlPolicies } from '../../../../src/providers/aws/account/collect-control.ts';
import { signIn } from '../../../../src/providers/aws/session/session.ts';
import { type Moto, motoIsHere, startMoto } from '../../../servers/moto.ts';
import { TEST_ENV, useEnvironment } from '../live.ts';

const describeMoto = motoIsHere(process.env) ? describe : describe.skip;
const DENY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }],
};
const policyId = /^p-[a-z0-9]{8}$/;

describeMoto('against moto', () => {
  let moto: Moto;
  let client: OrganizationsClient;
  beforeAll(async () => {
    useEnvironment(TEST_ENV);
    moto = await startMoto();
    client = new OrganizationsClient({
      endpoint: moto.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-of-the-test' },
    });
  }, 30_000);
  afterAll(async () => {
    client.destroy();
    await moto.stop();
  });

  test('not enabled, then from the account up to the root', async () => {
    await client.send(new CreateOrganizationCommand({}));
    const RootId = (await client.send(new ListRootsCommand({}))).Roots?.[0]?.Id ?? '';
    const member = new CreateAccountCommand({ AccountName: 'shop', Email: 'shop@example.com' });
    const account = (await client.send(member)).CreateAccountStatus?.AccountId ?? '';
    const unit = new CreateOrganizationalUnitCommand({ ParentId: RootId, Name: 'apps' });
    const ou = (await client.send(unit)).OrganizationalUnit?.Id ?? '';
    const move = { AccountId: account, SourceParentId: RootId, DestinationParentId: ou };
    await client.send(new MoveAccountCommand(move));
    const read = async () => {
      const session = await signIn({
        services: [],
        regions: [],
        endpointUrl: moto.endpoint,
        env: {},
        userAgent: 'tojimari/0.0.0-test',
        onProgress: () => {},
        onAsker: () => {},
        now: 0,
      });
      const organization = { state: 'present' as const, value: { managementAccount: '123456789012' } };
      const answer = await readControlPolicies({ ...session, account }, client, organization);
      session.options.requestHandler.close();
      return answer;
    };
    expect(await read()).toEqual({ state: 'absent' });

    const PolicyType = 'RESOURCE_CONTROL_POLICY';
    await client.send(new EnablePolicyTypeCommand({ RootId, PolicyType }));
    expect(await read()).toEqual({ state: 'present', value: [] });

    const ids: string[] = [];
    for (const [Name, targets] of [
      ['near', [account, ou]],
      ['wide', [RootId]],
    ] as const) {
      const more = { Description: Name, Type: PolicyType, Content: JSON.stringify(DENY) } as const;
      const made = await client.send(new CreatePolicyCommand({ Name, ...more }));
      const PolicyId = made.Policy?.PolicySummary?.Id ?? '';
      ids.push(PolicyId);
      for (const TargetId of targets) await client.send(new AttachPolicyCommand({ PolicyId, TargetId }));
    }
    for (const id of ids) expect(id).toMatch(policyId);
    expect(await read()).toEqual({
      state: 'present',
      value: [
        { id: ids[0], name: 'near', targets: [account, ou], document: DENY },
        { id: ids[1], name: 'wide', targets: [RootId], document: DENY },
      ],
    });
  }, 30_000);
});
