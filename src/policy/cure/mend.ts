// Conditions that hold less than they seem to, and what they would be if they held it.
// Sources: IAM user guide, "IAM JSON policy elements: Condition operators" (…IfExists), "Single-valued and multivalued context keys".

import { PUBLIC_ISSUERS } from '../callers/issuers.ts';
import { isMany } from '../keys/traits.ts';
import type { Asked } from './changes.ts';
import {
  asJson,
  conditionPointer,
  conditionsIn,
  type Edit,
  type Json,
  statementsIn,
  withCondition,
  withFurther,
} from './edit.ts';
import type { Door } from './effect.ts';

export interface Mend {
  change: 'mend-condition' | 'drop-value';
  /** Of the statement. */
  index: number;
  edit: Edit;
  asked: Asked;
  instead?: string;
}

const MOST = 24;

/** The mends of the opening statements, then those of Deny statements that look as if they closed the door. */
export function mendsFor(policy: object, door: Door): Mend[] {
  const found: Mend[] = [];
  for (const [index, entry] of statementsIn(policy).entries()) {
    const statement = asJson(entry);
    if (statement === undefined) continue;
    const opens = door.statements.includes(index);
    if (!opens && statement['Effect'] !== 'Deny') continue;
    for (const condition of conditionsIn(statement)) {
      const made = opens ? mendsOfAllow(condition) : mendsOfDeny(condition);
      for (const mend of made) if (found.length < MOST) found.push({ ...mend, index });
    }
  }
  return found;
}

type Made = Omit<Mend, 'index'>;

function mendsOfAllow({ operator, key, values }: Asked): Made[] {
  const found: Made[] = [];
  const [, set, base = '', ifExists] = /^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const many = isMany(key.toLowerCase());
  if (set === 'ForAllValues:' && many) found.push(present(operator, key));
  else if (set === 'ForAllValues:' || ifExists !== undefined)
    found.push(
      operatorMend(
        { operator: set === 'ForAllValues:' ? base : `${set ?? ''}${base}`, key, values },
        operator,
      ),
    );
  if (/Not|^Null$/.test(base)) return found;
  const whole = values.map((value) => wholeOwner(key, value));
  if (base === 'StringLike' && whole.some((value, index) => value !== values[index]))
    found.push(valueMend('mend-condition', operator, key, values, whole));
  if (values.length > 1)
    for (const value of values)
      found.push(
        valueMend(
          'drop-value',
          operator,
          key,
          values,
          values.filter((other) => other !== value),
        ),
      );
  const tight = values.filter((value) => !isEverything(value));
  if (tight.length > 0 && tight.length < values.length - 1)
    found.push(valueMend('drop-value', operator, key, values, tight));
  return found;
}

/** A Deny does not touch requests that lack its key: with IfExists it does. */
function mendsOfDeny({ operator, key, values }: Asked): Made[] {
  const [, set, base = '', ifExists] = /^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  if (base === 'Null' || base === '' || ifExists !== undefined) return [];
  if (set === 'ForAnyValue:' && base.includes('Not') && !isMany(key.toLowerCase()))
    return [operatorMend({ operator: base, key, values }, operator)];
  if (set !== undefined || base.includes('Not')) return [];
  return [operatorMend({ operator: `${base}IfExists`, key, values }, operator)];
}

function operatorMend(asked: Asked, instead: string): Made {
  const { operator, key, values } = asked;
  const from = { operator: instead, key };
  return { change: 'mend-condition', asked, instead, edit: changed(from, { operator, values }) };
}

function valueMend(
  change: Mend['change'],
  operator: string,
  key: string,
  values: string[],
  left: string[],
): Made {
  const asked = { operator, key, values: left };
  return {
    change,
    asked,
    edit: (statement) => {
      const made = withCondition(statement, { operator, key }, { operator, values: left });
      const pointer = conditionPointer(operator, key);
      // What goes or changes is named one by one, where it stands in a list.
      const listed = Array.isArray(asJson(asJson(statement['Condition'])?.[operator])?.[key]);
      const below = listed
        ? values.flatMap((value, index) => (left.includes(value) ? [] : [`${pointer}/${index}`]))
        : [pointer];
      return made && { statement: made, below };
    },
  };
}

/** A condition on several values holds as well where there are none: they have to be there. */
function present(operator: string, key: string): Made {
  const asked = { operator: 'Null', key, values: ['false'] };
  return {
    change: 'mend-condition',
    asked,
    edit: (statement) => {
      const made = withFurther(statement, 'Null', key, ['false']);
      return made && { statement: made, below: [conditionPointer(operator, key)] };
    },
  };
}

function changed(from: { operator: string; key: string }, to: { operator: string; values: string[] }): Edit {
  return (statement: Json) => {
    const standing = conditionsIn(statement).some(
      ({ operator, key }) => operator === from.operator && key === from.key,
    );
    const made = standing ? withCondition(statement, from, to) : undefined;
    return made && { statement: made, below: [conditionPointer(from.operator, from.key)] };
  };
}

function isEverything(value: string): boolean {
  return /^[*?]+$|^(0\.0\.0\.0|::)\/0$/.test(value);
}

/** `repo:acme*` admits acme-evil as well: `repo:acme/*` is all of one owner. Other values stay as they are. */
function wholeOwner(key: string, value: string): string {
  const name = key.toLowerCase();
  const issuer = PUBLIC_ISSUERS.find((one) => name.startsWith(`${one.name}:`));
  if (issuer === undefined) return value;
  for (const [beginning, end] of issuer.owners) {
    if (!value.startsWith(beginning)) continue;
    const owner = /^([A-Za-z0-9][\w.-]*[A-Za-z0-9]|[A-Za-z0-9])\*+$/.exec(value.slice(beginning.length))?.[1];
    if (owner !== undefined) return `${beginning}${owner}${end}*`;
  }
  return value;
}
