// System permissions of a guest user: calling the APIs, and administration.
import type { Access, Evidence, Exposure } from '../../../exposure.ts';
import { setting, type Text, type Unknown } from '../../../snapshot/resource.ts';
import { reach } from './judge.ts';
import type { Model } from './model.ts';
import { evidence, guestsOwn, pathToProfile, siteEvidence } from './proof.ts';
import { guest, platformConflict, stateBy } from './state.ts';

const SYSTEM: Text = { en: 'System Permissions', ja: 'システム権限' };

/** System permissions that let guests call the REST and SOAP APIs themselves. */
export const API_PERMISSIONS = ['ApiEnabled', 'ApexRestServices'];

/** System permissions that no visitor should hold. The platform took most of them from guests between 2020 and 2023. */
export const ADMIN_PERMISSIONS = [
  'AuthorApex',
  'CustomizeApplication',
  'ManageSharing',
  'ManageUsers',
  'ModifyAllData',
  'ViewAllData',
  'ViewSetup',
];

/** What administrative permissions let people do: to see or change every record, or to administer. */
export function accessOf(names: string[]): Access[] {
  const found = new Set<Access>();
  for (const name of names) {
    if (name === 'ViewAllData' || name === 'ModifyAllData')
      for (const word of ['list', 'read'] as const) found.add(word);
    else found.add('admin');
    if (name === 'ModifyAllData') for (const word of ['write', 'delete'] as const) found.add(word);
  }
  return [...found].sort();
}

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

/** Which of these permissions the guest user holds, with the proof; `inEffect` when the org itself says so. */
export function held(
  model: Model,
  names: string[],
): { names: string[]; proof: Evidence[]; inEffect: boolean } {
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
              en: `${guestsOwn(container).en} has the permission ${name}`,
              ja: `${guestsOwn(container).ja}に権限 ${name} がある`,
            },
            { part: name, value: name },
          ),
        );
      }
  return { names: [...found].sort(), proof, inEffect };
}

/** Calling the org's APIs. */
export function apiExposures(model: Model): Exposure[] {
  const { names, proof } = held(model, API_PERMISSIONS);
  if (names.length === 0) return [];
  return [
    {
      ...guest('guest-api', ['invoke']),
      subjectName: names.includes('ApiEnabled') ? 'REST / SOAP API' : 'Apex REST',
      ...stateBy(reach(model)),
      evidence: [...proof, siteEvidence(model)],
      cures: [
        {
          text: {
            en: `take ${names.join(' and ')} from the guest profile (${pathToProfile(model, SYSTEM).en})`,
            ja: `ゲストプロファイルから ${names.join(' と ')} を外す（${pathToProfile(model, SYSTEM).ja}）`,
          },
          rejudged: held(without(model, API_PERMISSIONS), API_PERMISSIONS).names.length === 0,
        },
      ],
    },
  ];
}

function without(model: Model, names: string[]): Model {
  const containers = model.containers.map((container) => {
    const left = (container.settings.systemPermissions ?? []).filter((name) => !names.includes(name));
    return { ...container, settings: { ...container.settings, systemPermissions: left } };
  });
  return { ...model, containers };
}

/** Administrative permissions: real when the org itself says so, a conflict with the platform in a file. */
export function adminExposures(model: Model): Exposure[] {
  const { names, proof, inEffect } = held(model, ADMIN_PERMISSIONS);
  if (names.length === 0) return [];
  return [
    {
      ...guest('guest-admin', ['admin']),
      subjectName: names.join(', '),
      ...(inEffect ? stateBy(reach(model)) : platformConflict()),
      evidence: [...proof, siteEvidence(model)],
    },
  ];
}
