// Asks the engine about a case and reads its answer as an expectation.
import { judge } from '../../src/policy/judge.ts';
import {
  type AccessWord,
  type Caller,
  type Grant,
  POLICY_KINDS,
  type PolicyKind,
  type Question,
} from '../../src/policy/question.ts';
import { compose } from '../../src/providers/aws/s3/compose.ts';
import type { Way } from '../../src/providers/aws/s3/ways.ts';
import { bucketFacts } from './bucket.ts';
import { type Answer, type Case, isRecord, type Verdict } from './case.ts';
import { controls, document, either, failed, unread } from './inputs.ts';

/** The engine's verdict about one case. */
export function ask(vector: Case, now: number): Verdict {
  const said = answers(vector, now);
  const left = unread(vector);
  return left.length === 0 ? said : { ...said, unread: left };
}

function answers({ kind, input }: Case, now: number): Verdict {
  if (kind === 's3-bucket' || kind === 's3-account-combo') {
    const { ways, policyStatusIsPublic } = compose(bucketFacts(input, now));
    return { ...read(ways.map(fromWay)), policyStatusIsPublic };
  }
  // The service said that there is no policy.
  if (input['policy'] === null && !failed(input, 'policy')) return read([]);
  return read(judge(question(kind, input, now)).grants.map(fromGrant));
}

/** A grant or a way, as far as verdicts care. */
interface Item {
  caller: Caller;
  access: string[];
  certain: boolean;
  reason: string;
  /** The request that proves it comes from a virtual network of the outsider's: no other road was open. */
  endpoint: boolean;
}

function fromGrant(grant: Grant): Item {
  return {
    caller: grant.caller,
    access: words(grant.access),
    certain: grant.certainty === 'exact',
    reason: grant.reason ?? '',
    endpoint: grant.witness?.transport === 'vpc-endpoint',
  };
}

function fromWay(way: Way): Item[] {
  if (way.state === 'shut-by') return [];
  const certain = way.state === 'open';
  const endpoint = way.witness?.transport === 'vpc-endpoint';
  const reason = way.reason ?? [...way.missing, ...way.missingDoors].join(', ');
  return [{ caller: way.caller, access: words(way.access), certain, reason, endpoint }];
}

/** The vectors fold delete into write, and deleting a container into admin. */
function words(access: AccessWord[]): string[] {
  return access.map((word) => (word === 'delete' ? 'write' : word));
}

function read(items: (Item | Item[])[]): Verdict {
  const all = items.flat();
  const of = (...classes: Caller['class'][]) => all.filter((item) => classes.includes(item.caller.class));
  const public_ = of('anonymous', 'web-identity', 'any-account', 'any-account-via-service');
  const access = [...new Set(public_.filter((item) => item.certain).flatMap((item) => item.access))].sort();
  const perhaps = public_.filter((item) => !item.certain).flatMap((item) => item.access);
  const confused = all.filter((item) => item.caller.class === 'service' && item.caller.confused);
  return {
    anonymous: answer(of('anonymous', 'web-identity')),
    anyAwsAccount: answer(of('any-account', 'any-account-via-service')),
    access,
    perhaps: [...new Set(perhaps)].filter((word) => !access.includes(word)).sort(),
    confusedDeputy: answer(confused),
    viaAwsService:
      public_.length > 0 && public_.every((item) => item.caller.class === 'any-account-via-service'),
    viaVpcEndpoint: public_.length > 0 && public_.every((item) => item.endpoint),
    reasons: [...new Set(all.map((item) => item.reason).filter((reason) => reason !== ''))],
  };
}

function answer(items: Item[]): Answer {
  if (items.some((item) => item.certain)) return true;
  return items.length > 0 ? 'unknown' : false;
}

const ARNS: Record<string, string> = {
  sns: 'topicArn',
  sqs: 'queueArn',
  kms: 'keyArn',
  lambda: 'functionArn',
  secret: 'secretArn',
};

function question(kind: string, input: Record<string, unknown>, now: number): Question {
  const known: PolicyKind = POLICY_KINDS.find((one) => one === kind) ?? 'generic';
  const account = text(input['ownerAccount']);
  const resource =
    known === 'role-trust'
      ? `arn:aws:iam::${account}:role/${text(input['roleName']) ?? 'role'}`
      : (text(input[ARNS[kind] ?? 'resourceArn']) ?? text(input['resource']) ?? '*');
  const asked: Question = { kind: known, policy: document(input['policy']), resource, now };
  if (account !== undefined) asked.account = account;
  const { identityPool } = input;
  if (isRecord(identityPool) && typeof identityPool['AllowUnauthenticatedIdentities'] === 'boolean')
    asked.guestsAllowed = identityPool['AllowUnauthenticatedIdentities'];
  if (kind === 'lambda') askUrl(asked, input);
  const { kmsKeyId, kmsKeyPolicy } = input;
  const managed = kmsKeyId === null || /(^|:)alias\/aws\//.test(text(kmsKeyId) ?? '');
  if (kind === 'secret' && managed && !failed(input, 'kmsKeyId')) asked.keyPolicy = null;
  else if ((kmsKeyPolicy ?? null) !== null && !failed(input, 'kmsKeyPolicy'))
    asked.keyPolicy = document(kmsKeyPolicy);
  const rcps = controls(input);
  if (rcps !== undefined) asked.alsoDeny = rcps;
  return asked;
}

/** A case that says nothing of a URL has none, unless its policy speaks of one: then it is not known. */
function askUrl(asked: Question, input: Record<string, unknown>): void {
  const { functionUrl, requiresInvokeFunction } = input;
  if (failed(input, 'functionUrl')) return;
  const speaks = /FunctionUrl/i.test(JSON.stringify(asked.policy) ?? '');
  if (functionUrl === null || (functionUrl === undefined && !speaks)) asked.functionUrl = null;
  if (!isRecord(functionUrl)) return;
  const authType = text(either(functionUrl, 'AuthType', 'authType')) ?? 'NONE';
  asked.functionUrl =
    typeof requiresInvokeFunction === 'boolean'
      ? { authType, needsInvoke: requiresInvokeFunction }
      : { authType };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
