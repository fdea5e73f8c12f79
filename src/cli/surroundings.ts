// What the surroundings say about how to write: language, colour, width, clock, and whether others read along.
import { UsageError } from '../errors.ts';
import type { Provenance, RenderOptions } from '../report/report.ts';
import type { OutputOptions } from './commands/scan.ts';
import type { FormatName } from './flags.ts';
import type { Io } from './io.ts';

/** The flag, else the locale, in the order in which programs look at it. */
export function languageOf(flag: 'en' | 'ja' | undefined, env: Io['env']): 'en' | 'ja' {
  if (flag !== undefined) return flag;
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value);
  return locale !== undefined && /^ja($|[_.@-])/i.test(locale) ? 'ja' : 'en';
}

/** True in CI, where logs are often read by others. */
export function isCi(env: Io['env']): boolean {
  const value = env['CI'];
  return value !== undefined && value !== '' && value !== '0' && value.toLowerCase() !== 'false';
}

/** Formats that are read by people, in their language. */
const FOR_PEOPLE: FormatName[] = ['text', 'markdown'];

/** How one report is to be written. Machine formats are English unless a language was asked for. */
export function renderOptions(
  format: FormatName,
  options: Omit<OutputOptions, 'formats' | 'outputs' | 'quiet'>,
  io: Io,
  toStdout: boolean,
): RenderOptions {
  const terminal = toStdout && io.stdout.isTTY === true;
  const plain = !options.color || Boolean(io.env['NO_COLOR']) || io.env['TERM'] === 'dumb';
  const ci = isCi(io.env);
  // A pseudo-terminal without a size says 0.
  const width = terminal && io.stdout.columns ? io.stdout.columns : undefined;
  // The address of the repository is a name as well.
  const provenance = options.redact === true ? undefined : provenanceOf(io.env);
  return {
    lang: FOR_PEOPLE.includes(format)
      ? languageOf(options.lang ?? options.langOfFile, io.env)
      : (options.lang ?? 'en'),
    color: terminal && !plain,
    showProof: options.showProof || !ci,
    public: ci && !options.showProof,
    all: options.all,
    ...(width === undefined ? {} : { width }),
    ...(provenance === undefined ? {} : { provenance }),
    ...(options.severity === undefined ? {} : { severity: options.severity }),
    ...(options.sarifProfile === undefined ? {} : { sarifProfile: options.sarifProfile }),
  };
}

/** The commit that is being checked, as GitHub Actions tells its jobs. */
function provenanceOf(env: Io['env']): Provenance | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: revisionId } = env;
  if (!server || !repository || !revisionId) return undefined;
  const branch = env['GITHUB_REF_NAME'];
  return { repositoryUri: `${server}/${repository}`, revisionId, ...(branch ? { branch } : {}) };
}

/** The clock of a run: SOURCE_DATE_EPOCH, when it is set, so that the same input gives the same bytes. */
export function clockOf(io: Io): () => number {
  const epoch = io.env['SOURCE_DATE_EPOCH'];
  if (epoch === undefined || epoch === '') return () => io.now();
  if (!/^\d{1,11}$/.test(epoch))
    throw new UsageError(`SOURCE_DATE_EPOCH must be seconds since 1970, not "${epoch}".`);
  return () => Number(epoch) * 1000;
}
