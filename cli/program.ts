import { resolve } from "node:path";
import { runCommandLine } from "./command-line.ts";
import { processTerminal } from "./terminal.ts";

/** Set by the bundler. */
declare const __VERSION__: string;

/** The program `faultline`. It ends as soon as its status is known: nothing that is left may hold it. */
async function main(): Promise<void> {
  const world = { terminal: processTerminal(), cwd: process.cwd(), dist: resolve(__dirname, ".."), version: __VERSION__ };
  process.exit(await runCommandLine(process.argv.slice(2), world));
}

void main();
