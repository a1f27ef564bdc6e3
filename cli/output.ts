import { accessSync, appendFileSync, constants, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { makeFolder } from "../server/make-folder.ts";
import { errorText } from "./files/error-text.ts";
import type { Terminal } from "./terminal.ts";
import { UnreadableError } from "./usage-error.ts";

/**
 * Writes text to a file or to standard output. A file is written aside and renamed, so that a reader finds the old one or the whole new one.
 *
 * @param file As written on the command line; undefined: standard output.
 * @param option That names it.
 * @throws {UnreadableError} The file cannot be written.
 */
export async function writeOutput(
  chunks: Iterable<string>,
  file: string | undefined,
  terminal: Terminal,
  cwd: string,
  option = "--output",
): Promise<void> {
  if (file === undefined) {
    for (const chunk of chunks) await terminal.out(chunk);
    return;
  }
  const path = resolve(cwd, file);
  const aside = `${path}.${process.pid}.part`;
  try {
    makeFolder(dirname(path));
    writeFileSync(aside, "");
    for (const chunk of chunks) appendFileSync(aside, chunk);
    renameSync(aside, path);
  } catch (error) {
    discard(aside);
    throw new UnreadableError(`${option} ${file}: ${errorText(error)}`);
  }
}

/**
 * Finds out before a long run whether its report can be written.
 * @throws {UnreadableError} It cannot.
 */
export function mustBeWritable(file: string, cwd: string, option = "--output"): void {
  const path = resolve(cwd, file);
  try {
    makeFolder(dirname(path));
    accessSync(dirname(path), constants.W_OK);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new UnreadableError(`${option} ${file} is a folder: name a file`);
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    throw new UnreadableError(`${option} ${file}: ${errorText(error)}`);
  }
}

function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It was never made.
  }
}
