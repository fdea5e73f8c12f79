// Secrets in the lines of files that reports show: each of their characters becomes an asterisk.
import type { Find } from './find-texts.ts';

/** A quote as it stands in JSON, in JSON inside a string, percent-encoded, and in XML. */
const QUOTE = String.raw`(?:\\*["']|%22|\\u0022|&quot;)`;
const NO_QUOTE = String.raw`(?:(?!\\*["']|%22|\\u0022|&quot;)[^\n])`;
const BETWEEN = String.raw`(?:\s|%20)*(?::|=>|=|%3A)(?:\s|%20|%0A)*`;
/** What names of secrets hold. An external id is no password, but whoever knows it is let in. */
const WORDS =
  '(?:pass(?:word|wd|phrase)|pwd|secret|token|(?:api|access|private|consumer|ssh|signing|encryption|account)[-_]?key|credential|connection[-_]?string|external[-_]?id|session[-_]?id|user[-_]?data|webhook)';
/** Names whose values are secrets. */
const NAMES = String.raw`[\w:.%-]{0,80}${WORDS}[\w.-]{0,40}`;
/** Most texts hold none of these words, which is seen many times faster than where a name begins. */
const SPOKEN = new RegExp(WORDS, 'i');

/** `"name": "value"` */
const QUOTED = new RegExp(
  `((?:^|[^\\w])${QUOTE}?${NAMES}${QUOTE}?${BETWEEN}${QUOTE})(${NO_QUOTE}+)(?=${QUOTE}|\\n|$)`,
  'gi',
);
/** `"name": ["value", "value"]` */
const LISTED = new RegExp(
  `((?:^|[^\\w])${QUOTE}?${NAMES}${QUOTE}?${BETWEEN}(?:\\[|%5B))((?:(?!%5D)[^\\]])*)`,
  'gi',
);
/** `name: value`, as YAML has it; references and numbers of versions are none. */
const PLAIN = new RegExp(`^([ \\t]*(?:- )?${NAMES}\\s*:[ \\t]+)(?![!|>&*{["'$]|arn:)([^\\s#][^\\n]*)`, 'gim');
/** `<name>value</name>` */
const ELEMENT = new RegExp(`(<${NAMES}>)([^<]+)`, 'gi');
/** `name=value`, as environments, connection strings and addresses have it; `--name value`, as commands do; `"name": 12345678`. */
const GIVEN = [
  new RegExp(`((?:^|[^\\w])${NAMES}(?:=|%3D))(?![!|>&*{["'$%]|arn:)([^\\s"'\`;&,<>\\\\]{3,})`, 'gim'),
  new RegExp(`(--${NAMES}[ \\t]+)(?!-)([^\\s"'\\\\]{3,})`, 'gi'),
  new RegExp(`(${QUOTE}${NAMES}${QUOTE}${BETWEEN})(-?\\d{5,})`, 'gi'),
];
/** `name: |`, or `name = <<END`, and the lines that belong to it. */
const BLOCKS = [
  new RegExp(
    `(^([ \\t]*)(?:- )?${NAMES}\\s*:[ \\t]+[|>][-+\\d]*[ \\t]*\\n)((?:\\2[ \\t]+[^\\n]*(?:\\n|$))+)`,
    'gim',
  ),
  new RegExp(`((?:^|[^\\w])${NAMES}${QUOTE}?\\s*=\\s*<<[-~]?(\\w+)\\n)((?:(?!\\s*\\2)[^\\n]*\\n)*)`, 'gi'),
];
/** `name: DB_PASSWORD, value: …`, as variables of an environment are often written. */
const PAIRED = new RegExp(
  `(\\b(?:name|key)${QUOTE}?${BETWEEN}${QUOTE}?${NAMES}${QUOTE}?[\\s,;]{0,40}${QUOTE}?value${QUOTE}?${BETWEEN}${QUOTE}?)(${NO_QUOTE}+)`,
  'gi',
);

