// What a command may touch of the outside: handed in by main, or by a test.

/** A stream to write to; a terminal says so. */
export type Output = NodeJS.WritableStream & { isTTY?: boolean; columns?: number };

export interface Io {
  /** The report, and nothing else. */
  stdout: Output;
  /** Progress, remarks and errors. */
  stderr: Output;
  /** The whole of standard input. */
  stdin(): Promise<Buffer>;
  env: Record<string, string | undefined>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Folder in which tojimari.yaml is looked for. */
  cwd: string;
  /** Version of the package. */
  version: string;
  /** Folder of the package, with `rules` and `examples` in it; ends with a separator. */
  root: string;
  /** The shipped rules, checked and turned into JSON when the package was built; absent in the source tree. */
  builtRules?: string;
  /** The shipped incidents, likewise. */
  builtIncidents?: string;
  /** What judges in other threads, and how many of them can run at once; absent where there is no build. */
  threads?: { entry: string; cores: number };
  /** Files that are being written; whoever ends the run before they are whole removes them. */
  unfinished: Set<string>;
  /** Those of them of which the lines that are there are worth keeping, with the name they then get. */
  partial?: Map<string, string>;
  /** Asks the person one question; absent when nobody is there to answer. */
  ask?(prompt: string): Promise<string>;
}
