// Resource control policies of an organization as they bear on the resources of an account: what they deny, and which of them does.
import type { Context, Evidence } from '../../../exposure.ts';

import { evaluate } from '../../../policy/evaluate/evaluate.ts';
import { like } from '../../../policy/evaluate/text.ts';
import type { Question, Request } from '../../../policy/question.ts';
import { setting, type Text, typed } from '../../../snapshot/resource.ts';
import type { Raw } from '../answers/shape.ts';
import { many, statementsOf } from '../answers/statements.ts';
import { conditionWords } from '../words/conditions.ts';
import { accountSchema } from './account.generated.ts';

/** A policy that denies something. */
export interface ControlPolicy {
  /** Its place in the setting. */
  index: number;
  name: string;
  targets: string[];
  version: unknown;
  denies: { pointer: string; statement: Raw }[];
}

/** What binds the resources of an account; `account` is the id of its resource. */
export interface Control {
  account: string;
  policies: ControlPolicy[];
}

/** A statement that denies a request: the policy's place in `Control`, and the pointer of the statement in its document. */
export interface Denial {
  policy: number;
  pointer: string;
}

/**
 * The policies that deny something to requests for the resources of a scope. Undefined where there is none, or none that could be read:
 * then what is open stays open, because a member account may ordinarily not read them.
 */
export function controlOf(context: Context, scope: string): Control | undefined {
  for (const resource of context.all('aws.account', scope)) {
    const listed = setting(typed(resource, accountSchema), 'resourceControlPolicies');
    if (listed.state !== 'present') continue;
    const policies: ControlPolicy[] = [];
    for (const [index, { id, name, targets, document }] of listed.value.entries()) {
      if (document === undefined) continue;
      const denies = statementsOf(document).flatMap(({ pointer, statement }) =>
        statement?.['Effect'] === 'Deny' ? [{ pointer, statement }] : [],
      );
      const version: unknown = Reflect.get(document, 'Version');
      if (denies.length > 0) policies.push({ index, name: name ?? id, targets, version, denies });
    }
    if (policies.length > 0) return { account: resource.id, policies };
  }
  return undefined;
}

/**
 * As it bears on one resource whose policy names no resources (a role): statements that surely cover it, without their Resource. A pattern
 * with a policy variable is taken to cover nothing.
 */
export function controlFor(control: Control, arn: string): Control | undefined {
  const policies: ControlPolicy[] = [];
  for (const policy of control.policies) {
    const denies = policy.denies.flatMap(({ pointer, statement }) => {
      const { Resource, NotResource, ...rest } = statement;
      return covers(Resource, NotResource, arn) ? [{ pointer, statement: rest }] : [];
    });
    if (denies.length > 0) policies.push({ ...policy, denies });
  }
  return policies.length === 0 ? undefined : { ...control, policies };
}

function covers(named: unknown, spared: unknown, arn: string): boolean {
  const plain = (pattern: unknown) => typeof pattern === 'string' && !pattern.includes('$');
  if (spared !== undefined)
    return many(spared).every((one) => plain(one) && !like(String(one), arn)) && named === undefined;
  return many(named).some((one) => plain(one) && like(String(one), arn));
}

/** The documents, one for each policy, with nothing but what they deny: `alsoDeny` of a question. */
export function documentsOf({ policies }: Control): object[] {
  return policies.map((policy) => documentOf(policy, policy.denies));
}

function documentOf({ version }: ControlPolicy, denies: ControlPolicy['denies']): object {
  const Statement = denies.map(({ statement }) => statement);
  return version === undefined ? { Statement } : { Version: version, Statement };
}

const ALLOW_ALL = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
};

/** The statements that deny a request, each by itself. */
export function denialsOf(control: Control, question: Question, request: Request): Denial[] {
  return control.policies.flatMap((policy, index) =>
    policy.denies.flatMap((deny) => {
      const alone = { ...question, policy: ALLOW_ALL, alsoDeny: [documentOf(policy, [deny])] };
      return evaluate(alone, request) === 'denied' ? [{ policy: index, pointer: deny.pointer }] : [];
    }),
  );
}

/** Every statement: for where it is only known that together they deny. */
export function allDenials({ policies }: Control): Denial[] {
  return policies.flatMap(({ denies }, policy) => denies.map(({ pointer }) => ({ policy, pointer })));
}

/** The guards in words, each policy once. */
export function controlGuards({ policies }: Control, denials: Denial[]): Text[] {
  const names = new Set(denials.flatMap(({ policy }) => policies[policy]?.name ?? []));
  return [...names].map((name) => ({
    en: `resource control policy ${name}`,
    ja: `リソースコントロールポリシー ${name}`,
  }));
}

/** What the statements say, with their place in the account's setting. */
export function controlEvidence({ account, policies }: Control, denials: Denial[]): Evidence[] {
  return denials.flatMap(({ policy, pointer }) => {
    const found = policies[policy];
    const statement = found?.denies.find((deny) => deny.pointer === pointer)?.statement;
    if (found === undefined || statement === undefined) return [];
    const sid = typeof statement['Sid'] === 'string' ? `"${statement['Sid']}"` : pointer;
    const when = conditionWords(statement);
    const on = found.targets.map(targetWords);
    return [
      {
        resource: { type: 'aws.account', id: account },
        setting: 'resourceControlPolicies',
        pointer: `/${found.index}/document${pointer}`,
        text: {
          en: `resource control policy "${found.name}" (attached to ${on.map(({ en }) => en).join(' and ')}), statement ${sid}, denies it${short(when.en)}`,
          ja: `リソースコントロールポリシー「${found.name}」(${on.map(({ ja }) => ja).join('と')}にアタッチ) のステートメント ${sid} が拒否しています${short(when.ja)}`,
        },
      },
    ];
  });
}

function targetWords(id: string): Text {
  if (id.startsWith('r-')) return { en: 'the root of the organization', ja: '組織のルート' };
  if (id.startsWith('ou-')) return { en: `organizational unit ${id}`, ja: `組織単位 ${id}` };
  return { en: 'the account', ja: 'アカウント' };
}

function short(text: string): string {
  return text.length > 400 ? `${text.slice(0, 399)}…` : text;
}
