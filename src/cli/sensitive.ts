// The built-in names of sensitive data: what tojimari.yaml may switch off, and docs/sensitive.md.
import { CLASSIFYING_TAGS, SENSITIVE_TAGS, SENSITIVE_VALUES } from '../providers/aws/s3/sensitive.ts';
import { builtInNames, isField, nameKey, SENSITIVE_KINDS } from '../providers/salesforce/guest/sensitive.ts';

/** Every built-in name that can be switched off. */
export const BUILT_IN: string[] = [...new Set([...builtInNames(), ...SENSITIVE_VALUES, ...SENSITIVE_TAGS])];

const KEYS = new Set(BUILT_IN.map(nameKey));

/** True for a built-in name in any spelling, and for one field: only these can be switched off. */
export function canBeIgnored(name: string): boolean {
  return isField(name) || KEYS.has(nameKey(name));
}

/** The page. */
export function sensitiveMarkdown(): string {
  return `# What is taken for sensitive

tojimari never reads data. That something is sensitive is either what your own organization says of it, or a guess by its name. A
finding on it is one step more severe, never above critical, and says why; a guess is said to be one.

| Where | Your own word | A guess |
|---|---|---|
| fields of Salesforce objects that visitors can read | the field's data sensitivity level (confidential and above, or internal) or compliance categorization | the names below |
| S3 buckets | tags | none: names of buckets are not judged |

## Names of fields

English names are whole words of the API name or the label, with or without a blank between them: \`card\` finds \`Card__c\` and
\`CreditCardNumber__c\`, not \`Cardinality__c\`. Japanese names are found anywhere in the label.

| Kind | English | Japanese |
|---|---|---|
${SENSITIVE_KINDS.map(({ kind, names, partsJa }) => `| ${kind.en} | ${names.join(', ')} | ${partsJa.join('、')} |`).join('\n')}

## Tags of buckets

Tags that classify: ${list(CLASSIFYING_TAGS)}, with one of the values ${list(SENSITIVE_VALUES)}. Tags that say it by
themselves, when their value is yes or true: ${list(SENSITIVE_TAGS)}. Case, blanks and separators do not count.

## Names of your own

\`\`\`yaml
# tojimari.yaml
sensitive:
  names:
    - loyalty number # whole words: Loyalty_Number__c, LoyaltyNumber__c
    - 会員番号 # anywhere in a label, or the value of a classifying tag
    - Contact.Score__c # one field
  ignore:
    - fax # a built-in name
    - Case.CardColor__c # one field
\`\`\`

\`names\` adds to both lists, \`ignore\` takes built-in names away from both. What the org itself classifies stays classified. Names of
settings that seem to hold passwords or keys are another list, which is not extended here.
`;
}

function list(names: Set<string>): string {
  return [...names].map((name) => `\`${name}\``).join(', ');
}
