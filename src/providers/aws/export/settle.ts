// The fewest commands that would settle what a report leaves open about accounts of AWS.
import type { Text } from '../../../snapshot/resource.ts';
import type { Question, Step } from '../../provider.ts';
import { shellWord } from '../words/shell.ts';
import { EXPORT_CALLS } from './calls.ts';
import { type Needs, needsOf } from './settle-calls.ts';

/** More buckets than this are asked all at once by the export script. */
const MAX_BUCKETS = 5;

/** What has to be asked of one account. */
interface Wanted {
  scope: Question['scope'];
  once: Set<string>;
  /** Call -> names of buckets. */
  buckets: Map<string, Set<string>>;
  /** Service -> regions; empty: all. */
  services: Map<string, Set<string>>;
  live: Set<string>;
  /** A bucket that says whose the account is, where the export did not. */
  link: string | undefined;
}

/** Steps for questions, account by account. What is declared and not there yet is settled by looking at the account. */
export function settle(questions: Question[], folder: string): Step[] {
  const wanted = new Map<string, Wanted>();
  let declared = false;
  for (const question of questions) {
    const needs = needsOf(question.type, question.setting);
    if (needs === undefined) continue;
    if (question.scope.input === 'declaration') {
      declared = true;
      continue;
    }
    const key = /^aws\/\d{12}/.exec(question.scope.id)?.[0] ?? question.scope.id;
    const one = wanted.get(key) ?? nothing(question.scope);
    wanted.set(key, one);
    want(one, needs, question);
  }
  // Answers of one account must not be taken for those of another, nor be written over.
  const own = ({ scope }: Wanted, index: number) =>
    wanted.size < 2 ? folder : `${folder}/${accountOf(scope) ?? index + 1}`;
  const steps = [...wanted.values()].flatMap((one, index) => stepsOf(one, own(one, index)));
  if (declared) steps.push({ text: DECLARED, commands: ['tojimari scan aws'] });
  return steps;
}

function accountOf({ id }: Question['scope']): string | undefined {
  return /^aws\/(\d{12})/.exec(id)?.[1];
}

const DECLARED: Text = {
  en: 'A plan or template cannot say what the account has already; the account can',
  ja: 'アカウントにすでにある設定は、プランやテンプレートでは分かりません。アカウントをスキャンします',
};

function nothing(scope: Question['scope']): Wanted {
  return {
    scope,
    once: new Set(),
    buckets: new Map(),
    services: new Map(),
    live: new Set(),
    link: undefined,
  };
}

function want(into: Wanted, needs: Needs, { type, scope, resources }: Question): void {
  if (scope.input === 'live') {
    const live = type.split('.')[1];
    if (live !== undefined) into.live.add(live);
    return;
  }
  for (const call of needs.once ?? []) into.once.add(call);
  if (needs.live !== undefined) into.live.add(needs.live);
  for (const name of needs.services ?? []) {
    const regions = into.services.get(name) ?? new Set();
    const before = into.services.has(name) && regions.size === 0;
    into.services.set(name, regions);
    for (const { region } of before ? [] : resources) if (region !== undefined) regions.add(region);
    if (resources.some(({ region }) => region === undefined)) regions.clear();
  }
  for (const { name } of resources) {
    if (type === 'aws.s3.bucket') into.link ??= name;
    if (needs.bucket === undefined) continue;
    const names = into.buckets.get(needs.bucket) ?? new Set();
    into.buckets.set(needs.bucket, names.add(name));
  }
}

