// What the profile `full` adds for viewers other than GitHub: what could not be told, what is meant to be open, and ids.
import { createHash } from 'node:crypto';
import { failures } from './blind.ts';
import { visible } from './escape.ts';
import type { IntentReport, RenderOptions, Report } from './report.ts';
import type { Alert } from './sarif-alerts.ts';
import type { SarifResult, SarifSuppression } from './sarif-log.ts';
import { quoteName, safe } from './sarif-message.ts';
import { type Anchor, identity, physical, placeOf, readPlace } from './sarif-place.ts';
import { sentence } from './sarif-rules.ts';
import { reasonWords } from './words.ts';

/** Names of ours within UUIDs of version 5 (RFC 9562). */
const NAMESPACE = '8d1f0f4e-3b1c-5c55-9f63-2a0f6c7d1e90';

/** A result with the ids that other viewers know it by. */
export function fullResult(result: SarifResult, nth: number): SarifResult {
  const guid = uuid(`${result.fingerprints['tojimari/v1']} ${nth}`);
  return { ...result, guid, correlationGuid: guid };
}

/** A UUID that is always the same for the same name. */
export function uuid(name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([from, to]) => hex.slice(from, to))
    .join('-');
}

/** An intent as SARIF says that something is accepted. */
export function suppressionOf({ declared, origin }: IntentReport): SarifSuppression {
  const { owner, reason, until } = declared;
  const place =
    origin === undefined ? undefined : readPlace([{ setting: '', text: { en: '', ja: '' }, origin }]);
  return {
    kind: 'external',
    status: 'accepted',
    justification: safe(`${sentence(reason, 'en')} Owner: ${owner}. Until ${until}.`),
    ...(place !== undefined && { location: { physicalLocation: physical(place) } }),
    properties: { owner: visible(owner), until: visible(until) },
  };
}

/** One alert for each rule that could not be decided on a resource: `open` is SARIF's word for not enough information. */
export function openAlerts(report: Report, { lang }: RenderOptions, anchor: Anchor | undefined): Alert[] {
  const scopes = new Map(report.scopes.map((scope) => [scope.id, scope]));
  return report.undecided.flatMap(({ rule: ruleId, resource, subject = '', missing }): Alert[] => {
    const gaps = failures(missing);
    if (gaps.length === 0) return [];
    const hash = identity(ruleId, resource, `undecided ${subject}`);
    const place = placeOf([], resource, scopes.get(resource.scope), undefined, anchor);
    const name = quoteName(resource.name);
    const words = [
      lang === 'ja' ? `${name} は判定できませんでした。` : `${name} could not be judged.`,
      ...new Set(gaps.map((gap) => sentence(reasonWords(gap)[lang], lang))),
    ];
    const made: Alert = {
      resource,
      ruleId,
      uri: place.uri,
      hash,
      nth: 1,
      result: (ruleIndex) =>
        fullResult(
          {
            ruleId,
            ruleIndex,
            level: 'none',
            kind: 'open',
            message: { text: safe(words.join(lang === 'ja' ? '' : ' ')) },
            locations: [
              {
                physicalLocation: physical(place),
                logicalLocations: [
                  {
                    name: visible(resource.name),
                    fullyQualifiedName: visible(resource.id),
                    kind: 'resource',
                  },
                ],
              },
            ],
            partialFingerprints: {
              primaryLocationLineHash: `${hash.slice(0, 16)}:${made.nth}`,
              'tojimari/v1': hash,
            },
            fingerprints: { 'tojimari/v1': hash },
            properties: {
              resourceType: resource.type,
              resourceId: visible(resource.id),
              scope: visible(resource.scope),
              missing: gaps.map(({ setting, reason, permission }) =>
                [setting, reason, permission ?? ''].map(visible).join(' ').trim(),
              ),
            },
          },
          made.nth,
        ),
    };
    return [made];
  });
}
