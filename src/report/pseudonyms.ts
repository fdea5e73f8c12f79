// Pseudonyms: the same name gets the same one, and without the secret nobody can tell or try whose it is.
import { createHmac } from 'node:crypto';

/** Words that stand before a name in an ARN, and are none. */
const KINDS = new Set(
  'role user group policy instance-profile oidc-provider saml-provider function table cluster db snapshot key alias secret repository domain topic accesspoint log-group restapis apis parameter volume image instance root'.split(
    ' ',
  ),
);
/** Words of IAM documents, which name nobody. */
const WORDS = new Set(
  'Statement Principal NotPrincipal Action NotAction Resource NotResource Condition Effect Version Sid AWS Service Federated'.split(
    ' ',
  ),
);

export interface Pseudonyms {
  /** `bucket-3f9a0c12d4` for a name of a kind; nothing for nothing. */
  name(kind: string, text: string): string;
  /** An ARN keeps its shape; whatever else becomes a name. */
  id(kind: string, text: string): string;
  /** `aws/000123456789` */
  scope(id: string): string;
  /** A path of as many folders, with the extension of its file. */
  path(file: string): string;
  /** A JSON pointer without the keys that people chose. */
  pointer(pointer: string): string;
  /** A hash in the place of another one. */
  hash(text: string): string;
}

/** Pseudonyms made with a secret. */
export function newPseudonyms(key: Uint8Array): Pseudonyms {
  const hmac = (text: string) => createHmac('sha256', key).update(text).digest('hex');
  const name = (kind: string, text: string) => (text === '' ? '' : `${kind}-${hmac(text).slice(0, 10)}`);
  const account = (text: string) =>
    `000${String(Number.parseInt(hmac(text).slice(0, 12), 16) % 1e9).padStart(9, '0')}`;
  const part = (kind: string, text: string) => {
    const digits = text.replaceAll('-', '');
    return /^\d{12}$/.test(digits) ? account(digits) : name(kind, text);
  };
  const segments = (kind: string, rest: string, service: string) =>
    rest
      .split(/([/:])/)
      .map((each, index, all) => {
        if (each === '' || /^[/:*]$/.test(each)) return each;
        const isKind = index === 0 && (all.length > 1 || each === 'root') && service !== 's3';
        return isKind && KINDS.has(each) ? each : part(kind, each);
      })
      .join('');
  const id = (kind: string, text: string) => {
    const [arn, partition = '', service = '', region = '', owner = '', ...rest] = text.split(':');
    const isArn = arn === 'arn' && /^aws[a-z-]*$/.test(partition) && /^[a-z0-9-]+$/.test(service);
    if (!isArn || !/^[a-z0-9-]*$/.test(region) || rest.length === 0) return part(kind, text);
    const whose = owner === '' ? '' : part('account', owner);
    return ['arn', partition, service, region, whose, segments(kind, rest.join(':'), service)].join(':');
  };
  return {
    name: part,
    id,
    scope(text) {
      const [provider = '', ...rest] = text.split('/');
      const own = provider === 'aws' || provider === 'salesforce';
      return [own ? provider : name('scope', provider), ...rest.map((each) => part('scope', each))].join('/');
    },
    path(file) {
      const parts = file.split(/[/\\]/).filter((each) => each !== '' && each !== '.' && each !== '..');
      const last = parts.pop() ?? file;
      const [extension = ''] = /\.(?:json|jsonl|ya?ml|xml|tf|tfstate|zip|sarif|txt)$/i.exec(last) ?? [];
      return [...parts.map((each) => name('folder', each)), name('file', last) + extension].join('/');
    },
    pointer: (text) =>
      text
        .split('/')
        .map((each) => (each === '' || /^\d+$/.test(each) || WORDS.has(each) ? each : name('key', each)))
        .join('/'),
    hash: (text) => hmac(`hash ${text}`).slice(0, Math.min(64, Math.max(16, text.length))),
  };
}
