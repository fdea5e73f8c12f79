// Changes to the bucket policy that would close a door, as the policy engine proposes them.
import { type PolicyCure, policyCures } from '../../../policy/cure/cure.ts';
import type { Question } from '../../../policy/question.ts';
import type { Text } from '../../../snapshot/resource.ts';
import { raw } from '../answers/shape.ts';
import { many, statementsOf, withStatements } from '../answers/statements.ts';
import { changeWords } from '../words/policy-cure.ts';
import { shellWord } from '../words/shell.ts';
import { remembered } from './beside.ts';
import type { Case } from './bucket-facts.ts';
import type { Change } from './cure-words.ts';
import { bucketQuestion } from './door-policy.ts';
import type { Way } from './ways.ts';

/** Documents longer than this are not pasted into a command line. */
const LONGEST_DOCUMENT = 1500;
/** What leaves the statement to those for whom it was written. */
const GENTLE: PolicyCure['change'][] = ['mend-condition', 'drop-value', 'drop-principal'];

/** Mends first; then without the statements; then, where an organization is ours, for its members alone. */
export function policyChanges(about: Case, ways: Way[]): Change[] {
  const { facts } = about;
  const document = facts.policy.state === 'present' ? raw(facts.policy.value) : undefined;
  const opening = ways.filter(({ via }) => via === 'policy');
  const [first] = opening;
  const indexes = [...new Set(opening.flatMap((way) => way.indexes))].sort((one, other) => one - other);
  if (document === undefined || first === undefined || indexes.length === 0) return [];
  const pointers = indexes.flatMap((index) => statementsOf(document)[index]?.pointer ?? []);
  const grant = {
    ...first,
    actions: [...new Set(opening.flatMap(({ actions }) => actions))].sort(),
    access: [...new Set(opening.flatMap(({ access }) => access))],
    statements: indexes,
    pointers,
  };
  if (isPlain(document, indexes) && (facts.ours?.organizations ?? []).length === 0)
    return [withoutStatements(about, document, indexes, admitsEverybody(document, indexes))];
  const ask = (question: Question) => remembered(question, facts.memo);
  const proposed = policyCures(bucketQuestion(facts, document), grant, { ask, wanted: isOffered }).filter(
    ({ closes, placeholders }) => closes && placeholders.length === 0,
  );
  const changes: Change[] = [];
  const gentle = proposed.find(({ change }) => GENTLE.includes(change));
  if (gentle !== undefined)
    changes.push(changeOf(about, gentle.policy, gentle, changeWords(gentle, document)));
  const removal = proposed.find(({ change }) => change === 'remove-statement');
  changes.push(withoutStatements(about, document, indexes, removal));
  const members = proposed.find(isForMembers);
  if (members !== undefined)
    changes.push(changeOf(about, members.policy, members, changeWords(members, document)));
  return changes;
}

/** Of the changes that the engine knows, those that are offered here. */
function isOffered(intended: Pick<PolicyCure, 'change' | 'asked' | 'placeholders'>): boolean {
  const { change, placeholders } = intended;
  const plain = GENTLE.includes(change) || change === 'remove-statement';
  return placeholders.length === 0 && (plain || isForMembers(intended));
}

function isForMembers({ change, asked }: Pick<PolicyCure, 'change' | 'asked'>): boolean {
  return change === 'add-condition' && asked?.key === 'aws:PrincipalOrgID';
}

/** One principal to a statement, and not a condition in the document: nothing to mend, nobody to take out, nobody else to lose. */
function isPlain(document: object, indexes: number[]): boolean {
  const statements = statementsOf(document);
  return (
    statements.every(({ statement }) => statement?.['Condition'] === undefined) &&
    indexes.every((index) => {
      const principal = statements[index]?.statement?.['Principal'];
      const names =
        typeof principal === 'string' ? [principal] : Object.values(raw(principal) ?? {}).flatMap(many);
      return names.length === 1;
    })
  );
}

/** Our own principals are among everybody. */
function admitsEverybody(document: object, indexes: number[]): Losses {
  const statements = statementsOf(document);
  const ownLoses = indexes.some((index) =>
    /^("\*"|\{"AWS":\[?"\*"\]?\})$/.test(JSON.stringify(statements[index]?.statement?.['Principal'])),
  );
  return { loses: [], ownLoses };
}

type Losses = Pick<PolicyCure, 'loses' | 'ownLoses'>;

function withoutStatements(
  about: Case,
  document: object,
  indexes: number[],
  removal: Losses | undefined,
): Change {
  const statements = statementsOf(document);
  const removed = statements.filter((_, index) => indexes.includes(index));
  const left = statements.filter((_, index) => !indexes.includes(index)).map(({ statement }) => statement);
  const names = removed.map(({ statement, pointer }) =>
    typeof statement?.['Sid'] === 'string' ? `"${statement['Sid']}"` : pointer,
  );
  return changeOf(about, left.length === 0 ? undefined : withStatements(document, left), removal, {
    en: `remove statement ${names.join(', ')} from the bucket policy`,
    ja: `バケットポリシーからステートメント ${names.join('、')} を削除します`,
  });
}

function changeOf(
  { bucket, facts }: Case,
  policy: object | undefined,
  cure: Losses | undefined,
  text: Text,
): Change {
  const name = shellWord(bucket.name);
  const json = JSON.stringify(policy ?? '');
  const put = `aws s3api put-bucket-policy --bucket ${name} --policy ${shellWord(json)}`;
  const command = policy === undefined ? `aws s3api delete-bucket-policy --bucket ${name}` : put;
  return {
    // What S3 said of the policy, it said of the one that is there now.
    facts: {
      ...facts,
      said: undefined,
      policy: policy === undefined ? { state: 'absent' } : { state: 'present', value: policy },
    },
    text,
    ...(json.length <= LONGEST_DOCUMENT && { command }),
    ...(cure !== undefined && { loses: cure.loses, ownLoses: cure.ownLoses }),
  };
}
