// Who outside can assume a role: its trust policy, judged, as exposures.
import type { Context, Evidence, Exposure, Ours, Witness } from '../../../exposure.ts';
import { judge } from '../../../policy/judge.ts';
import type { Caller, Grant, Judgement, Question, Request } from '../../../policy/question.ts';
import { type Resource, setting, type Text, type Unknown } from '../../../snapshot/resource.ts';
import { controlFor, controlOf } from '../account/control.ts';
import { oursIn } from '../account/service.ts';
import { raw } from '../answers/shape.ts';
import { many, statementsOf } from '../answers/statements.ts';
import { guestTokens } from '../cognito-identity/pools.ts';
import { type Outsider, outsidersOf } from '../policy/outsiders.ts';
import { untoldIn } from '../policy/unread.ts';
import { conditionKeys, conditionWords } from '../words/conditions.ts';
import { doubtWords, faultPart } from '../words/policy-doubts.ts';
import { assumeCommand } from '../words/request-command.ts';
import { cures } from './cure.ts';
import type { Role } from './role.generated.ts';
import { notAlready, shutRoad } from './shut.ts';
import { isServiceLinked, type Own, trustQuestion } from './trust-question.ts';

/**
 * A road into a role, before it becomes an exposure. `via` is `aws-account` for any principal, or for the account in `subject`
 * without an external id; `aws-account-external-id` where every statement asks for a fixed sts:ExternalId.
 */
type Road = Outsider;

/**
 * Exposures of a role, all with access `assume`. Own accounts and tokens pinned to named subjects are no outsiders. Nor are AWS services:
 * a service takes a role only from somebody in the account who may pass it (iam:PassRole). A service-linked role can only be used by its
 * service (IAM user guide, "Create a service-linked role") and has no exposures at all.
 */
export function trustExposures(role: Resource<Role>, context: Context): Exposure[] {
  const trust = setting(role, 'trustPolicy');
  if (isServiceLinked(role) || trust.state === 'absent') return [];
  if (trust.state === 'unknown') return [undecided({ audience: 'anyone-registered' }, trust.why, [])];
  const guestsAllowed = guestTokens(trust.value, role.scope, context);
  const own: Own = {
    ...oursIn(context, role.scope),
    now: context.now,
    ...(guestsAllowed !== undefined && { guestsAllowed }),
  };
  const around: Around = { own, ours: context.ours };
  const bound = controlOf(context, role.scope);
  const control = bound && controlFor(bound, role.id);
  const question = trustQuestion(role, trust.value, around.own, control);
  const { grants, faults } = judge(question);
  const exposures: Exposure[] = [];
  for (const grant of grants)
    for (const road of roadsOf(grant.caller, around)) {
      const door =
        grant.certainty === 'exact'
          ? open(role, question, trust.value, grant, road, around)
          : undecided(
              road,
              untoldIn('trustPolicy', trust.value) ?? whyUndecided(grant, faults),
              evidenceOf(trust.value, grant),
            );
      exposures.push(door);
    }
  const doors = withoutShadows(merged(exposures));
  if (control === undefined) return doors;
  const free = trustQuestion(role, trust.value, around.own);
  const shut: Exposure[] = [];
  for (const grant of judge(free).grants)
    for (const road of grant.certainty === 'exact' ? roadsOf(grant.caller, around) : [])
      shut.push(shutRoad(control, free, grant, { road, evidence: evidenceOf(trust.value, grant) }));
  return [...doors, ...notAlready(withoutShadows(merged(shut)), doors)];
}

type Fault = Judgement['faults'][number];

function whyUndecided(grant: Grant, faults: Fault[]): Unknown {
  const [fault] = faults;
  const words = doubtWords([grant.reason, fault && faultPart(fault)]);
  return { setting: 'trustPolicy', reason: fault === undefined ? 'failed' : 'malformed', ...words };
}

/** Who is ours: with this account and its organization, and as the run was told. */
interface Around {
  own: Own;
  ours: Ours;
}

/** Services come only by somebody of the account who may pass the role to them. */
function roadsOf(caller: Caller, { own, ours }: Around): Road[] {
  if (caller.class === 'service') return [];
  return outsidersOf(caller, { ...ours, accounts: own.accounts, organizations: own.organizations });
}

