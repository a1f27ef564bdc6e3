import type { ConfigTree } from "../../core/config/node.ts";
import { parse } from "./parse.ts";
import { parseEdited, type Read } from "./reuse.ts";

/** Reads texts of configurations, each with the help of what it read last under the same path: a memory of times, never of answers. */
export type TreeReader = (path: string, format: "json" | "yaml", text: string) => ConfigTree;

/** Texts that are remembered, and the length from which one is worth it. */
const mostTexts = 4;
const shortestText = 8192;

export function createTreeReader(): TreeReader {
  /** The last text without a syntax problem, by path, in the order of use. */
  const recent = new Map<string, Read>();
  return (path, format, text) => {
    if (text.length < shortestText) return parse(format, text);
    const before = recent.get(path);
    if (before?.text === text) return before.tree;
    const tree = (before && parseEdited(before, text, (skeleton) => parse(format, skeleton))) ?? parse(format, text);
    if (tree.problems.length > 0) return tree;
    recent.delete(path);
    recent.set(path, { text, tree });
    const [oldest] = recent.keys();
    if (mostTexts < recent.size && oldest !== undefined) recent.delete(oldest);
    return tree;
  };
}

/** The reader that all who look at files of the user share. */
export const readTree: TreeReader = createTreeReader();
