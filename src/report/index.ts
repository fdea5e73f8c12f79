// The formats that a report can be written in.
import { jsonChunks, renderJson } from './json.ts';
import type { Render, Report } from './report.ts';
import { renderSarif } from './sarif.ts';
import { renderText } from './text.ts';

export interface Format {
  render: Render;
  /** The same in pieces, where the whole would be large. */
  chunks?(report: Report): Iterable<string>;
  /** With its dot: `.sarif`. */
  extension: string;
  description: string;
}

export const FORMATS: Record<'text' | 'sarif' | 'json', Format> = {
  text: { render: renderText, extension: '.txt', description: 'a page for people' },
  sarif: { render: renderSarif, extension: '.sarif', description: 'SARIF 2.1.0 for GitHub code scanning' },
  json: {
    render: renderJson,
    chunks: jsonChunks,
    extension: '.json',
    description: 'the whole report for other programs',
  },
};
