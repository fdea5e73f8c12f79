// What the managed policy SecurityAudit of AWS lacks for a scan.
import { SECURITY_AUDIT } from './security-audit.generated.ts';

/** Those of these permissions that SecurityAudit does not give on every resource, sorted, each once. */
export function beyondSecurityAudit(permissions: string[]): string[] {
  return [...new Set(permissions)].filter((permission) => !inSecurityAudit(permission)).sort();
}

/** Names of actions do not care about case; a `*` of this policy only ever ends a name. */
function inSecurityAudit(permission: string): boolean {
  const [service = '', name = ''] = permission.toLowerCase().split(':');
  const held = Object.hasOwn(SECURITY_AUDIT, service) ? (SECURITY_AUDIT[service] ?? '') : '';
  return held
    .toLowerCase()
    .split(' ')
    .some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
}
