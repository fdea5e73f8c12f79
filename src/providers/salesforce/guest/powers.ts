// What else a guest user may hold: system permissions, View All, Edit and Delete, and the site's own switches.
import type { Access, Evidence, Exposure } from '../../../exposure.ts';
import { setting, type Unknown } from '../../../snapshot/resource.ts';
import { reach } from './judge.ts';
import type { Model } from './model.ts';
import { evidence, permitEvidence, siteEvidence } from './proof.ts';
import { stateBy } from './records.ts';

/** System permissions that let guests call the REST and SOAP APIs themselves. */
export const API_PERMISSIONS = ['ApiEnabled', 'ApexRestServices'];

/** System permissions that no visitor should hold. The platform took most of them from guests between 2020 and 2023. */
export const ADMIN_PERMISSIONS = [
  'AuthorApex',
  'CustomizeApplication',
  'ExportReport',
  'ManageSharing',
  'ManageUsers',
  'ModifyAllData',
  'ViewAllData',
  'ViewAllUsers',
  'ViewSetup',
];

/** System permissions of the guest user, sorted, and what could not be read. */
export function systemPermissions(model: Model): { held: string[]; missing: Unknown[] } {
  const held = new Set<string>();
  const missing = [...model.missingContainers];
  for (const container of model.containers) {
    const known = setting(container, 'systemPermissions');
    if (known.state === 'present') for (const name of known.value) held.add(name);
    if (known.state === 'unknown')
      missing.push({ ...known.why, setting: 'salesforce.permissions#systemPermissions' });
  }
  return { held: [...held].sort(), missing };
}

/** Objects by what the guest user may do to them without any sharing rule, sorted. `onPaper`: a file says so, and the platform refuses it. */
export function objectsByPower(model: Model): Record<'viewAll' | 'change' | 'create' | 'onPaper', string[]> {
  const found = {
    viewAll: new Set<string>(),
    change: new Set<string>(),
    create: new Set<string>(),
    onPaper: new Set<string>(),
  };
  for (const { settings } of model.containers)
    for (const permission of settings.objectPermissions ?? []) {
      const { object, viewAll, modifyAll, edit, create } = permission;
      const change = edit || permission.delete || modifyAll;
      if (create) found.create.add(object);
      if (settings.inEffect !== true && (viewAll || change)) found.onPaper.add(object);
      if (settings.inEffect === true && (viewAll || modifyAll)) found.viewAll.add(object);
      if (settings.inEffect === true && change) found.change.add(object);
    }
  return {
    viewAll: [...found.viewAll].sort(),
    change: [...found.change].sort(),
    create: [...found.create].sort(),
    onPaper: [...found.onPaper].sort(),
  };
}

/** Exposures by powers that need no sharing rule, and by the site's switches. */
export function powerExposures(model: Model): Exposure[] {
  return [
    ...apiExposures(model),
    ...adminExposures(model),
    ...objectPowers(model),
    ...memberExposures(model),
  ];
}

function guest(via: string, access: Access[]): Pick<Exposure, 'audience' | 'access' | 'via' | 'basis'> {
  return { audience: 'anyone', access, via, basis: 'configuration' };
}

function held(model: Model, names: string[]): { names: string[]; proof: Evidence[]; inEffect: boolean } {
  const found = new Set<string>();
  const proof: Evidence[] = [];
  let inEffect = false;
  for (const container of model.containers)
    for (const name of container.settings.systemPermissions ?? [])
      if (names.includes(name)) {
        found.add(name);
        inEffect ||= container.settings.inEffect === true;
        proof.push(
          evidence(
            container,
            'systemPermissions',
            {
              en: `guest profile "${container.name}" has the permission ${name}`,
              ja: `ゲストプロファイル「${container.name}」に権限 ${name} がある`,
            },
            { part: name, value: name },
          ),
        );
      }
  return { names: [...found].sort(), proof, inEffect };
}

function apiExposures(model: Model): Exposure[] {
  const { names, proof } = held(model, API_PERMISSIONS);
  if (names.length === 0) return [];
  return [
    {
      ...guest('guest-api', ['invoke']),
      ...stateBy(reach(model)),
      evidence: [siteEvidence(model), ...proof],
      cures: [
        {
          text: {
            en: `take ${names.join(' and ')} from the guest profile (Setup > Sites > Public Access Settings > System Permissions)`,
            ja: `ゲストプロファイルから ${names.join(' と ')} を外す（設定 > サイト > 公開アクセス設定 > システム権限）`,
          },
          rejudged: false,
        },
      ],
    },
  ];
}

