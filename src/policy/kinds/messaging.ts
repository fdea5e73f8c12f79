// Actions on SNS topics and SQS queues; both accept unsigned requests.
// Sources: SNS developer guide "Amazon SNS API permissions" (valid policy actions), SQS developer guide "Amazon SQS API
// permissions" and "Limitations of Amazon SQS custom policies" (what never crosses accounts); IAM user guide, "Request
// information that you can use for policy variables" (anonymous callers of SQS, SNS and S3).
import { actionTable, alone, type Kind } from './kind.ts';

export const sns: Kind = {
  actions: actionTable(
    'sns',
    [
      ['write', 'container', 'Publish'],
      ['read', 'container', 'Subscribe'],
      [
        'admin',
        'container',
        'AddPermission RemovePermission SetTopicAttributes DeleteTopic PutDataProtectionPolicy',
      ],
      [
        'meta',
        'container',
        'GetTopicAttributes ListSubscriptionsByTopic GetDataProtectionPolicy ListTagsForResource',
      ],
    ],
    { anonymous: true, ownerOnly: ['PutDataProtectionPolicy', 'GetDataProtectionPolicy'] },
  ),
  arns: alone,
  resourceElement: 'required',
};

export const sqs: Kind = {
  actions: actionTable(
    'sqs',
    [
      ['write', 'container', 'SendMessage ChangeMessageVisibility'],
      ['read', 'container', 'ReceiveMessage'],
      ['delete', 'container', 'DeleteMessage PurgeQueue'],
      ['meta', 'container', 'GetQueueAttributes GetQueueUrl ListDeadLetterSourceQueues'],
      [
        'admin',
        'container',
        `AddPermission RemovePermission SetQueueAttributes DeleteQueue CreateQueue TagQueue UntagQueue ListQueues
         ListQueueTags StartMessageMoveTask CancelMessageMoveTask ListMessageMoveTasks`,
      ],
    ],
    {
      anonymous: true,
      ownerOnly:
        `AddPermission RemovePermission SetQueueAttributes DeleteQueue CreateQueue TagQueue UntagQueue ListQueues
        ListQueueTags StartMessageMoveTask CancelMessageMoveTask ListMessageMoveTasks`
          .trim()
          .split(/\s+/),
    },
  ),
  arns: alone,
  resourceElement: 'required',
};
