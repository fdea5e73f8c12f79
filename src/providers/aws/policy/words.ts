// What decides in a policy, in the words of the report: the statements, and the element in them that does not hold.
import type { Evidence } from '../../../exposure.ts';
import type { Door } from '../../../policy/cure/cure.ts';
import { raw } from '../answers/shape.ts';
import { many, statementsOf } from '../answers/statements.ts';
import { conditionWords } from '../words/conditions.ts';
import { weakConditions } from '../words/policy-blame.ts';
import { statementName } from '../words/policy-cure.ts';

const LONGEST = 160;
const LONGEST_CONDITION = 400;

/** The opening statements, each followed by its element that is to blame where that is a condition. */
export function deciding(policy: unknown, door: Door, blame: string[], setting = 'policy'): Evidence[] {
  const document = raw(policy);
  if (document === undefined) return [];
  const found: Evidence[] = [];
  for (const [index, { statement, pointer }] of statementsOf(document).entries()) {
    if (statement === undefined || !door.statements.includes(index)) continue;
    const name = statementName(document, pointer);
    const element = statement['NotPrincipal'] === undefined ? 'Principal' : 'NotPrincipal';
    const principal = short(JSON.stringify(statement[element] ?? null));
    const actions = actionWords(statement);
    const when = conditionWords(statement);
    found.push({
      setting,
      pointer,
      text: {
        en: `${name.en} admits ${element} ${principal} to ${actions}${short(when.en, LONGEST_CONDITION)}`,
        ja: `${name.ja} が ${element} ${principal} に ${actions} を許可しています${short(when.ja, LONGEST_CONDITION)}`,
      },
      value: principal,
    });
  }
  return [...found, ...weakConditions(document, setting, blame)];
}

function actionWords(statement: Record<string, unknown>): string {
  const element = statement['NotAction'] === undefined ? 'Action' : 'NotAction';
  const actions = many(statement[element]).map(String);
  const shown = actions.slice(0, 3).join(', ') + (actions.length > 3 ? ` +${actions.length - 3}` : '');
  return short(element === 'Action' ? shown : `NotAction ${shown}`);
}

function short(text: string, longest = LONGEST): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