function adminExposures(model: Model): Exposure[] {
  const { names, proof, inEffect } = held(model, ADMIN_PERMISSIONS);
  if (names.length === 0) return [];
  return [
    {
      ...guest('guest-admin', ['admin']),
      subjectName: names.join(', '),
      ...(inEffect ? stateBy(reach(model)) : conflict()),
      evidence: [siteEvidence(model), ...proof],
    },
  ];
}

/** A file says what the platform has not let guests hold since Spring '21; only the org can tell. */
function conflict(): Pick<Exposure, 'state' | 'guard'> {
  return {
    state: 'shut-by',
    guard: {
      en: "platform policy, with which this file conflicts: guest users have not been able to hold this since Spring '21; confirm in the org",
      ja: "プラットフォームの制限（Spring '21 以降、ゲストユーザーは保持できません）。ファイルの内容と食い違うため、組織で確認してください",
    },
  };
}

/** View All, Modify All, Edit and Delete: real when the org itself says so, a conflict with the platform in a file. */
function objectPowers(model: Model): Exposure[] {
  const exposures: Exposure[] = [];
  const onPaper: Evidence[] = [];
  const objects = new Set<string>();
  const paperAccess = new Set<Access>();
  for (const container of model.containers) {
    const permissions = container.settings.objectPermissions ?? [];
    permissions.forEach((permission, index) => {
      const { object } = permission;
      const all = permission.viewAll || permission.modifyAll;
      const change = permission.edit || permission.modifyAll;
      const remove = permission.delete || permission.modifyAll;
      if (!all && !change && !remove) return;
      const access: Access[] = [
        ...(all ? (['list', 'read'] as const) : []),
        ...(change ? (['write'] as const) : []),
        ...(remove ? (['delete'] as const) : []),
      ];
      const words = [
        permission.viewAll ? 'View All' : '',
        permission.modifyAll ? 'Modify All' : '',
        permission.edit ? 'Edit' : '',
        permission.delete ? 'Delete' : '',
      ].filter((word) => word !== '');
      const proof = permitEvidence(
        { container, permission, index },
        { en: `has ${words.join(', ')} on`, ja: `に対する ${words.join('・')} を持つ` },
      );
      if (container.settings.inEffect === true)
        exposures.push({
          ...guest(all ? 'guest-view-all' : 'guest-change', access),
          subject: object,
          ...stateBy(reach(model)),
          evidence: [siteEvidence(model), proof],
        });
      else {
        onPaper.push(proof);
        objects.add(object);
        for (const word of access) paperAccess.add(word);
      }
    });
  }
  if (onPaper.length > 0)
    exposures.push({
      ...guest('guest-conflict', [...paperAccess].sort()),
      subjectName: [...objects].sort().join(', '),
      ...conflict(),
      evidence: [siteEvidence(model), ...onPaper],
    });
  return exposures;
}

function memberExposures(model: Model): Exposure[] {
  const visible = setting(model.site, 'guestMemberVisibility');
  if (visible.state === 'absent' || (visible.state === 'present' && !visible.value)) return [];
  const alive = reach(model);
  const state =
    visible.state === 'present'
      ? stateBy(alive)
      : alive.is === 'no'
        ? stateBy(alive)
        : { state: 'unknown' as const, missing: [visible.why] };
  const known = visible.state === 'present';
  return [
    {
      ...guest('guest-members', ['list']),
      subject: 'User',
      ...state,
      evidence: [
        siteEvidence(model),
        evidence(
          model.site,
          'guestMemberVisibility',
          {
            en: `guest users ${known ? 'can' : 'may be able to'} see other members of this site`,
            ja: `ゲストユーザーがこのサイトの他のメンバーを参照できる${known ? '' : '可能性がある'}`,
          },
          { own: true },
        ),
      ],
      ...(known
        ? {
            cures: [
              {
                text: {
                  en: 'switch off "Let guest users see other members of this site" (Experience workspace > Administration > Preferences)',
                  ja: '「ゲストユーザーにこのサイトの他のメンバーの参照を許可」を無効にする（ワークスペース > 管理 > 設定）',
                },
                rejudged: true,
              },
            ],
          }
        : {}),
    },
  ];
}
