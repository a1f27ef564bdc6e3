import { parseJsonc } from "../../core/config/jsonc.ts";
import type { ConfigTree } from "../../core/config/node.ts";
import { parseYaml } from "./yaml.ts";
import { formatCount } from "../../core/config/words.ts";

/** UTF-16 units. A configuration of a million members takes less. */
const largestText = 16 * 1024 * 1024;

/** Is this a file of its own for a configuration, and in which format? */
export function formatOf(path: string): "json" | "yaml" | undefined {
  if (path.endsWith(".multicast.json")) return "json";
  return /\.multicast\.ya?ml$/.test(path) ? "yaml" : undefined;
}

/** Reads the text of a configuration file. */
export function parse(format: "json" | "yaml", text: string): ConfigTree {
  if (largestText < text.length) {
    return { format, problems: [{ start: 0, end: 0, message: `The file has more than ${formatCount(largestText)} characters` }] };
  }
  // A byte order mark is no part of either format; blanked, it leaves all offsets as they are.
  const plain = text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text;
  if (plain.trim() === "")
    return { format, problems: [{ start: 0, end: 0, message: "The file is empty: a configuration needs `topology` and `groups`" }] };
  return format === "json" ? parseJsonc(plain) : parseYaml(plain);
}
