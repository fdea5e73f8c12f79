// Saved answers in place of AWS: the collectors of live accounts read them as if they asked.
import { InputError } from '../../../errors.ts';
import type { Origin } from '../../../snapshot/resource.ts';
import type { Replay } from '../session/session.ts';
import { nameless } from './nameless.ts';
import { readSaved, type SavedAnswer } from './saved.ts';

/** SDK client -> what the AWS CLI calls the service, where it is not the client's own name in small letters. */
const NAMES: Record<string, string> = {
  APIGateway: 'apigateway',
  ApiGatewayV2: 'apigatewayv2',
  CloudWatchLogs: 'logs',
  DatabaseMigrationService: 'dms',
  ECRPUBLIC: 'ecr-public',
  ElasticLoadBalancing: 'elb',
  ElasticLoadBalancingV2: 'elbv2',
  EventBridge: 'events',
  CognitoIdentity: 'cognito-identity',
  S3Control: 's3control',
};

/** `ElasticLoadBalancingV2Client` -> `elbv2` */
export function cliName(client: string): string {
  const name = client.replace(/Client$/, '');
  return Object.hasOwn(NAMES, name) ? (NAMES[name] ?? '') : name.toLowerCase();
}

/** What was answered, with the place it stands in, for finding where a setting came from. */
export interface Given {
  /** What it was asked about: a name, an ARN. Absent for lists. */
  parameter?: string;
  body: object;
  origin: Origin;
}

/**
 * Answers the questions of collectors from saved files. A list that nobody saved is `not-held`; an answer about one thing that is not
 * there, where the list is, is `missing`; a next page is `cut-short`; saved refusals are refusals. `given` collects what was answered, `used` by which files.
 */
export function replayOf(answers: SavedAnswer[], given: Given[], used?: Set<SavedAnswer>): Replay {
  const byCall = new Map<string, SavedAnswer[]>();
  for (const saved of answers) {
    const key = callKey(saved.service, saved.operation);
    byCall.set(key, [...(byCall.get(key) ?? []), saved]);
  }
  const read = (saved: SavedAnswer, asked?: string) => {
    used?.add(saved);
    return bodyOf(saved, given, asked);
  };
  return async (client, command, input) => {
    const operation = command.replace(/Command$/, '');
    const call = `${cliName(client)} ${operation}`;
    const saved = byCall.get(callKey(cliName(client), operation)) ?? NONE;
    const { words, lists, paged } = wordsOf(input);
    if (paged) throw refusal('CutShort', 'the saved list ends before its last page');
    const whole = saved.find(({ parameter }) => fits(parameter, words));
    if (whole !== undefined) return await read(whole);
    if (saved.length > 0 && words.length === 0 && lists.length > 0)
      return merged(await Promise.all(lists.map(async (one) => await read(about(saved, call, [one])))));
    if (words.length === 0) throw refusal('NotHeld', `${call} was not saved`);
    const found =
      saved.find(({ parameter }) => fits(parameter, words)) ?? (await nameless(answers, saved, words));
    return await read(found ?? about(saved, call, words), words[0]);
  };
}

function about(saved: SavedAnswer[], call: string, words: string[]): SavedAnswer {
  const found = saved.find(({ parameter }) => fits(parameter, words));
  if (found === undefined) throw refusal('NotSaved', `${call} of ${words.join(', ')} was not saved`);
  return found;
}

async function bodyOf(saved: SavedAnswer, given: Given[], asked?: string): Promise<object> {
  const reading = await readSaved(saved);
  if (reading.state === 'refused') throw refusal(reading.code, reading.message);
  if (reading.state === 'broken')
    throw new InputError([{ message: reading.detail, place: { file: saved.file.path } }]);
  const { body, origin } = reading;
  const parameter = saved.parameter ?? asked;
  given.push({ body, origin, ...(parameter !== undefined && { parameter }) });
  return body;
}

const NONE: SavedAnswer[] = [];

/** Answers to one call about several things each, as if it had been made once: their lists put together. */
function merged(bodies: object[]): object {
  const all: Record<string, unknown> = {};
  for (const body of bodies)
    for (const [key, value] of Object.entries(body)) {
      const before = all[key];
      all[key] = Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value;
    }
  return all;
}

function callKey(service: string, operation: string): string {
  return `${service} ${operation}`.toLowerCase();
}

const TOKENS = /^(next)?(marker|token|pagetoken|paginationtoken|position)$/i;

/** What every call of its kind says, whatever it asks about. */
const SAME_FOR_ALL = /^(account-?id|attribute|snapshottype|permissiontype|settingid|includedisabled)$/i;

/** What a call asks about: its texts and a version, but no tokens of pages. */
function wordsOf(input: object): { words: string[]; lists: string[]; paged: boolean } {
  const words: string[] = [];
  const lists: string[] = [];
  let paged = false;
  for (const [name, value] of Object.entries(input)) {
    if (Array.isArray(value)) lists.push(...value.filter((one) => typeof one === 'string'));
    const said = typeof value === 'string' || /version/i.test(name) ? String(value ?? '') : '';
    if (said === '' || SAME_FOR_ALL.test(name) || (name === 'PolicyName' && said === 'default')) continue;
    if (TOKENS.test(name)) paged = true;
    else words.push(said);
  }
  return { words, lists, paged };
}

/** A file is named by the name of a thing, or its ARN or URL; by all of its names where it takes several. */
function fits(parameter: string | undefined, words: string[]): boolean {
  const [word, ...more] = words;
  if (parameter === undefined || word === undefined) return parameter === undefined && word === undefined;
  return more.length === 0 ? sameThing(word, parameter) : words.every((one) => parameter.includes(one));
}

/** The same name, or one is the end of the other's ARN or URL. */
export function sameThing(one: string, other: string): boolean {
  return one === other || isEnd(one, other) || isEnd(other, one);
}

function isEnd(long: string, short: string): boolean {
  return short !== '' && long.endsWith(short) && /[:/]/.test(long.charAt(long.length - short.length - 1));
}

/** An error as the SDK throws it: its name is the code. */
function refusal(code: string, message: string): Error {
  return Object.assign(new Error(message), { name: code });
}
