// Actions on SNS topics and SQS queues; both accept unsigned requests.
// Sources: SNS developer guide "Access policy language", SQS developer guide "API permissions: actions and resource reference".
import { actionTable, type Kind, type Level } from './kind.ts';

const alone = (resource: string): Record<Level, string[]> => ({
  container: [resource],
  item: [resource],
  qualified: [resource],
});

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
