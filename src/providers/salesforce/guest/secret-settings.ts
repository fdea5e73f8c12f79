// Custom settings and custom metadata types that guests may read and that seem, by their names, to hold secrets.
import type { Exposure } from '../../../exposure.ts';
import { setting, type Text, type Unknown } from '../../../snapshot/resource.ts';
import { reach } from './judge.ts';
import { type Model, TYPES } from './model.ts';
import { evidence, pathToProfile, siteEvidence } from './proof.ts';
import { secretField } from './sensitive.ts';
import { guest, stateBy } from './state.ts';

/** One exposure for each setting whose own name, or the name of a field, looks like a password or key. A guess by name. */
export function secretSettings(model: Model): { exposures: Exposure[]; names: string[]; missing: Unknown[] } {
  const exposures: Exposure[] = [];
  const missing = [...model.missingContainers];
  for (const container of model.containers) {
    const access = setting(container, 'settingAccess');
    if (access.state === 'unknown')
      missing.push({ ...access.why, setting: `${TYPES.permissions}#settingAccess` });
    for (const name of access.state === 'present' ? access.value : []) {
      const by = looksSecret(model, name);
      if (by === undefined || exposures.some(({ subject }) => subject === name)) continue;
      exposures.push({
        ...guest('guest-setting', ['read']),
        subject: name,
        ...stateBy(reach(model)),
        evidence: [
          evidence(
            container,
            'settingAccess',
            {
              en: `guest profile "${container.name}" may read ${name}, which seems to hold secrets (${by.en}; judged by name)`,
              ja: `ゲストプロファイル「${container.name}」が ${name} を参照できる（${by.ja}。名前からの推定）`,
            },
            { part: name },
          ),
          siteEvidence(model),
        ],
        cures: [
          {
            text: {
              en: `take the access to ${name} from "${container.name}" (${pathToProfile(model).en})`,
              ja: `「${container.name}」から ${name} へのアクセスを外す（${pathToProfile(model).ja}）`,
            },
            rejudged: false,
          },
        ],
      });
    }
  }
  return { exposures, names: exposures.map(({ subject = '' }) => subject), missing };
}

function looksSecret(model: Model, name: string): Text | undefined {
  const fields = model.object(name)?.settings.fields ?? [];
  const hit = fields.find(secretField);
  if (hit !== undefined) return { en: `field ${hit.name}`, ja: `項目 ${hit.name}` };
  return secretField({ name }) ? { en: 'its name', ja: '名称' } : undefined;
}
