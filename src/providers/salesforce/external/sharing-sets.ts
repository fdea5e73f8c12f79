// Sharing sets: records of an account or contact, opened to the external users who belong to it.
import type { Cure, Evidence, Exposure } from '../../../exposure.ts';
import { type Resource, setting, type Unknown } from '../../../snapshot/resource.ts';
import { permissionOn } from '../guest/lookup.ts';
import { TYPES } from '../guest/model.ts';
import type { Permissions } from '../guest/permissions.generated.ts';
import { evidence } from '../guest/proof.ts';
import type { Sharing } from '../guest/sharing.generated.ts';
import { external } from './exposure.ts';

type Mapping = NonNullable<Sharing['sharingSets']>[number];

/** A mapping of a sharing set that some holder of its profiles may use. */
export interface OpenMapping {
  mapping: Mapping;
  index: number;
  profile: string;
  write: boolean;
  by: Evidence;
}

/**
 * Mappings that give a profile of `holders` records of an object that it may read. By Salesforce's SharingSet page a set
 * opens what is related to the user's account or contact, never everything.
 */
export function openMappings(
  holders: Resource<Permissions>[],
  sharing: Resource<Sharing> | undefined,
): { open: OpenMapping[]; missing: Unknown[] } {
  const sets = sharing === undefined ? undefined : setting(sharing, 'sharingSets');
  if (sharing === undefined || sets === undefined || sets.state === 'unknown') {
    const why: Partial<Unknown> = sets?.state === 'unknown' ? sets.why : {};
    return {
      open: [],
      missing: [{ reason: 'missing', ...why, setting: `${TYPES.sharing}#sharingSets` }],
    };
  }
  const open: OpenMapping[] = [];
  const list = sets.state === 'present' ? sets.value : [];
  for (const [index, mapping] of list.entries())
    for (const { settings, ...holder } of holders) {
      const name = settings.name ?? holder.name;
      if (settings.kind !== 'profile' || !mapping.profiles.includes(name)) continue;
      const permission = permissionOn(settings.objectPermissions ?? [], mapping.object)?.permission;
      if (permission?.read !== true) continue;
      const write = mapping.access === 'Edit' && permission.edit;
      open.push({ mapping, index, profile: name, write, by: said(sharing, mapping, index, write) });
      break;
    }
  return { open, missing: [] };
}

function said(sharing: Resource<Sharing>, mapping: Mapping, index: number, write: boolean): Evidence {
  const { name, object, objectField, userField } = mapping;
  return evidence(
    sharing,
    'sharingSets',
    {
      en: `sharing set ${name}: ${write ? 'changes' : 'reads'} ${object} where ${objectField} is the user's ${userField}`,
      ja: `共有セット ${name}: ${objectField} がユーザーの ${userField} と一致する ${object} を${write ? '更新' : '参照'}できる`,
    },
    { part: `${name}.${object}`, pointer: `/${index}` },
  );
}

/** One exposure for all sharing sets of an org, and the objects that they open. */
export function sharingSetExposures(
  holders: Resource<Permissions>[],
  sharing: Resource<Sharing> | undefined,
): { exposures: Exposure[]; objects: string[]; missing: Unknown[] } {
  const { open, missing } = openMappings(holders, sharing);
  const objects = [...new Set(open.map(({ mapping }) => mapping.object))].sort();
  const exposures: Exposure[] = [
    {
      ...external('external-sharing-set', open.some(({ write }) => write) ? ['read', 'write'] : ['read']),
      subjectName: objects.join(', '),
      state: 'open',
      evidence: open.map(({ by }) => by),
      cures: [narrowSets()],
    },
  ];
  return { exposures: open.length === 0 ? [] : exposures, objects, missing };
}

/** How a sharing set is narrowed; what is left open is for people to judge. */
export function narrowSets(): Cure {
  return {
    text: {
      en: 'take objects, profiles or Edit from sharing sets that need them no longer (Setup > Digital Experiences > Settings > Sharing Sets)',
      ja: '不要なオブジェクト・プロファイル・編集権限を共有セットから外す（設定 > デジタルエクスペリエンス > 設定 > 共有セット）',
    },
    rejudged: false,
  };
}
