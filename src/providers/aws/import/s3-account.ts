// The account's own settings of S3 from saved answers.
import type { Listing, Resource } from '../../../snapshot/resource.ts';
import { andThen, settle } from '../collecting/ask.ts';
import { blockPublicAccessOf } from '../s3/project.ts';
import type { Estate } from './iam.ts';
import { readSaved, told } from './saved.ts';

/** The context resource: Block Public Access of the account. */
export async function* importS3Account(estate: Estate): AsyncGenerator<Resource | Listing> {
  const { scope, account } = estate;
  const [saved] = estate.answers.filter(
    ({ service, operation }) => service === 's3control' && operation === 'GetPublicAccessBlock',
  );
  const resource: Resource = {
    record: 'resource',
    type: 'aws.s3.account',
    id: account === undefined ? `${scope}/s3` : `arn:${estate.partition}:s3:::account/${account}`,
    name: account ?? scope,
    scope,
    settings: {},
    unknowns: [{ setting: 'organizationBlockPublicAccess', reason: 'not-held' }],
    origins: {},
  };
  const permission = 's3:GetAccountPublicAccessBlock';
  if (saved === undefined)
    resource.unknowns.push({ setting: 'blockPublicAccess', reason: 'not-held', permission });
  else {
    const reading = await readSaved(saved);
    const known = told('blockPublicAccess', reading, permission, ['NoSuchPublicAccessBlockConfiguration']);
    settle(resource, 'blockPublicAccess', andThen(known, blockPublicAccessOf));
    if (reading.state === 'present' && resource.origins)
      resource.origins['blockPublicAccess'] = {
        ...reading.origin,
        pointer: `${reading.origin.pointer ?? ''}/PublicAccessBlockConfiguration`,
      };
  }
  yield resource;
  yield { record: 'listing', scope, type: resource.type, state: 'complete', seen: 1 };
}
