// The two kinds of mistake a person can make; everything else that is thrown is our own bug.

/** Where in a file something went wrong. Lines and columns start at 1. */
export interface Place {
  file: string;
  line?: number;
  column?: number;
}

/** `file:line:column`, as far as it is known. */
export function formatPlace(place: Place): string {
  return [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
}

/** One fault in a file: a sentence and where it stands. */
export interface Fault {
  message: string;
  place?: Place;
}

/** The command line cannot be carried out as typed: unknown flag, nothing selected, no credentials. Exit 2. */
export class UsageError extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'UsageError';
    this.hint = hint;
  }
}

/** A file that was given cannot be used; all its faults at once, each with its place. Exit 2. */
export class InputError extends Error {
  readonly faults: Fault[];
  readonly hint: string | undefined;
  constructor(faults: Fault[], hint?: string) {
    super(
      faults.map((fault) => (fault.place ? `${formatPlace(fault.place)}: ` : '') + fault.message).join('\n'),
    );
    this.name = 'InputError';
    this.faults = faults;
    this.hint = hint;
  }
}
