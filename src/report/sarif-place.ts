// Where an alert lives: a path that GitHub takes, and an identity that survives everything but the door itself.
import { createHash } from 'node:crypto';
import { visible } from './escape.ts';
import type { Door, Origin, ReportEvidence, ReportResource, ScopeReport, Source } from './report.ts';
import type { Region, SarifRelated } from './sarif-log.ts';

const MAX_SEGMENT = 120;
const NOWHERE: Region = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };

export interface SarifPlace {
  uri: string;
  region: Region;
  /** The lines of the file, as far as they were read. */
  snippet?: string;
}

/** The file in which findings without a file of their own are shown. */
export interface Anchor {
  uri: string;
  /** The lines that speak of a resource, by its id or name. */
  lines: Map<string, Region>;
}

/**
 * The block that certainly declares the resource; else the place of the first piece of evidence that was read from a file of the
 * repository, else the anchor, where it is wanted, else the synthetic one.
 */
export function placeOf(
  evidence: ReportEvidence[],
  resource: ReportResource,
  scope: ScopeReport | undefined,
  source?: Source,
  anchor?: Anchor,
): SarifPlace {
  const declared = source?.certain === true ? declaredPlace(source) : undefined;
  const found = declared ?? readPlace(evidence);
  if (found !== undefined) return found;
  if (anchor === undefined) return { uri: syntheticPath(resource, scope), region: NOWHERE };
  const { uri, lines } = anchor;
  return { uri, region: lines.get(resource.id) ?? lines.get(resource.name) ?? NOWHERE };
}

/** An anchor from the text of its file: words are what stands between blanks, quotes, commas and brackets. `file` is in the repository. */
export function anchorOf({ file, text }: { file: string; text: string }): Anchor {
  const lines = new Map<string, Region>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const words = line.trim().split(/[\s"'`,;()[\]{}<>]+/);
    const region = {
      startLine: index + 1,
      startColumn: 1,
      endLine: index + 1,
      endColumn: Math.max(1, line.length + 1),
    };
    for (const word of words) {
      const name = word.replace(/:$/, '');
      if (name !== '' && !lines.has(name)) lines.set(name, region);
    }
  }
  return { uri: repositoryPath(file) ?? 'tojimari.yaml', lines };
}

/** The place in the words of SARIF. */
export function physical({ uri, region }: SarifPlace): SarifRelated['physicalLocation'] {
  return { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region };
}

/** The same with what its lines say. */
export function quotedPlace(place: SarifPlace): SarifRelated['physicalLocation'] {
  if (place.snippet === undefined) return physical(place);
  const { startLine, endLine } = place.region;
  const lines = place.snippet.split('\n').map(visible);
  return {
    ...physical(place),
    contextRegion: {
      startLine,
      endLine: Math.max(endLine, startLine + lines.length - 1),
      snippet: { text: lines.join('\n') },
    },
  };
}

/** Where the source declares a resource, when that is in the repository. */
export function declaredPlace({ file, line, column }: Source): SarifPlace | undefined {
  const uri = repositoryPath(file);
  return uri === undefined ? undefined : { uri, region: regionOf({ file, line, column }) };
}

/** The place of the first piece of evidence that was read from a file of the repository. */
export function readPlace(evidence: ReportEvidence[]): SarifPlace | undefined {
  for (const { origin } of evidence) {
    const uri = origin === undefined ? undefined : repositoryPath(origin.file);
    if (origin === undefined || uri === undefined) continue;
    const { snippet } = origin;
    return { uri, region: regionOf(origin), ...(snippet !== undefined && { snippet }) };
  }
  return undefined;
}

/**
 * A path below the working folder as SARIF wants it: no scheme, no `.` or `..`, every segment percent-encoded.
 * undefined for absolute paths, paths that lead out, and standard input.
 */
export function repositoryPath(file: string): string | undefined {
  if (file === '-' || /^([a-z][a-z0-9+.-]*:|[/\\])/i.test(file)) return undefined;
  const segments: string[] = [];
  for (const part of file.split(/[/\\]/)) {
    if (part === '' || part === '.') continue;
    if (part !== '..') segments.push(part);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.length === 0 ? undefined : segments.map(encode).join('/');
}

/** A path for what has no file: `_live/aws/111122223333/ap-northeast-1/s3/bucket/acme-export`. */
export function syntheticPath(resource: ReportResource, scope: ScopeReport | undefined): string {
  const [provider = '', ...kind] = resource.type.split('.');
  const region = resource.region ?? (provider === 'aws' ? 'global' : undefined);
  const root = scope === undefined || scope.input === 'live' ? '_live' : '_export';
  const parts = [
    ...resource.scope.split('/'),
    ...(region === undefined ? [] : [region]),
    ...kind,
    resource.name,
  ];
  return [root, ...parts.map(pathSegment)].join('/');
}

/** One segment: percent-encoded, never empty, never dots alone; a long one keeps its head and gets a hash for its tail. */
export function pathSegment(text: string): string {
  if (text === '') return '_';
  if (/^\.+$/.test(text)) return `_${text}`;
  const whole = encode(text);
  if (whole.length <= MAX_SEGMENT) return whole;
  let head = '';
  for (const character of text) {
    const next = encode(character);
    if (head.length + next.length > MAX_SEGMENT - 20) break;
    head += next;
  }
  return `${head}-${sha256(text).slice(0, 16)}`;
}

/** Hash of what makes an alert itself: rule, resource and door; nothing that changes between runs, versions or languages. */
export function identity(rule: string, resource: ReportResource, subject: Door['id']): string {
  return sha256(['v1', rule, resource.type, resource.id, subject].join('\0'));
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function regionOf({ line, column, endLine, endColumn }: Origin): Region {
  if (line === undefined) return NOWHERE;
  const startColumn = column ?? 1;
  const lastLine = Math.max(line, endLine ?? line);
  const after = endColumn ?? (lastLine > line ? 1 : startColumn + 1);
  return { startLine: line, startColumn, endLine: lastLine, endColumn: after };
}

function encode(text: string): string {
  if (/^[\w.~-]*$/.test(text)) return text;
  const wellFormed = text.replace(/\p{Cs}/gu, '\ufffd');
  const rest = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(wellFormed).replace(/[!'()*]/g, rest);
}
