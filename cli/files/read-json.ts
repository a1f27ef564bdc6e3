import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { UnreadableError } from "../usage-error.ts";
import { errorText } from "./error-text.ts";
import { decode } from "./read.ts";

/**
 * A JSON file named on the command line; `-` is standard input.
 * @throws {UnreadableError} It cannot be read, or is no JSON in UTF-8.
 */
export function readJson(file: string, cwd: string): unknown {
  const read = decode(bytesOf(file, cwd));
  if (read.kind !== "text") throw new UnreadableError(`${file} ${read.message}`);
  try {
    return JSON.parse(read.text);
  } catch (error) {
    throw new UnreadableError(`${file}: no JSON (is it cut off?): ${error instanceof Error ? error.message : String(error)}`);
  }
}

function bytesOf(file: string, cwd: string): Uint8Array {
  try {
    return readFileSync(file === "-" ? 0 : resolve(cwd, file));
  } catch (error) {
    throw new UnreadableError(`${file} ${errorText(error)}`);
  }
}
