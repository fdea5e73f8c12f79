// Permissions that are declared one by one -> the statements that the service makes of them.
import type { Origin } from '../../../snapshot/resource.ts';
import type { Raw } from '../answers/shape.ts';
import { type Part, present } from './declared.ts';

/** One permission, in the words of AddPermission and AddLayerVersionPermission (AWS Lambda API reference). */
export interface Permission {
  sid?: string | undefined;
  action: string;
  /** An account id, an ARN, a service, or `*`. */
  principal: string;
  sourceArn?: string | undefined;
  sourceAccount?: string | undefined;
  organization?: string | undefined;
  urlAuthType?: string | undefined;
  viaUrl?: boolean | undefined;
  eventSourceToken?: string | undefined;
  /** Names of those of the above that are not known before it is made: the statement has a condition of which nobody can say what it asks. */
  later?: string[];
  origin: Origin;
}

/** Conditions by what they are made of (AWS Lambda developer guide, "Viewing resource-based IAM policies in Lambda"). */
const CONDITIONS: [keyof Permission, string, string][] = [
  ['sourceArn', 'ArnLike', 'AWS:SourceArn'],
  ['sourceAccount', 'StringEquals', 'AWS:SourceAccount'],
  ['organization', 'StringEquals', 'aws:PrincipalOrgID'],
  ['urlAuthType', 'StringEquals', 'lambda:FunctionUrlAuthType'],
  ['eventSourceToken', 'StringEquals', 'lambda:EventSourceToken'],
];

/** The statement as Lambda shows it. */
function statementOf(permission: Permission, resource: string): Raw {
  const conditions: Record<string, Raw> = {};
  const add = (operator: string, key: string, value: string) => {
    conditions[operator] = { ...conditions[operator], [key]: value };
  };
  for (const [name, operator, key] of CONDITIONS) {
    const value = permission[name];
    if (typeof value === 'string' && value !== '') add(operator, key, value);
    else if (permission.later?.includes(name)) add(LATER, key, 'known after apply');
  }
  if (permission.viaUrl === true) add('Bool', 'lambda:InvokedViaFunctionUrl', 'true');
  return {
    ...(permission.sid !== undefined && { Sid: permission.sid }),
    Effect: 'Allow',
    Principal: principalOf(permission.principal),
    Action: permission.action,
    Resource: resource,
    ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
  };
}

/** No operator of IAM: what cannot be read is not decided. */
const LATER = 'KnownAfterApply';

function principalOf(principal: string): unknown {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
}

/** The policy that permissions make together, each with its place; undefined without any. */
export function policyPartOf(permissions: Permission[], resource: string): Part | undefined {
  const [first] = permissions;
  if (first === undefined) return undefined;
  const Statement = permissions.map((one) => statementOf(one, resource));
  const places = permissions.map(({ origin }, index): [string, Origin] => [`/Statement/${index}`, origin]);
  return {
    known: present({ Version: '2012-10-17', Statement }),
    origin: first.origin,
    places: Object.fromEntries(places),
  };
}
