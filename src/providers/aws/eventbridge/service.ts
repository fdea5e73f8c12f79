// EventBridge: event buses, and who may send events to them or make rules on them.
import { type AwsService, needs } from '../service.ts';
import { analyseEventBridge } from './analyse.ts';

export const eventbridge: AwsService = {
  name: 'eventbridge',
  types: [
    {
      type: 'aws.eventbridge.bus',
      name: { en: 'event bus', ja: 'イベントバス' },
      plural: { en: 'event buses', ja: 'イベントバス' },
      schema: 'providers/aws/eventbridge/bus',
      settings: { policy: { en: 'resource policy', ja: 'リソースポリシー' } },
      doors: ['policy'],
      guards: [],
    },
  ],
  analyse: analyseEventBridge,
  permissions: [
    needs(
      'eventbridge',
      'events:ListEventBuses',
      'which event buses there are, and their policies',
      'イベントバスの一覧とポリシー',
    ),
  ],
  collector: async () => (await import('./collect.ts')).eventbridge,
};
