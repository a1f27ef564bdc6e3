import { resolve } from "node:path";
import type { Option } from "./arguments.ts";
import { readText } from "./files/read.ts";
import { UnreadableError } from "./usage-error.ts";

export const configOption: Option = {
  name: "config",
  value: "FILE",
  help: "configuration of the scenarios, instead of the nearest one (faultline.remote-files.json)",
};

/** @throws {UnreadableError} It is given, and cannot be read as text. */
export function mustBeReadable(config: string | undefined, cwd: string): void {
  if (config === undefined) return;
  const read = readText(resolve(cwd, config));
  if (read.kind !== "text") throw new UnreadableError(`--config ${config} ${read.message}`);
}
