// How much of what people hand over is taken: bounds that keep a hostile file from filling the memory, and that can be moved.
import { UsageError } from '../errors.ts';

/** Megabytes are of 1024 * 1024 bytes. */
export interface Bounds {
  /** Megabytes of a file that is read as one text. */
  file: number;
  /** Megabytes of one line of a snapshot. */
  line: number;
  /** Megabytes of one element of a document that is read piece by piece. */
  element: number;
  /** Objects and lists in each other in JSON. */
  depth: number;
  /** Files of a folder, or of an archive. */
  files: number;
  /** Folders in each other. */
  folders: number;
  /** Megabytes that all of a zip archive may expand to. */
  archive: number;
  /** Megabytes that a tar archive may expand to, which is held whole. */
  tar: number;
  /** How many times its own size an archive may expand to. */
  ratio: number;
  /** Archives in each other. */
  archives: number;
  /** Megabytes of one file of Salesforce metadata. */
  xml: number;
  /** Elements in each other in Salesforce metadata. */
  nesting: number;
  /** Elements of one file of Salesforce metadata; the largest profile measured in public repositories has about 60,000. */
  elements: number;
  /** Megabytes of a CloudFormation template in YAML; CloudFormation takes 1 MB. */
  template: number;
  /** Maps, lists and functions in each other in a CloudFormation template. */
  yaml: number;
  /** Aliases in a CloudFormation template. */
  aliases: number;
  /** Values of a CloudFormation template, those that its aliases repeat and its functions make included. */
  values: number;
  /** Objects and lists in each other in the text of a policy; AWS takes seven. */
  policy: number;
  /** References of a Terraform plan that lead on to others. */
  references: number;
  /** Values of an answer that are looked at for the place of one setting. */
  places: number;
  /** Megabytes of an Apex class; Salesforce takes a million characters. */
  apex: number;
}

/** What holds where nothing else is said. */
export const DEFAULTS: Readonly<Bounds> = {
  file: 256,
  line: 16,
  element: 64,
  depth: 500,
  files: 100_000,
  folders: 40,
  archive: 2048,
  tar: 512,
  // Metadata in XML shrinks to a tenth or a fiftieth; what shrinks to a thousandth was made to hurt.
  ratio: 1000,
  archives: 3,
  xml: 64,
  nesting: 32,
  elements: 1_000_000,
  template: 4,
  yaml: 200,
  aliases: 100,
  values: 200_000,
  policy: 64,
  references: 40,
  places: 5000,
  apex: 1,
};

/** The most that can be asked for: longer texts and deeper recursion fail in Node itself. */
const MOST: Readonly<Bounds> = {
  file: 500,
  line: 500,
  element: 500,
  depth: 2000,
  files: 10_000_000,
  folders: 1000,
  archive: 1_048_576,
  tar: 4000,
  ratio: 1_000_000,
  archives: 20,
  xml: 500,
  nesting: 1000,
  elements: 50_000_000,
  template: 100,
  yaml: 1000,
  aliases: 1_000_000,
  values: 10_000_000,
  policy: 500,
  references: 500,
  places: 10_000_000,
  apex: 64,
};

/** What holds in this process. */
export const BOUNDS: Bounds = { ...DEFAULTS };

/** Bytes of so many megabytes. */
export function megabytes(count: number): number {
  return count * 1024 ** 2;
}

/** Moves bounds: `file=400,depth=1000`; those that are not named hold as they are by default. Throws UsageError for what is none. */
export function setBounds(text: string | undefined): void {
  const wanted: Bounds = { ...DEFAULTS };
  for (const part of (text ?? '').split(',').filter((one) => one.trim() !== '')) {
    const [name = '', value = ''] = part.split('=').map((word) => word.trim());
    const number = /^\d{1,9}$/.test(value) ? Number(value) : 0;
    if (!isBound(name) || number < 1 || number > MOST[name])
      throw new UsageError(
        `TOJIMARI_BOUNDS holds "${part.trim()}", which is no bound.`,
        `Bounds: ${Object.entries(MOST)
          .map(([key, most]) => `${key}=1..${most}`)
          .join(', ')}.`,
      );
    wanted[name] = number;
  }
  Object.assign(BOUNDS, wanted);
}

function isBound(name: string): name is keyof Bounds {
  return Object.hasOwn(DEFAULTS, name);
}