/** What is a secret by its own looks, whatever it is called: the part to hide is the last group. */
const LOOKS = [
  // Access keys of AWS (IAM user guide, "IAM identifiers", "Unique identifiers"): which kind may be seen.
  /\b((?:AKIA|ASIA|ABIA|ACCA))([A-Z0-9]{12,})\b/g,
  // Secret access keys: forty characters of base64, with large and small letters and digits among them.
  /(?<![A-Za-z0-9/+=])()((?=[A-Za-z/+]*[0-9])(?=[a-z0-9/+]*[A-Z])(?=[A-Z0-9/+]*[a-z])[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/g,
  // The inside of a key or a certificate.
  /(?<![A-Za-z0-9/+=])()((?=[A-Za-z/+]*[0-9])(?=[a-z0-9/+]*[A-Z])(?=[A-Z0-9/+]*[a-z])[A-Za-z0-9/+]{60,}={0,2})/g,
  /(-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----)((?:(?!-----END)[\s\S])*)/g,
  /\b(gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|[sr]k_(?:live|test)_|whsec_|npm_|pypi-|dckr_pat_|hf_|AIza|GOCSPX-|SG\.)([\w.-]{10,})/g,
  /\b(sk-(?:proj-|ant-)?)([\w-]{24,})/g,
  /(hooks\.slack\.com\/(?:services|workflows)\/)([\w/-]{10,})/g,
  /\b(eyJ)([\w-]{8,}\.[\w-]{8,}\.[\w-]*)/g,
  // A session of Salesforce: the id of the org, an exclamation mark, and what signs in.
  /\b(00D[A-Za-z0-9]{12,15}!)([\w.]{20,})/g,
  /\b((?:Bearer|Basic)\s+)([\w.~+/=-]{8,})/g,
  /(authorization\W{1,8}(?:bearer|basic|token)\s+)([\w.~+/=-]{8,})/gi,
  /(:\/\/[^\s:/@"']{0,64}:)([^\s@"']{1,128})(?=@)/g,
  /(\s-u\s+[^\s:"']{1,64}:)([^\s"']{3,128})/g,
  /([?&](?:X-Amz-(?:Signature|Credential|Security-Token)|sig|signature|token|key)=)([^&\s"']+)/gi,
];

/** The same text, as long as it was, with an asterisk in place of each character of what the file itself calls sensitive. */
export function maskFound(text: string, find: Find): string {
  const pieces: string[] = [];
  let last = 0;
  for (let hit = find(text); hit !== undefined; hit = find(text, hit.end)) {
    pieces.push(text.slice(last, hit.start), stars(text.slice(hit.start, hit.end)));
    last = hit.end;
  }
  return last === 0 ? text : pieces.join('') + text.slice(last);
}

/** The same for secrets that are told by what they are called, and by their own looks. */
export function maskSecrets(text: string): string {
  let masked = text;
  if (SPOKEN.test(masked)) {
    for (const pattern of [QUOTED, LISTED, PLAIN, ELEMENT, ...GIVEN, PAIRED])
      masked = masked.replace(pattern, (whole, before: string, value: string) =>
        harmless(value) ? whole : before + stars(value),
      );
    for (const pattern of BLOCKS)
      masked = masked.replace(
        pattern,
        (_whole, before: string, _end, lines: string) => before + stars(lines),
      );
  }
  for (const pattern of LOOKS)
    masked = masked.replace(pattern, (_whole, before: string, value: string) => before + stars(value));
  return masked;
}

/** Names of things, switches, and what only points to a secret. */
function harmless(value: string): boolean {
  return (
    /^\s*(?:arn[:%]|true\b|false\b|null\b|\$\{|\{\{resolve|[{[]|$)/i.test(value) ||
    /^[\d.]{1,4}$|^\d{4}-\d\d-\d\d/.test(value)
  );
}

/** Line breaks and quotes stay, so that lines are the same ones. */
function stars(secret: string): string {
  return secret.replace(/[^\s"',\\]/g, '*');
}