function stepsOf(wanted: Wanted, folder: string): Step[] {
  const { scope, once, buckets, services, live, link } = wanted;
  const account = accountOf(scope);
  const number = account ?? '$(aws sts get-caller-identity --query Account --output text)';
  const names = new Set([...buckets.values()].flatMap((some) => [...some]));
  if (names.size > MAX_BUCKETS) services.set('s3api', new Set());
  const lines: Line[] = [];
  for (const call of once) if (!covered(call, services)) lines.push(lineOf(call.replace('$ACCOUNT', number)));
  if (!services.has('s3api'))
    for (const [call, some] of buckets) for (const name of some) lines.push(bucketLine(call, name));
  // An answer about the account alone does not say which account it is about.
  if (lines.length > 0 || services.size > 0) once.add('sts get-caller-identity');
  if (lines.length > 0 && services.size === 0 && !lines.some(({ call }) => call.startsWith('sts')))
    lines.unshift(lineOf('sts get-caller-identity'));
  if (lines.length > 0 && account === undefined && link !== undefined && names.size === 0)
    lines.push(bucketLine('get-bucket-location', link));
  const where: Text = { en: scope.label, ja: scope.label };
  const steps: Step[] = [];
  const commands: string[] = [];
  if (lines.length > 0) {
    const folders = [...new Set(lines.map(({ file }) => file.slice(0, file.lastIndexOf('/'))))].sort();
    // IAM makes the report when it is asked to; nothing of the account changes.
    if (lines.some(({ call }) => call === 'iam get-credential-report')) commands.push(MAKE_REPORT);
    commands.push(`mkdir -p ${folders.map((one) => shellWord(`${folder}/${one}`)).join(' ')}`);
    for (const { call, file } of lines) commands.push(`aws ${call} > ${shellWord(`${folder}/${file}`)} 2>&1`);
  }
  if (services.size > 0) {
    const regions = [...services].filter(([name]) => !isGlobal(name)).map(([, of]) => of);
    const some = regions.some(({ size }) => size === 0)
      ? []
      : [...new Set(regions.flatMap((of) => [...of]))].sort();
    const limit = some.length === 0 ? '' : `REGIONS="${some.join(' ')}" `;
    commands.push('tojimari export-script aws > export.sh');
    commands.push(
      `SERVICES="${[...services.keys()].sort().join(' ')}" ${limit}bash export.sh ${shellWord(folder)}`,
    );
  }
  if (commands.length > 0)
    steps.push({
      text: {
        en: `Ask the account (${where.en}); an answer that says no is an answer`,
        ja: `アカウント (${where.ja}) に問い合わせます。エラーの応答もそのまま保存します`,
      },
      commands,
    });
  if (live.size > 0) {
    const only = [...live]
      .sort()
      .map((name) => ` --service ${name}`)
      .join('');
    steps.push({
      text: LIVE,
      commands: [`tojimari collect aws${only} --output ${shellWord(`${folder.replace('/', '-')}.jsonl`)}`],
    });
  }
  return steps;
}

const LIVE: Text = {
  en: 'Ask AWS; no saved answer holds this, or the call did not get through',
  ja: 'AWS に直接問い合わせます。保存した応答には含まれないか、呼び出しが完了しませんでした',
};

/** A call and the file that its answer is saved as. */
interface Line {
  call: string;
  file: string;
}

/** `--region us-west-2 s3control list-…`, `iam get-credential-report` */
function lineOf(call: string): Line {
  const [, region = 'global', service = '', operation = ''] =
    /^(?:--region (\S+) )?(\S+) (\S+)/.exec(call) ?? [];
  return { call, file: `${region}/${service}-${operation}.json` };
}

function bucketLine(call: string, name: string): Line {
  return {
    call: `s3api ${call} --bucket ${shellWord(name)}`,
    file: `global/s3api-${call}/${encodeURIComponent(name)}`,
  };
}

/** It takes some seconds to be made. */
const MAKE_REPORT =
  'for i in 1 2 3 4 5 6; do aws iam generate-credential-report | grep -q COMPLETE && break; sleep 2; done';

/** Whether the export script asks a service once, and not in each region. */
function isGlobal(name: string): boolean {
  return EXPORT_CALLS.every(({ service, global }) => service !== name || global === true);
}

/** Whether the export script makes the call anyway. */
function covered(call: string, services: Map<string, Set<string>>): boolean {
  const [service = '', operation = ''] = call.replace(/^--region \S+ /, '').split(' ');
  if (!services.has(service)) return false;
  return EXPORT_CALLS.some(
    ({ service: name, calls = [], each = [] }) =>
      name === service &&
      [...calls, ...each.map(({ of }) => of)].some((one) => one.split(' ')[0] === operation),
  );
}
