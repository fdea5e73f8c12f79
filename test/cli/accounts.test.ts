// --accounts, --role-arn, --organization: what the flags and the file say, and every mistake with its place.
import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { accountsRequest, readList } from '../../src/cli/accounts.ts';
import { readTask } from '../../src/cli/program.ts';
import { InputError } from '../../src/errors.ts';
import { leftOut, seatsOf } from '../../src/providers/aws/account/seats.ts';

const ROLE = 'arn:aws:iam::444455556666:role/deep/audit';

describe('the file', () => {
  test.each([
    ['lines', `# production\n\n012345678901\n${ROLE} kagi-42 # theirs\r\n`],
    ['YAML', `- 012345678901\n- { account: "444455556666", role: ${ROLE}, externalId: kagi-42 }\n`],
    ['JSON', `["012345678901", {"account": "444455556666", "role": "${ROLE}", "externalId": "kagi-42"}]`],
  ])('%s', (_form, text) => {
    expect(readList(text, 'accounts')).toEqual([
      { account: '012345678901' },
      { account: '444455556666', role: ROLE, externalId: 'kagi-42' },
    ]);
  });

  test.each([
    ['12345\n', 'list:1:1: "12345" is neither an account id nor the ARN of a role'],
    ['111122223333\n  arn:aws:iam::1:user/x\n', 'list:2:3: "arn:aws:iam::1:user/x" is neither'],
    ['111122223333 a b\n', 'list:1:1: says more than an account and an external id'],
    ['- 1234\n', 'list:1:3: 0 must match pattern'],
    [
      '- account: "111122223333"\n  rol: audit\n',
      'list:2:3: 0 has an unknown key "rol", did you mean "role"?',
    ],
    [`- account: "111122223333"\n  role: ${ROLE}\n`, 'list:2:9: 0.role is a role of account 444455556666'],
    ['accounts:\n  - 111122223333\n', 'list:1:1: the file must be array'],
    ['', 'list:1:1: the file must NOT have fewer than 1 items'],
    ['[', 'list:1:2: is not YAML'],
  ])('%j', (text, message) => {
    let said = '';
    try {
      readList(text, 'list');
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      said = error.message;
    }
    expect(said).toContain(message);
  });
});

describe('the flags', () => {
  const read = async (line: string) =>
    await readTask(line.split(' '), { version: '1.2.3', stdout: new PassThrough() });

  test.each([
    ['scan aws --role-arn arn:aws:iam::1:role/x', /--role-arn must be the ARN of a role/],
    ['scan aws --role-name audit', /says how to get into other accounts/],
    ['scan aws --organization --role-name a:b', /--role-name must be the name of a role/],
    [`scan aws --role-arn ${ROLE} --include-account x`, /chooses from --organization/],
    ['scan salesforce --organization', /"aws", which was not given/],
    ['scan ./exports --access-analyzer', /"aws", which was not given/],
  ])('%s is refused', async (line, message) => {
    await expect(read(line)).rejects.toThrow(message);
  });

  test('as one request, globs over ids and names', async () => {
    const task = await read(
      `collect aws --output - --organization --include-account 1* --include-account kagi-* --exclude-account *-old --external-id s3cret`,
    );
    if (task.command !== 'collect' || task.options.live.accounts === undefined)
      throw new Error('no accounts');
    const { ofOrganization, ...request } = await accountsRequest(task.options.live.accounts);
    expect(request).toEqual({ named: [], roleName: 'OrganizationAccountAccessRole', externalId: 's3cret' });
    const accepts = (id: string, name?: string) =>
      ofOrganization?.({ id, ...(name !== undefined && { name }) });
    expect(accepts('111122223333')).toBe(true);
    expect(accepts('444455556666', 'kagi-shop')).toBe(true);
    expect(accepts('444455556666', 'other')).toBe(false);
    expect(accepts('111122223333', 'kagi-old')).toBe(false);
  });
});

describe('the seats of a run', () => {
  const here = { account: '111122223333', partition: 'aws-cn' };
  const members = [
    { id: '999988887777', name: 'asleep', active: false },
    { id: '444455556666', name: 'shop', active: true },
    { id: '111122223333', name: 'root', active: true },
  ];

  test('the account that is signed in to comes first and as itself; others by the role; suspended ones are told', () => {
    const request = { named: [], roleName: 'audit', externalId: 'x1', ofOrganization: () => true };
    const seats = seatsOf(request, here, members);
    expect(seats).toEqual([
      { account: '111122223333', name: 'root' },
      {
        account: '444455556666',
        name: 'shop',
        role: 'arn:aws-cn:iam::444455556666:role/audit',
        externalId: 'x1',
      },
    ]);
    const [note, ...more] = leftOut(request, members, seats);
    expect(note?.en).toBe('Not active, and so not read: 999988887777 (asleep).');
    expect(more).toEqual([]);
  });

  test('a role that is named wins over the role name, also in the account itself', () => {
    const named = [
      { account: '444455556666', role: ROLE, externalId: 'own' },
      { account: '111122223333', role: 'audit' },
    ];
    expect(seatsOf({ named, roleName: 'other', externalId: 'x1' }, here, [])).toEqual([
      { account: '111122223333', role: 'arn:aws-cn:iam::111122223333:role/audit', externalId: 'x1' },
      { account: '444455556666', role: ROLE, externalId: 'own' },
    ]);
  });

  test('an account with two roles is a mistake, the same role twice is not', () => {
    const one = { account: '444455556666', role: ROLE };
    expect(seatsOf({ named: [one, one], roleName: 'x' }, here, [])).toHaveLength(1);
    const two = { named: [one, { account: '444455556666', role: 'other' }], roleName: 'x' };
    expect(() => seatsOf(two, here, [])).toThrow(/named with two roles/);
  });
});
