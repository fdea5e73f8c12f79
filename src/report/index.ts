// The formats that a report can be written in.
import { csvPieces } from './csv.ts';
import { githubPieces } from './github.ts';
import { gitlabPieces } from './gitlab.ts';
import { jsonPieces } from './json.ts';
import { junitPieces } from './junit.ts';
import { markdownPieces } from './markdown.ts';
import { ocsfPieces } from './ocsf.ts';
import type { Render, RenderOptions, Report } from './report.ts';
import { sarifPieces } from './sarif.ts';
import { renderText } from './text.ts';

export type FormatName =
  | 'text'
  | 'sarif'
  | 'json'
  | 'junit'
  | 'markdown'
  | 'github'
  | 'csv'
  | 'gitlab-codequality'
  | 'ocsf';

export interface Format {
  render: Render;
  /** The same in pieces, where the whole would be large. */
  chunks?(report: Report, options: RenderOptions): Iterable<string>;
  /** With its dot: `.sarif`. */
  extension: string;
  description: string;
}

export const FORMATS: Record<FormatName, Format> = {
  text: { render: renderText, extension: '.txt', description: 'a page for people' },
  sarif: inPieces(sarifPieces, '.sarif', 'SARIF 2.1.0 for GitHub code scanning'),
  json: inPieces(jsonPieces, '.json', 'the whole report for other programs'),
  junit: inPieces(junitPieces, '.xml', 'JUnit XML for the test pages of CI services'),
  markdown: inPieces(markdownPieces, '.md', 'a page for the summary of a CI step, 1 MiB at most'),
  github: inPieces(githubPieces, '.log', 'workflow commands that annotate a run of GitHub Actions'),
  csv: inPieces(csvPieces, '.csv', 'a table for spreadsheets'),
  'gitlab-codequality': inPieces(gitlabPieces, '.json', 'code quality for merge requests on GitLab'),
  ocsf: inPieces(ocsfPieces, '.json', 'OCSF Compliance Findings for security data lakes'),
};

/** Characters of what is written at once: little enough to be let go soon, for what is large grows old when garbage is collected. */
const CHUNK = 16_384;

function inPieces(
  pieces: (report: Report, options: RenderOptions) => Iterable<string>,
  extension: string,
  description: string,
): Format {
  return {
    render: (report, options) => [...pieces(report, options)].join(''),
    chunks: (report, options) => gathered(pieces(report, options)),
    extension,
    description,
  };
}

/** Small pieces put together, so that each write is worth its while. */
export function* gathered(pieces: Iterable<string>): Iterable<string> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
