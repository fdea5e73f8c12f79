// Conditions of a policy that hold less than they seem to, in the words of the report.
import type { Evidence } from '../../../exposure.ts';
import type { Text } from '../../../snapshot/resource.ts';
import { raw } from '../answers/shape.ts';
import { many, statementsOf } from '../answers/statements.ts';
import { statementName } from './policy-cure.ts';

const LONGEST = 160;

/** One piece of evidence for each blamed element (see `blamed` of src/policy/cure/cure.ts) that is a condition. */
export function weakConditions(policy: object, setting: string, blame: string[]): Evidence[] {
  return blame.flatMap((pointer) => {
    const weak = weakness(policy, pointer);
    return weak === undefined ? [] : [{ setting, pointer, ...weak }];
  });
}

/** Why a condition does not hold what it seems to; undefined for what is no condition. */
function weakness(document: object, pointer: string): { text: Text; value: string } | undefined {
  const [, above = '', operatorPart, keyPart, index] =
    /^(\/Statement(?:\/\d+)?)\/Condition\/([^/]+)\/([^/]+)(?:\/(\d+))?$/.exec(pointer) ?? [];
  if (operatorPart === undefined || keyPart === undefined) return undefined;
  const [operator, key] = [plain(operatorPart), plain(keyPart)];
  const statement = statementsOf(document).find((one) => one.pointer === above)?.statement;
  const block = raw(raw(statement?.['Condition'])?.[operator]);
  const values = many(block?.[key]);
  const value = index === undefined ? values : values.slice(Number(index), Number(index) + 1);
  const shown = short(value.map((one) => JSON.stringify(one)).join(', '));
  const text = weakWords(
    operator,
    key,
    shown,
    statement?.['Effect'] === 'Deny',
    statementName(document, above),
  );
  return { text, value: shown };
}

function weakWords(operator: string, key: string, shown: string, denies: boolean, name: Text): Text {
  if (denies)
    return {
      en: `${name.en} does not deny requests without ${key} (${operator})`,
      ja: `${name.ja} は ${key} のないリクエストを拒否しません (${operator})`,
    };
  if (operator.startsWith('ForAllValues:') || operator.endsWith('IfExists'))
    return {
      en: `${operator} also holds for requests without ${key}`,
      ja: `${operator} は ${key} のないリクエストでも成立します`,
    };
  return {
    en: `${shown} for ${key} (${operator}) takes in outsiders as well`,
    ja: `${key} の ${shown} (${operator}) には外部の相手も当てはまります`,
  };
}

function plain(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
