/** For tests of this folder: units of text, edits applied, trees as plain values. */
import typescript from "typescript";
import type { Json } from "../../../protocol/json.ts";
import type { Scenario, SourceUnit } from "../../core/simulator.ts";
import { discoverMulticast } from "./discover.ts";
import type { ConfigDocument } from "../../core/config/edits.ts";
import { lineStarts, offsetAt } from "./lines.ts";
import type { ConfigNode, ConfigTree, Format } from "../../core/config/node.ts";
import { parse } from "./parse.ts";
import { makeSpans } from "../../core/config/spans.ts";
import { readTypeScript } from "./typescript.ts";

export { applyEdits as apply } from "../../core/edited.ts";
export { marked } from "../../core/testing.ts";

export const unitOf = (path: string, text: string): SourceUnit => ({ path, text, typescript: () => typescript });

/** Where a configuration of each format is kept. */
export const pathOf: Readonly<Record<Format, string>> = { json: "load.multicast.json", yaml: "load.multicast.yaml", typescript: "load.ts" };

/** The only scenario of a text. */
export function scenarioIn(text: string, format: Format = "json"): Scenario {
  const { scenarios } = discoverMulticast(unitOf(pathOf[format], text));
  const [scenario] = scenarios;
  if (!scenario || scenarios.length > 1) throw new Error(`${scenarios.length} scenarios`);
  return scenario;
}

export function treeOf(format: Format, text: string): ConfigTree {
  if (format !== "typescript") return parse(format, text);
  const reading = readTypeScript(typescript, pathOf.typescript, text);
  if (reading.kind !== "literal") throw new Error(`not a literal: ${reading.kind}`);
  return reading.tree;
}

/** @throws {Error} The text is broken: that is not what the test is about. */
export function documentFor(format: Format, text: string): ConfigDocument & { readonly root: ConfigNode } {
  const { root, problems } = treeOf(format, text);
  if (!root || problems.length > 0) throw new Error(`${problems[0]?.message ?? "no root"} in ${text}`);
  return { path: pathOf[format], text, spans: makeSpans(root, format, lineStarts(text)), root };
}

export function plain(node: ConfigNode): Json {
  if (node.kind === "array") return node.members.map(plain);
  if (node.kind === "object") return Object.fromEntries(node.members.map((member) => [member.key?.name ?? "", plain(member)]));
  return node.value;
}

/** `code severity line:text of the token`, for each finding. */
export function told(text: string, format: Format = "json"): readonly string[] {
  return scenarioIn(text, format).findings.map(({ code, severity, range }) => {
    const lines = lineStarts(text);
    const token = text.slice(offsetAt(lines, text, range.start), offsetAt(lines, text, range.end));
    return `${code} ${severity} ${range.start.line + 1}:${token}`;
  });
}
