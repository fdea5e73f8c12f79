// An app -> what its tokens reach, how long they last, and words for people. Pure.
import type { Assessment, Evidence } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { evidence } from '../guest/proof.ts';
import { type App, appSchema } from './app.generated.ts';

/** Judges by the scope and policy values of Salesforce's ConnectedApp and ExtlClntAppOauthConfigurablePolicies pages. */
export function analyseApp(resource: Resource): Assessment {
  const app = typed(resource, appSchema);
  const facts: Record<string, unknown> = {};
  const unknownFacts: NonNullable<Assessment['unknownFacts']> = {};
  const scopes = setting(app, 'scopes');
  const has = (pattern: RegExp): boolean =>
    scopes.state === 'present' && scopes.value.some((scope) => pattern.test(scope));
  if (scopes.state === 'unknown') unknownFacts['reachesData'] = [scopes.why];
  else facts['reachesData'] = has(/^(full|api)$/i);

  const policy = setting(app, 'refreshTokenPolicy');
  const asks = has(/^(refresh_?token|offline_access)$/i);
  const endless = policy.state === 'present' && /^infinite$/i.test(policy.value);
  if (scopes.state !== 'unknown' && !asks) facts['endlessTokens'] = false;
  else if (policy.state !== 'unknown' && !endless) facts['endlessTokens'] = false;
  else if (asks && endless) facts['endlessTokens'] = true;
  else
    unknownFacts['endlessTokens'] = [scopes, policy].flatMap((known) =>
      known.state === 'unknown' ? [known.why] : [],
    );

  const ip = setting(app, 'ipRelaxation');
  if (ip.state === 'unknown') unknownFacts['ipRelaxed'] = [ip.why];
  else
    facts['ipRelaxed'] =
      ip.state === 'present' && /^(bypass|relax)/i.test(ip.value) && !/2_?factor/i.test(ip.value);
  return { exposures: [], facts, unknownFacts, words: wordsOf(app) };
}

function wordsOf(app: Resource<App>): NonNullable<Assessment['words']> {
  const one = (key: keyof App & string, en: string, ja: string): Evidence[] => [
    evidence(app, key, { en, ja }, { own: true }),
  ];
  const scopes = (app.settings.scopes ?? []).join(', ');
  const ip = app.settings.ipRelaxation ?? '';
  return {
    selfAuthorized: one('selfAuthorized', 'any user may authorize it', 'すべてのユーザーが自分で承認できる'),
    'facts.reachesData': one(
      'scopes',
      `its tokens may have the scopes ${scopes}`,
      `トークンの範囲: ${scopes}`,
    ),
    'facts.endlessTokens': one(
      'refreshTokenPolicy',
      'its refresh tokens last until somebody revokes them',
      '更新トークンは取り消すまで有効',
    ),
    'facts.ipRelaxed': one(
      'ipRelaxation',
      `IP restrictions of its users do not count (${ip})`,
      `ユーザーの IP 制限が適用されない（${ip}）`,
    ),
    guestFlow: one(
      'guestFlow',
      'visitors without a password get tokens by the code and credential flow',
      '認証されていない訪問者にコードとログイン情報フローでトークンが発行される',
    ),
  };
}
