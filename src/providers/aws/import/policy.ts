// A policy document that a person named, or an answer of AWS that holds one -> a resource to be judged.
import { InputError, UsageError } from '../../../errors.ts';
import { guessAccount, guessKind, guessResource } from '../../../policy/kinds/guess.ts';
import type { PolicyKind } from '../../../policy/question.ts';
import { readDocument } from '../../../policy/read/document.ts';
import { policyStatus } from '../../../policy/status.ts';
import type { InputFile } from '../../../snapshot/files.ts';
import { locateIn } from '../../../snapshot/locate.ts';
import type { Origin, Resource, Scope, SnapshotRecord, Text } from '../../../snapshot/resource.ts';
import { type Raw, raw, word } from '../answers/shape.ts';
import { statementsOf } from '../answers/statements.ts';
import { readDocument as decoded } from '../iam/document.ts';
import { alone, faultNotes, publicNote, unspokenNotes } from '../policy/notes.ts';
import { questionOf } from '../policy/question.ts';
import { parsePolicyText } from './policy-text.ts';

/** What was said of the policies beside their text. */
export interface Said {
  resource?: string;
  account?: string;
}

const HINT =
  'Give a resource policy as JSON, or the answer of a command that shows one, such as aws s3api get-bucket-policy or aws iam get-role.';

/** Where answers keep a policy, and where the ARN of its resource. */
const ANSWERS: { policy: string[]; arn?: string[] }[] = [
  { policy: ['Role', 'AssumeRolePolicyDocument'], arn: ['Role', 'Arn'] },
  { policy: ['AssumeRolePolicyDocument'], arn: ['Arn'] },
  { policy: ['ResourcePolicy'], arn: ['ARN'] },
  { policy: ['Attributes', 'Policy'], arn: ['Attributes', 'TopicArn'] },
  { policy: ['Attributes', 'Policy'], arn: ['Attributes', 'QueueArn'] },
  { policy: ['policyText'] },
  { policy: ['PolicyDocument'] },
  { policy: ['Policy'] },
];

/** Reads every file first, so that all that cannot be judged is told before anything is. Throws InputError and UsageError. */
export async function readPolicies(files: InputFile[], said: Said, now: number): Promise<SnapshotRecord[]> {
  const records: SnapshotRecord[] = [];
  const ids = new Set<string>();
  for (const file of files) {
    const text = await file.text();
    const found = findPolicy(parsePolicyText(text, file.path), file.path);
    const { scope, resource } = recordsOf(found, file, text, said, now);
    // Two drafts of one policy are two things.
    if (ids.has(resource.id)) resource.id = `${resource.id} (${file.path})`;
    ids.add(resource.id);
    records.push(scope, resource);
  }
  for (const id of new Set(records.flatMap((one) => (one.record === 'scope' ? [one.id] : []))))
    records.push({
      record: 'listing',
      scope: id,
      type: 'aws.policy.document',
      state: 'complete',
      seen: records.filter((one) => one.record === 'resource' && one.scope === id).length,
    });
  return records;
}

interface Found {
  policy: Raw;
  pointer: string;
  arn?: string;
}

function findPolicy(value: unknown, file: string): Found {
  const place = { file, line: 1, column: 1 };
  // `--query Policy --output json` leaves a string.
  const whole = typeof value === 'string' ? documentIn(value, file, place) : raw(value);
  if (whole === undefined) throw new InputError([{ message: 'is JSON, but no policy', place }], HINT);
  if (Object.hasOwn(whole, 'Statement')) return { policy: whole, pointer: '' };
  for (const { policy, arn } of ANSWERS) {
    const found = at(whole, policy);
    if (found === undefined) continue;
    const named = arn === undefined ? undefined : word(at(whole, arn));
    if (arn !== undefined && policy[0] === 'Attributes' && named === undefined) continue;
    const document = documentIn(found, file, place);
    return { policy: document, pointer: `/${policy.join('/')}`, ...(named !== undefined && { arn: named }) };
  }
  throw new InputError([{ message: 'is JSON, but no policy: it has no Statement', place }], HINT);
}

function at(value: unknown, path: string[]): unknown {
  let found: unknown = value;
  for (const name of path) {
    const from = raw(found);
    found = from !== undefined && Object.hasOwn(from, name) ? from[name] : undefined;
  }
  return found;
}

