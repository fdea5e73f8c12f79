// Every service of AWS that is known here, in the order in which reports speak of them.
import { account } from './account/service.ts';
import { iam } from './iam/service.ts';
import { policy } from './policy/service.ts';
import { s3 } from './s3/service.ts';
import type { AwsService } from './service.ts';
import { sns } from './sns/service.ts';

export const SERVICES: AwsService[] = [account, s3, iam, sns, policy];
