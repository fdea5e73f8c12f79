// The three ways to assume a role. Only the web identity call is unsigned.
// Source: IAM user guide, "Comparing the AWS STS API operations".
import type { Kind } from './kind.ts';

const base = { access: 'assume', level: 'container', acrossAccounts: true } as const;

export const roleTrust: Kind = {
  actions: [
    { ...base, name: 'sts:AssumeRole', anonymous: false, proof: 'signature' },
    { ...base, name: 'sts:AssumeRoleWithWebIdentity', anonymous: false, proof: 'web-identity' },
    { ...base, name: 'sts:AssumeRoleWithSAML', anonymous: false, proof: 'saml' },
  ],
  arns: (resource) => ({ container: [resource], item: [resource], qualified: [resource] }),
  resourceElement: 'none',
};
