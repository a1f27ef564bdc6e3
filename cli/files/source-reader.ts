import { resolve } from "node:path";
import { readText } from "./read.ts";

/**
 * Text of the files that a report names, for code frames: read once, and nothing but files below the working directory,
 * since a report may come from anywhere.
 */
export function sourceReader(cwd: string): (path: string) => string | undefined {
  const texts = new Map<string, string | undefined>();
  return (path) => {
    if (!texts.has(path)) texts.set(path, isBelow(path) ? textOf(resolve(cwd, path)) : undefined);
    return texts.get(path);
  };
}

const isBelow = (path: string): boolean => !path.startsWith("/") && !/^[A-Za-z]:/.test(path) && !path.split(/[/\\]/).includes("..");

function textOf(path: string): string | undefined {
  const read = readText(path);
  return read.kind === "text" ? read.text : undefined;
}
