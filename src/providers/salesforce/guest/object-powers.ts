// What a guest user may do to objects without any sharing rule: View All, Modify All, Edit, Delete, Create.
import type { Access, Evidence, Exposure } from '../../../exposure.ts';
import { reach } from './judge.ts';
import type { Model } from './model.ts';
import { permitEvidence, siteEvidence } from './proof.ts';
import { guest, platformConflict, stateBy } from './state.ts';

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

const RIGHTS = [
  ['viewAll', 'View All', '「すべての参照」'],
  ['modifyAll', 'Modify All', '「すべての編集」'],
  ['edit', 'Edit', '「編集」'],
  ['delete', 'Delete', '「削除」'],
] as const;

/** View All, Modify All, Edit and Delete: real when the org itself says so, a conflict with the platform in a file. */
export function objectPowers(model: Model): Exposure[] {
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
      const words = RIGHTS.filter(([right]) => permission[right]);
      const proof = permitEvidence(
        { container, permission, index },
        {
          en: `has ${words.map(([, en]) => en).join(', ')} on`,
          ja: `に対する${words.map(([, , ja]) => ja).join('・')}の権限を持つ`,
        },
      );
      if (container.settings.inEffect === true)
        exposures.push({
          ...guest(all ? 'guest-view-all' : 'guest-change', access),
          subject: object,
          ...stateBy(reach(model)),
          evidence: [proof, siteEvidence(model)],
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
      ...platformConflict(),
      evidence: [...onPaper, siteEvidence(model)],
    });
  return exposures;
}
