// Ranges, origins and remote sites of an org -> which of them are wide open. Pure.
import type { Assessment, Evidence } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { someOf } from '../guest/names.ts';
import { evidence } from '../guest/proof.ts';
import { type Hardening, hardeningSchema } from './hardening.generated.ts';
import { tooWide } from './ranges.ts';

/** Hosts where anybody can have a page of their own. */
const SHARED_HOSTS =
  /^(\*\.)+((my\.)?(salesforce|site)\.com|force\.com|herokuapp\.com|ngrok(-free)?\.(io|app|dev)|cloudfront\.net|([a-z0-9-]+\.)*amazonaws\.com|github\.io|vercel\.app|netlify\.app|azurewebsites\.net|web\.app|pages\.dev|workers\.dev)$/i;

/** Judges by width, not by taste: a wildcard below the company's own domain is no finding. */
export function analyseHardening(resource: Resource): Assessment {
  const org = typed(resource, hardeningSchema);
  const facts: Record<string, unknown> = {};
  const unknownFacts: NonNullable<Assessment['unknownFacts']> = {};
  const words: Record<string, Evidence[]> = {};
  const put = (
    fact: string,
    keys: (keyof Hardening & string)[],
    found: string[],
    en: string,
    ja: string,
  ): void => {
    const missing = keys.flatMap((key) => {
      const known = setting(org, key);
      return known.state === 'unknown' ? [known.why] : [];
    });
    if (missing.length > 0 && found.length === 0) unknownFacts[fact] = missing;
    else facts[fact] = found;
    const some = someOf(found);
    words[`facts.${fact}`] = [
      evidence(org, keys[0] ?? fact, { en: `${en}: ${some.en}`, ja: `${ja}: ${some.ja}` }, { own: true }),
    ];
  };
  const {
    trustedRanges = [],
    loginRanges = [],
    corsOrigins = [],
    trustedSites = [],
    remoteSites = [],
  } = org.settings;
  const profiles = loginRanges.filter(({ ranges }) => tooWide(ranges)).map(({ profile }) => profile);
  put(
    'wideRanges',
    ['trustedRanges', 'loginRanges'],
    [...(tooWide(trustedRanges) ? ['Network Access'] : []), ...profiles],
    'more addresses than a /8',
    '/8 より広い範囲',
  );
  put(
    'wideOrigins',
    ['corsOrigins', 'trustedSites'],
    [...corsOrigins, ...trustedSites].filter(anybodys),
    'anybody can have a page there',
    '誰でもページを持てる許可先',
  );
  put(
    'plainSites',
    ['remoteSites'],
    remoteSites.filter(({ url, anyProtocol }) => anyProtocol || /^http:/i.test(url)).map(({ name }) => name),
    'called without encryption',
    '暗号化なしで呼び出せるリモートサイト',
  );
  const { healthRisks = [] } = org.settings;
  const some = someOf(
    healthRisks.map(({ setting: name, value, standard }) => `${name} (${value}; ${standard})`),
  );
  words['healthRisks'] = [
    evidence(
      org,
      'healthRisks',
      {
        en: `${healthRisks.length} high-risk settings (value; standard): ${some.en}`,
        ja: `高リスクの設定 ${healthRisks.length} 件（現在値; 標準値）: ${some.ja}`,
      },
      { own: true },
    ),
  ];
  return { exposures: [], facts, unknownFacts, words };
}

/** An origin without encryption, for everything, below a whole top-level domain, or at a host that everybody shares. */
function anybodys(origin: string): boolean {
  const [, scheme = '', host = ''] = /^(?:([a-z]+):\/\/)?([^/:]*)/i.exec(origin.trim()) ?? [];
  if (/^(http|ws)$/i.test(scheme)) return true;
  return host === '*' || /^\*\.[a-z]+$/i.test(host) || SHARED_HOSTS.test(host);
}
