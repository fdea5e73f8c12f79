// Secrets in the lines of files that reports show: each of their characters becomes an asterisk.

/** A quote as it stands in JSON, in JSON inside a string, percent-encoded, and in XML. */
const QUOTE = String.raw`(?:\\*["']|%22|\\u0022|&quot;)`;
const NO_QUOTE = String.raw`(?:(?!\\*["']|%22|\\u0022|&quot;)[^\n])`;
const BETWEEN = String.raw`(?:\s|%20)*(?::|=>|=|%3A)(?:\s|%20|%0A)*`;
/** Names whose values are secrets. An external id is no password, but whoever knows it is let in. */
const NAMES = String.raw`[\w:.%-]{0,80}(?:pass(?:word|wd|phrase)|secret|token|(?:api|access|private|consumer|ssh|signing|encryption)[-_]?key|credential|connection[-_]?string|external[-_]?id|session[-_]?id|user[-_]?data|webhook)[\w.-]{0,40}`;

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

/** What is a secret by its own looks, whatever it is called: the part to hide is the last group. */
const LOOKS = [
  // Access keys of AWS (IAM user guide, "IAM identifiers", "Unique identifiers"): which kind may be seen.
  /\b((?:AKIA|ASIA|ABIA|ACCA))([A-Z0-9]{12,})\b/g,
  // Secret access keys: forty characters of base64, with large and small letters and digits among them.
  /(?<![A-Za-z0-9/+=])()((?=[A-Za-z/+]*[0-9])(?=[a-z0-9/+]*[A-Z])(?=[A-Z0-9/+]*[a-z])[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/g,
  // The inside of a key or a certificate.
  /(?<![A-Za-z0-9/+=])()((?=[A-Za-z/+]*[0-9])(?=[a-z0-9/+]*[A-Z])(?=[A-Z0-9/+]*[a-z])[A-Za-z0-9/+]{60,}={0,2})/g,
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----)((?:(?!-----END)[\s\S])*)/g,
  /\b(gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|sk_live_|rk_live_|npm_|AIza|SG\.)([\w.-]{10,})/g,
  /\b(eyJ)([\w-]{8,}\.[\w-]{8,}\.[\w-]*)/g,
  // A session of Salesforce: the id of the org, an exclamation mark, and what signs in.
  /\b(00D[A-Za-z0-9]{12,15}!)([\w.]{20,})/g,
  /\b((?:Bearer|Basic)\s+)([\w.~+/=-]{8,})/g,
  /(:\/\/[^\s:/@"']{1,64}:)([^\s@/"']{1,128})(?=@)/g,
  /([?&](?:X-Amz-(?:Signature|Credential|Security-Token)|sig|signature|token|key)=)([^&\s"']+)/gi,
];

/**
 * The same text, as long as it was, with an asterisk in place of each character of a secret: by what it is called, by its own looks, and
 * by what the file itself calls sensitive.
 */
export function maskSecrets(text: string, sensitive: readonly string[] = []): string {
  let masked = text;
  for (const secret of sensitive) if (secret !== '') masked = masked.split(secret).join(stars(secret));
  for (const pattern of [QUOTED, LISTED, PLAIN, ELEMENT])
    masked = masked.replace(pattern, (whole, before: string, value: string) =>
      harmless(value) ? whole : before + stars(value),
    );
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
