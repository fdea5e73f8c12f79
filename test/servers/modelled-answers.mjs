// Answers of AWS APIs by their models: a value of each member, and the JSON or XML that the protocol makes of it.
import { NormalizedSchema } from '@smithy/core/schema';

/** The answer to an operation: what its model says, as its protocol writes it, with `policy` for every policy; `more` is put over it. */
export function written({ protocol }, { operation, output }, items, more, policy = POLICY) {
  const schema = NormalizedSchema.of(output);
  const value = { ...sampled(schema, { items, policy }, 0), ...more };
  const payload = schema.isStructSchema()
    ? [...schema.structIterator()].find(([, member]) => member.getMergedTraits().httpPayload)
    : undefined;
  if (/json/i.test(protocol)) {
    const [key, member] = payload ?? [];
    const text =
      payload === undefined
        ? JSON.stringify(jsonOf(schema, value))
        : member.isStructSchema()
          ? JSON.stringify(jsonOf(member, value[key] ?? {}))
          : String(value[key] ?? '');
    return { status: 200, type: 'application/json', text };
  }
  if (protocol === 'restXml' && payload !== undefined) {
    const [key, member] = payload;
    const inner = value[key];
    if (typeof inner !== 'object') return { status: 200, type: 'text/plain', text: String(inner ?? '') };
    const tag = member.getMergedTraits().xmlName ?? member.getName();
    return { status: 200, type: 'text/xml', text: `<${tag}>${xmlOf(member, inner)}</${tag}>` };
  }
  const inside = xmlOf(schema, value);
  const tag =
    protocol === 'restXml'
      ? (schema.getMergedTraits().xmlName ?? `${operation}Result`)
      : `${operation}Response`;
  const result = protocol === 'awsQuery' ? `<${operation}Result>${inside}</${operation}Result>` : inside;
  return { status: 200, type: 'text/xml', text: `<${tag}>${result}</${tag}>` };
}

/** The model's number for times that are written as RFC 3339. */
const DATE_TIME = 5;
const DEEPEST = 8;
const ARN = 'arn:aws:kagi:us-east-1:111122223333:thing/kagi-1';
const POLICY = '{"Version":"2012-10-17","Statement":[]}';

/** A value as the model wants it: of every list as many items as were wished, and never a next page. */
function sampled(schema, wish, depth, name = '') {
  if (depth > DEEPEST || /(token|marker|^istruncated|^upto|^exclusive|lastevaluated)/i.test(name))
    return undefined;
  if (schema.isStructSchema()) {
    const value = {};
    for (const [key, member] of schema.structIterator()) {
      const inner = sampled(member, wish, depth + 1, key);
      if (inner !== undefined) value[key] = inner;
    }
    return value;
  }
  if (schema.isListSchema())
    return Array.from({ length: wish.items }, () =>
      sampled(schema.getValueSchema(), wish, depth + 1, name),
    ).filter((item) => item !== undefined);
  if (schema.isMapSchema()) return /attributes/i.test(name) ? { Policy: wish.policy } : {};
  if (schema.isBooleanSchema()) return false;
  if (schema.isNumericSchema()) return 1;
  if (schema.isTimestampSchema()) return 1_700_000_000;
  if (schema.isBlobSchema()) return Buffer.from('kagi').toString('base64');
  if (/arn/i.test(name)) return ARN;
  if (/policy(injson|text|content)?$|document|^content$/i.test(name)) return wish.policy;
  if (/account|ownerid|owner$/i.test(name)) return '111122223333';
  if (/region/i.test(name)) return 'us-east-1';
  return 'kagi-1';
}

function jsonOf(schema, value) {
  if (value === undefined || value === null) return value;
  if (schema.isStructSchema()) {
    const found = {};
    for (const [key, member] of schema.structIterator()) {
      const traits = member.getMergedTraits();
      if (traits.httpHeader !== undefined || value[key] === undefined) continue;
      found[traits.jsonName ?? key] = jsonOf(member, value[key]);
    }
    return found;
  }
  if (schema.isTimestampSchema())
    return schema.getSchema() === DATE_TIME ? new Date(value * 1000).toISOString() : value;
  if (schema.isListSchema()) return value.map((item) => jsonOf(schema.getValueSchema(), item));
  return value;
}

function xmlOf(schema, value) {
  if (schema.isStructSchema())
    return [...schema.structIterator()]
      .map(([key, member]) => {
        const traits = member.getMergedTraits();
        const inner = value[key];
        if (inner === undefined || traits.httpHeader !== undefined) return '';
        const tag = traits.xmlName ?? key;
        if (!member.isListSchema()) return `<${tag}>${xmlOf(member, inner)}</${tag}>`;
        const each = member.getValueSchema();
        const inside = traits.xmlFlattened ? tag : (each.getMergedTraits().xmlName ?? 'member');
        const items = inner.map((item) => `<${inside}>${xmlOf(each, item)}</${inside}>`).join('');
        return traits.xmlFlattened ? items : `<${tag}>${items}</${tag}>`;
      })
      .join('');
  if (schema.isMapSchema())
    return Object.entries(value)
      .map(([key, inner]) => `<entry><key>${key}</key><value>${escaped(inner)}</value></entry>`)
      .join('');
  if (schema.isTimestampSchema()) return new Date(value * 1000).toISOString();
  return escaped(value);
}

function escaped(value) {
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
