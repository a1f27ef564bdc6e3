import { dirname, resolve } from "node:path";
import { findUpwards } from "../../server/workspace/nearest.ts";
import type { InputFile, SourceUnit } from "../../simulators/core/simulator.ts";
import { readText } from "./read.ts";
import { type FoundFile, relativePath } from "./walk.ts";

export interface NearestUnits {
  /** Absolute. */
  readonly cwd: string;
  /** Relative to `cwd`: takes the place of every file that is looked for by its name. */
  readonly config: string | undefined;
  readonly typescript: SourceUnit["typescript"];
  /** Told of each file that was found so. */
  readonly onFound: (file: InputFile) => void;
}

/** Files as simulators see them, each with what lies beside and above it, up to the root. Every file is read once. */
export function nearestUnits({ cwd, config, typescript, onFound }: NearestUnits): (file: FoundFile, text: string) => SourceUnit {
  const known = new Map<string, InputFile | undefined>();
  const given = config === undefined ? undefined : inputFile(resolve(cwd, config));

  function inputFile(absolute: string, text = textOf(absolute)): InputFile {
    const file = { path: relativePath(cwd, absolute), text };
    onFound(file);
    return file;
  }

  function nearest(folder: string, name: string): InputFile | undefined {
    const key = JSON.stringify([folder, name]);
    if (known.has(key)) return known.get(key);
    const found = findUpwards(name, { folder });
    const file = found && inputFile(found.file, found.text);
    known.set(key, file);
    return file;
  }

  return ({ path, absolute }, text) => ({ path, text, typescript, nearest: (name) => given ?? nearest(dirname(absolute), name) });
}

function textOf(file: string): string {
  const read = readText(file);
  return read.kind === "text" ? read.text : "";
}
