// The words of an alert: the first sentence is its title; then why, what could not be read, and the resource.
import { shorten, visible } from './escape.ts';
import type { Door, Finding, ReportEvidence, Source, Text } from './report.ts';
import type { SarifRelated } from './sarif-log.ts';
import { declaredPlace, physical, readPlace, type SarifPlace } from './sarif-place.ts';
import { sentence } from './sarif-rules.ts';
import { type Lang, reasonWords } from './words.ts';

const MAX_NAME = 120;
const MAX_ID = 300;
const MAX_SENTENCE = 1000;
const MAX_EVIDENCE = 4;

/** Something close by, and the sentence that links to it: code scanning shows what the message links to alone. */
export interface Related {
  locations: SarifRelated[];
  /** With `[words](1)` in it; empty when there is nothing. */
  link: string;
}

/** A guess of where it is declared; and where the setting was read, when the alert itself stands in the source. */
export function relatedOf(
  source: Source | undefined,
  evidence: ReportEvidence[],
  place: SarifPlace,
  lang: Lang,
): Related {
  const other = source?.certain === false ? declaredPlace(source) : readPlace(evidence);
  if (source === undefined || other === undefined) return { locations: [], link: '' };
  if (other.uri === place.uri && other.region.startLine === place.region.startLine)
    return { locations: [], link: '' };
  const by = safe(source.by[lang]);
  const [text, link] = source.certain
    ? lang === 'ja'
      ? ['設定はここから読み取りました。', '設定は[ここ](1)から読み取りました。']
      : ['The setting was read here.', 'The setting was read [here](1).']
    : lang === 'ja'
      ? [`おそらくここで宣言されています。${by}。`, `おそらく[ここ](1)で宣言されています。${by}。`]
      : [`Perhaps declared here, ${by}.`, `Perhaps declared [here](1), ${by}.`];
  return { locations: [{ id: 1, physicalLocation: physical(other), message: { text } }], link };
}

/** The message of an alert as plain text, the only form that code scanning reads. */
export function messageText(
  title: Text,
  { resource, adjusted, intent }: Pick<Finding, 'resource' | 'adjusted' | 'intent'>,
  evidence: ReportEvidence[],
  door: Door | undefined,
  lang: Lang,
): string {
  const declared = intent === undefined ? [] : [intent.text[lang]];
  const sentences = [
    title[lang],
    ...declared,
    ...evidence.slice(0, MAX_EVIDENCE).map(({ text }) => text[lang]),
  ];
  if (door?.state === 'open-unless')
    sentences.push(...door.missing.map((missing) => reasonWords(missing)[lang]));
  if (door?.sensitive !== undefined) sentences.push(door.sensitive[lang]);
  if (adjusted !== undefined) sentences.push(adjusted[lang]);
  sentences.push(`${lang === 'ja' ? 'リソース: ' : 'Resource: '}${quote(shorten(resource.id, MAX_ID))}`);
  const distinct = [
    ...new Set(sentences.map((words) => sentence(capital(shorten(words, MAX_SENTENCE)), lang))),
  ];
  return safe(distinct.filter((words) => words !== '').join(lang === 'ja' ? '' : ' '));
}

/** `[text](1)` is a link in SARIF messages; a name must not make one. */
export function safe(text: string): string {
  return visible(text).replaceAll('](', '] (');
}

function capital(text: string): string {
  // A permission (`s3:GetBucketPolicy`) keeps its name.
  return /^[\w-]+:\w/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

/** The door with its names in quotes, long ones shortened; an issuer is an address, and known ones have a name. */
export function quoted(door: Door): Door {
  const { resource, via, subject, subjectName, who } = door;
  const part = via === 'access-point' ? subject?.split(' ')[0] : subject;
  return {
    ...door,
    resource: { ...resource, name: quoteName(resource.name) },
    ...(part === undefined || via === 'web-identity' ? {} : { subject: quoteName(part) }),
    ...(subjectName === undefined ? {} : { subjectName: quoteName(subjectName) }),
    ...(who === undefined ? {} : { who: who.map(quoteName) }),
  };
}

/** A name in quotes, short enough for a sentence. */
export function quoteName(name: string): string {
  return quote(shorten(name, MAX_NAME));
}

function quote(name: string): string {
  return `'${visible(name)}'`;
}
