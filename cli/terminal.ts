import { isatty } from "node:tty";
import { coloured, type Paint, plain } from "../server/export/paint.ts";

/** The two streams of a command, and how they show things. */
export interface Terminal {
  /** Writes to standard output, which carries the report alone. Resolves when the reader has taken it, or has gone. */
  out(text: string): Promise<void>;
  /** Writes lines to standard error. */
  tell(line: string): void;
  /** Replaces the last line of standard error while it is a terminal; undefined clears it. */
  status(line: string | undefined): void;
  readonly isOutInteractive: boolean;
  readonly isErrInteractive: boolean;
  /** Are colours wanted on standard output? */
  readonly hasColours: boolean;
  /** For standard error. */
  readonly paint: Paint;
  /** Columns of standard output. */
  readonly width: number;
}

export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  let isGone = false;
  let shown = "";
  // A reader that has seen enough (`| head`) is no error: what is left is not written, the exit status stays.
  for (const stream of [stdout, stderr]) stream.on("error", () => (isGone ||= stream === stdout));
  const isOutInteractive = isatty(1);
  const isErrInteractive = isatty(2);
  const wantsColours = (isInteractive: boolean): boolean => {
    if (env["FORCE_COLOR"] !== undefined) return env["FORCE_COLOR"] !== "0" && env["FORCE_COLOR"] !== "false";
    return isInteractive && !env["NO_COLOR"] && env["TERM"] !== "dumb";
  };
  const clear = () => {
    if (shown !== "") stderr.write("\r\u001b[K");
    shown = "";
  };
  return {
    out: (text) => {
      clear();
      if (isGone || text === "") return Promise.resolve();
      return new Promise((resolve) => stdout.write(text, () => resolve()));
    },
    tell: (line) => {
      clear();
      stderr.write(`${line}\n`);
    },
    status: (line) => {
      if (!isErrInteractive) return;
      clear();
      if (line === undefined) return;
      shown = line.slice(0, Math.max(10, (stderr.columns || 80) - 1));
      stderr.write(shown);
    },
    isOutInteractive,
    isErrInteractive,
    hasColours: wantsColours(isOutInteractive),
    paint: wantsColours(isErrInteractive) ? coloured : plain,
    width: Math.min(160, isOutInteractive ? stdout.columns || 100 : 100),
  };
}
