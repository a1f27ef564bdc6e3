import type { Arguments, Option } from "./arguments.ts";
import type { Terminal } from "./terminal.ts";

/** A command of the command line. Its code is loaded when it is run. */
export interface Command {
  /** `multicast paths`: one or two words. */
  readonly name: string;
  /** Behind the name: `FILE --group G`. */
  readonly usage: string;
  /** One line. */
  readonly summary: string;
  /** More, for `--help`: paragraphs or examples, in lines. */
  readonly details?: readonly string[];
  options(): Promise<readonly Option[]>;
  /** @returns The exit status. */
  run(given: Arguments, world: World): Promise<number>;
}

/** What is around a command. */
export interface World {
  readonly terminal: Terminal;
  /** Absolute. */
  readonly cwd: string;
  /** The folder `dist` of this installation, absolute. */
  readonly dist: string;
  readonly version: string;
}
