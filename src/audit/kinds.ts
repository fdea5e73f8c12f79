// The resource types of a run: who judges each, in which order people hear of them, and what its settings are called.
import type { Provider, ResourceType, Service } from '../providers/provider.ts';
import type { Text } from '../snapshot/resource.ts';

/** Resource type -> what is known of it and who judges it. */
export type Kinds = Map<string, { type: ResourceType; service: Service }>;

/** The resource types of all providers. */
export function kindsOf(providers: Provider[]): Kinds {
  const kinds: Kinds = new Map();
  for (const { services } of providers) {
    for (const service of services) for (const type of service.types) kinds.set(type.type, { type, service });
  }
  return kinds;
}

/** Things that can be exposed come first, then what they are judged by; in the order that the services name them. */
export function rankOf(kinds: Kinds, type: string): number {
  const order = [...kinds.keys()];
  const later = kinds.get(type)?.type.context === true ? order.length : 0;
  return later + Math.max(0, order.indexOf(type));
}

/** What people call a setting of a type; `type#setting` names another type's. */
export function settingName(kinds: Kinds, type: string, setting: string): Text | undefined {
  const [own = setting, other] = setting.split('#').reverse();
  const { settings = {} } = kinds.get(other ?? type)?.type ?? {};
  return Object.hasOwn(settings, own) ? settings[own] : undefined;
}

/** What is listed but is no resource: files of a folder, regions of an account, and targets that could not start. */
const NO_RESOURCES: Record<string, { name: Text; plural: Text }> = {
  file: { name: { en: 'file', ja: 'ファイル' }, plural: { en: 'files', ja: 'ファイル' } },
  region: { name: { en: 'region', ja: 'リージョン' }, plural: { en: 'regions', ja: 'リージョン' } },
  'denied-region': {
    name: {
      en: 'region denied by a service control policy',
      ja: 'サービスコントロールポリシーで拒否されたリージョン',
    },
    plural: {
      en: 'regions denied by a service control policy',
      ja: 'サービスコントロールポリシーで拒否されたリージョン',
    },
  },
  target: { name: { en: 'target', ja: '対象' }, plural: { en: 'targets', ja: '対象' } },
};

/** What people call one and many things of a type. */
export function nounsOf(kinds: Kinds, type: string): { name: Text; plural: Text } {
  const known = kinds.get(type)?.type ?? NO_RESOURCES[type];
  return known === undefined
    ? { name: { en: type, ja: type }, plural: { en: type, ja: type } }
    : { name: known.name, plural: known.plural };
}
