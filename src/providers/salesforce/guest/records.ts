// Which records of which objects a visitor without a password can read or create, by configuration.
import type { Exposure } from '../../../exposure.ts';
import { setting, type Text, type Unknown } from '../../../snapshot/resource.ts';
import { breadth } from './breadth.ts';
import { fieldEvidence, sensitiveFields } from './fields.ts';
import { type Answer, type Permit, permitted, reach, type Share, shared } from './judge.ts';
import { type Model, namedObjects } from './model.ts';
import { labelOf, summed } from './names.ts';
import {
  cures,
  evidence,
  permitEvidence,
  shareEvidence,
  siteEvidence,
  withoutRight,
  witnessOf,
} from './proof.ts';
import { guest, stateBy } from './state.ts';
import { attemptEvidence, attemptOn, basisOf, isProven, triedExposure } from './tried.ts';

/** Exposures of records to the guest user of a site: one an object, and one for what is one step away or undecided for many. */
export function recordExposures(model: Model): Exposure[] {
  const exposures: Exposure[] = [];
  const alive = reach(model);
  const onlyPermitted: { object: string; permit: Permit }[] = [];
  const undecided: { object: string; missing: Unknown[] }[] = [];
  for (const object of namedObjects(model)) {
    const permit = permitted(model, object, 'read');
    const share = shared(model, object);
    const attempt = attemptOn(model, object);
    if (permit.is === 'yes' && share.is === 'yes')
      exposures.push(readable(model, object, permit.by, share.by, alive));
    else if (permit.is === 'yes' && isProven(attempt))
      exposures.push(triedExposure(model, permit.by, attempt, alive));
    else if (permit.is === 'no' && share.is === 'yes' && alive.is !== 'no')
      exposures.push(onlyShared(model, object, share.by));
    else if (permit.is === 'unknown' && share.is === 'yes' && alive.is !== 'no')
      exposures.push(undecidedPermission(model, object, share.by, permit.missing));
    else if (permit.is === 'yes' && share.is === 'no' && alive.is !== 'no')
      onlyPermitted.push({ object, permit: permit.by });
    else if (permit.is !== 'no' && share.is === 'unknown' && alive.is !== 'no')
      undecided.push({
        object,
        missing: [...share.missing, ...(permit.is === 'unknown' ? permit.missing : [])],
      });
    const create = permitted(model, object, 'create');
    if (create.is === 'yes') exposures.push(creatable(model, object, create.by, alive));
  }
  for (const [group, via, guard] of [
    [onlyPermitted.filter(({ object }) => !RULELESS.test(object)), 'guest-permission', NO_RULE],
    [onlyPermitted.filter(({ object }) => RULELESS.test(object)), 'guest-permission-unruled', NO_SHARING],
  ] as const)
    if (group.length > 0) exposures.push(permittedGroup(model, group, via, guard));
  const unseen = alive.is === 'no' ? [] : blind(model);
  if (undecided.length > 0 || unseen.length > 0) exposures.push(undecidedGroup(model, undecided, unseen));
  return exposures;
}

/** What is missing when no object can be named at all: the permissions, with no rule to point at an object. */
function blind(model: Model): Unknown[] {
  const missing = [...model.missingContainers];
  for (const container of model.containers)
    if (container.settings.objectPermissions === undefined)
      missing.push({
        setting: 'salesforce.permissions#objectPermissions',
        ...reasonOf(container.unknowns),
        detail: `"${container.name}" holds no object permissions: retrieve it together with CustomObject`,
        detailJa: `「${container.name}」にオブジェクト権限がありません。CustomObject とともに取得してください`,
      });
  const rules = model.sharing === undefined ? undefined : setting(model.sharing, 'guestRules');
  const partial = model.containers.some(({ settings }) => settings.covers !== 'every-object');
  const { covers } = model.sharing?.settings ?? {};
  // A profile that holds only some objects, beside rules that were read for some at most: the others could be open.
  if (partial && (rules?.state !== 'present' || covers !== 'every-object'))
    missing.push({
      ...(rules?.state === 'unknown'
        ? rules.why
        : {
            reason: 'missing' as const,
            detail: 'the sharing rules of some objects only are in this export: retrieve all SharingRules',
            detailJa: '一部のオブジェクトの共有ルールしかありません。SharingRules をすべて取得してください',
          }),
      setting: 'salesforce.sharing#guestRules',
    });
  const nickname = setting(model.site, 'guestUser');
  const ruled = (model.sharing?.settings.guestRules ?? []).some(
    ({ guestUsers }) => nickname.state === 'present' && guestUsers.includes(nickname.value),
  );
  const whole = rules?.state === 'present' && covers === 'every-object';
  // Rules, read or not, are named object by object; where all were seen and none is for this guest, there is nothing to read.
  return whole && (ruled || nickname.state === 'present') ? [] : missing;
}

function reasonOf(unknowns: Unknown[]): Pick<Unknown, 'reason' | 'permission'> {
  const why = unknowns.find(({ setting: name }) => name === 'objectPermissions');
  return { reason: why?.reason ?? 'missing', ...(why?.permission ? { permission: why.permission } : {}) };
}

