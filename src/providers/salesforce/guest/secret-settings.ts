// Custom settings and custom metadata types that guests may read and that seem, by their names, to hold secrets.
import type { Exposure } from '../../../exposure.ts';
import { setting, type Unknown } from '../../../snapshot/resource.ts';
import { looksSecret, switchEvidence } from '../external/open-settings.ts';
import { reach } from './judge.ts';
import { type Model, TYPES } from './model.ts';
import { held } from './powers.ts';
import { evidence, guestsOwn, pathToContainer, siteEvidence } from './proof.ts';
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
      const by = looksSecret(name, model.object);
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
              en: `${guestsOwn(container).en} may read ${name}, which seems to hold secrets (${by.en}; judged by name)`,
              ja: `${guestsOwn(container).ja}が ${name} を参照でき、秘密情報を保持していると思われる（${by.ja}。名前からの推定）`,
            },
            { part: name },
          ),
          siteEvidence(model),
        ],
        cures: [
          {
            text: {
              en: `take the access to ${name} from "${container.name}" (${pathToContainer(model, container).en})`,
              ja: `「${container.name}」から ${name} へのアクセスを外す（${pathToContainer(model, container).ja}）`,
            },
            rejudged: false,
          },
        ],
      });
    }
  }
  for (const exposure of unrestricted(model, missing))
    if (!exposures.some(({ subject }) => subject === exposure.subject)) exposures.push(exposure);
  return { exposures, names: exposures.map(({ subject = '' }) => subject), missing };
}

/** Those that the org restricts for nobody: a guest user who may call the API reads them without any access of its own. */
function unrestricted(model: Model, missing: Unknown[]): Exposure[] {
  const caller = held(model, ['ApiEnabled']);
  if (caller.names.length === 0) return [];
  const { sharing } = model;
  const open = sharing === undefined ? undefined : setting(sharing, 'openSettings');
  if (sharing === undefined || open === undefined || open.state === 'unknown') {
    const why: Partial<Unknown> = open?.state === 'unknown' ? open.why : {};
    missing.push({ reason: 'missing', ...why, setting: `${TYPES.sharing}#openSettings` });
    return [];
  }
  const exposures: Exposure[] = [];
  for (const one of open.state === 'present' ? open.value : []) {
    const by = looksSecret(one.name, model.object);
    if (by === undefined) continue;
    exposures.push({
      ...guest('guest-setting', ['read']),
      subject: one.name,
      ...stateBy(reach(model)),
      evidence: [
        ...switchEvidence(sharing, [one]),
        evidence(sharing, 'openSettings', {
          en: `${one.name} seems to hold secrets (${by.en}; judged by name)`,
          ja: `${one.name} は秘密情報を保持していると思われる（${by.ja}。名前からの推定）`,
        }),
        ...caller.proof,
        siteEvidence(model),
      ],
    });
  }
  return exposures;
}
