// Who outside can assume a role: its trust policy, judged, as exposures.
import type { Audience, Context, Evidence, Exposure, Ours, Witness } from '../../../exposure.ts';
import type { Caller, Grant, Judgement, Request } from '../../../policy/question.ts';
import { type Resource, setting, type Text, type Unknown } from '../../../snapshot/resource.ts';
import { oursIn } from '../account/service.ts';
import { conditionKeys, conditionWords } from '../conditions.ts';
import { shellWord } from '../shell.ts';
import { cures } from './cure.ts';
import type { Role } from './role.generated.ts';
import { raw } from './shape.ts';
import { many, statementsOf } from './statements.ts';
import { isServiceLinked, judgeTrust, type Own } from './trust-question.ts';

/** A road into a role, before it becomes an exposure. */
interface Road {
  audience: Audience;
  /**
   * `aws-account`: any principal, or the account in `subject`, without an external id. `aws-account-external-id`: the same, and every
   * statement asks for a fixed sts:ExternalId. `aws-service`: a service acting for any account, let in by a wildcard.
   * `aws-organization`: everyone in the organization in `subject`. `web-identity`: any token of the issuer in `subject`.
   */
  via?: string;
  subject?: string;
  subjectName?: string;
  who?: string[];
}

/**
 * Exposures of a role, all with access `assume`. Own accounts and tokens pinned to named subjects are no outsiders. Nor are AWS services:
 * a service takes a role only from somebody in the account who may pass it (iam:PassRole). A service-linked role can only be used by its
 * service (IAM user guide, "Create a service-linked role") and has no exposures at all.
 */
export function trustExposures(role: Resource<Role>, context: Context): Exposure[] {
  const trust = setting(role, 'trustPolicy');
  if (isServiceLinked(role) || trust.state === 'absent') return [];
  if (trust.state === 'unknown') return [undecided({ audience: 'anyone-registered' }, trust.why, [])];
  const around: Around = { own: { ...oursIn(context, role.scope), now: context.now }, ours: context.ours };
  const { grants, faults } = judgeTrust(role, trust.value, around.own);
  const exposures: Exposure[] = [];
  for (const grant of grants)
    for (const road of roadsOf(grant.caller, around)) {
      const door =
        grant.certainty === 'exact'
          ? open(role, trust.value, grant, road, around)
          : undecided(road, whyUndecided(grant, faults), evidenceOf(trust.value, grant));
      exposures.push(door);
    }
  return withoutShadows(merged(exposures));
}

type Fault = Judgement['faults'][number];

function whyUndecided(grant: Grant, faults: Fault[]): Unknown {
  const [fault] = faults;
  const detail = [grant.reason, fault && `${fault.pointer} ${fault.message}`]
    .filter((part) => part !== undefined)
    .join(': ');
  return { setting: 'trustPolicy', reason: fault === undefined ? 'failed' : 'malformed', detail };
}

/** Who is ours: with this account and its organization, and as the run was told. */
interface Around {
  own: Own;
  ours: Ours;
}

function roadsOf(caller: Caller, { own, ours }: Around): Road[] {
  switch (caller.class) {
    case 'anonymous':
      return [{ audience: 'anyone', via: 'anonymous' }];
    case 'any-account':
      return [{ audience: 'anyone-registered', via: 'aws-account' }];
    case 'any-account-via-service':
      return [{ audience: 'anyone-registered', via: 'aws-service' }];
    case 'web-identity':
      return [{ audience: 'anyone-registered', via: 'web-identity', subject: caller.issuer }];
    case 'named-account': {
      const via = caller.externalId ? 'aws-account-external-id' : 'aws-account';
      return caller.accounts
        .filter((account) => !own.accounts.includes(account))
        .map((account) => ({ audience: 'named-outsider', via, subject: account, ...named(account, ours) }));
    }
    case 'organization':
      return caller.organizations
        .filter((organization) => !own.organizations.includes(organization))
        .map((organization) => ({
          audience: 'named-outsider',
          via: 'aws-organization',
          subject: organization,
          who: [organization],
        }));
    case 'service':
    case 'named-identity':
      return [];
  }
}

function named(account: string, ours: Ours): { who: string[]; subjectName?: string } {
  const vendor = ours.vendors.find(({ accounts }) => accounts.includes(account));
  return vendor === undefined ? { who: [account] } : { who: [account], subjectName: vendor.name };
}

function open(
  role: Resource<Role>,
  policy: object,
  grant: Grant,
  road: Road,
  { own, ours }: Around,
): Exposure {
  const perhapsOurs = road.audience === 'named-outsider' && !ours.declared && road.subjectName === undefined;
  return {
    ...road,
    access: ['assume'],
    state: 'open',
    basis: 'configuration',
    evidence: evidenceOf(policy, grant),
    ...(grant.witness && { witness: witnessOf(role, grant.witness) }),
    cures: cures(role, policy, grant, own),
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
    command: assumeCommand(role.id, request.action, context),
    checked: true,
  };
}

function assumeCommand(arn: string, action: string, context: Record<string, string>): string {
  const role = `--role-arn ${shellWord(arn)} --role-session-name check`;
  if (action.toLowerCase() === 'sts:assumerolewithwebidentity')
    return `aws sts assume-role-with-web-identity ${role} --web-identity-token "$TOKEN"`;
  const externalId = context['sts:externalid'];
  return `aws sts assume-role ${role}${externalId === undefined ? '' : ` --external-id ${shellWord(externalId)}`}`;
}
