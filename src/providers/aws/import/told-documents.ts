// What a plan or its source tells of an aws_iam_policy_document -> the policy document that it makes.
// Source: Terraform Registry, hashicorp/aws, "Data Source: aws_iam_policy_document".
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { Origin } from '../../../snapshot/resource.ts';
import { type Told, toldOf } from '../../../snapshot/told.ts';
import { readDocument } from '../iam/document.ts';

/** A member of a map that is told and not null. */
export function memberOf(told: Told | undefined, name: string): Told | undefined {
  if (told?.is !== 'map') return undefined;
  const found = told.entries.find(([key]) => key === name)?.[1];
  return found?.is === 'value' && found.value === null ? undefined : found;
}

/**
 * The document of a data source with these arguments. What comes from other documents that nobody can tell may allow or deny anything:
 * it stands as one statement of either kind that cannot be read.
 */
export function documentOfArguments(body: Told): Told {
  const own = memberOf(body, 'statement');
  const statements: Told[] =
    own === undefined ? [] : own.is === 'list' ? own.items.map(statementOf) : anything(whyOf(own));
  const sources = statementsOf(body, ['source_policy_documents', 'source_json']);
  const overrides = statementsOf(body, ['override_policy_documents', 'override_json']);
  const all = new Map<string, Told>();
  for (const [at, one] of [...sources, ...statements, ...overrides].entries()) {
    const sid = memberOf(one, 'Sid');
    const named = sid?.is === 'value' && sid.value !== '' ? `sid ${String(sid.value)}` : `${at}`;
    all.set(named, one);
  }
  return {
    is: 'map',
    entries: [
      ['Version', memberOf(body, 'version') ?? toldOf('2012-10-17')],
      ['Statement', { is: 'list', items: [...all.values()] }],
    ],
  };
}

/** The statements of other documents; an empty text is none. */
function statementsOf(body: Told, names: string[]): Told[] {
  return names.flatMap((name) => {
    const given = memberOf(body, name);
    if (given === undefined) return [];
    const texts = given.is === 'list' ? given.items : [given];
    return texts.flatMap((text): Told[] => {
      if (text.is === 'value' && (text.value === null || text.value === '')) return [];
      const document = documentIn(text);
      const inner = memberOf(document, 'Statement');
      if (inner?.is === 'list') return inner.items;
      return inner === undefined ? anything(whyOf(text)) : [inner];
    });
  });
}

/** Two statements that may do anything. */
function anything(why: string): Told[] {
  const later: Told = { is: 'later', why };
  return ['Allow', 'Deny'].map((effect) => ({
    is: 'map',
    entries: [
      ['Effect', toldOf(effect)],
      ...['Principal', 'Action', 'Resource'].map((name): [string, Told] => [name, later]),
    ],
  }));
}

function statementOf(told: Told): Told {
  if (told.is !== 'map') return told;
  const entries: [string, Told][] = [];
  const put = (name: string, value: Told | undefined) => value && entries.push([name, value]);
  const sid = memberOf(told, 'sid');
  if (sid?.is !== 'value' || sid.value !== '') put('Sid', sid);
  put('Effect', memberOf(told, 'effect') ?? toldOf('Allow'));
  put('Principal', principalsOf(memberOf(told, 'principals')));
  put('NotPrincipal', principalsOf(memberOf(told, 'not_principals')));
  put('Action', filled(memberOf(told, 'actions')));
  put('NotAction', filled(memberOf(told, 'not_actions')));
  put('Resource', filled(memberOf(told, 'resources')));
  put('NotResource', filled(memberOf(told, 'not_resources')));
  put('Condition', conditionsOf(memberOf(told, 'condition')));
  return { is: 'map', entries, ...(told.at && { at: told.at }) };
}

/** Lists that are empty are left out; `&{…}` is how the data source writes variables of policies. */
function filled(told: Told | undefined): Told | undefined {
  if (told?.is === 'list')
    return told.items.length === 0 ? undefined : { is: 'list', items: told.items.map(spelled) };
  return told && spelled(told);
}

function spelled(told: Told): Told {
  const one = (text: string) => text.replaceAll('&{', '\u0024{');
  if (told.is === 'value') return typeof told.value === 'string' ? toldOf(one(told.value)) : told;
  return told.is === 'text' ? { ...told, parts: told.parts.map((part) => part && one(part)) } : told;
}