/** Evidence begins with what opens the door, where a reader of the code should look first. */
function readable(model: Model, object: string, permit: Permit, share: Share, alive: Answer): Exposure {
  const sensitive = sensitiveFields(model, object);
  const attempt = attemptOn(model, object);
  const chain = shareEvidence(model, share);
  // Lightning requests list what is shared; when every record is, the whole table can be walked.
  const listable = breadth(share.rule) !== 'part' && model.site.settings.auraRequests !== false;
  return {
    ...guest('guest-rule', listable ? ['list', 'read'] : ['read']),
    basis: basisOf(attempt),
    subject: object,
    ...labelOf(model, object),
    ...stateBy(alive),
    evidence: [
      ...(chain === undefined ? [] : [chain]),
      ...attemptEvidence(model, attempt),
      permitEvidence(permit, { en: 'may read', ja: 'を参照できる' }),
      siteEvidence(model),
      fieldEvidence(model, permit),
    ],
    ...(alive.is === 'no' ? {} : { witness: witnessOf(model, object, 'read') }),
    cures: cures(model, object, permit, share),
    ...(sensitive === undefined ? {} : { sensitive }),
  };
}

function onlyShared(model: Model, object: string, share: Share): Exposure {
  const chain = shareEvidence(model, share);
  return {
    ...guest('guest-rule', ['read']),
    subject: object,
    ...labelOf(model, object),
    state: 'shut-by',
    guard: {
      en: `the lack of Read on ${object} in the guest profile, while a rule shares its records already`,
      ja: `ゲストプロファイルに ${object} の参照権限がないこと（共有ルールは残っています）`,
    },
    evidence: [...(chain === undefined ? [] : [chain]), siteEvidence(model)],
  };
}

function undecidedPermission(model: Model, object: string, share: Share, missing: Unknown[]): Exposure {
  const chain = shareEvidence(model, share);
  return {
    ...guest('guest-rule', breadth(share.rule) === 'part' ? ['read'] : ['list', 'read']),
    subject: object,
    ...labelOf(model, object),
    state: 'unknown',
    missing,
    evidence: [...(chain === undefined ? [] : [chain]), siteEvidence(model)],
  };
}

/** Big objects, platform events, external objects and custom metadata: no sharing rule can name them. */
const RULELESS = /__(b|e|x|mdt)$/;
const NO_RULE: Text = {
  en: 'the lack of a guest sharing rule for these records',
  ja: 'これらのレコードを共有するゲストユーザー共有ルールがないこと',
};
/** Source: "Secure Guest User Record Access": Private for all objects, also for those without sharing settings. */
const NO_SHARING: Text = {
  en: "the platform's own default for guests, Private for every object (these kinds know no sharing rules)",
  ja: 'ゲストユーザーに対するプラットフォームの既定（全オブジェクト非公開。この種類に共有ルールはありません）',
};

function permittedGroup(
  model: Model,
  group: { object: string; permit: Permit }[],
  via: string,
  guard: Text,
): Exposure {
  const names = group.map(({ object }) => object);
  return {
    ...guest(via, ['read']),
    subjectName: names.join(', '),
    state: 'shut-by',
    guard,
    evidence: [
      ...group.map(({ permit }) => permitEvidence(permit, { en: 'may read', ja: 'を参照できる' })),
      siteEvidence(model),
    ],
  };
}

/** One exposure for all that cannot be told: objects whose rules were not read, and what is missing to name any. */
function undecidedGroup(
  model: Model,
  group: { object: string; missing: Unknown[] }[],
  unseen: Unknown[],
): Exposure {
  const names = group.map(({ object }) => object);
  const named = summed(group);
  return {
    ...guest('guest-rule', ['read']),
    ...(names.length > 0 ? { subjectName: names.join(', ') } : {}),
    state: 'unknown',
    missing: [...named, ...unseen.filter((why) => !named.some((other) => other.setting === why.setting))],
    evidence: [siteEvidence(model)],
  };
}

function creatable(model: Model, object: string, permit: Permit, alive: Answer): Exposure {
  // An event is sent, not kept: it has no owner.
  const event = object.endsWith('__e');
  const owner = setting(model.site, 'defaultOwner');
  return {
    ...guest(event ? 'guest-publish' : 'guest-create', ['write']),
    subject: object,
    ...labelOf(model, object),
    ...stateBy(alive),
    evidence: [
      permitEvidence(permit, { en: 'may create', ja: 'を作成できる' }),
      siteEvidence(model),
      ...(owner.state === 'absent' && !event
        ? [
            evidence(
              model.site,
              'defaultOwner',
              {
                en: 'no default owner is set for records that guests create',
                ja: 'ゲストが作成したレコードの既定の所有者が設定されていない',
              },
              { own: true },
            ),
          ]
        : []),
    ],
    ...(alive.is === 'no' ? {} : { witness: witnessOf(model, object, 'create') }),
    cures: [
      {
        text: {
          en: `take Create on ${object} from "${permit.container.name}", if no form needs it`,
          ja: `フォームで必要でなければ、「${permit.container.name}」から ${object} の作成権限を外す`,
        },
        rejudged:
          permitted(withoutRight(model, permit.container, object, 'create'), object, 'create').is === 'no',
      },
    ],
  };
}
