// Saved answers that nobody asked for: they are about single things, and the list that would name those was not saved.
import type { Listing, Scope, Text } from '../../../snapshot/resource.ts';
import type { AwsService } from '../service.ts';
import type { Estate } from './iam.ts';
import { replayedServices } from './replayed.ts';
import type { SavedAnswer } from './saved.ts';

/** Services whose saved answers have readers of their own. */
const OWN = new Set(['iam', 's3', 's3control', 'sts']);

/** A remark that names the files, and that the lists of their services are not whole. */
export function* unreadAnswers({ answers, used }: Estate, scope: Scope): Generator<Scope | Listing> {
  const services = replayedServices(answers).saved;
  const answered = new Set([...(used ?? [])].map(({ service, operation }) => `${service} ${operation}`));
  const left = new Map<AwsService, SavedAnswer[]>();
  for (const saved of answers) {
    if (used?.has(saved) === true || OWN.has(saved.service) || isList(saved.operation)) continue;
    const service = services.find((one) => makes(one, saved));
    if (service !== undefined) left.set(service, [...(left.get(service) ?? []), saved]);
  }
  if (left.size === 0) return;
  const files = [...left.values()].flat().map(({ file }) => file.inside);
  yield { ...scope, notes: [note(files)] };
  for (const [{ types }, all] of left) {
    // A recording may hold further answers to a question that was answered.
    const some = all.filter(({ service, operation }) => !answered.has(`${service} ${operation}`));
    if (some.length === 0) continue;
    const type = types.find(({ context, carrier }) => context !== true && carrier !== true)?.type;
    if (type === undefined) continue;
    const detail = `${some
      .map(({ file }) => file.inside)
      .slice(0, 3)
      .join(', ')}: the list that names it was not saved`;
    yield { record: 'listing', scope: scope.id, type, state: 'unknown', seen: 0, reason: 'missing', detail };
  }
}

function isList(operation: string): boolean {
  return /^(List|Describe\w+s$)/.test(operation);
}

function makes({ permissions }: AwsService, { service, operation }: SavedAnswer): boolean {
  return permissions.some(({ permission }) => {
    const [prefix = '', name = ''] = permission.toLowerCase().split(':');
    return name === operation.toLowerCase() && (prefix === service || !ALONE.has(prefix));
  });
}

/** Prefixes of permissions that are what the command line calls the service. */
const ALONE = new Set([
  'sns',
  'sqs',
  'kms',
  'lambda',
  'ecr',
  'rds',
  'ec2',
  'secretsmanager',
  'backup',
  'glacier',
  'glue',
  'eks',
]);

function note(files: string[]): Text {
  const list = `${files.slice(0, 3).join(', ')}${files.length > 3 ? ', …' : ''}`;
  return {
    en: `${files.length} ${files.length === 1 ? 'answer is' : 'answers are'} about things that no saved list names, or repeat another one, and not judged (${list}).`,
    ja: `保存された一覧にないリソースについての応答、または重複する応答 ${files.length} 件は判定していません (${list})。`,
  };
}