function principalsOf(told: Told | undefined): Told | undefined {
  if (told === undefined || (told.is === 'list' && told.items.length === 0)) return undefined;
  if (told.is !== 'list') return { is: 'later', why: whyOf(told) };
  const kinds = new Map<string, Told[]>();
  for (const item of told.items) {
    const type = memberOf(item, 'type');
    const identifiers = filled(memberOf(item, 'identifiers'));
    if (type?.is !== 'value' || identifiers === undefined) return { is: 'later', why: whyOf(type ?? item) };
    const names = identifiers.is === 'list' ? identifiers.items : [identifiers];
    kinds.set(String(type.value), [...(kinds.get(String(type.value)) ?? []), ...names]);
  }
  const [everyone] = kinds.get('*') ?? [];
  if (everyone?.is === 'value' && everyone.value === '*') return toldOf('*');
  return { is: 'map', entries: [...kinds].map(([kind, items]) => [kind, { is: 'list', items }]) };
}

function conditionsOf(told: Told | undefined): Told | undefined {
  if (told === undefined || (told.is === 'list' && told.items.length === 0)) return undefined;
  if (told.is !== 'list') return { is: 'later', why: whyOf(told) };
  const tests = new Map<string, [string, Told][]>();
  for (const item of told.items) {
    const [test, variable] = [memberOf(item, 'test'), memberOf(item, 'variable')];
    const values = filled(memberOf(item, 'values'));
    if (test?.is !== 'value' || variable?.is !== 'value' || values === undefined)
      return { is: 'later', why: whyOf([test, variable].find((one) => one?.is === 'later') ?? item) };
    const keys = tests.get(String(test.value)) ?? [];
    tests.set(String(test.value), [...keys, [String(variable.value), values]]);
  }
  return { is: 'map', entries: [...tests].map(([test, entries]) => [test, { is: 'map', entries }]) };
}

function whyOf(told: Told): string {
  return told.is === 'later' || told.is === 'text' ? told.why : 'a part of the policy is not told';
}

/** Stands for a gap in JSON, with which of them it is; no policy holds it. */
const GAP = /\u0000gap(\d+)\u0000/;

/** The document that a text is; undefined where it cannot be told that it is one. */
export function documentIn(text: Told): Told | undefined {
  if (text.is === 'json') return text.of;
  let gaps = 0;
  const whole =
    text.is === 'text'
      ? text.parts.map((part) => part ?? `\\u0000gap${gaps++}\\u0000`).join('')
      : text.is === 'value' && typeof text.value === 'string'
        ? text.value
        : undefined;
  const read = whole === undefined || whole.length > LONGEST ? undefined : readDocument(whole);
  if (read?.ok !== true) return undefined;
  const told = toldOf(read.document);
  const filled = text.is === 'text' ? withGaps(told, text) : told;
  const at = text.is === 'value' || text.is === 'text' ? text.at : undefined;
  return at === undefined ? filled : placed(filled, whole ?? '', at);
}

/** A document whose statements have their places in the source; where something was filled in before one, that of its line. */
function placed(document: Told, text: string, { file, line = 1 }: Origin): Told {
  if (document.is !== 'map') return document;
  const tree = parseTree(text);
  const offsetOf = (index: number) => tree && findNodeAtLocation(tree, ['Statement', index])?.offset;
  const entries = document.entries.map(([key, inner]): [string, Told] => {
    if (key !== 'Statement' || inner.is !== 'list') return [key, inner];
    const items = inner.items.map((item, index): Told => {
      const offset = offsetOf(index);
      if (item.is !== 'map' || offset === undefined) return item;
      const lines = text.slice(0, offset).split('\n');
      const before = lines.at(-1) ?? '';
      const column = 1 + (GAP_AS_WRITTEN.test(before) ? before.search(/\S/) : before.length);
      return { ...item, at: { file, line: line + lines.length - 1, column } };
    });
    return [key, { is: 'list', items }];
  });
  return { is: 'map', entries };
}

const GAP_AS_WRITTEN = /\\u0000gap\d+\\u0000/;

/** No policy is as long. */
const LONGEST = 200_000;

function withGaps(told: Told, text: Extract<Told, { is: 'text' }>): Told {
  const { why } = text;
  if (told.is === 'list') return { is: 'list', items: told.items.map((item) => withGaps(item, text)) };
  if (told.is === 'map') {
    const odd = told.entries.some(([key]) => GAP.test(key));
    if (odd) return { is: 'later', why };
    return { is: 'map', entries: told.entries.map(([key, inner]) => [key, withGaps(inner, text)]) };
  }
  if (told.is !== 'value' || typeof told.value !== 'string' || !GAP.test(told.value)) return told;
  // Every other piece is the number of a gap.
  const pieces = told.value.split(GAP);
  const parts = pieces.map((piece, at) => (at % 2 === 0 ? piece : null)).filter((part) => part !== '');
  const stands = pieces.filter((_piece, at) => at % 2 === 1).map((at) => text.stands?.[Number(at)]);
  return { is: 'text', parts, why, stands };
}