function documentIn(
  value: unknown,
  file: string,
  place: { file: string; line: number; column: number },
): Raw {
  const read = decoded(value);
  if (!read.ok) throw new InputError([{ message: `holds a policy that ${read.problem}`, place }], HINT);
  // Text within text has keys of its own that could stand twice.
  if (typeof value === 'string' && !value.trimStart().startsWith('%')) parsePolicyText(value, file, place);
  if (Object.hasOwn(read.document, 'Statement')) return read.document;
  throw new InputError([{ message: 'is JSON, but no policy: it has no Statement', place }], HINT);
}

function recordsOf(
  { policy, pointer, arn: answered }: Found,
  file: InputFile,
  text: string,
  said: Said,
  now: number,
): { scope: Scope; resource: Resource } {
  const origin = (below: string): Origin => ({ file: file.path, pointer: pointer + below });
  const named = said.resource ?? answered;
  const kind: PolicyKind = guessKind(named, policy);
  const arn = named ?? guessResource(policy, kind) ?? null;
  refuse(policy, kind, arn, origin, text);
  const account = said.account ?? guessAccount(policy, kind, arn ?? undefined) ?? null;
  const id = `aws/${account ?? 'unknown'}`;
  const question = questionOf(
    { kind, arn, account },
    policy,
    { accounts: [], organizations: [], networks: [], domains: [], vendors: [], declared: false },
    now,
  );
  const document = readDocument(policy);
  const isPublic = kind.startsWith('s3') ? policyStatus(question, document) : undefined;
  const notes: Text[] = [
    ...faultNotes(
      document.faults.map((fault) => ({ ...fault, origin: origin(fault.pointer) })),
      text,
    ),
    alone(kind),
    ...(isPublic === undefined ? [] : publicNote(isPublic)),
    ...unspokenNotes(kind, arn, account),
  ];
  const region = arn?.split(':')[3];
  return {
    scope: {
      record: 'scope',
      id,
      provider: 'aws',
      label: account?.replace(/^(\d{4})(\d{4})(\d{4})$/, '$1-$2-$3') ?? 'aws',
      input: 'declaration',
      format: 'policy',
      paths: [file.path],
      notes,
    },
    resource: {
      record: 'resource',
      type: 'aws.policy.document',
      id: arn ?? file.path,
      name: arn === null ? (file.path.split('/').at(-1) ?? file.path) : nameIn(arn),
      scope: id,
      ...(region ? { region } : {}),
      settings: { policy, kind, arn, account },
      unknowns: [],
      origins: { policy: origin('') },
    },
  };
}

/** `kagi-export`, `role/app`: the resource part of an ARN. */
function nameIn(arn: string): string {
  const rest = arn.split(':').slice(5).join(':');
  return rest.replace(/^(function|secret|topic):/, '') || arn;
}

/** Refuses what cannot be judged as the policy of one resource. */
function refuse(
  policy: Raw,
  kind: PolicyKind,
  arn: string | null,
  origin: (below: string) => Origin,
  text: string,
): void {
  const statements = statementsOf(policy);
  const objects = statements.flatMap(({ statement, pointer }) => (statement ? [{ statement, pointer }] : []));
  const [first] = objects;
  const placed = (below: string) => {
    const found = { ...origin(below) };
    locateIn(text, [found]);
    return {
      file: found.file,
      ...(found.line !== undefined && { line: found.line, column: found.column ?? 1 }),
    };
  };
  const hasPrincipal = objects.some(
    ({ statement }) => Object.hasOwn(statement, 'Principal') || Object.hasOwn(statement, 'NotPrincipal'),
  );
  if (first !== undefined && objects.length === statements.length && !hasPrincipal)
    throw new InputError(
      [{ message: 'is an identity policy: no statement has a Principal', place: placed(first.pointer) }],
      'It lets in only whom it is attached to. tojimari policy judges policies of resources and trust policies of roles.',
    );
  if (arn !== null || kind === 'role-trust' || kind === 'generic') return;
  const spoken = new Set<string>();
  for (const { statement } of objects)
    for (const one of [statement['Resource'] ?? []].flat())
      if (typeof one === 'string' && !/[*?]/.test(one.split('/')[0] ?? '')) {
        const resource = guessResource({ Statement: [{ Resource: one }] }, kind);
        if (resource !== undefined) spoken.add(resource);
      }
  const [one, other] = [...spoken].sort();
  if (one !== undefined && other !== undefined)
    throw new UsageError(
      `${origin('').file} speaks of several resources: ${one} and ${other}.`,
      `Say whose policy it is: --resource ${one}`,
    );
}
