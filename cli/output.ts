import { mkdirSync, renameSync, rmSync, writeFileSync, appendFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { errorText } from "./files/error-text.ts";
import type { Terminal } from "./terminal.ts";
import { UnreadableError } from "./usage-error.ts";

/**
 * Writes text to a file or to standard output. A file is written aside and renamed, so that a reader finds the old one or the whole new one.
 *
 * @param file As written on the command line; undefined: standard output.
 * @throws {UnreadableError} The file cannot be written.
 */
export async function writeOutput(chunks: Iterable<string>, file: string | undefined, terminal: Terminal, cwd: string): Promise<void> {
  if (file === undefined) {
    for (const chunk of chunks) await terminal.out(chunk);
    return;
  }
  const path = resolve(cwd, file);
  const aside = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(aside, "");
    for (const chunk of chunks) appendFileSync(aside, chunk);
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    throw new UnreadableError(`--output ${file}: ${errorText(error)}`);
  }
}
