// The way in, step by step, as code scanning shows it under "show paths": outsider, door, settings, guard, resource.
import { shorten } from './escape.ts';
import { accessWords, type Noun, whatIsReached, whoGetsIn } from './headline.ts';
import type { Door, ReportEvidence } from './report.ts';
import type { SarifFlow, SarifRelated } from './sarif-log.ts';
import { safe } from './sarif-message.ts';
import { physical, readPlace, type SarifPlace } from './sarif-place.ts';
import { sentence } from './sarif-rules.ts';
import type { Lang } from './words.ts';

const MAX_SETTINGS = 6;
const MAX_STEP = 1000;

/**
 * One flow of one thread. Settings that were read from a file stand there, all else where the alert stands. `door` has its names in
 * quotes.
 */
export function flowOf(
  door: Door,
  evidence: ReportEvidence[],
  noun: Noun | undefined,
  alert: SarifPlace,
  lang: Lang,
): SarifFlow {
  const { via, state, guard, access } = door;
  const can = accessWords(access);
  const reached = whatIsReached(door, noun)[lang];
  const ja = lang === 'ja';
  const said = new Set<string>();
  const settings = evidence.filter(({ text }) => !said.has(text.en) && said.add(text.en));
  const steps: [text: string, place: SarifPlace][] = [
    [
      ja
        ? `外部の相手: ${whoGetsIn([door]).ja.replace(/が$/, '')}`
        : `Outsider: ${whoGetsIn([door]).en.replace(/,$/, '')}`,
      alert,
    ],
    [`${ja ? '戸口' : 'Door'}: ${ja ? can.ja : can.en}${via === undefined ? '' : ` (${via})`}`, alert],
  ];
  for (const piece of settings.slice(0, MAX_SETTINGS))
    steps.push([`${ja ? '設定' : 'Setting'}: ${piece.text[lang]}`, readPlace([piece]) ?? alert]);
  if (guard !== undefined && state === 'open-unless')
    steps.push([
      ja ? `読み取れなかった防御設定: ${guard.ja}` : `Guard that could not be read: ${guard.en}`,
      alert,
    ]);
  if (guard !== undefined && state === 'shut-by')
    steps.push([ja ? `閉じているのは次の設定だけ: ${guard.ja}` : `Shut only by: ${guard.en}`, alert]);
  steps.push([`${ja ? 'リソース' : 'Resource'}: ${reached}`, alert]);
  return {
    threadFlows: [
      { locations: steps.map(([text, place]) => ({ location: stepLocation(sentence(text, lang), place) })) },
    ],
  };
}

function stepLocation(text: string, place: SarifPlace): SarifRelated {
  return { physicalLocation: physical(place), message: { text: safe(shorten(text, MAX_STEP)) } };
}
