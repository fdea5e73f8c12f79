// The three ways to assume a role. Only the web identity call is unsigned.
// `sts:TagSession`, `sts:SetSourceIdentity` and `sts:SetContext` only add to such a call: without one of these three they give
// nothing, and where the policy lacks them the caller leaves tags, source identity and context out.
// Sources: IAM user guide, "Compare AWS STS credentials", "Pass session tags in AWS STS", "Monitor and control actions taken
// with assumed roles", "Trusted identity propagation".
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
