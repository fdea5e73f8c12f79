// What a resource policy alone does not decide: function URLs, and the key of a secret.
// Sources: Lambda developer guide "Control access to function URLs"; Secrets Manager guide "Secret encryption and decryption".

import { callerKey } from './callers/world.ts';
import type { Found } from './grants.ts';
import { secretNeedsKey } from './kinds/compute.ts';
import type { Grant, Judgement, Question } from './question.ts';

/** Takes away, or puts in doubt, what needs more than this policy. */
export function combine(
  question: Question,
  found: Found[],
  judge: (question: Question) => Judgement,
): Found[] {
  if (question.kind === 'lambda') return throughUrl(question, found);
  if (question.kind === 'secret') return withKey(question, found, judge);
  return found;
}

const URL = 'lambda:InvokeFunctionUrl';

/** A call of a function URL needs the URL, its AuthType, and on newer functions the permission to invoke as well. */
function throughUrl({ functionUrl }: Question, found: Found[]): Found[] {
  const direct = found.filter((one) => one.world.sender.road !== 'function-url');
  if (functionUrl === null) return direct;
  const through: Found[] = [];
  for (const one of found) {
    if (one.world.sender.road !== 'function-url') continue;
    const facts = one.facts.filter((fact) => fact.name === URL);
    if (facts.length === 0) continue;
    const { sender, caller } = one.world;
    if (sender.kind === 'anonymous' && functionUrl !== undefined && functionUrl.authType !== 'NONE') continue;
    const invoke = found.find(
      (other) =>
        other.world.sender.road === 'function-url' &&
        other.facts.some((fact) => fact.name === 'lambda:InvokeFunction') &&
        callerKey(other.world.caller) === callerKey(caller) &&
        (other.certain || !found.some((third) => third.certain && third.world.sender === other.world.sender)),
    );
    const needs = functionUrl?.needsInvoke;
    if (needs === true && invoke === undefined) continue;
    const settled = needs === false || invoke?.certain === true;
    if (functionUrl === undefined)
      through.push({ ...one, facts, certain: false, reason: 'whether the function has a URL is not known' });
    else if (!settled)
      through.push({
        ...one,
        facts,
        certain: false,
        reason: 'whether the URL also needs lambda:InvokeFunction is not known',
      });
    else through.push({ ...one, facts });
  }
  return [...direct, ...through];
}

/** The value of a secret is of use only to somebody who may also use its customer key, through Secrets Manager. */
function withKey(question: Question, found: Found[], judge: (question: Question) => Judgement): Found[] {
  if (!found.some((one) => one.facts.some((fact) => Object.hasOwn(secretNeedsKey, fact.name)))) return found;
  const keys = keyGrants(question, judge);
  const made: Found[] = [];
  for (const one of found) {
    const free = one.facts.filter((fact) => !Object.hasOwn(secretNeedsKey, fact.name));
    if (free.length > 0) made.push({ ...one, facts: free });
    for (const fact of one.facts) {
      const needs = Object.hasOwn(secretNeedsKey, fact.name) ? secretNeedsKey[fact.name] : undefined;
      if (needs === undefined || question.keyPolicy === null) continue;
      if (keys === undefined) {
        made.push({
          ...one,
          facts: [fact],
          certain: false,
          reason: 'the policy of the customer key is not known',
        });
        continue;
      }
      const given = needs.map((action) => keys.filter((grant) => serves(grant, one, action)));
      if (given.some((grants) => grants.length === 0)) continue;
      const certain = given.every((grants) => grants.some((grant) => grant.certainty === 'exact'));
      const reason = 'the policy of the customer key has no certain reading';
      made.push(certain ? { ...one, facts: [fact] } : { ...one, facts: [fact], certain: false, reason });
    }
  }
  return made;
}

function keyGrants(question: Question, judge: (question: Question) => Judgement): Grant[] | undefined {
  if (question.keyPolicy === undefined || question.keyPolicy === null) return undefined;
  const { ours, account, now } = question;
  const resource = question.resource.replace(
    /^(arn:[^:]*):secretsmanager:([^:]*:[^:]*):.*$/,
    '$1:kms:$2:key/*',
  );
  // Secrets Manager calls the key for its caller.
  const region = question.resource.split(':')[3] ?? '';
  const fixed: Record<string, string> =
    region === '' ? {} : { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` };
  return judge({
    kind: 'kms',
    policy: question.keyPolicy,
    resource,
    fixed,
    ...(account === undefined ? {} : { account }),
    ...(ours === undefined ? {} : { ours }),
    ...(now === undefined ? {} : { now }),
  }).grants;
}

/** Does a grant on the key let the caller of the secret use the key for this action? */
function serves(grant: Grant, one: Found, action: string): boolean {
  if (!grant.actions.includes(action)) return false;
  const { caller } = one.world;
  if (grant.caller.class === 'any-account' || grant.caller.class === 'any-account-via-service') return true;
  return callerKey(grant.caller) === callerKey(caller);
}
