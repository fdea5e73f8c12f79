// The bounds of a session in an assumed role: what a scan reads, and nothing else, whatever the role may do.
import { SERVICES } from '../services.ts';
import { beyondSecurityAudit } from './beyond.ts';

/** The most characters that an inline session policy may have (AWS STS API reference, AssumeRole). */
export const MOST_POLICY = 2048;

/** SecurityAudit, and the declared permissions that it lacks, as parameters of AssumeRole. The role has to allow them as well. */
export function sessionBounds(partition: string): { PolicyArns: { arn: string }[]; Policy: string } {
  const declared = SERVICES.flatMap(({ permissions }) => permissions.map(({ permission }) => permission));
  const Statement = { Effect: 'Allow', Action: beyondSecurityAudit(declared), Resource: '*' };
  return {
    PolicyArns: [{ arn: `arn:${partition}:iam::aws:policy/SecurityAudit` }],
    Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
  };
}
