// tojimari intent add: a finding of a saved report becomes an intent in tojimari.yaml, which keeps its comments and its looks.
import { chmod, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Intent, isAbout, isOver, judgeDoor } from '../../audit/intents.ts';
import { UsageError } from '../../errors.ts';
import { type Block, foldReport } from '../../report/blocks.ts';
import { visible } from '../../report/escape.ts';
import { intentsFor } from '../../report/intent-for.ts';
import { sorted } from '../../report/order.ts';
import type { Report } from '../../report/report.ts';
import type { IntentOptions } from '../commands/intent.ts';
import { CONFIG_FILE, locatedConfig } from '../config.ts';
import { declaredIn, isDay } from '../config-intents.ts';
import { withIntents } from '../edit.ts';
import type { Io } from '../io.ts';
import { readReport } from '../saved.ts';
import { clockOf } from '../surroundings.ts';

/** Writes the intents of one block, and says what it wrote. */
export async function addIntent(options: IntentOptions, io: Io): Promise<0> {
  const { owner, reason, until } = options;
  const now = clockOf(io)();
  for (const [name, value] of Object.entries({ owner, reason }))
    if (value.trim() === '') throw new UsageError(`--${name} needs a value.`);
  if (!/^\d{4}-\d\d-\d\d$/.test(until) || !isDay(until))
    throw new UsageError(`--until must be a day, not "${until}".`, 'For example: --until 2027-03-31');
  if (isOver({ until }, now)) throw new UsageError(`--until ${until} is over already.`);
  const block = blockNamed(options, sorted(await readReport(resolve(io.cwd, options.from), io)));
  const file = resolve(io.cwd, CONFIG_FILE);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw new UsageError(`${CONFIG_FILE} cannot be read (${error.code}).`);
  });
  const here = declaredIn(locatedConfig(text, CONFIG_FILE)).filter(
    (one): one is Intent => !('unknown' in one),
  );
  refuseDeclared(block, here, now);
  const made = intentsFor(block).map((intent) => ({ ...intent, owner, reason, until }));
  const { text: edited, added } = withIntents(text, made);
  // Whatever the edit came to, the file must say what it said and the new intents.
  const after = declaredIn(locatedConfig(edited, CONFIG_FILE));
  if (after.length !== declaredIn(locatedConfig(text, CONFIG_FILE)).length + made.length)
    throw new Error('the edited file does not hold the new intents');
  await replace(file, edited, io);
  io.stderr.write(`added to ${CONFIG_FILE}:\n${visible(added).replaceAll('\\u000a', '\n')}`);
  return 0;
}

function blockNamed({ finding, all, from }: IntentOptions, report: Report): Block {
  const { blocks } = foldReport(report, all);
  const number = Number(/^F([1-9]\d{0,5})$/i.exec(finding)?.[1] ?? 0);
  const block = blocks[number - 1];
  if (block === undefined)
    throw new UsageError(
      `${from} has no finding ${finding}.`,
      blocks.length === 0
        ? 'It has none at all.'
        : `It has F1 to F${blocks.length}: tojimari render ${from}${all ? ' --all' : ''} shows them.`,
    );
  if (block.kind === 'hygiene')
    throw new UsageError(
      `${finding} is a setting that opens nothing by itself: an intent is for what stands open.`,
      'Give its rule another severity, or leave it out: severity: and rules: in tojimari.yaml.',
    );
  return block;
}

/** A second intent beside one that has run out would hide that somebody has to look at it again. */
function refuseDeclared(block: Block, here: Intent[], now: number): void {
  for (const { door } of block.voices) {
    const about = here.filter((intent) => isAbout(intent, door.resource));
    const judgement = judgeDoor(door, about, now);
    if (judgement.verdict === 'undeclared' || judgement.verdict === 'wider') continue;
    const [first] = judgement.by;
    const at = `${CONFIG_FILE}:${first?.origin?.line ?? 1}`;
    if (judgement.verdict === 'inside')
      throw new UsageError(`${at} declares it already.`, 'Scan again: this report is older than the intent.');
    throw new UsageError(
      `${at} declares it already, until ${first?.until}.`,
      'Look at it again, and write a later day there.',
    );
  }
}

/** In one step, with the rights that the file had. */
async function replace(file: string, text: string, io: Io): Promise<void> {
  const known = await stat(file).catch(() => undefined);
  const beside = `${file}.part`;
  io.unfinished.add(beside);
  try {
    await writeFile(beside, text, { flag: 'wx' });
    if (known !== undefined) await chmod(beside, known.mode & 0o777);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new UsageError(`${CONFIG_FILE} cannot be written${code}.`);
  } finally {
    io.unfinished.delete(beside);
  }
}