function open(
  role: Resource<Role>,
  question: Question,
  policy: object,
  grant: Grant,
  road: Road,
  { ours }: Around,
): Exposure {
  const perhapsOurs = road.audience === 'named-outsider' && !ours.declared && road.subjectName === undefined;
  const close = cures(role, question, grant);
  return {
    ...road,
    access: ['assume'],
    state: 'open',
    basis: 'configuration',
    evidence: [...evidenceOf(policy, grant), ...close.weak],
    ...(grant.witness && { witness: witnessOf(role, grant.witness) }),
    cures: close.cures,
    ...(perhapsOurs && { perhapsOurs }),
  };
}

function undecided(road: Road, why: Unknown, evidence: Evidence[]): Exposure {
  return { ...road, access: ['assume'], state: 'unknown', basis: 'configuration', missing: [why], evidence };
}

/** One exposure for each audience, road and subject: grants of several statements to the same outsider are one door. */
function merged(exposures: Exposure[]): Exposure[] {
  const doors = new Map<string, Exposure>();
  for (const exposure of exposures) {
    const key = JSON.stringify([exposure.audience, exposure.via, exposure.subject]);
    const other = doors.get(key);
    if (other === undefined) doors.set(key, exposure);
    else if (other.state === 'unknown' && exposure.state === 'open') doors.set(key, exposure);
    else if (other.state === exposure.state) other.evidence.push(...exposure.evidence);
  }
  return [...doors.values()];
}

/** Where any account may come by itself, a service that acts for any account is no further door. */
function withoutShadows(exposures: Exposure[]): Exposure[] {
  const direct = exposures.some(
    ({ audience, via }) => audience === 'anyone-registered' && via === 'aws-account',
  );
  return direct ? exposures.filter(({ via }) => via !== 'aws-service') : exposures;
}

function evidenceOf(policy: object, grant: Grant): Evidence[] {
  const statements = statementsOf(policy);
  return grant.statements.flatMap((index) => {
    const found = statements[index];
    if (found === undefined) return [];
    const statement = raw(found.statement);
    const principal = JSON.stringify(statement?.['Principal'] ?? null);
    const when = conditionWords(statement);
    const who = tokensOf(statement) ?? {
      en: `Principal ${shortened(principal)}`,
      ja: `Principal ${shortened(principal)} `,
    };
    const lacks = unpinned(grant, statement);
    return [
      {
        setting: 'trustPolicy',
        pointer: found.pointer,
        text: {
          en: `the trust policy lets ${who.en} assume the role${shortened(when.en) || ', without a condition'}${lacks.en}`,
          ja: `信頼ポリシーが ${who.ja}にロールの引き受けを許可しています${shortened(when.ja) || ' (条件なし)'}${lacks.ja}`,
        },
        value: shortened(principal),
      },
    ];
  });
}

/** `tokens of token.actions.githubusercontent.com`, for a statement that lets in tokens alone. */
function tokensOf(statement: Record<string, unknown> | undefined): Text | undefined {
  const principal = raw(statement?.['Principal']) ?? {};
  const federated = many(principal['Federated']).map(String);
  if (federated.length === 0 || Object.keys(principal).length > 1) return undefined;
  const issuers = federated.map((arn) => arn.split(':oidc-provider/').at(-1) ?? arn).join(', ');
  return { en: `tokens of ${shortened(issuers)}`, ja: `${shortened(issuers)} のトークン` };
}

/** Says so where no condition asks for the claim that tells whose token it is. */
function unpinned({ caller }: Grant, statement: Record<string, unknown> | undefined): Text {
  const pinned = conditionKeys(statement).some((key) => key.endsWith(':sub'));
  if (caller.class !== 'web-identity' || pinned) return { en: '', ja: '' };
  return {
    en: '; nothing asks whose token it is (the sub claim)',
    ja: '。誰のトークンか (sub クレーム) は検査されていません',
  };
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

function witnessOf(role: Resource<Role>, request: Request): Witness {
  const context: Record<string, string> = {};
  for (const [key, value] of Object.entries(request.context))
    context[key] = Array.isArray(value) ? value.join(',') : value;
  return {
    request: { principal: request.principal, action: request.action, resource: request.resource, context },
    command: assumeCommand({ ...request, resource: role.id }),
    checked: true,
  };
}
