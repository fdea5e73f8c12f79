// The calls that make a complete export of an account with the AWS CLI: the ones that collectors make, in the words of the command line.

/** Calls about each thing that a list names. */
export interface Each {
  /** The list: `list-topics`, and where in its answer the names are (JMESPath). */
  of: string;
  names: string;
  /** The option that takes a name: `--topic-arn`. */
  option: string;
  calls: string[];
  /** The list is another service's: `s3control`. */
  service?: string;
}

/** One service. A call is an operation with its options, if any. */
export interface ExportCalls {
  /** As the command line calls it: `sns`. */
  service: string;
  /** Asked once, not in each region. */
  global?: true;
  calls?: string[];
  each?: Each[];
}

/** `$ACCOUNT` is the account's id in the script. */
export const EXPORT_CALLS: ExportCalls[] = [
  {
    service: 'iam',
    global: true,
    calls: [
      'list-account-aliases',
      'get-account-authorization-details',
      'get-account-summary',
      'get-account-password-policy',
      'get-credential-report',
      'list-saml-providers',
    ],
    each: [
      {
        of: 'list-open-id-connect-providers',
        names: 'OpenIDConnectProviderList[].Arn',
        option: '--open-id-connect-provider-arn',
        calls: ['get-open-id-connect-provider'],
      },
    ],
  },
  {
    service: 's3api',
    global: true,
    each: [
      {
        of: 'list-buckets',
        names: 'Buckets[].Name',
        option: '--bucket',
        calls: [
          'get-bucket-location',
          'get-bucket-policy',
          'get-bucket-policy-status',
          'get-bucket-acl',
          'get-bucket-ownership-controls',
          'get-public-access-block',
          'get-bucket-website',
          'get-bucket-tagging',
        ],
      },
    ],
  },
  {
    service: 's3control',
    global: true,
    calls: ['get-public-access-block --account-id $ACCOUNT'],
  },
  {
    service: 's3control',
    each: [
      {
        of: 'list-access-points --account-id $ACCOUNT',
        names: 'AccessPointList[].Name',
        option: '--account-id $ACCOUNT --name',
        calls: ['get-access-point', 'get-access-point-policy'],
      },
    ],
  },
  {
    service: 'sns',
    each: [
      {
        of: 'list-topics',
        names: 'Topics[].TopicArn',
        option: '--topic-arn',
        calls: ['get-topic-attributes'],
      },
    ],
  },
  {
    service: 'sqs',
    each: [
      {
        of: 'list-queues',
        names: 'QueueUrls[]',
        option: '--attribute-names Policy QueueArn --queue-url',
        calls: ['get-queue-attributes'],
      },
    ],
  },
];
