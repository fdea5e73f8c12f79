// Files of connected apps and external client apps -> apps. Consumer keys and secrets in them are passed over.
import type { Known, Listing, Origin, Resource, Unknown } from '../../../snapshot/resource.ts';
import { type Component, placeOf } from '../import/components.ts';
import { all, type Element, flag, text } from '../import/xml.ts';
import type { App } from './app.generated.ts';

/** What was read of apps, from an export or an org. */
export interface AppSources {
  connected: Known<Component[]>;
  policies: Known<Component[]>;
  settings: Known<Component[]>;
  /** Label of a connected app -> whether guests get tokens; undefined where only the org could say. */
  guestFlows?: Known<Map<string, boolean>>;
}

/** The apps, and whether those are all. An export without any app file holds none; one list that is there speaks for both kinds. */
export function appRecords(sources: AppSources, scope: string, live: boolean): (Resource<App> | Listing)[] {
  const { connected, policies } = sources;
  const records: Resource<App>[] = [];
  for (const app of connected.state === 'present' ? connected.value : [])
    records.push(connectedApp(app, sources.guestFlows, scope));
  for (const policy of policies.state === 'present' ? policies.value : [])
    records.push(clientApp(policy, sources.settings, scope));
  const flows = live && sources.guestFlows !== undefined ? [sources.guestFlows] : [];
  const lost = [connected, policies, ...flows].flatMap(({ ...known }) =>
    known.state === 'unknown' ? [known.why] : [],
  );
  const why = live || lost.length === 2 ? lost[0] : lost.find(({ reason }) => reason !== 'missing');
  const seen = records.length;
  const base = { record: 'listing', scope, type: 'salesforce.app', seen } as const;
  if (why === undefined) return [...records, { ...base, state: 'complete' }];
  if (!live && lost.every(({ reason }) => reason === 'missing')) return [{ ...base, state: 'not-held' }];
  const { reason, permission, detail, detailJa } = why;
  return [
    ...records,
    {
      ...base,
      state: 'unknown',
      reason,
      ...(permission === undefined ? {} : { permission }),
      ...(detail === undefined ? {} : { detail }),
      ...(detailJa === undefined ? {} : { detailJa }),
    },
  ];
}

type Draft = { settings: Partial<App>; unknowns: Unknown[]; origins: Record<string, Origin> };

function connectedApp(app: Component, guestFlows: AppSources['guestFlows'], scope: string): Resource<App> {
  const label = text(app.root, 'label') ?? app.name;
  const config = app.root.children.find(({ name }) => name === 'oauthConfig');
  const policy = app.root.children.find(({ name }) => name === 'oauthPolicy');
  const draft: Draft = {
    settings: { name: app.name, kind: 'connected-app', oauth: config !== undefined },
    unknowns: [],
    origins: {},
  };
  if (config === undefined) {
    // Without OAuth nobody gets a token: SAML and canvas apps.
    Object.assign(draft.settings, {
      selfAuthorized: false,
      scopes: [],
      refreshTokenPolicy: null,
      ipRelaxation: null,
    });
  } else {
    const approved = flag(config, 'isAdminApproved');
    if (approved === undefined) missing(draft, 'selfAuthorized', app, 'isAdminApproved');
    else draft.settings.selfAuthorized = !approved;
    draft.settings.scopes = all(config, 'scopes').map((scopeOf) => scopeOf.text);
    keep(draft, 'selfAuthorized', app, child(config, 'isAdminApproved') ?? config);
    keep(draft, 'scopes', app, child(config, 'scopes') ?? config);
    takePolicy(draft, app, policy, ['refreshTokenPolicy', 'ipRelaxation']);
  }
  takeGuestFlow(draft, label, config === undefined, guestFlows);
  return resourceOf(app.name, label, scope, draft);
}

function takeGuestFlow(
  { settings, unknowns }: Draft,
  label: string,
  none: boolean,
  flows: AppSources['guestFlows'],
): void {
  if (none) settings.guestFlow = null;
  else if (flows === undefined)
    unknowns.push({ setting: 'guestFlow', reason: 'not-held', detail: 'files of connected apps do not say' });
  else if (flows.state === 'unknown') unknowns.push({ ...flows.why, setting: 'guestFlow' });
  else settings.guestFlow = flows.state === 'present' ? (flows.value.get(label) ?? null) : null;
}

function clientApp(policy: Component, settingsOf: Known<Component[]>, scope: string): Resource<App> {
  const { root } = policy;
  const name = text(root, 'externalClientApplication') ?? policy.name;
  const draft: Draft = {
    settings: { name, kind: 'external-client-app', oauth: true },
    unknowns: [],
    origins: {},
  };
  const permitted = text(root, 'permittedUsersPolicyType');
  if (permitted === undefined) missing(draft, 'selfAuthorized', policy, 'permittedUsersPolicyType');
  else draft.settings.selfAuthorized = permitted === 'AllSelfAuthorized';
  keep(draft, 'selfAuthorized', policy, child(root, 'permittedUsersPolicyType'));
  takePolicy(draft, policy, root, ['refreshTokenPolicyType', 'ipRelaxationPolicyType']);
  draft.settings.guestFlow = flag(root, 'isGuestCodeCredFlowEnabled') ?? null;
  keep(draft, 'guestFlow', policy, child(root, 'isGuestCodeCredFlowEnabled'));
  const own =
    settingsOf.state === 'present'
      ? settingsOf.value.find((one) => text(one.root, 'externalClientApplication') === name)
      : undefined;
  const scopes = own === undefined ? undefined : text(own.root, 'commaSeparatedOauthScopes');
  if (own !== undefined && scopes !== undefined) {
    draft.settings.scopes = scopes.split(',').map((one) => one.trim());
    keep(draft, 'scopes', own, child(own.root, 'commaSeparatedOauthScopes'));
  } else if (settingsOf.state === 'unknown') draft.unknowns.push({ ...settingsOf.why, setting: 'scopes' });
  else missing(draft, 'scopes', policy, 'commaSeparatedOauthScopes');
  return resourceOf(name, name, scope, draft);
}

function takePolicy(draft: Draft, of: Component, policy: Element | undefined, tags: [string, string]): void {
  for (const [index, key] of (['refreshTokenPolicy', 'ipRelaxation'] as const).entries()) {
    const tag = tags[index] ?? key;
    const value = policy === undefined ? undefined : text(policy, tag);
    if (value) draft.settings[key] = value;
    else missing(draft, key, of, tag);
    keep(draft, key, of, policy === undefined ? undefined : child(policy, tag));
  }
}

function child(element: Element, name: string): Element | undefined {
  return element.children.find((one) => one.name === name);
}

function keep({ origins }: Draft, key: string, of: Component, element: Element | undefined): void {
  const place = element === undefined ? undefined : placeOf(of, element);
  if (place !== undefined) origins[key] = place;
}

function missing({ unknowns }: Draft, setting: string, { name }: Component, tag: string): void {
  unknowns.push({
    setting,
    reason: 'missing',
    detail: `${name} does not say ${tag}`,
    detailJa: `${name} に ${tag} の記載がありません`,
  });
}

function resourceOf(
  id: string,
  name: string,
  scope: string,
  { settings, unknowns, origins }: Draft,
): Resource<App> {
  const places = Object.keys(origins).length > 0 ? { origins } : {};
  return {
    record: 'resource',
    type: 'salesforce.app',
    id: `${settings.kind}/${id}`,
    name,
    scope,
    settings,
    unknowns,
    ...places,
  };
}
