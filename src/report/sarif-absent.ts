// Results that are not there any more, for viewers other than GitHub, where they would stay alerts.
import { visible } from './escape.ts';
import { headline } from './headline.ts';
import type { Baseline, Door, RenderOptions, Report, Text } from './report.ts';
import type { Alert } from './sarif-alerts.ts';
import { messageText, quoted, quoteName } from './sarif-message.ts';
import { type Anchor, physical, placeOf } from './sarif-place.ts';
import { LEVELS } from './sarif-rules.ts';

type Change = Baseline['changes'][number];

/** One alert for each thing that closed since the baseline. */
export function absentAlerts(report: Report, { lang }: RenderOptions, anchor: Anchor | undefined): Alert[] {
  const scopes = new Map(report.scopes.map((scope) => [scope.id, scope]));
  const rules = new Set(report.rules.map(({ id }) => id));
  const nouns = new Map(report.scopes.flatMap(({ tallies }) => tallies.map((tally) => [tally.type, tally])));
  return (report.baseline?.changes ?? []).flatMap((change): Alert[] => {
    const { kind, fingerprint: hash, rule, severity, resource } = change;
    if (kind !== 'closed' || hash === undefined || !rules.has(rule)) return [];
    // The descriptor that is always there: one of another severity is not, when nothing needs it.
    const ruleId = rule;
    const place = placeOf([], resource, scopes.get(resource.scope), undefined, anchor);
    const door = doorOf(change);
    const title =
      door === undefined ? settingTitle(change) : headline([quoted(door)], nouns.get(resource.type));
    const said = { en: `No longer: ${title.en}`, ja: `解消: ${title.ja}` };
    const made: Alert = {
      resource,
      ruleId,
      uri: place.uri,
      hash,
      nth: 1,
      result: (ruleIndex) => ({
        ruleId,
        ruleIndex,
        level: LEVELS[severity],
        kind: 'fail',
        message: { text: messageText(said, { resource }, [], undefined, lang) },
        locations: [
          {
            physicalLocation: physical(place),
            logicalLocations: [
              { name: visible(resource.name), fullyQualifiedName: visible(resource.id), kind: 'resource' },
            ],
          },
        ],
        baselineState: 'absent',
        partialFingerprints: {
          primaryLocationLineHash: `${hash.slice(0, 16)}:${made.nth}`,
          'tojimari/v1': hash,
        },
        fingerprints: { 'tojimari/v1': hash },
        properties: {
          resourceType: resource.type,
          resourceId: visible(resource.id),
          scope: visible(resource.scope),
        },
      }),
    };
    return [made];
  });
}

function doorOf({ before, resource }: Change): Door | undefined {
  if (before?.audience === undefined) return undefined;
  const { audience, access, via, subject, subjectName, who, state = 'open' } = before;
  return {
    id: '',
    resource,
    audience,
    access,
    ...(via !== undefined && { via }),
    ...(subject !== undefined && { subject }),
    ...(subjectName !== undefined && { subjectName }),
    ...(who !== undefined && { who }),
    state,
    basis: 'configuration',
    missing: [],
    evidence: [],
    cures: [],
  };
}

function settingTitle({ title, rule, resource }: Change): Text {
  const name = quoteName(resource.name);
  const { en, ja } = title ?? { en: rule, ja: rule };
  return { en: `${en}: ${name}`, ja: `${ja}: ${name}` };
}
