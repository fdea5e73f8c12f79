// A run of SARIF but for its results: the tool and its rules, the category, and what could not be told.
import { visible } from './escape.ts';
import type { RenderOptions, Report } from './report.ts';
import type { Descriptor, RunHead } from './sarif-log.ts';
import type { Plan } from './sarif-runs.ts';
import { taxonomiesOf, translationOf } from './sarif-taxonomies.ts';
import { isFailed, NOTIFICATIONS, notificationsOf } from './sarif-unseen.ts';

const EXIT_CODES = {
  0: 'Nothing at or above the threshold, and everything that was asked for was seen.',
  1: 'There are findings at or above the threshold.',
  3: 'Something that was asked for could not be decided.',
};

/** The head of a run; `rules` are those of its provider. */
export function headOf(report: Report, options: RenderOptions, rules: Descriptor[], plan: Plan): RunHead {
  const { lang, provenance } = options;
  const full = options.sarifProfile === 'full';
  const { scope, region, category } = plan;
  const notifications = scope === undefined ? [] : notificationsOf(report, scope, region, lang);
  const label = scope === undefined ? category : visible(`${scope.provider} ${scope.label}`);
  const { taxonomies, components, related } = full
    ? taxonomiesOf(report, rules)
    : { taxonomies: [], components: [], related: rules };
  const { exitCode } = report.gate;
  return {
    tool: {
      driver: {
        name: 'tojimari',
        version: report.tool.version,
        semanticVersion: report.tool.version,
        informationUri: 'https://tojimari.dev',
        language: lang === 'ja' ? 'ja' : 'en-US',
        rules: related,
        notifications: NOTIFICATIONS.map(({ id, name, text }) => ({
          id,
          name,
          shortDescription: { text },
          fullDescription: { text },
          help: { text: 'Give the auditor the missing permission, or split the scan into more scopes.' },
        })),
        ...(components.length > 0 && { supportedTaxonomies: components }),
      },
    },
    ...(taxonomies.length > 0 && { taxonomies }),
    ...(full && { translations: [translationOf(report, rules, lang === 'ja' ? 'en' : 'ja')] }),
    automationDetails: {
      id: `tojimari/${category}/`,
      description: {
        text: `Settings of ${label}${region === undefined ? '' : `, ${visible(region)}`}.`,
      },
    },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
    ...(provenance === undefined
      ? {}
      : { versionControlProvenance: [{ ...provenance, mappedTo: { uriBaseId: '%SRCROOT%' } }] }),
    invocations: [
      {
        executionSuccessful: !full || scope === undefined || !isFailed(scope),
        ...(full && { exitCode, exitCodeDescription: EXIT_CODES[exitCode] }),
        startTimeUtc: report.startedAt,
        endTimeUtc: report.endedAt,
        toolExecutionNotifications: notifications,
        properties: {
          scopes: scope === undefined ? [] : [visible(scope.id)],
          complete: notifications.length === 0,
        },
      },
    ],
  };
}
