// Changes to a trust policy that close a road, each judged again before it is offered, with a line that makes them.
import type { Cure, Evidence } from '../../../exposure.ts';
import { blamed, type PolicyCure, policyCures } from '../../../policy/cure/cure.ts';
import type { Grant, Question } from '../../../policy/question.ts';
import type { Resource } from '../../../snapshot/resource.ts';
import { raw } from '../answers/shape.ts';
import { weakConditions } from '../words/policy-blame.ts';
import { wordedCure } from '../words/policy-cure.ts';
import { shellWord } from '../words/shell.ts';
import type { Role } from './role.generated.ts';

/** Documents longer than this are not pasted into a command line. */
const LONGEST_DOCUMENT = 1500;
const MOST = 5;

/** What would close the road that a grant opens, the least intrusive first, and the conditions that do not hold what they seem to. */
export function cures(
  role: Resource<Role>,
  question: Question,
  grant: Grant,
): { cures: Cure[]; weak: Evidence[] } {
  const found = policyCures(question, grant);
  const document = raw(question.policy);
  const blame = blamed(question, grant, found);
  const weak = document === undefined ? [] : weakConditions(document, 'trustPolicy', blame);
  // IAM refuses a trust policy without statements.
  const possible = found.filter(({ policy }) => policy !== undefined).slice(0, MOST);
  return { cures: possible.map((cure) => withCommand(role, question, cure)), weak };
}

function withCommand(role: Resource<Role>, { policy }: Question, cure: PolicyCure): Cure {
  const json = JSON.stringify(cure.policy);
  const command = `aws iam update-assume-role-policy --role-name ${shellWord(role.name)} --policy-document ${shellWord(json)}`;
  return { ...wordedCure(cure, policy), ...(json.length <= LONGEST_DOCUMENT && { command }) };
}
