// A CloudFormation template -> what it declares.
import type { Text } from '../../../snapshot/resource.ts';
import { raw } from '../answers/shape.ts';
import { IAM_RESOURCES, principalsOf } from './cloudformation-iam.ts';
import { THIS_ACCOUNT } from './cloudformation-intrinsics.ts';
import { NETWORK_RESOURCES, networkOf } from './cloudformation-network.ts';
import { parseTemplate } from './cloudformation-parse.ts';
import { bucketsOf, S3_RESOURCES } from './cloudformation-s3.ts';
import { servicesOf } from './cloudformation-services.ts';
import { openStack } from './cloudformation-stack.ts';
import { ENTRY_TYPES } from './cloudformation-types.ts';
import type { Estate } from './declared.ts';
import type { Home } from './declared-names.ts';
import type { Owner } from './owner.ts';

/** Whose account a stack is made in stands only in the stack; templates call it by this number here. */
export const stackOwner: Owner = { account: THIS_ACCOUNT, partition: 'aws' };

/** True for what could be a template by its text; isTemplate looks closer. */
export function looksLikeTemplate(text: string): boolean {
  if (/^\s*\{?\s*["']?AWSTemplateFormatVersion["']?\s*:/m.test(text)) return true;
  return /^\s*\{?\s*["']?Resources["']?\s*:/m.test(text) && /["']?Type["']?\s*:\s*["']?AWS::[A-Z]/.test(text);
}

/** True for a parsed template: it says so, or its resources have types of AWS. */
export function isTemplate(value: unknown): boolean {
  const root = raw(value);
  if (root === undefined) return false;
  const resources = Object.values(raw(root['Resources']) ?? {});
  const typed = resources.some((entry) => /^(AWS|Custom|Alexa)::/.test(String(raw(entry)?.['Type'])));
  return typed || root['AWSTemplateFormatVersion'] !== undefined;
}

/** Everything that a template declares. Throws InputError when the text does not parse. */
export function readTemplate(text: string, home: Home, stackName?: string): Estate {
  const { file } = home;
  const template = parseTemplate(text, file);
  const { entries, defaults } = openStack(template, home, stackName);
  const buckets = bucketsOf(entries, home);
  const principals = principalsOf(entries, file);
  const services = servicesOf(entries, home);
  const network = networkOf(entries, home);
  const others = new Map<string, number>();
  for (const { type } of entries)
    if (![S3_RESOURCES, IAM_RESOURCES, ENTRY_TYPES, NETWORK_RESOURCES].some((types) => types.has(type)))
      others.set(type, (others.get(type) ?? 0) + 1);
  const notes = [
    ...buckets.notes,
    ...principals.notes,
    ...services.notes,
    ...macroNotes(template.value),
    ...defaultNotes(defaults),
  ];
  return { things: [...buckets.things, ...principals.things, ...services.things, ...network], others, notes };
}

/** A macro may change anything in the template before it is used. */
function macroNotes(value: unknown): Text[] {
  const transform = raw(value)?.['Transform'];
  if (transform === undefined) return [];
  const names = (Array.isArray(transform) ? transform : [transform]).map((entry) =>
    typeof entry === 'string' ? entry : String(raw(entry)?.['Name'] ?? 'a macro'),
  );
  const list = names.join(', ');
  return [
    {
      en: `The template is judged as written; ${list} may change it before it is used.`,
      ja: `テンプレートは書かれているとおりに判定しています。実際には ${list} が変更を加える可能性があります。`,
    },
  ];
}

function defaultNotes(defaults: Set<string>): Text[] {
  if (defaults.size === 0) return [];
  const names = [...defaults].sort();
  const list = `${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`;
  return [
    {
      en: `Parameters were taken at their defaults: ${list}.`,
      ja: `パラメーターは既定値で判定しています: ${list}。`,
    },
  ];
}
