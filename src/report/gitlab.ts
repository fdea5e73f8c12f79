// GitLab code quality: the JSON list that a merge request shows as new and resolved problems.

import { type Entry, fileOf, newWriter, type Untold, type Writer, whichOf } from './entries.ts';
import { visibleJson } from './escape.ts';
import type { RenderOptions, Report, ReportResource, Severity } from './report.ts';
import { syntheticPath } from './sarif-place.ts';
import { LABELS } from './words.ts';

const SEVERITIES: Record<Severity, string> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
};

interface Problem {
  description: string;
  check_name: string;
  fingerprint: string;
  severity: string;
  location: { path: string; lines: { begin: number; end?: number } };
}

/** The list, one problem a line; what could not be told is a problem too, so that it never looks clean. */
export function* gitlabPieces(report: Report, options: RenderOptions): Iterable<string> {
  const writer = newWriter(report, options);
  yield '[';
  let before = '\n';
  for (const entry of writer.entries) {
    yield before + jsonLine(entryProblem(writer, entry));
    before = ',\n';
  }
  for (const untold of writer.untold) {
    yield before + jsonLine(untoldProblem(writer, untold));
    before = ',\n';
  }
  yield '\n]\n';
}

function entryProblem({ say, scopes, options: { lang } }: Writer, entry: Entry): Problem {
  const place = fileOf(entry);
  const [first] = entry.evidence;
  const stop = lang === 'ja' ? '。' : '. ';
  const why = first === undefined ? '' : `${stop}${say(LABELS.because)}: ${say(first.text)}`;
  return {
    description: `${say(entry.title)}${why}`,
    check_name: say(entry.finding.rule),
    fingerprint: entry.hash,
    severity: SEVERITIES[entry.finding.severity],
    location:
      place === undefined
        ? { path: say(syntheticPath(entry.resource, scopes.get(entry.resource.scope))), lines: { begin: 1 } }
        : { path: say(place.path), lines: { begin: place.line, end: place.endLine } },
  };
}

function untoldProblem({ say, scopes, options: { lang } }: Writer, { spot, counted, hash }: Untold): Problem {
  const { scope = 'tojimari', type = 'unknown' } = spot;
  const which = whichOf(spot, lang);
  const resource: ReportResource = { type, id: scope, name: 'could-not-tell', scope };
  return {
    description: `${say(LABELS.couldNotTell)}: ${say(spot.text)}${which === '' ? '' : ` (${say(which)})`}`,
    check_name: 'could-not-tell',
    fingerprint: hash,
    severity: counted ? 'critical' : 'info',
    location: { path: say(syntheticPath(resource, scopes.get(scope))), lines: { begin: 1 } },
  };
}

function jsonLine(problem: Problem): string {
  return visibleJson(JSON.stringify(problem));
}
