import type { Range } from "./source.ts";

/** `FL0xxx` Faultline itself · `FL1xxx` critical sections · `FL2xxx` controllers · `FL3xxx` multicast · `FL4xxx` remote files. Explained in `docs/codes/`. */
export type Code = `FL${number}`;

export type Severity = "error" | "warning" | "information";

/** Another place that belongs to a problem: a cause, or a step of its trace ("2. …"). */
export interface Related {
  readonly message: string;
  readonly path: string;
  readonly range: Range;
}

/** Replace `range` of `path` by `newText`. */
export interface TextEdit {
  readonly path: string;
  readonly range: Range;
  readonly newText: string;
}

/** One step that mends a problem: offered as a quick fix in the editor, as a hint on the terminal. */
export interface Fix {
  /** Imperative, as in a menu: "Set headerBytes to 141". */
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** Path of a file that is made first, empty; the edits fill it. */
  readonly creates?: string;
  /** The fix that almost every user wants; at most one for a problem. */
  readonly preferred?: boolean;
}

/** What is wrong with user code: a value, never an exception. */
export interface Problem {
  readonly code: Code;
  readonly severity: Severity;
  /** One sentence without a full stop, naming the user's own identifiers. */
  readonly message: string;
  readonly path: string;
  /** The token that causes it. */
  readonly range: Range;
  /** Id of the property that fails; for static findings the code itself. */
  readonly property?: string;
  /** Index into the traces of the result that this problem is part of. */
  readonly trace?: number;
  readonly related: readonly Related[];
  readonly fixes?: readonly Fix[];
  /** The reason given in a `faultline-ignore` comment: counts neither for the verdict nor for the exit status. */
  readonly suppressed?: string;
  /** `FL0001` only: what to copy into a bug report. Holds nothing of the user's text. */
  readonly report?: string;
}
