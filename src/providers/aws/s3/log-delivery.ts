// Who only puts log files into buckets: services, and accounts of AWS from before there were service principals.

const SERVICES =
  /^(cloudtrail|config|logging\.s3|delivery\.logs|logdelivery\.elasticloadbalancing|logs(\.[a-z0-9-]+)?|log-delivery\.elasticloadbalancing)\.amazonaws\.com(\.cn)?$/;
/** What delivering takes: putting files, and looking whether that will work. */
const ACTIONS = /^s3:(PutObject|PutObjectAcl|GetBucketAcl|ListBucket|GetBucketLocation)$/i;

/** Accounts that write the access logs of load balancers (Elastic Load Balancing user guide, "Enable access logs"). */
const LOAD_BALANCING = new Set([
  '127311923021', // us-east-1
  '033677994240', // us-east-2
  '027434742980', // us-west-1
  '797873946194', // us-west-2
  '098369216593', // af-south-1
  '754344448648', // ap-east-1
  '589379963580', // ap-southeast-3
  '718504428378', // ap-south-1
  '383597477331', // ap-northeast-3
  '600734575887', // ap-northeast-2
  '114774131450', // ap-southeast-1
  '783225319266', // ap-southeast-2
  '582318560864', // ap-northeast-1
  '985666609251', // ca-central-1
  '054676820928', // eu-central-1
  '156460612806', // eu-west-1
  '652711504416', // eu-west-2
  '635631232127', // eu-south-1
  '009996457667', // eu-west-3
  '897822967062', // eu-north-1
  '076674570225', // me-south-1
  '507241528517', // sa-east-1
  '048591011584', // us-gov-west-1
  '190560391635', // us-gov-east-1
  '638102146993', // cn-north-1
  '037604701340', // cn-northwest-1
]);

/** The canonical user to which CloudFront's standard logging grants full control (CloudFront developer guide, "Standard logging"). */
const CLOUDFRONT = 'c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0';

/** True when a service does nothing here but deliver logs. */
export function deliversLogs(service: string, actions: string[]): boolean {
  return SERVICES.test(service) && onlyDelivers(actions);
}

/** What to call an account of AWS that delivers logs; undefined for any other, and for one that may do more. */
export function logDeliverer(account: string, actions: string[]): string | undefined {
  if (account === CLOUDFRONT) return 'CloudFront log delivery (AWS)';
  return LOAD_BALANCING.has(account) && onlyDelivers(actions) ? 'Elastic Load Balancing (AWS)' : undefined;
}

function onlyDelivers(actions: string[]): boolean {
  return actions.length > 0 && actions.every((action) => ACTIONS.test(action));
}
